import { hash } from 'node:crypto';
import type { UsageFacts } from '#record/usageFacts.ts';
import { indexRowOf, type IndexRow } from './rules.ts';
import { BLOCK } from './spans.ts';

/**
 * Records that are found by themselves: by the digest of a person or company, or by a case. A key is 64 bits: of a
 * person the keyed digest itself, of a case the beginning of SHA-256("case\n" ‖ number of the case).
 *
 * Keys are kept by block of numbers, sorted and packed, once a block is full; a b-tree with a row a key would be most
 * of what a record costs, in bytes and, as soon as it is larger than memory, in time. A search asks every block, for
 * one of 256 buckets, and looks through the records after the last full block.
 */
export const KEY_BYTES = 8;
const TAIL_BYTES = KEY_BYTES - 1;
const PLACE_BYTES = 2;
/** Of one key in a bucket. */
export const PACKED = TAIL_BYTES + PLACE_BYTES;
const HELD = KEY_BYTES + PLACE_BYTES;

export interface LookupRow {
  bucket: number;
  /** The last number of the block. */
  number: number;
  keys: Buffer;
}

/** The key of a person or company, from the keyed digest, or of many, from their root; both base64url. */
export const subjectKey = (digest: string): Buffer => Buffer.from(digest, 'base64url').subarray(0, KEY_BYTES);

const CASE = Buffer.from('case\n');
let scratch = Buffer.from(CASE);

function hashCase(bytes: Buffer, from: number, to: number): string {
  const length = CASE.length + to - from;
  if (scratch.length < length) scratch = Buffer.concat([CASE], length * 2);
  bytes.copy(scratch, CASE.length, from, to);
  return hash('sha256', scratch.subarray(0, length), 'binary');
}

export function caseKey(caseNo: string): Buffer {
  const bytes = Buffer.from(caseNo);
  return Buffer.from(hashCase(bytes, 0, bytes.length), 'binary').subarray(0, KEY_BYTES);
}

/** Eight bytes in base64url, or 32: the root of many, whose key is its beginning. */
const SUBJECT = /^([\w-]{11}|[\w-]{43})$/;

export const isSubject = (digest: string): boolean => SUBJECT.test(digest);

/** Collects keys in rising order of their records' numbers, for as long as a tree grows. */
export interface Lookups {
  add(row: IndexRow): void;
  /** The same from the bytes of a usage record. */
  addUsage(number: number, facts: UsageFacts, bytes: Buffer): void;
  /** Goes on from records that are in the tree and in no full block. */
  addEntry(number: number, bytes: Buffer): void;
  /** What a block holds that is full in a tree of `size` entries, once. */
  takeFull(size: number): LookupRow[];
}

export function collectLookups(): Lookups {
  let held = Buffer.allocUnsafe(64 * HELD);
  let count = 0;
  let block = 0;
  let full: LookupRow[] = [];

  function close(): void {
    full.push(...pack(held, count, (block + 1) * BLOCK - 1));
    count = 0;
  }

  /** Makes room for a key and answers where it goes. */
  function place(number: number): number {
    const its = Math.floor(number / BLOCK);
    if (its !== block) {
      close();
      block = its;
    }
    if ((count + 1) * HELD > held.length) held = Buffer.concat([held], held.length * 2);
    const at = count * HELD;
    held.writeUInt16BE(number % BLOCK, at + KEY_BYTES);
    count += 1;
    return at;
  }

  function addCase(number: number, bytes: Buffer, from: number, to: number): void {
    const at = place(number);
    held.write(hashCase(bytes, from, to), at, KEY_BYTES, 'latin1');
  }

  function add(row: IndexRow): void {
    if (isSubject(row.subject)) {
      const at = place(row.number);
      subjectKey(row.subject).copy(held, at);
    }
    const caseNo = Buffer.from(row.caseNo);
    if (caseNo.length > 0) addCase(row.number, caseNo, 0, caseNo.length);
  }

  return {
    add,
    addUsage: (number, { subject, caseFrom, caseTo }, bytes) => {
      if (subject >= 0) {
        const at = place(number);
        bytes.copy(held, at, subject, subject + KEY_BYTES);
      }
      if (caseTo > caseFrom) addCase(number, bytes, caseFrom, caseTo);
    },
    addEntry: (number, bytes) => add(indexRowOf(number, number, bytes)),
    takeFull: size => {
      if (size >= (block + 1) * BLOCK) close();
      const rows = full;
      full = [];
      return rows;
    },
  };
}

/** A block's keys in rising order, by the first byte. */
function pack(held: Buffer, count: number, number: number): LookupRow[] {
  const order = new Float64Array(count);
  for (let i = 0; i < count; i += 1) order[i] = held.readUInt32BE(i * HELD) * 2 ** 16 + i;
  order.sort();
  const rows: LookupRow[] = [];
  for (let i = 0; i < count; ) {
    const bucketOf = (one: number): number => Math.floor((order[one] ?? 0) / 2 ** 40);
    const bucket = bucketOf(i);
    const begin = i;
    while (i < count && bucketOf(i) === bucket) i += 1;
    const keys = Buffer.allocUnsafe((i - begin) * PACKED);
    for (let one = begin; one < i; one += 1) {
      const from = ((order[one] ?? 0) % 2 ** 16) * HELD;
      held.copy(keys, (one - begin) * PACKED, from + 1, from + HELD);
    }
    rows.push({ bucket, number, keys });
  }
  return rows;
}

/** The numbers that a bucket holds for a key. */
export function numbersOf(row: LookupRow, key: Buffer): number[] {
  const found: number[] = [];
  for (let at = 0; at < row.keys.length; at += PACKED)
    if (row.keys.compare(key, 1, KEY_BYTES, at, at + TAIL_BYTES) === 0)
      found.push(row.number - BLOCK + 1 + row.keys.readUInt16BE(at + TAIL_BYTES));
  return found;
}
