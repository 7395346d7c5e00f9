/**
 * Row conditions of a grant, and what a mask makes of a value, where there is no SQL that could do it: the rows of a
 * file are held against them in this process, before any of them leaves the connector.
 */
import { ConnectionProblem, outputColumns } from '#planes/mover/ports.ts';
import type { Selection } from '#planes/mover/ports.ts';
import { REASON_OF_TYPE, type WrongReason } from '#vocabulary/moves.ts';
import { isSoundMask, maskValue } from '#vocabulary/masks.ts';
import {
  type ColumnType,
  type Mask,
  type PlanItem,
  type RowCondition,
  maskPlace,
} from '#vocabulary/plans.ts';
import { checkedValue } from '#connectors/identifiers.ts';
import { fieldText } from './openRows.ts';
import { ABSENT, BARE, BROKEN, FIGURE, type RowCursor } from './rows.ts';
import { canonical, compareValues, figureText } from './values.ts';

/** A value that the row has in a column but that is none of its type. */
export interface Fault {
  column: string;
  type: ColumnType;
  reason: WrongReason;
  /** Position of the field. */
  at: number;
}

export const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' && value !== null && 'reason' in value;

/** Whether a field holds nothing. In quotes, nothing is a text, and no value of any other type. */
export function isAbsent(cursor: RowCursor, at: number, type: ColumnType): boolean {
  const kind = cursor.kinds[at];
  return kind === ABSENT || (cursor.starts[at] === cursor.ends[at] && (kind === BARE || type !== 'text'));
}

const REPLACED = Buffer.from('\ufffd');

/** Whether bytes of a field were none of the file's encoding. */
export const wasReplaced = (cursor: RowCursor, at: number): boolean =>
  cursor.fields.subarray(cursor.starts[at], cursor.ends[at]).includes(REPLACED);

/** A field's value as PostgreSQL writes it; null for nothing. */
export function valueAt(
  cursor: RowCursor,
  at: number,
  column: string,
  type: ColumnType,
  transcoded: boolean,
): string | null | Fault {
  if (isAbsent(cursor, at, type)) return null;
  const fault = (reason: WrongReason): Fault => ({ column, type, reason, at });
  const kind = cursor.kinds[at];
  if (kind === BROKEN) return fault('not_text');
  const bytes = cursor.fields.subarray(cursor.starts[at], cursor.ends[at]);
  if (bytes.includes(0)) return fault('nul_byte');
  const written = fieldText(cursor, at);
  // A text that came out with U+FFFD was written with it, or its bytes were none of the encoding.
  if (written.includes('\ufffd') && (transcoded || !bytes.includes(REPLACED))) return fault('not_text');
  if (type !== 'text' && written.trim() === '') return null;
  const text = kind === FIGURE ? figureText(type, written) : written;
  if (text === undefined) return fault('out_of_range');
  return canonical(type, text) ?? fault(REASON_OF_TYPE[type]);
}

interface Compiled {
  column: string;
  type: ColumnType;
  holds: (value: string) => boolean;
}

function compile({ column, type, op, values }: RowCondition): Compiled {
  const wanted = values.map(value => canonical(type, checkedValue(column, type, value)) ?? '');
  const compare = (one: string, other: string): number => compareValues(type, one, other);
  const [low, high] = wanted;
  const wrong = (): never => {
    throw new ConnectionProblem('failed', { column, reason: `wrong number of values for ${op}` });
  };
  if (op === 'eq' && wanted.length !== 1) wrong();
  if (op === 'between') {
    if (low === undefined || high === undefined || wanted.length > 2) return wrong();
    return { column, type, holds: value => compare(low, value) <= 0 && compare(value, high) <= 0 };
  }
  const set = new Set(wanted);
  const holds =
    type === 'text' || type === 'boolean' || type === 'date' || type === 'timestamp' || type === 'bigint'
      ? (value: string) => set.has(value)
      : (value: string) => wanted.some(one => compare(one, value) === 0);
  return { column, type, holds };
}

export type Place = (column: string) => number;

/** Whether the row is one of the selection; a fault where a value that decides it is none. */
export type Judge = (cursor: RowCursor) => boolean | Fault;

/** All conditions hold at once; what is nothing fulfils none. */
export function createJudge(
  rows: readonly RowCondition[],
): (placeOf: Place, transcoded: boolean) => Judge | undefined {
  const compiled = rows.map(compile);
  return (placeOf, transcoded) => {
    if (compiled.length === 0) return undefined;
    const placed = compiled.map(one => ({ ...one, at: placeOf(one.column) }));
    return cursor => {
      let fault: Fault | undefined;
      for (const { at, column, type, holds } of placed) {
        const value = valueAt(cursor, at, column, type, transcoded);
        if (isFault(value)) fault ??= value;
        // One that surely fails leaves the row out, whatever is wrong elsewhere in it.
        else if (value === null || !holds(value)) return false;
      }
      return fault ?? true;
    };
  };
}

/** What becomes of an item: its bytes go as they are, a mask is laid on, or nothing is shown. */
export interface Shown {
  item: PlanItem;
  /** As it travels. */
  type: ColumnType;
  way: 'plain' | 'masked' | 'hidden';
}

export function shownItems({ items }: Pick<Selection, 'items'>): Shown[] {
  const columns = outputColumns(items);
  return items.map((item, i) => {
    if (!isSoundMask(item.mask)) throw new ConnectionProblem('failed', { reason: item.mask.kind });
    const way = item.mask.kind === 'none' ? 'plain' : item.mask.kind === 'hidden' ? 'hidden' : 'masked';
    return { item, type: columns[i]?.type ?? 'text', way };
  });
}

/** The masked value of a field; what the plane digests stays clear until it is there. */
export function maskedAt(
  cursor: RowCursor,
  at: number,
  { column, type, mask }: { column: string; type: ColumnType; mask: Mask },
  transcoded: boolean,
): string | null | Fault {
  const value = valueAt(cursor, at, column, type, transcoded);
  if (isFault(value)) return value;
  return maskPlace(mask) === 'plane' ? value : maskValue(mask, type, value, () => '');
}
