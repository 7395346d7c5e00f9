import {
  type KeyObject,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';

/**
 * A seal point as text: C2SP signed-note and tlog-checkpoint.
 *
 *   shuqiao.local/ledger              origin, and the name of the key
 *   1284330                           size of the tree
 *   q1FwA…=                           root, base64
 *                                     (empty line)
 *   — shuqiao.local/ledger Xk3b…=     base64 of: 4 bytes of the key's hash ‖ Ed25519 over all before the empty line
 */
export const ORIGIN = 'shuqiao.local/ledger';
const ED25519 = 1;
/** What stands before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

export interface SigningKey {
  id: number;
  /** 32 bytes. */
  publicKey: Buffer;
  privateKey: KeyObject;
}

/** What a seal point says. */
export interface SealPoint {
  size: number;
  root: Buffer;
}

function keyHash(publicKey: Buffer): Buffer {
  return createHash('sha256')
    .update(`${ORIGIN}\n`)
    .update(Buffer.of(ED25519))
    .update(publicKey)
    .digest()
    .subarray(0, 4);
}

/** The key as verifiers write it: name + hash + base64 of type and key. */
export function verifierKey(publicKey: Buffer): string {
  const body = Buffer.concat([Buffer.of(ED25519), publicKey]).toString('base64');
  return `${ORIGIN}+${keyHash(publicKey).toString('hex')}+${body}`;
}

/** A new key pair; the private half as base64 of PKCS 8, to be sealed at once. */
export function makeSigningKey(): { publicKey: Buffer; secret: string } {
  const pair = generateKeyPairSync('ed25519');
  return {
    publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI.length),
    secret: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

/** Throws when the secret is not the other half of the public key. */
export function openSigningKey(id: number, publicKey: Buffer, secret: string): SigningKey {
  const privateKey = createPrivateKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'pkcs8' });
  const half = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
  if (!half.equals(publicKey)) throw new Error(`the public half of ledger key ${id} was replaced`);
  return { id, publicKey, privateKey };
}

export function signNote({ size, root }: SealPoint, key: SigningKey): string {
  const text = `${ORIGIN}\n${size}\n${root.toString('base64')}\n`;
  const signature = Buffer.concat([keyHash(key.publicKey), sign(null, Buffer.from(text), key.privateKey)]);
  return `${text}\n— ${ORIGIN} ${signature.toString('base64')}\n`;
}

/** What the note says and whether one of the keys signed it; undefined when it is not a seal point of this ledger. */
export function readNote(
  note: string,
  publicKeys: readonly Buffer[],
): (SealPoint & { signed: boolean }) | undefined {
  const end = note.indexOf('\n\n');
  const text = note.slice(0, end + 1);
  const [origin, digits = '', root = ''] = text.split('\n');
  if (end < 0 || origin !== ORIGIN || !/^(0|[1-9]\d{0,14})$/.test(digits)) return undefined;
  const bytes = Buffer.from(root, 'base64');
  if (bytes.length !== 32) return undefined;
  const signatures = note
    .slice(end + 2)
    .split('\n')
    .filter(line => line.startsWith(`— ${ORIGIN} `))
    .map(line => Buffer.from(line.slice(ORIGIN.length + 3), 'base64'));
  const signed = publicKeys.some(publicKey =>
    signatures.some(
      bytes =>
        bytes.subarray(0, 4).equals(keyHash(publicKey)) &&
        verify(null, Buffer.from(text), publicKeyOf(publicKey), bytes.subarray(4)),
    ),
  );
  return { size: Number(digits), root: bytes, signed };
}

function publicKeyOf(bytes: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, bytes]), format: 'der', type: 'spki' });
}
