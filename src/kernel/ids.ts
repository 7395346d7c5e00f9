import { randomBytes } from 'node:crypto';

const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';

/** An unguessable token of `length` characters that a person can read aloud (no 0, 1, i, l, o). */
export function readableToken(length: number): string {
  let token = '';
  // Rejection keeps every character equally likely: 31 does not divide 256.
  while (token.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && token.length < length) token += ALPHABET[byte % 31] ?? '';
    }
  }
  return token;
}

/** A random identifier in the 8-4-4-4-12 form that the national convention uses for `rid`. */
export function newUuid(): string {
  return crypto.randomUUID();
}
