import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { sm2 } from 'sm-crypto-v2';
import { concat, fromBase64, sameBytes, toHex, utf8 } from './bytes.ts';

/**
 * Signed notes, checkpoints and keys of the field (C2SP signed-note, tlog-checkpoint, tlog-cosignature), written a
 * second time without Node: a verifier that shared the platform's code would share its mistakes.
 */
export type KeyType = 'ed25519' | 'cosignature' | 'sm2';

export interface Key {
  name: string;
  type: KeyType;
  publicKey: Uint8Array;
  /** 4 bytes. */
  id: Uint8Array;
  /**
   * The first 16 bytes of SHA-256, hexadecimal: what people compare. Of a log’s key the raw key is hashed; of a
   * witness’s its type and the key, so that a witness’s fingerprint, typed in without its name, is none of a log’s.
   */
  fingerprint: string;
}

const TYPES: readonly { type: KeyType; prefix: Uint8Array; bytes: number }[] = [
  { type: 'ed25519', prefix: Uint8Array.of(0x01), bytes: 32 },
  { type: 'cosignature', prefix: Uint8Array.of(0x04), bytes: 32 },
  { type: 'sm2', prefix: concat(Uint8Array.of(0xff), utf8('shuqiao/sm2-sm3/v1')), bytes: 65 },
];
const SM2_IDENTITY = '1234567812345678';
/** The order of the curve's base point (GB/T 32918.5). */
const SM2_ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

export const fingerprintOf = (publicKey: Uint8Array): string => toHex(sha256(publicKey)).slice(0, 32);

/** `<name>+<id, hex>+<base64 of type ‖ public key>`; undefined for whatever is not exactly that. */
export function readKey(text: string): Key | undefined {
  const [name = '', id = '', ...rest] = text.split('+');
  const bytes = fromBase64(rest.join('+'));
  if (name === '' || bytes === undefined) return undefined;
  for (const { type, prefix, bytes: length } of TYPES) {
    if (bytes.length !== prefix.length + length || !sameBytes(bytes.subarray(0, prefix.length), prefix))
      continue;
    const publicKey = bytes.subarray(prefix.length);
    const whole = sha256(concat(utf8(`${name}\n`), prefix, publicKey)).subarray(0, 4);
    return toHex(whole) === id
      ? {
          name,
          type,
          publicKey,
          id: whole,
          fingerprint: fingerprintOf(type === 'cosignature' ? concat(prefix, publicKey) : publicKey),
        }
      : undefined;
  }
  return undefined;
}

export interface SignatureLine {
  name: string;
  id: Uint8Array;
  bytes: Uint8Array;
}

export interface SignedText {
  /** What is signed, with its last newline. */
  text: string;
  lines: SignatureLine[];
}

export interface Checkpoint extends SignedText {
  origin: string;
  size: number;
  root: Uint8Array;
}

/** A signed note; undefined when it is none. Nothing is said yet about who signed it. */
export function readSignedText(note: string): SignedText | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return undefined;
  const lines: SignatureLine[] = [];
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, name = '', base64 = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = fromBase64(base64);
    if (name === '' || bytes === undefined || bytes.length < 5) return undefined;
    lines.push({ name, id: bytes.subarray(0, 4), bytes: bytes.subarray(4) });
  }
  return { text: note.slice(0, end + 1), lines };
}

/** A checkpoint inside a signed note; undefined when it is not one. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const signed = readSignedText(note);
  if (!signed) return undefined;
  const { text } = signed;
  const [origin = '', digits = '', hash = '', ...more] = text.slice(0, -1).split('\n');
  const root = fromBase64(hash);
  const size = Number(digits);
  if (
    origin === '' ||
    !/^(0|[1-9]\d{0,15})$/.test(digits) ||
    !Number.isSafeInteger(size) ||
    root?.length !== 32 ||
    more.includes('')
  )
    return undefined;
  return { ...signed, origin, size, root };
}

/** The first line of a key; a second one of the same key says nothing more. */
export const lineOf = ({ lines }: SignedText, key: Key): SignatureLine | undefined =>
  lines.find(line => line.name === key.name && sameBytes(line.id, key.id));

/** Undefined when the signature does not fit; else the time that a cosignature states, in seconds. */
export function checkSignature(
  text: string,
  { bytes }: SignatureLine,
  { type, publicKey }: Key,
): { time: number | undefined } | undefined {
  switch (type) {
    case 'ed25519':
      return isEd25519(utf8(text), bytes, publicKey) ? { time: undefined } : undefined;
    case 'sm2':
      return isSm2(utf8(text), bytes, publicKey) ? { time: undefined } : undefined;
    case 'cosignature': {
      if (bytes.length !== 72) return undefined;
      const time = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0));
      if (time === 0 || !Number.isSafeInteger(time)) return undefined;
      return isEd25519(utf8(`cosignature/v1\ntime ${time}\n${text}`), bytes.subarray(8), publicKey)
        ? { time }
        : undefined;
    }
  }
}

function isEd25519(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    // RFC 8032 to the letter: keys and points that only other readings accept are refused.
    return signature.length === 64 && ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

function isSm2(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey[0] !== 4) return false;
  // The library leaves out the standard's first two steps: r and s lie between 1 and n - 1.
  for (const half of [signature.subarray(0, 32), signature.subarray(32)]) {
    const value = BigInt(`0x${toHex(half)}`);
    if (value < 1n || value >= SM2_ORDER) return false;
  }
  try {
    const point = toHex(publicKey);
    return (
      sm2.verifyPublicKey(point) &&
      sm2.doVerifySignature(message, toHex(signature), point, { hash: true, userId: SM2_IDENTITY })
    );
  } catch {
    return false;
  }
}
