/**
 * What is asked of values before they are written, over the stream of tuples: rows are walked by their length words
 * and only the bytes of checked columns are looked at. A row that fails is taken out of its chunk and handed over.
 *
 * An item with a mask is not checked: what arrives is no longer what its check describes, and the clear value does not
 * come here. Whether it is right is the source's own concern.
 */
import type { ItemCheck, WrongReason } from '#vocabulary/moves.ts';
import type { ColumnType, PlanItem } from '#vocabulary/plans.ts';
import { isCreditCode, isPersonNumber } from '#vocabulary/identifiers.ts';
import { fieldText } from '#planes/mover/decode.ts';
import { daysFrom2000 } from '#planes/mover/fields.ts';
import { RAW_BYTES, keyPositions, outputColumns } from '#planes/mover/ports.ts';
import type { Column, Digits, Limits, ReadOptions, WrongTaker } from '#planes/mover/ports.ts';
import { encodeField } from '#planes/mover/tuples.ts';
import { isCreditBytes, isPersonBytes } from './numbers.ts';

export interface ChecksOrder {
  items: readonly PlanItem[];
  /** By the item's place; see `MoveTerms.checks`. */
  checks?: readonly (ItemCheck | null)[] | undefined;
  /** Items, by name, whose values say which row a wrong one is. */
  key: readonly string[];
  /** Output columns that the sink can hold ordinary values of alone: see `lookAtRange`. */
  limits?: Limits;
}

export interface Checks {
  /** Whole tuples; what is left of them. */
  pass(chunk: Buffer): Buffer;
  /** `ReadOptions.numbered`: how the source numbers its rows where it does not count through. */
  numbered: NonNullable<ReadOptions['numbered']>;
}

/** Why the field in [from, end) fails, of a value that is there. */
type Look = (bytes: Buffer, from: number, end: number) => WrongReason | undefined;

/** Up to six bytes and their number in one exact integer, so that a look-up of a code makes no string. */
const PACKED = 6;
function pack(bytes: Buffer, from: number, end: number): number {
  let packed = end - from;
  for (let i = from; i < end; i++) packed = packed * 256 + (bytes[i] as number);
  return packed;
}

/** 1.0 and 1.00 are one value of a code table: the number of decimals shown is left out. */
const bytesOfCode = (type: ColumnType, bytes: Buffer, from: number, end: number): string =>
  type === 'numeric'
    ? bytes.toString('latin1', from, from + 6) + bytes.toString('latin1', from + 8, end)
    : bytes.toString('latin1', from, end);

function lookForCode(type: ColumnType, codes: readonly string[]): Look {
  const short = new Set<number>();
  const long = new Set<string>();
  for (const code of codes) {
    // A code that the column's type cannot hold is none that it could have.
    const bytes = encodeField(type, code);
    if (bytes === undefined) continue;
    if (type === 'text' && bytes.length <= PACKED) short.add(pack(bytes, 0, bytes.length));
    else long.add(bytesOfCode(type, bytes, 0, bytes.length));
  }
  return (bytes, from, end) => {
    const isKnown =
      type === 'text' && end - from <= PACKED
        ? short.has(pack(bytes, from, end))
        : long.has(bytesOfCode(type, bytes, from, end));
    return isKnown ? undefined : 'unknown_code';
  };
}

function lookAtNumber(type: ColumnType, number: 'person' | 'credit'): Look {
  if (type === 'text') {
    const isRight = number === 'person' ? isPersonBytes : isCreditBytes;
    return (bytes, from, end) => (isRight(bytes, from, end) ? undefined : 'check_digit');
  }
  const isRight = number === 'person' ? isPersonNumber : isCreditCode;
  return (bytes, from, end) =>
    isRight(fieldText(type, bytes.subarray(from, end))) ? undefined : 'check_digit';
}

const FIRST_DAY = daysFrom2000(1, 1, 1);
const LAST_DAY = daysFrom2000(9999, 12, 31);
const DAY_MICROSECONDS = 86_400_000_000n;
const FIRST_MOMENT = BigInt(FIRST_DAY) * DAY_MICROSECONDS;
const LAST_MOMENT = BigInt(LAST_DAY + 1) * DAY_MICROSECONDS - 1n;

/** Digits before the point of PostgreSQL's numeric: groups of four, of which the first has no leading zeros. */
function wholeDigits(bytes: Buffer, from: number): number {
  const weight = bytes.readInt16BE(from + 2);
  if (weight < 0 || bytes.readInt16BE(from) === 0) return 0;
  const first = bytes.readInt16BE(from + 8);
  return weight * 4 + (first >= 1000 ? 4 : first >= 100 ? 3 : first >= 10 ? 2 : 1);
}

/**
 * Whether the value is one that every database has: no infinity and no NaN, no year before 1 or after 9999. PostgreSQL
 * has more; where a sink has not, its `losses` say so before the run and rows with such values are set aside in it.
 */
