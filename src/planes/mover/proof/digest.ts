/**
 * The content digest of a set of rows: per bucket of the key a count and the sum, modulo 2^128, of a keyed 128-bit
 * hash of each row's canonical bytes. A sum, so the order does not matter and doubles are seen; keyed, so that
 * nobody who does not know the run's key can prepare rows that cancel out. It is no evidence against a party that
 * knows the key: the SHA-256 over the stream in order is.
 */
import { createHash } from 'node:crypto';

export const bucketCount = 1024;
/** A bucket on the wire: count (4 bytes) and sum (16 bytes), both big-endian. */
const bucketBytes = 20;
/** What may be held of a row that is not whole yet: no row of ours is so large, and who promises one may never send it. */
const MOST_REST = 64 * 1024 * 1024;
/** Four 32-bit sums in float64 stay exact for 2^21 additions. */
const carryEvery = 1 << 20;

export interface RowDigest {
  rows: number;
  /** 1,024 × 20 bytes; `bucketAt` reads one. */
  buckets: Buffer;
  /** Over the tuples in the order in which they came; empty when not asked for. */
  sha256: string;
}

export interface DigestShape {
  /** 16 random bytes of this run. */
  key: Buffer;
  /** Name and type of each column, in order: `xm text`. They are part of what is proven. */
  columns: string[];
  /** Positions of the columns that identify a row; none: the whole row does. */
  keyColumns: number[];
  /** Also hash the stream in order (source side). */
  inOrder?: boolean;
  /** Called for each row with its bucket and 64 bits of its hash; its bytes are the caller's until it returns. */
  onRow?: (bucket: number, high: number, low: number, view: DataView, from: number, end: number) => void;
}

