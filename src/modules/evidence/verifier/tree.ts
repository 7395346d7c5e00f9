import { sha256 } from '@noble/hashes/sha2.js';
import { concat, sameBytes } from './bytes.ts';

/** What the tree's leaf is made from: the salt keeps it from telling anything about an entry that is gone. */
export const commitmentOf = (salt: Uint8Array, entry: Uint8Array): Uint8Array => sha256(concat(salt, entry));

const leafOf = (commitment: Uint8Array): Uint8Array => sha256(concat(Uint8Array.of(0), commitment));
const nodeOf = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(concat(Uint8Array.of(1), left, right));

export interface Inclusion {
  number: number;
  size: number;
  commitment: Uint8Array;
  proof: readonly Uint8Array[];
  root: Uint8Array;
}

export interface Extension {
  before: { size: number; root: Uint8Array };
  after: { size: number; root: Uint8Array };
  proof: readonly Uint8Array[];
}

/** Whether the larger tree begins with the smaller one: RFC 9162 section 2.1.4.2. */
export function isExtension({ before, after, proof }: Extension): boolean {
  if (before.size < 1 || before.size >= after.size) return false;
  let at = before.size - 1;
  let last = after.size - 1;
  while (at % 2 === 1) {
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  // A tree of a power of two is a node of the larger one, and needs not be named.
  const [first, ...rest] = at === 0 ? [before.root, ...proof] : proof;
  if (first === undefined) return false;
  let old = first;
  let now = first;
  for (const beside of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      old = nodeOf(beside, old);
      now = nodeOf(beside, now);
      while (at !== 0 && at % 2 === 0) {
        at /= 2;
        last = Math.floor(last / 2);
      }
    } else now = nodeOf(now, beside);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && sameBytes(old, before.root) && sameBytes(now, after.root);
}

/** Whether the proof leads from the leaf to the root: RFC 9162 section 2.1.3.2, with plain numbers below 2^53. */
export function isIncluded({ number, size, commitment, proof, root }: Inclusion): boolean {
  if (number < 0 || number >= size) return false;
  let at = number;
  let last = size - 1;
  let hash = leafOf(commitment);
  for (const beside of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeOf(beside, hash);
      while (at !== 0 && at % 2 === 0) {
        at /= 2;
        last = Math.floor(last / 2);
      }
    } else hash = nodeOf(hash, beside);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && sameBytes(hash, root);
}