function lookAtRange(type: ColumnType, digits: Digits | undefined): Look | undefined {
  const outside = (isOutside: boolean): WrongReason | undefined => (isOutside ? 'out_of_range' : undefined);
  switch (type) {
    case 'date':
      return (bytes, from) => {
        const days = bytes.readInt32BE(from);
        return outside(days < FIRST_DAY || days > LAST_DAY);
      };
    case 'timestamp':
      return (bytes, from) => {
        const moment = bytes.readBigInt64BE(from);
        return outside(moment < FIRST_MOMENT || moment > LAST_MOMENT);
      };
    case 'numeric':
      return (bytes, from) =>
        outside(
          ((bytes[from + 4] as number) & 0xc0) === 0xc0 ||
            (digits !== undefined &&
              (wholeDigits(bytes, from) > digits.whole || bytes.readUInt16BE(from + 6) > digits.decimals)),
        );
    case 'double':
      return (bytes, from) =>
        outside(((bytes[from] as number) & 0x7f) === 0x7f && (bytes[from + 1] as number) >= 0xf0);
    case 'text':
    case 'bigint':
    case 'boolean':
      return undefined;
  }
}

interface ColumnCheck {
  required: boolean;
  looks: Look[];
}

function compile(
  { items, checks = [], limits }: ChecksOrder,
  columns: Column[],
): (ColumnCheck | undefined)[] {
  return columns.map(({ name, type }, i) => {
    const check = items[i]?.mask.kind === 'none' ? (checks[i] ?? {}) : {};
    const range = limits?.has(name) === true ? lookAtRange(type, limits.get(name)) : undefined;
    const looks = [
      ...(range === undefined ? [] : [range]),
      ...(check.codes === undefined ? [] : [lookForCode(type, check.codes)]),
      ...(check.number === undefined ? [] : [lookAtNumber(type, check.number)]),
    ];
    const required = check.required === true;
    return required || looks.length > 0 ? { required, looks } : undefined;
  });
}

/** Undefined where nothing is to be checked. Of an item that may be absent, an empty text is as good as none. */
export function createChecks(order: ChecksOrder, wrong: WrongTaker): Checks | undefined {
  const columns = outputColumns([...order.items]);
  const compiled = compile(order, columns);
  if (compiled.every(check => check === undefined)) return undefined;
  const isText = columns.map(column => column.type === 'text');
  const key = keyPositions(order.items, order.key);
  const numbers: { nth: number; row: number }[] = [];
  /** Rows that came in, and the number of the last one. */
  let nth = 0;
  let row = 0;

  function faultOf(chunk: Buffer, field: number, from: number, length: number): WrongReason | undefined {
    const check = compiled[field];
    if (check === undefined) return undefined;
    if (length < 0 || (length === 0 && isText[field] === true)) return check.required ? 'missing' : undefined;
    for (const look of check.looks) {
      const reason = look(chunk, from, from + length);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  /** Of the tuple that begins here. */
  function keyOf(chunk: Buffer, start: number): Record<string, string> {
    const found: Record<string, string> = {};
    let at = start + 2;
    for (const [i, column] of columns.entries()) {
      const length = chunk.readInt32BE(at);
      at += 4;
      if (length < 0) continue;
      const shown = column.type === 'text' ? Math.min(length, RAW_BYTES) : length;
      if (key.includes(i))
        found[column.comment ?? column.name] = fieldText(column.type, chunk.subarray(at, at + shown));
      at += length;
    }
    return found;
  }

  function handOver(
    chunk: Buffer,
    start: number,
    field: number,
    from: number,
    length: number,
    reason: WrongReason,
  ): void {
    const { name, type } = columns[field] as Column;
    const value = chunk.subarray(from, from + Math.max(0, length));
    const raw = length < 0 ? Buffer.alloc(0) : Buffer.from(type === 'text' ? value : fieldText(type, value));
    wrong(
      { row, column: name, type, reason, raw: raw.subarray(0, RAW_BYTES), key: keyOf(chunk, start) },
      nth,
    );
  }

  function nextNumber(): void {
    nth++;
    const told = numbers[0]?.nth === nth ? numbers.shift() : undefined;
    row = told?.row ?? row + 1;
  }

  return {
    pass(chunk) {
      const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
      let out: Buffer | undefined;
      let filled = 0;
      /** Up to here the chunk is in `out`, or was taken out. */
      let taken = 0;
      let at = 0;
      while (at < chunk.length) {
        const start = at;
        if (view.getInt16(at) !== columns.length)
          throw new Error(`The stream does not hold rows of ${columns.length} columns.`);
        nextNumber();
        at += 2;
        let wrongField = -1;
        let wrongFrom = 0;
        let wrongLength = 0;
        let reason: WrongReason | undefined;
        for (let field = 0; field < columns.length; field++) {
          const length = view.getInt32(at);
          at += 4;
          if (reason === undefined && compiled[field] !== undefined) {
            reason = faultOf(chunk, field, at, length);
            if (reason !== undefined) [wrongField, wrongFrom, wrongLength] = [field, at, length];
          }
          if (length > 0) at += length;
        }
        if (reason === undefined) continue;
        out ??= Buffer.allocUnsafe(chunk.length);
        filled += chunk.copy(out, filled, taken, start);
        taken = at;
        handOver(chunk, start, wrongField, wrongFrom, wrongLength, reason);
      }
      if (out === undefined) return chunk;
      filled += chunk.copy(out, filled, taken, chunk.length);
      return out.subarray(0, filled);
    },
    numbered: (n, number) => numbers.push({ nth: n, row: number }),
  };
}