export interface Digester {
  /** Tuples; a chunk may end inside one. */
  add(chunk: Buffer): void;
  /** Whole rows seen so far. */
  rows(): number;
  finish(): RowDigest;
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

function finalMix(x: number): number {
  let h = x;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Up to four bytes, zero beyond the end. */
function partialWord(view: DataView, at: number, end: number): number {
  let word = 0;
  for (let i = at, shift = 0; i < end && shift < 32; i++, shift += 8) word |= view.getUint8(i) << shift;
  return word;
}

export function createDigest(shape: DigestShape): Digester {
  if (shape.key.length !== 16) throw new RangeError('The key of a digest has 16 bytes.');
  const columns = shape.columns.length;
  const isKey = new Uint8Array(columns);
  for (const position of shape.keyColumns) isKey[position] = 1;
  const hasKey = shape.keyColumns.length > 0;

  const seed = createHash('sha256').update(shape.key).update(JSON.stringify(shape.columns)).digest();
  const [s1, s2, s3, s4] = [0, 4, 8, 12].map(at => seed.readInt32LE(at)) as [number, number, number, number];
  const [f1, f2, f3, f4] = [16, 20, 24, 28].map(at => seed.readInt32LE(at)) as [
    number,
    number,
    number,
    number,
  ];

  const sums = new Float64Array(bucketCount * 4);
  const pending = new Uint32Array(bucketCount);
  const counts = new Float64Array(bucketCount);
  const { onRow } = shape;
  const order = shape.inOrder ? createHash('sha256') : undefined;
  let rest: Buffer | undefined;
  let rows = 0;

  function carry(bucket: number): void {
    let over = 0;
    for (let lane = 3; lane >= 0; lane--) {
      const sum = (sums[bucket * 4 + lane] ?? 0) + over;
      over = Math.floor(sum / 4294967296);
      sums[bucket * 4 + lane] = sum - over * 4294967296;
    }
    pending[bucket] = 0;
  }

  /** A 32-bit murmur3 step chain over one key field, its length included. */
  function hashField(view: DataView, from: number, end: number, start: number): number {
    let h = start;
    for (let at = from; at < end; at += 4) {
      const word = at + 4 <= end ? view.getInt32(at, true) : partialWord(view, at, end);
      h =
        Math.imul(rotate(h ^ Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593), 13), 5) +
        0xe6546b64;
    }
    return h | 0;
  }

  /** Hashes [from, end) and adds it to its bucket; `keyHash` counts only when the rows have a key. */
  function addRow(view: DataView, from: number, end: number, keyHash: number): void {
    let h1 = s1;
    let h2 = s2;
    let h3 = s3;
    let h4 = s4;
    let at = from;
    const lastBlock = end - 16;
    for (; at <= lastBlock; at += 16) {
      let k = Math.imul(view.getInt32(at, true), 0x239b961b);
      h1 ^= Math.imul((k << 15) | (k >>> 17), 0xab0e9789);
      h1 = (Math.imul(((h1 << 19) | (h1 >>> 13)) + h2, 5) + 0x561ccd1b) | 0;
      k = Math.imul(view.getInt32(at + 4, true), 0xab0e9789);
      h2 ^= Math.imul((k << 16) | (k >>> 16), 0x38b34ae5);
      h2 = (Math.imul(((h2 << 17) | (h2 >>> 15)) + h3, 5) + 0x0bcaa747) | 0;
      k = Math.imul(view.getInt32(at + 8, true), 0x38b34ae5);
      h3 ^= Math.imul((k << 17) | (k >>> 15), 0xa1e38b93);
      h3 = (Math.imul(((h3 << 15) | (h3 >>> 17)) + h4, 5) + 0x96cd1c35) | 0;
      k = Math.imul(view.getInt32(at + 12, true), 0xa1e38b93);
      h4 ^= Math.imul((k << 18) | (k >>> 14), 0x239b961b);
      h4 = (Math.imul(((h4 << 13) | (h4 >>> 19)) + h1, 5) + 0x32ac3b17) | 0;
    }
    if (at < end) {
      let k = Math.imul(at + 4 <= end ? view.getInt32(at, true) : partialWord(view, at, end), 0x239b961b);
      h1 ^= Math.imul((k << 15) | (k >>> 17), 0xab0e9789);
      if (at + 4 < end) {
        k = Math.imul(
          at + 8 <= end ? view.getInt32(at + 4, true) : partialWord(view, at + 4, end),
          0xab0e9789,
        );
        h2 ^= Math.imul((k << 16) | (k >>> 16), 0x38b34ae5);
      }
      if (at + 8 < end) {
        k = Math.imul(
          at + 12 <= end ? view.getInt32(at + 8, true) : partialWord(view, at + 8, end),
          0x38b34ae5,
        );
        h3 ^= Math.imul((k << 17) | (k >>> 15), 0xa1e38b93);
      }
      if (at + 12 < end) {
        k = Math.imul(partialWord(view, at + 12, end), 0xa1e38b93);
        h4 ^= Math.imul((k << 18) | (k >>> 14), 0x239b961b);
      }
    }
    const length = end - from;
    h1 ^= length ^ f1;
    h2 ^= length ^ f2;
    h3 ^= length ^ f3;
    h4 ^= length ^ f4;
    h1 = (h1 + h2 + h3 + h4) | 0;
    h2 = (h2 + h1) | 0;
    h3 = (h3 + h1) | 0;
    h4 = (h4 + h1) | 0;
    h1 = finalMix(h1);
    h2 = finalMix(h2);
    h3 = finalMix(h3);
    h4 = finalMix(h4);
    h1 = (h1 + h2 + h3 + h4) | 0;
    h2 = (h2 + h1) | 0;
    h3 = (h3 + h1) | 0;
    h4 = (h4 + h1) | 0;

    const bucket = (hasKey ? finalMix(keyHash) : h1 ^ h4) & (bucketCount - 1);
    const base = bucket * 4;
    sums[base] = (sums[base] ?? 0) + (h1 >>> 0);
    sums[base + 1] = (sums[base + 1] ?? 0) + (h2 >>> 0);
    sums[base + 2] = (sums[base + 2] ?? 0) + (h3 >>> 0);
    sums[base + 3] = (sums[base + 3] ?? 0) + (h4 >>> 0);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    const waiting = (pending[bucket] ?? 0) + 1;
    pending[bucket] = waiting;
    if (waiting === carryEvery) carry(bucket);
    onRow?.(bucket, h2, h3, view, from, end);
  }

  /** Adds every whole tuple and returns where the first partial one begins. */
  function addWhole(view: DataView): number {
    const size = view.byteLength;
    let from = 0;
    while (from + 2 <= size) {
      if (view.getInt16(from) !== columns)
        throw new Error(`The stream does not hold rows of ${columns} columns.`);
      let at = from + 2;
      let keyHash = f1;
      let field = 0;
      for (; field < columns; field++) {
        if (at + 4 > size) return from;
        const length = view.getInt32(at);
        const end = length > 0 ? at + 4 + length : at + 4;
        if (end > size) return from;
        if (hasKey && isKey[field] === 1) keyHash = hashField(view, at, end, keyHash);
        at = end;
      }
      addRow(view, from, at, keyHash);
      rows++;
      from = at;
    }
    return from;
  }

  return {
    add(chunk) {
      order?.update(chunk);
      const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
      const done = addWhole(new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
      rest = done < bytes.length ? Buffer.from(bytes.subarray(done)) : undefined;
      if (rest !== undefined && rest.length > MOST_REST)
        throw new Error('The stream holds a row larger than any that may be sent.');
    },
    rows: () => rows,
    finish() {
      if (rest !== undefined) throw new Error('The stream ends inside a row.');
      const buckets = Buffer.alloc(bucketCount * bucketBytes);
      for (let bucket = 0; bucket < bucketCount; bucket++) {
        carry(bucket);
        buckets.writeUInt32BE(counts[bucket] ?? 0, bucket * bucketBytes);
        for (let lane = 0; lane < 4; lane++) {
          buckets.writeUInt32BE(sums[bucket * 4 + lane] ?? 0, bucket * bucketBytes + 4 + lane * 4);
        }
      }
      return { rows, buckets, sha256: order?.digest('hex') ?? '' };
    },
  };
}

export function bucketAt(digest: Pick<RowDigest, 'buckets'>, bucket: number): { count: number; sum: bigint } {
  const at = bucket * bucketBytes;
  const high = digest.buckets.readBigUInt64BE(at + 4);
  return {
    count: digest.buckets.readUInt32BE(at),
    sum: (high << 64n) | digest.buckets.readBigUInt64BE(at + 12),
  };
}

/** Which buckets differ; the order in which the rows came plays no part. */
export function compareDigests(a: RowDigest, b: RowDigest): { equal: boolean; buckets: number[] } {
  const buckets: number[] = [];
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    const [from, to] = [bucket * bucketBytes, (bucket + 1) * bucketBytes];
    if (!a.buckets.subarray(from, to).equals(b.buckets.subarray(from, to))) buckets.push(bucket);
  }
  return { equal: buckets.length === 0 && a.rows === b.rows, buckets };
}
