/**
 * The canonical form of a row: a tuple of PostgreSQL's binary COPY. Fields: a 4-byte length (-1 for null) and the
 * type's own binary form (https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"), so that a value
 * read back from PostgreSQL has the same bytes as the one that was written.
 */
import type { ColumnType } from '#vocabulary/plans.ts';
import { ConnectionProblem } from './problems.ts';

interface TupleColumn {
  name: string;
  type: ColumnType;
}

export interface TupleEncoder {
  /** Opens a row; then `put` or `putNull` once for each column, in order; then `endRow`. */
  beginRow(): void;
  putNull(): void;
  /** The value's text (ASCII or UTF-8) lies in bytes [from, end); refuses what the column's type cannot hold. */
  put(bytes: Buffer, from: number, end: number): void;
  endRow(): void;
  /** Hands over the last page. */
  flush(): void;
}

const pageBytes = 256 * 1024;
const pageFull = 192 * 1024;

/** Days from 2000-01-01 in the proleptic Gregorian calendar; NaN for a date that does not exist. */
export function daysFrom2000(year: number, month: number, day: number): number {
  if (year < 1 || month < 1 || month > 12 || day < 1) return Number.NaN;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const longest =
    month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  if (day > longest) return Number.NaN;
  // Howard Hinnant's days_from_civil: years begin in March, so that the leap day is the last one.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468 - 10957;
}

