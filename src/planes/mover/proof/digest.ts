/**
 * The content digest of a set of rows: per bucket of the key a count and the sum, modulo 2^128, of a keyed 128-bit
 * hash of each row's canonical bytes. A sum, so the order does not matter and doubles are seen; keyed, so that
 * nobody who does not know the run's key can prepare rows that cancel out. It is no evidence against a party that
 * knows the key: the SHA-256 over the stream in order is.
 */
import { createHash } from 'node:crypto';
import { BUCKETS, type RowTaker, openRowHash } from './rowHash.ts';

export const bucketCount = BUCKETS;
/** A bucket on the wire: count (4 bytes) and sum (16 bytes), both big-endian. */
const bucketBytes = 20;

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
  /** Called for each row. */
  onRow?: RowTaker;
}

export interface Digester {
  /** Tuples; a chunk may end inside one. */
  add(chunk: Buffer): void;
  /** Whole rows seen so far. */
  rows(): number;
  finish(): RowDigest;
}

export function createDigest(shape: DigestShape): Digester {
  if (shape.key.length !== 16) throw new RangeError('The key of a digest has 16 bytes.');
  const seed = createHash('sha256').update(shape.key).update(JSON.stringify(shape.columns)).digest();
  const hash = openRowHash(shape.columns.length, shape.keyColumns, seed, shape.onRow);
  const order = shape.inOrder ? createHash('sha256') : undefined;
  return {
    add(chunk) {
      order?.update(chunk);
      hash.add(chunk);
    },
    rows: () => hash.rows(),
    finish() {
      if (hash.rest() > 0) throw new Error('The stream ends inside a row.');
      const buckets = Buffer.alloc(bucketCount * bucketBytes);
      for (let bucket = 0; bucket < bucketCount; bucket++) {
        const at = bucket * bucketBytes;
        const sum = hash.sum(bucket);
        buckets.writeUInt32BE(Number(hash.count(bucket)), at);
        buckets.writeBigUInt64BE(sum >> 64n, at + 4);
        buckets.writeBigUInt64BE(BigInt.asUintN(64, sum), at + 12);
      }
      return { rows: hash.rows(), buckets, sha256: order?.digest('hex') ?? '' };
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
