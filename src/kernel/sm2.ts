import { randomBytes } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';

/**
 * SM2 signatures with SM3 (GB/T 32918.2-2016 on the curve of GB/T 32918.5-2017), with the standard user's identity.
 * Never by `crypto.sign`: it signs without the identity that the standard puts before the message, and nobody else's
 * verifier would agree.
 */
export const SM2_IDENTITY = '1234567812345678';
/** 04 ‖ x ‖ y. */
export const SM2_PUBLIC_BYTES = 65;
export const SM2_SECRET_BYTES = 32;
/** r ‖ s. */
export const SM2_SIGNATURE_BYTES = 64;

/** The order of the curve's base point. */
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

/** From 1 to n - 2, as the standard says: with n - 1 there would be nothing to divide by. */
function isSecret(bytes: Uint8Array): boolean {
  if (bytes.length !== SM2_SECRET_BYTES) return false;
  const d = numberOf(bytes);
  return d >= 1n && d <= N - 2n;
}

export function makeSm2Secret(): Buffer {
  for (;;) {
    const secret = randomBytes(SM2_SECRET_BYTES);
    if (isSecret(secret)) return secret;
  }
}

/** Throws when the bytes are not a private key. */
export function sm2PublicKey(secret: Uint8Array): Buffer {
  if (!isSecret(secret)) throw new RangeError('not an SM2 private key');
  return Buffer.from(sm2.getPublicKeyFromPrivateKey(Buffer.from(secret).toString('hex')), 'hex');
}

/** Whether the bytes are a point of the curve in the uncompressed form. */
export function isSm2PublicKey(bytes: Uint8Array): boolean {
  if (bytes.length !== SM2_PUBLIC_BYTES || bytes[0] !== 4) return false;
  try {
    return sm2.verifyPublicKey(Buffer.from(bytes).toString('hex'));
  } catch {
    return false;
  }
}

export function sm2Sign(message: Uint8Array, secret: Uint8Array, publicKey: Uint8Array): Buffer {
  const signature = sm2.doSignature(message, Buffer.from(secret).toString('hex'), {
    hash: true,
    publicKey: Buffer.from(publicKey).toString('hex'),
    userId: SM2_IDENTITY,
  });
  return Buffer.from(signature, 'hex');
}

/** False for whatever is not a signature of this key over this message; never throws. */
export function sm2Verify(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== SM2_SIGNATURE_BYTES || !isSm2PublicKey(publicKey)) return false;
  // The library leaves out the standard's first two steps: r and s lie between 1 and n - 1.
  for (const half of [signature.subarray(0, 32), signature.subarray(32)]) {
    const value = numberOf(half);
    if (value < 1n || value >= N) return false;
  }
  try {
    return sm2.doVerifySignature(
      message,
      Buffer.from(signature).toString('hex'),
      Buffer.from(publicKey).toString('hex'),
      { hash: true, userId: SM2_IDENTITY },
    );
  } catch {
    return false; // a point at infinity on the way
  }
}
