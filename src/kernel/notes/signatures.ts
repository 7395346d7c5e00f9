import { type KeyObject, createPublicKey, verify } from 'node:crypto';
import { sm2Verify } from '#kernel/sm2.ts';
import type { VerifierKey } from './verifierKey.ts';

/** What stands before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410). */
export const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const ED25519_BYTES = 64;
const TIME_BYTES = 8;

export function ed25519PublicKey(bytes: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([ED25519_SPKI, bytes]), format: 'der', type: 'spki' });
}

/** What a cosignature signs (C2SP tlog-cosignature, “cosignature/v1”); the time in seconds since the epoch. */
export function cosignedMessage(text: string, time: number): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
}

/** A cosignature’s bytes: the time, big endian, and the signature. */
export function joinCosignature(time: number, signature: Buffer): Buffer {
  const head = Buffer.alloc(TIME_BYTES);
  head.writeBigUInt64BE(BigInt(time));
  return Buffer.concat([head, signature]);
}

/** Undefined when the signature does not fit; else the time that a cosignature states. */
export function verifySignature(
  text: string,
  signature: Buffer,
  key: VerifierKey,
): { time: number | undefined } | undefined {
  if (key.type === 'sm2')
    return sm2Verify(Buffer.from(text), signature, key.publicKey) ? { time: undefined } : undefined;
  if (key.type === 'ed25519')
    return verifyEd25519(Buffer.from(text), signature, key) ? { time: undefined } : undefined;
  if (signature.length !== TIME_BYTES + ED25519_BYTES) return undefined;
  const time = Number(signature.readBigUInt64BE());
  // Zero says nothing about when, and past 2^53 the number would not be the one that was signed.
  if (time === 0 || !Number.isSafeInteger(time)) return undefined;
  return verifyEd25519(cosignedMessage(text, time), signature.subarray(TIME_BYTES), key)
    ? { time }
    : undefined;
}

function verifyEd25519(message: Buffer, signature: Buffer, { publicKey }: VerifierKey): boolean {
  return signature.length === ED25519_BYTES && verify(null, message, ed25519PublicKey(publicKey), signature);
}
