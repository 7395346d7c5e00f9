import { hash } from 'node:crypto';
import { type Db, type Sql, sql } from '#kernel/db.ts';
import type { LookupRow } from './lookups.ts';
import type { IndexRow } from './rules.ts';
import { BLOCK, type SpanRow } from './spans.ts';

/**
 * The tables of search, by block of numbers, in a form that the database and this process write alike: a row is a JSON
 * array of texts, a block is the SHA-256 of its rows in order. The database sums up each table in one reading and sends
 * 32 bytes a block; rows travel only where two digests differ.
 */
export type SearchTable = 'ledger.entry' | 'ledger.span' | 'ledger.lookup';

/** A row as both sides write it, with the number that a fault in it is told by. */
export interface ComparedRow {
  text: string;
  /** The same row by what identifies it alone. */
  key: string;
  first: number;
  last: number;
  /** Records that it stands for. */
  count: number;
  /** Of a bucket: what is packed in it. */
  keys?: Buffer | null;
}

type Column = string | number | null;
/** PostgreSQL takes no half of a pair: it was replaced when the row was written. */
const write = (columns: readonly Column[]): string =>
  JSON.stringify(columns.map(value => (value === null ? null : String(value).toWellFormed())));

export function entryRow(row: IndexRow): ComparedRow {
  const { number, at, kind, action, actor, post, departmentId, providerId, consumerId, grantId } = row;
  const { grantNo, entryId, object, result, code, rows, bytes, micros, subject, batchFirst } = row;
  const who = [actor, post, departmentId, providerId, consumerId];
  const what = [grantId, grantNo, entryId, object, result, code, rows, bytes, micros, subject, batchFirst];
  const text = write([number, at, kind, action, ...who, ...what]);
  return { text, key: String(number), first: number, last: number, count: 1 };
}

export function spanRow({ attribute, value, hour, count, first, last }: SpanRow): ComparedRow {
  const key = write([attribute, value, hour]);
  return { text: write([attribute, value, hour, count, first, last]), key, first, last, count };
}

/** Of a bucket only a digest is compared: its keys are packed bytes. */
export function lookupRow({ bucket, number, keys }: LookupRow): ComparedRow {
  const text = write([bucket, hash('sha256', keys)]);
  return { text, key: String(bucket), first: number - BLOCK + 1, last: number, count: keys.length, keys };
}

const ms = (column: Sql): Sql => sql`round(extract(epoch from ${column}) * 1000)::bigint::text`;

const ENTRY = sql`to_json(array[number::text, ${ms(sql`at`)}, kind, action, actor, post, department_id::text,
  provider_id::text, consumer_id::text, grant_id::text, grant_no, entry_id::text, object, result, code, rows::text,
  bytes::text, micros::text, subject, batch_first::text])::text`;
const SPAN = sql`to_json(array[attribute::text, value, ${ms(sql`hour`)}, count::text, first::text, last::text])::text`;
const LOOKUP = sql`to_json(array[bucket::text, encode(sha256(keys), 'hex')])::text`;

const rowsOf = (table: SearchTable, log: number): Sql => {
  if (table === 'ledger.entry')
    return sql`select number / ${BLOCK}::int as block, ${ENTRY} as text, number::text as key, number as first, number as last, 1 as count, null::bytea as keys
      from ledger.entry`;
  if (table === 'ledger.span')
    return sql`select block, ${SPAN} as text,
        to_json(array[attribute::text, value, ${ms(sql`hour`)}])::text as key, first, last, count, null::bytea as keys
      from ledger.span where log = ${log}`;
  return sql`select number / ${BLOCK}::int as block, ${LOOKUP} as text, bucket::text as key,
      number - ${BLOCK - 1}::int as first, number as last, octet_length(keys) as count, keys
    from ledger.lookup where log = ${log}`;
};

/** What the database has, a digest a block. */
export async function digestsIn(db: Db, table: SearchTable, log: number): Promise<Map<number, string>> {
  const rows = await db.many<{ block: number; digest: Buffer }>(
    sql`select block, sha256(convert_to(string_agg(text, E'\n' order by text collate "C"), 'UTF8')) as digest
      from (${rowsOf(table, log)}) r group by block`,
  );
  return new Map(rows.map(row => [Number(row.block), row.digest.toString('hex')]));
}

/** The rows of one block as the database has them. */
export const rowsIn = (db: Db, table: SearchTable, log: number, block: number): Promise<ComparedRow[]> =>
  db.many(
    sql`select text, key, first, last, count, keys from (${rowsOf(table, log)}) r where block = ${block} order by text collate "C"`,
  );

/** The digest of what the entries of a block come to; undefined when there is no row. */
export function digestOf(rows: readonly ComparedRow[]): string | undefined {
  if (rows.length === 0) return undefined;
  const bytes = rows.map(row => Buffer.from(row.text)).sort((a, b) => Buffer.compare(a, b));
  return hash('sha256', bytes.map(one => one.toString()).join('\n'));
}
