import { createHash } from 'node:crypto';
import { HOUR, type IndexRow } from './rules.ts';

/**
 * How the use of data is found without a row of search a record: for each attribute of a record, the number of
 * records in an hour and in a block of numbers, and the first and last of them. A search reads those stretches of the
 * record itself. Blocks keep a stretch short in a busy hour: it costs at most one block's reading.
 */
export const BLOCK = 16_384;

/** One letter an attribute in the table; `t` counts all. */
export type Attribute = 't' | 'g' | 'd' | 's' | 'o' | 'e' | 'a' | 'r';

export interface SpanRow {
  attribute: Attribute;
  value: string;
  /** Milliseconds of the hour's beginning. */
  hour: number;
  block: number;
  count: number;
  first: number;
  last: number;
}

/** A record that is found by itself: by the digest of a person, or by a case. */
export interface LookupRow {
  /** A signed 64-bit number, decimal. */
  key: string;
  number: number;
}

interface Cell {
  hour: number;
  block: number;
  spans: Map<string, SpanRow>;
}

export interface Spans {
  add(row: IndexRow): void;
  rows(): SpanRow[];
}

export function collectSpans(): Spans {
  const cells: Cell[] = [];
  let cell: Cell | undefined;

  function cellOf(at: number, number: number): Cell {
    const hour = Math.floor(at / HOUR) * HOUR;
    const block = Math.floor(number / BLOCK);
    // Records of one moment come together: nearly always it is the cell of the one before.
    if (cell?.hour === hour && cell.block === block) return cell;
    cell = cells.find(one => one.hour === hour && one.block === block);
    if (!cell) cells.push((cell = { hour, block, spans: new Map() }));
    return cell;
  }

  function count(into: Cell, attribute: Attribute, value: string, number: number): void {
    const key = attribute + value;
    const span = into.spans.get(key);
    if (span) {
      span.count += 1;
      span.last = number;
    } else
      into.spans.set(key, {
        attribute,
        value,
        hour: into.hour,
        block: into.block,
        count: 1,
        first: number,
        last: number,
      });
  }

  return {
    add: row => {
      const into = cellOf(row.at, row.number);
      for (const [attribute, value] of attributesOf(row)) count(into, attribute, value, row.number);
    },
    rows: () => cells.flatMap(one => [...one.spans.values()]),
  };
}

function attributesOf(row: IndexRow): [Attribute, string][] {
  const list: [Attribute, string][] = [
    ['t', ''],
    ['a', row.action],
    ['r', row.result],
  ];
  if (row.grantId !== null) list.push(['g', String(row.grantId)]);
  if (row.consumerId !== null) list.push(['d', String(row.consumerId)]);
  if (row.providerId !== null && row.providerId !== row.consumerId) list.push(['d', String(row.providerId)]);
  if (row.systemId !== null) list.push(['s', String(row.systemId)]);
  if (row.entryId !== null) list.push(['e', String(row.entryId)]);
  if (row.post !== '') list.push(['o', row.post]);
  return list;
}

/** The key of a person or company: the keyed digest itself, base64url of 8 bytes. */
export function subjectKey(digest: string): string {
  return Buffer.from(digest, 'base64url').readBigInt64BE().toString();
}

/** Cases share the table with persons: their keys are digests of another kind. */
export function caseKey(caseNo: string): string {
  return createHash('sha256').update(`case\n${caseNo}`).digest().readBigInt64BE().toString();
}

/** Eight bytes in base64url. */
const SUBJECT = /^[\w-]{11}$/;

export function lookupsOf(row: IndexRow): LookupRow[] {
  const found: LookupRow[] = [];
  if (SUBJECT.test(row.subject)) found.push({ key: subjectKey(row.subject), number: row.number });
  if (row.caseNo !== '') found.push({ key: caseKey(row.caseNo), number: row.number });
  return found;
}