/** Decimal digits in [from, end) as a number, NaN when another byte is among them. */
function digits(bytes: Buffer, from: number, end: number): number {
  if (from >= end) return Number.NaN;
  let value = 0;
  for (let at = from; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** `2024-05-06`; four digits of year, as both databases write it. */
function dateDays(bytes: Buffer, from: number, end: number): number {
  if (end - from !== 10 || bytes[from + 4] !== 45 || bytes[from + 7] !== 45) return Number.NaN;
  return daysFrom2000(
    digits(bytes, from, from + 4),
    digits(bytes, from + 5, from + 7),
    digits(bytes, from + 8, from + 10),
  );
}

/** `13:14:15` or `13:14:15.123456` as microseconds. */
function timeMicroseconds(bytes: Buffer, from: number, end: number): number {
  if (end - from < 8 || bytes[from + 2] !== 58 || bytes[from + 5] !== 58) return Number.NaN;
  const hours = digits(bytes, from, from + 2);
  const minutes = digits(bytes, from + 3, from + 5);
  const seconds = digits(bytes, from + 6, from + 8);
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return Number.NaN;
  let fraction = 0;
  if (end - from > 8) {
    const places = end - from - 9;
    if (bytes[from + 8] !== 46 || places < 1 || places > 6) return Number.NaN;
    fraction = digits(bytes, from + 9, end) * 10 ** (6 - places);
  }
  return ((hours * 60 + minutes) * 60 + seconds) * 1e6 + fraction;
}

/** PostgreSQL's numeric: digits in base 10,000, weight of the first, sign, and the number of decimals shown. */
export function numericBytes(text: string): Buffer | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (match === null || `${match[2]}${match[3] ?? ''}` === '') return undefined;
  const whole = (match[2] ?? '').replace(/^0+/, '');
  const fraction = match[3] ?? '';
  if (whole.length > 131_072 || fraction.length > 16_383) return undefined;
  const padded =
    whole.padStart(Math.ceil(whole.length / 4) * 4, '0') +
    fraction.padEnd(Math.ceil(fraction.length / 4) * 4, '0');
  const groups: number[] = [];
  for (let at = 0; at < padded.length; at += 4) groups.push(Number(padded.slice(at, at + 4)));
  let weight = Math.ceil(whole.length / 4) - 1;
  while (groups.length > 0 && groups[0] === 0) {
    groups.shift();
    weight--;
  }
  while (groups.at(-1) === 0) groups.pop();
  const out = Buffer.alloc(8 + groups.length * 2);
  out.writeInt16BE(groups.length, 0);
  out.writeInt16BE(groups.length === 0 ? 0 : weight, 2);
  out.writeUInt16BE(match[1] === '-' && groups.length > 0 ? 0x4000 : 0, 4);
  out.writeUInt16BE(fraction.length, 6);
  for (const [i, group] of groups.entries()) out.writeInt16BE(group, 8 + i * 2);
  return out;
}

/** Encodes rows given as text into pages of whole tuples. */
export function createTupleEncoder(columns: TupleColumn[], onPage: (page: Buffer) => void): TupleEncoder {
  let page = Buffer.allocUnsafeSlow(pageBytes);
  let at = 0;
  let field = 0;
  let rows = 0;

  function room(bytes: number): void {
    if (at + bytes <= page.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(page.length * 2, at + bytes));
    page.copy(larger, 0, 0, at);
    page = larger;
  }

  function refuse(column: TupleColumn, reason: string): never {
    // The value itself stays out of the message: it may be personal.
    throw new ConnectionProblem('bad_value', {
      column: column.name,
      type: column.type,
      reason,
      row: String(rows + 1),
    });
  }

  function putSafeInteger(value: number): void {
    const high = Math.floor(value / 4294967296);
    at = page.writeInt32BE(high, at);
    at = page.writeUInt32BE(value - high * 4294967296, at);
  }

  function putBigint(column: TupleColumn, bytes: Buffer, from: number, end: number): void {
    const negative = bytes[from] === 45;
    const first = negative ? from + 1 : from;
    at = page.writeInt32BE(8, at);
    if (end - first <= 15) {
      const value = digits(bytes, first, end);
      if (Number.isNaN(value)) refuse(column, 'not a whole number');
      putSafeInteger(negative ? -value : value);
      return;
    }
    const text = bytes.toString('latin1', from, end);
    const value = /^-?\d+$/.test(text) ? BigInt(text) : refuse(column, 'not a whole number');
    if (BigInt.asIntN(64, value) !== value) refuse(column, 'too large for 64 bits');
    at = page.writeBigInt64BE(value, at);
  }

  function putBoolean(column: TupleColumn, bytes: Buffer, from: number, end: number): void {
    const byte = bytes[from] ?? 2;
    const text = end - from > 1 ? bytes.toString('latin1', from, end) : '';
    const isTrue = text === 'true' || (text === '' && (byte === 49 || byte === 1 || byte === 116));
    const isFalse = text === 'false' || (text === '' && (byte === 48 || byte === 0 || byte === 102));
    if (!isTrue && !isFalse) refuse(column, 'neither true nor false');
    at = page.writeInt32BE(1, at);
    page[at++] = isTrue ? 1 : 0;
  }

  return {
    beginRow() {
      room(2);
      at = page.writeInt16BE(columns.length, at);
      field = 0;
    },
    putNull() {
      room(4);
      at = page.writeInt32BE(-1, at);
      field++;
    },
    put(bytes, from, end) {
      const column = columns[field++];
      if (column === undefined) throw new RangeError('More values than columns.');
      room(16 + end - from);
      switch (column.type) {
        case 'text': {
          at = page.writeInt32BE(end - from, at);
          if (end - from > 24) at += bytes.copy(page, at, from, end);
          else for (let i = from; i < end; i++) page[at++] = bytes[i] ?? 0;
          return;
        }
        case 'bigint':
          return putBigint(column, bytes, from, end);
        case 'numeric': {
          const value =
            numericBytes(bytes.toString('latin1', from, end)) ?? refuse(column, 'not a decimal number');
          room(4 + value.length);
          at = page.writeInt32BE(value.length, at);
          at += value.copy(page, at);
          return;
        }
        case 'double': {
          const value = Number(bytes.toString('latin1', from, end));
          if (from === end || Number.isNaN(value)) refuse(column, 'not a number');
          at = page.writeInt32BE(8, at);
          at = page.writeDoubleBE(value, at);
          return;
        }
        case 'boolean':
          return putBoolean(column, bytes, from, end);
        case 'date': {
          const days = dateDays(bytes, from, end);
          if (Number.isNaN(days)) refuse(column, 'a date that does not exist');
          at = page.writeInt32BE(4, at);
          at = page.writeInt32BE(days, at);
          return;
        }
        case 'timestamp': {
          const days = dateDays(bytes, from, from + 10);
          const time = end - from > 10 ? timeMicroseconds(bytes, from + 11, end) : 0;
          const separator = end - from > 10 ? bytes[from + 10] : 32;
          if (Number.isNaN(days + time) || (separator !== 32 && separator !== 84))
            refuse(column, 'a time that does not exist');
          at = page.writeInt32BE(8, at);
          // Exact in float64 until the year 2285; beyond it by the slower way.
          const microseconds = days * 86_400_000_000 + time;
          if (Number.isSafeInteger(microseconds)) putSafeInteger(microseconds);
          else at = page.writeBigInt64BE(BigInt(days) * 86_400_000_000n + BigInt(time), at);
          return;
        }
      }
    },
    endRow() {
      if (field !== columns.length) throw new RangeError('Fewer values than columns.');
      rows++;
      if (at < pageFull) return;
      onPage(page.subarray(0, at));
      page = Buffer.allocUnsafeSlow(pageBytes);
      at = 0;
    },
    flush() {
      if (at > 0) onPage(page.subarray(0, at));
      page = Buffer.allocUnsafeSlow(pageBytes);
      at = 0;
    },
  };
}
