import { createHmac } from 'node:crypto';
import type { Keys } from '#kernel/keys.ts';

/**
 * Persons and companies in the record: 64 bits of HMAC-SHA-256 under a key of the year, which is derived from the
 * master key and never stored. Whoever has only the database cannot try identity numbers against it, and digests of
 * two years cannot be matched.
 */
export function subjectKeyOf(keys: Keys, year: number): Buffer {
  return keys.derive('subject-digests', String(year));
}

/** One person is one digest, however the identifier was typed: outer blanks and the case of letters do not count. */
export const subjectText = (identifier: string): string => identifier.trim().toUpperCase();

/** base64url of 8 bytes, as usage records hold it. */
export function subjectDigest(keys: Keys, identifier: string, year: number): string {
  return createHmac('sha256', subjectKeyOf(keys, year))
    .update(subjectText(identifier))
    .digest()
    .toString('base64url', 0, 8);
}
