import { createRange, hashLeaf } from '#kernel/merkle.ts';

/**
 * The persons and companies of one delivery: 64-bit keyed digests, sorted, each once, kept as the differences between
 * neighbours in LEB128 (about 6 bytes a subject at 200,000 of them).
 */
export interface SubjectList {
  n: number;
  packed: Buffer;
  /** RFC 6962 root over the digests as leaves of 8 bytes. */
  root: Buffer;
}

/** Undefined when there is nobody in it. */
export function packSubjects(digests: BigUint64Array): SubjectList | undefined {
  const sorted = digests.slice().sort();
  const range = createRange();
  const leaf = Buffer.alloc(8);
  let packed = Buffer.alloc(Math.max(16, sorted.length * 7));
  let end = 0;
  let before = 0n;
  for (const [i, digest] of sorted.entries()) {
    if (i > 0 && digest === before) continue;
    if (end + 10 > packed.length) packed = Buffer.concat([packed, Buffer.alloc(packed.length)]);
    let rest = range.size === 0 ? digest : digest - before;
    while (rest > 127n) {
      packed[end++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    packed[end++] = Number(rest);
    leaf.writeBigUInt64BE(digest);
    range.append(hashLeaf(leaf));
    before = digest;
  }
  if (range.size === 0) return undefined;
  return { n: range.size, packed: Buffer.from(packed.subarray(0, end)), root: range.root() };
}

/** Steps through a packed list, each digest in rising order, until somebody has had enough. */
function* unpackSubjects(packed: Uint8Array): Generator<bigint> {
  let value = 0n;
  for (let at = 0; at < packed.length; ) {
    let step = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = packed[at++];
      if (byte === undefined) throw new Error('a list of subjects ends inside a number');
      step |= BigInt(byte & 127) << shift;
      if (byte < 128) break;
    }
    value += step;
    yield value;
  }
}

/** Which of the wanted digests are in a packed list; reads no further than the largest of them. */
export function findSubjects(packed: Uint8Array, wanted: ReadonlySet<bigint>): bigint[] {
  let most = 0n;
  for (const digest of wanted) if (digest > most) most = digest;
  const found: bigint[] = [];
  for (const value of unpackSubjects(packed)) {
    if (value > most) break;
    if (wanted.has(value)) found.push(value);
  }
  return found;
}

/** The number of digests in a packed list and their root, computed anew; undefined when it cannot be read. */
export function measureSubjects(packed: Uint8Array): { n: number; root: Buffer } | undefined {
  const range = createRange();
  const leaf = Buffer.alloc(8);
  try {
    for (const digest of unpackSubjects(packed)) {
      leaf.writeBigUInt64BE(digest);
      range.append(hashLeaf(leaf));
    }
  } catch {
    return undefined;
  }
  return { n: range.size, root: range.root() };
}
