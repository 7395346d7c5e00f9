import { createCipheriv, createHash } from 'node:crypto';

/**
 * The secret as the national platform hands it out (standards.md 3.1): AES-128-ECB with PKCS5 padding, base64, under
 * what Java's `SHA1PRNG` seeded with the appKey makes of 128 bits, which is SHA1(SHA1(appKey)) cut to 16 bytes.
 */
export function wrapSecret(appKey: string, secret: string): string {
  const sha1 = (bytes: string | Buffer): Buffer => createHash('sha1').update(bytes).digest();
  const cipher = createCipheriv('aes-128-ecb', sha1(sha1(appKey)).subarray(0, 16), null);
  return Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]).toString('base64');
}
