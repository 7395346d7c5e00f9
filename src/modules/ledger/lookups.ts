import { hash } from 'node:crypto';
import type { UsageFacts } from '#record/usageFacts.ts';
import type { IndexRow } from './rules.ts';

/**
 * Records that are found by themselves: by the digest of a person or company, or by a case. A key is 64 bits, as
 * PostgreSQL's bigint has them: of a person the keyed digest itself, of a case the beginning of SHA-256("case\n" ‖
 * number of the case).
 */
const KEY_BYTES = 8;

/** The key of a person or company: the keyed digest, base64url of 8 bytes; as decimal. */
export function subjectKey(digest: string): string {
  return Buffer.from(digest, 'base64url').readBigInt64BE().toString();
}

const CASE = Buffer.from('case\n');
let scratch = Buffer.from(CASE);

function hashCase(bytes: Buffer, from: number, to: number): string {
  const length = CASE.length + to - from;
  if (scratch.length < length) scratch = Buffer.concat([CASE], length * 2);
  bytes.copy(scratch, CASE.length, from, to);
  return hash('sha256', scratch.subarray(0, length), 'binary');
}

/** As decimal, for a question. */
export function caseKey(caseNo: string): string {
  const bytes = Buffer.from(caseNo);
  return Buffer.from(hashCase(bytes, 0, bytes.length), 'binary')
    .readBigInt64BE()
    .toString();
}

/** A row of ledger.lookup in PostgreSQL's binary COPY: three fields of 8, 2 and 8 bytes, each with its length. */
const ROW_BYTES = 2 + 4 + KEY_BYTES + 4 + 2 + 4 + 8;
const KEY_AT = 6;
const NUMBER_AT = ROW_BYTES - 8;
const COPY_HEAD = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'binary');
const COPY_END = Buffer.of(255, 255);

export interface Lookups {
  add(row: IndexRow): void;
  /** The same from the bytes of a usage record. */
  addUsage(number: number, facts: UsageFacts, bytes: Buffer): void;
  /** What a binary COPY into ledger.lookup (key, log, number) is sent; undefined when there is nothing. */
  copy(): Buffer | undefined;
}

/** Eight bytes in base64url. */
const SUBJECT = /^([\w-]{11}|[\w-]{43})$/;

export function collectLookups(log: number): Lookups {
  let rows = Buffer.allocUnsafe(64 * ROW_BYTES);
  let count = 0;
  const empty = Buffer.alloc(ROW_BYTES);
  empty.writeInt16BE(3, 0);
  empty.writeInt32BE(KEY_BYTES, 2);
  empty.writeInt32BE(2, KEY_AT + KEY_BYTES);
  empty.writeInt16BE(log, KEY_AT + KEY_BYTES + 4);
  empty.writeInt32BE(8, NUMBER_AT - 4);

  /** Makes a row and answers where its key begins. */
  function place(number: number): number {
    if ((count + 1) * ROW_BYTES > rows.length) rows = Buffer.concat([rows], rows.length * 2);
    const at = count * ROW_BYTES;
    rows.set(empty, at);
    rows.writeUInt32BE(Math.floor(number / 2 ** 32), at + NUMBER_AT);
    rows.writeUInt32BE(number % 2 ** 32, at + NUMBER_AT + 4);
    count += 1;
    return at + KEY_AT;
  }

  function addCase(number: number, bytes: Buffer, from: number, to: number): void {
    const at = place(number);
    rows.write(hashCase(bytes, from, to), at, KEY_BYTES, 'latin1');
  }

  return {
    add: row => {
      if (SUBJECT.test(row.subject)) {
        const at = place(row.number);
        rows.write(row.subject, at, KEY_BYTES, 'base64url');
      }
      const caseNo = Buffer.from(row.caseNo);
      if (caseNo.length > 0) addCase(row.number, caseNo, 0, caseNo.length);
    },
    addUsage: (number, { subject, caseFrom, caseTo }, bytes) => {
      if (subject >= 0) {
        const at = place(number);
        bytes.copy(rows, at, subject, subject + KEY_BYTES);
      }
      if (caseTo > caseFrom) addCase(number, bytes, caseFrom, caseTo);
    },
    copy: () => {
      if (count === 0) return undefined;
      // In the order of the keys: neighbours in the index are then written one after the other.
      const order = new Float64Array(count);
      for (let i = 0; i < count; i += 1) order[i] = rows.readUInt32BE(i * ROW_BYTES + KEY_AT) * 2 ** 21 + i;
      order.sort();
      const all = Buffer.allocUnsafe(COPY_HEAD.length + count * ROW_BYTES + COPY_END.length);
      COPY_HEAD.copy(all);
      let at = COPY_HEAD.length;
      for (const one of order) {
        const from = (one % 2 ** 21) * ROW_BYTES;
        at += rows.copy(all, at, from, from + ROW_BYTES);
      }
      COPY_END.copy(all, at);
      return all;
    },
  };
}
