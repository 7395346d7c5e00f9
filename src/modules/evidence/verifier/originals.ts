import { sha256 } from '@noble/hashes/sha2.js';
import { concat, fromBase64 } from './bytes.ts';
import type { Use } from './caseFile.ts';

/** What a party of a call has kept: the record holds only the digest, with the record's own salt. */
export interface Original {
  use: Use;
  /** The answer's bytes, or the request's: its first line (method and address) and its body. */
  what: 'answer' | 'request';
}

/** Which use the bytes were the answer or the request of; undefined when of none. */
export function findOriginal(uses: readonly Use[], bytes: Uint8Array): Original | undefined {
  for (const use of uses) {
    const salt = fromBase64(use.leaf.packed.salt);
    if (!salt) continue;
    const digest = base64url(sha256(concat(salt, bytes)));
    if (use.body.answer === digest) return { use, what: 'answer' };
    if (use.body.request === digest) return { use, what: 'request' };
  }
  return undefined;
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
