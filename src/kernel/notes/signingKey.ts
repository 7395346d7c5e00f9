import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { makeSm2Secret, sm2PublicKey, sm2Sign } from '#kernel/sm2.ts';
import { ED25519_SPKI, cosignedMessage, joinCosignature } from './signatures.ts';
import { writeNote } from './signedNote.ts';
import { type KeyType, type VerifierKey, verifierKey } from './verifierKey.ts';

/** A key that can sign: its public side, and the private side kept inside. */
export interface SigningKey {
  verifier: VerifierKey;
  /**
   * The signature line, without its newline. A cosignature states a time, in seconds since the epoch; the other types
   * have none.
   */
  sign(text: string, time?: number): string;
}

export interface MadeKey {
  /** As the type’s verifier key holds it. */
  publicKey: Buffer;
  /** Base 64: PKCS 8 of an Ed25519 key, or the 32 bytes of an SM2 key. To be sealed at once. */
  secret: string;
}

export function makeSigningKey(type: KeyType): MadeKey {
  if (type === 'sm2') {
    const secret = makeSm2Secret();
    return { publicKey: sm2PublicKey(secret), secret: secret.toString('base64') };
  }
  const pair = generateKeyPairSync('ed25519');
  return {
    publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(ED25519_SPKI.length),
    secret: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

/** Throws when the secret is not the other half of the public key: somebody replaced one of them. */
export function openSigningKey(name: string, type: KeyType, publicKey: Buffer, secret: string): SigningKey {
  const verifier = verifierKey(name, type, publicKey);
  const opened = type === 'sm2' ? openSm2(secret) : openEd25519(secret);
  if (!opened.half.equals(publicKey)) throw new Error(`the public half of the key “${name}” was replaced`);
  return {
    verifier,
    sign: (text, time) => {
      const bytes =
        type === 'cosignature'
          ? joinCosignature(timeOf(time), opened.signBytes(cosignedMessage(text, timeOf(time))))
          : opened.signBytes(Buffer.from(text));
      return `— ${name} ${Buffer.concat([verifier.id, bytes]).toString('base64')}`;
    },
  };
}

function timeOf(time: number | undefined): number {
  if (time === undefined || !Number.isSafeInteger(time) || time <= 0)
    throw new RangeError('a cosignature states a time in whole seconds');
  return time;
}

interface OpenKey {
  half: Buffer;
  signBytes(message: Buffer): Buffer;
}

function openEd25519(secret: string): OpenKey {
  const key = createPrivateKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'pkcs8' });
  const half = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(ED25519_SPKI.length);
  return { half, signBytes: message => sign(null, message, key) };
}

function openSm2(secret: string): OpenKey {
  const bytes = Buffer.from(secret, 'base64');
  const half = sm2PublicKey(bytes);
  return { half, signBytes: message => sm2Sign(message, bytes, half) };
}

/** Signs a text with each key. None of them may be a cosigner’s: a cosignature is given at a time. */
export function signNote(text: string, keys: readonly SigningKey[]): string {
  return writeNote(
    text,
    keys.map(key => key.sign(text)),
  );
}
