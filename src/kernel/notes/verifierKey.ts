import { createHash } from 'node:crypto';
import { SM2_PUBLIC_BYTES, isSm2PublicKey } from '#kernel/sm2.ts';
import { readBase64 } from './base64.ts';

/**
 * Who may sign a note: C2SP signed-note, “Verifier keys”.
 *
 *   <name>+<key id, hex>+<base64 of type ‖ public key>
 *   key id = SHA-256(name ‖ 0x0A ‖ type ‖ public key), the first 4 bytes
 *
 *   ed25519       type 0x01, signs the note’s text (RFC 8032); public key of 32 bytes
 *   cosignature   type 0x04, C2SP tlog-cosignature: Ed25519 over “cosignature/v1”, a time and the text
 *   sm2           signed-note assigns no byte to SM2, so it is 0xff, which the specification reserves for such types,
 *                 followed by an identifier of our own: the ASCII bytes of SM2_TYPE. The public key is 04 ‖ x ‖ y
 *                 (65 bytes), the signature r ‖ s (64 bytes) by GB/T 32918.2 over the note’s text with SM3 and the
 *                 standard identity 1234567812345678. Readers that do not know the type ignore the line.
 */
export type KeyType = 'ed25519' | 'cosignature' | 'sm2';

const SM2_TYPE = 'shuqiao/sm2-sm3/v1';
const TYPES: Record<KeyType, { prefix: Buffer; bytes: number }> = {
  ed25519: { prefix: Buffer.of(0x01), bytes: 32 },
  cosignature: { prefix: Buffer.of(0x04), bytes: 32 },
  sm2: { prefix: Buffer.concat([Buffer.of(0xff), Buffer.from(SM2_TYPE)]), bytes: SM2_PUBLIC_BYTES },
};

export const KEY_ID_BYTES = 4;

export interface VerifierKey {
  /** Of the log, where it equals the origin of its checkpoints, or of the witness. */
  name: string;
  type: KeyType;
  publicKey: Buffer;
  /** 4 bytes: not a fingerprint, only a way to find the key. */
  id: Buffer;
}

/** Not empty, no white space, no plus sign: a name must not be able to look like the end of a name. */
export function isKeyName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return name !== '' && name.isWellFormed() && !/[\p{White_Space}+\u0000-\u001f]/u.test(name);
}

/** Throws `RangeError` when the name or the public key cannot be one. */
export function verifierKey(name: string, type: KeyType, publicKey: Buffer): VerifierKey {
  const { prefix, bytes } = TYPES[type];
  if (!isKeyName(name)) throw new RangeError(`“${name}” cannot be the name of a key`);
  if (publicKey.length !== bytes || (type === 'sm2' && !isSm2PublicKey(publicKey)))
    throw new RangeError(`not a public key of type ${type}`);
  const id = createHash('sha256').update(`${name}\n`).update(prefix).update(publicKey).digest();
  return { name, type, publicKey, id: id.subarray(0, KEY_ID_BYTES) };
}

/** The key as one line of text, as it is published and entered. */
export function writeVerifierKey({ name, type, publicKey, id }: VerifierKey): string {
  return `${name}+${id.toString('hex')}+${Buffer.concat([TYPES[type].prefix, publicKey]).toString('base64')}`;
}

/** Undefined for whatever is not exactly a verifier key of a type that we know. */
export function readVerifierKey(text: string): VerifierKey | undefined {
  const [name = '', id = '', body = '', ...rest] = text.split('+');
  // Base 64 may hold plus signs of its own.
  const bytes = readBase64([body, ...rest].join('+'));
  if (bytes === undefined || !isKeyName(name)) return undefined;
  for (const [type, { prefix, bytes: length }] of Object.entries(TYPES) as [
    KeyType,
    (typeof TYPES)[KeyType],
  ][]) {
    if (bytes.length !== prefix.length + length || !bytes.subarray(0, prefix.length).equals(prefix)) continue;
    const publicKey = bytes.subarray(prefix.length);
    if (type === 'sm2' && !isSm2PublicKey(publicKey)) return undefined;
    const key = verifierKey(name, type, publicKey);
    return key.id.toString('hex') === id ? key : undefined;
  }
  return undefined;
}
