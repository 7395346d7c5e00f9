/**
 * One value's text becomes one field of a tuple: a 4-byte length and PostgreSQL's binary form of the type. Everything
 * is plain arithmetic on bytes: a string per value costs more than all the rest that happens to it. Each writer
 * answers where the field ends, or a negative number that says why there is none (`reasonOf`); the page is to have
 * room for `FIELD_ROOM` bytes and the value's length.
 */
import { isUtf8 } from 'node:buffer';
import type { WrongReason } from '#vocabulary/moves.ts';

/** No field is longer than its text and this. */
export const FIELD_ROOM = 24;

const NOT_A_NUMBER = -1;
const OUT_OF_RANGE = -2;
const NOT_A_BOOLEAN = -3;
const NO_SUCH_DATE = -4;
const NO_SUCH_TIME = -5;
const NOT_TEXT = -6;
const NUL_BYTE = -7;

const REASONS = [
  'not_a_number',
  'out_of_range',
  'not_a_boolean',
  'no_such_date',
  'no_such_time',
  'not_text',
  'nul_byte',
] as const satisfies WrongReason[];

export const reasonOf = (fault: number): WrongReason => REASONS[-fault - 1] ?? 'not_text';

export type FieldWriter = (page: Buffer, at: number, bytes: Buffer, from: number, end: number) => number;

const TWO_32 = 4_294_967_296;
const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;
/** The letter e, of either case. */
const EXPONENT = 101;

function writeInt32(page: Buffer, at: number, value: number): number {
  page[at] = value >>> 24;
  page[at + 1] = value >>> 16;
  page[at + 2] = value >>> 8;
  page[at + 3] = value;
  return at + 4;
}

function writeInt16(page: Buffer, at: number, value: number): number {
  page[at] = value >>> 8;
  page[at + 1] = value;
  return at + 2;
}

/** Up to so many bytes a loop is cheaper than the calls that do the same. */
const LOOP_BYTES = 64;

/** Copies UTF-8 and looks at it on the way: PostgreSQL takes neither other bytes nor the zero byte. */
function copyText(page: Buffer, at: number, bytes: Buffer, from: number, end: number): number {
  let to = at;
  for (let i = from; i < end; ) {
    const first = bytes[i] as number;
    if (first < 0x80) {
      if (first === 0) return NUL_BYTE;
      page[to++] = first;
      i++;
      continue;
    }
    const second = i + 1 < end ? (bytes[i + 1] as number) : 0;
    // U+1000 to U+CFFF, Chinese among them, have no exceptions.
    if (first > 0xe0 && first < 0xed && i + 2 < end) {
      const third = bytes[i + 2] as number;
      if ((second & 0xc0) !== 0x80 || (third & 0xc0) !== 0x80) return NOT_TEXT;
      page[to] = first;
      page[to + 1] = second;
      page[to + 2] = third;
      to += 3;
      i += 3;
      continue;
    }
    // Overlong forms, surrogates and what lies beyond U+10FFFF differ from the rest in their second byte (RFC 3629).
    const more = first < 0xc2 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : 0;
    const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    if (more === 0 || i + more >= end || second < lowest || second > highest) return NOT_TEXT;
    page[to++] = first;
    page[to++] = second;
    i += 2;
    for (let left = more - 1; left > 0; left--) {
      const next = bytes[i++] as number;
      if ((next & 0xc0) !== 0x80) return NOT_TEXT;
      page[to++] = next;
    }
  }
  return to;
}

export const writeText: FieldWriter = (page, at, bytes, from, end) => {
  const start = writeInt32(page, at, end - from);
  if (end - from <= LOOP_BYTES) return copyText(page, start, bytes, from, end);
  const text = bytes.subarray(from, end);
  if (text.includes(0)) return NUL_BYTE;
  if (!isUtf8(text)) return NOT_TEXT;
  page.set(text, start);
  return start + text.length;
};

/** Decimal digits in [from, end) as a number, NaN when another byte is among them; exact up to 15 of them. */
function digits(bytes: Buffer, from: number, end: number): number {
  if (from >= end) return Number.NaN;
  let value = 0;
  for (let at = from; at < end; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

export const writeBigint: FieldWriter = (page, at, bytes, from, end) => {
  const negative = bytes[from] === MINUS;
  let first = negative || bytes[from] === PLUS ? from + 1 : from;
  if (first >= end) return NOT_A_NUMBER;
  while (first < end - 1 && bytes[first] === ZERO) first++;
  const split = end - first > 9 ? end - 9 : first;
  const upper = split === first ? 0 : digits(bytes, first, split);
  const lower = digits(bytes, split, end);
  if (Number.isNaN(upper + lower)) return NOT_A_NUMBER;
  if (end - first > 19) return OUT_OF_RANGE;
  // upper × 10⁹ + lower, by parts that stay below 2⁵³.
  const upperHigh = Math.floor(upper / 65_536);
  const a = upperHigh * 1e9;
  const b = (upper - upperHigh * 65_536) * 1e9 + lower;
  const aHigh = Math.floor(a / 65_536);
  const bHigh = Math.floor(b / TWO_32);
  let low = (a - aHigh * 65_536) * 65_536 + (b - bHigh * TWO_32);
  let high = aHigh + bHigh;
  if (low >= TWO_32) {
    low -= TWO_32;
    high++;
  }
  if (high >= 0x80000000 && !(negative && high === 0x80000000 && low === 0)) return OUT_OF_RANGE;
  if (negative) {
    low = TWO_32 - low;
    high = low === TWO_32 ? -high : -high - 1;
  }
  return writeInt32(page, writeInt32(page, writeInt32(page, at, 8), high), low);
};

/** What PostgreSQL takes in binary form: 3,000 digits in base 10,000; and 16,383 decimals. */
const MOST_GROUPS = 3_000;
const MOST_DECIMALS = 16_383;

/** PostgreSQL's numeric: how many digits in base 10,000, weight of the first, sign, how many decimals are shown, the digits. */
export const writeNumeric: FieldWriter = (page, at, bytes, from, end) => {
  const negative = bytes[from] === MINUS;
  let first = negative || bytes[from] === PLUS ? from + 1 : from;
  let point = end;
  for (let i = first; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte === POINT && point === end) point = i;
    else if (byte < ZERO || byte > 57) return NOT_A_NUMBER;
  }
  const decimals = point < end ? end - point - 1 : 0;
  if (point - first + decimals < 1) return NOT_A_NUMBER;
  while (first < point && bytes[first] === ZERO) first++;
  if (decimals > MOST_DECIMALS || point - first > MOST_GROUPS * 4) return OUT_OF_RANGE;
  const start = at + 12;
  let to = start;
  /** Of the first group that was written: groups of zeros before it are left out. */
  let weight = ((point - first + 3) >> 2) - 1;
  let filled = (4 - ((point - first) & 3)) & 3;
  let group = 0;
  /** Up to here the groups are not zero. */
  let kept = start;
  const put = (): void => {
    if (group === 0 && to === start) weight--;
    else {
      to = writeInt16(page, to, group);
      if (group !== 0) kept = to;
    }
    group = 0;
    filled = 0;
  };
  for (let i = first; i < end; i++) {
    if (i === point) continue;
    group = group * 10 + (bytes[i] as number) - ZERO;
    if (++filled === 4) put();
  }
  if (filled > 0 && point < end) {
    while (filled < 4) {
      group *= 10;
      filled++;
    }
    put();
  }
  const groups = (kept - start) >> 1;
  if (groups > MOST_GROUPS) return OUT_OF_RANGE;
  writeInt32(page, at, 8 + groups * 2);
  writeInt16(page, at + 4, groups);
  writeInt16(page, at + 6, groups === 0 ? 0 : weight);
  writeInt16(page, at + 8, negative && groups > 0 ? 0x4000 : 0);
  writeInt16(page, at + 10, decimals);
  return kept;
};

const POWERS = Float64Array.from({ length: 23 }, (_, i) => 10 ** i);
const double = new DataView(new ArrayBuffer(8));

/** Numbers of at most 15 digits without an exponent are one exact division; the rest is the language's own reading. */
function doubleOf(bytes: Buffer, from: number, end: number): number {
  const negative = bytes[from] === MINUS;
  const first = negative ? from + 1 : from;
  let value = 0;
  let point = -1;
  if (end - first <= 16 && first < end) {
    let i = first;
    for (; i < end; i++) {
      const byte = bytes[i] as number;
      if (byte === POINT && point < 0) point = i;
      else if (byte >= ZERO && byte <= 57) value = value * 10 + byte - ZERO;
      else break;
    }
    if (i === end && (point < 0 ? end - first <= 15 : point > first)) {
      if (point >= 0) value /= POWERS[end - point - 1] as number;
      return negative ? -value : value;
    }
  }
  if (first >= end) return Number.NaN;
  // Spaces, hexadecimal digits and words that the language knows are no numbers here.
  for (let i = from; i < end; i++) {
    const byte = bytes[i] as number;
    const isDigit = byte >= ZERO && byte <= 57;
    if (!isDigit && byte !== POINT && byte !== MINUS && byte !== PLUS && (byte | 32) !== EXPONENT)
      return Number.NaN;
  }
  return Number(bytes.toString('latin1', from, end));
}

export const writeDouble: FieldWriter = (page, at, bytes, from, end) => {
  const value = doubleOf(bytes, from, end);
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  if (!Number.isFinite(value)) return OUT_OF_RANGE;
  double.setFloat64(0, value);
  const start = writeInt32(page, at, 8);
  return writeInt32(page, writeInt32(page, start, double.getInt32(0)), double.getInt32(4));
};

export const writeBoolean: FieldWriter = (page, at, bytes, from, end) => {
  const byte = end - from === 1 ? bytes[from] : undefined;
  const text = end - from > 1 && end - from < 6 ? bytes.toString('latin1', from, end) : '';
  // One digit of MySQL's tinyint, one bit of its bit(1), one letter or the word of PostgreSQL.
  const isTrue = text === 'true' || byte === 49 || byte === 1 || byte === 116;
  const isFalse = text === 'false' || byte === 48 || byte === 0 || byte === 102;
  if (!isTrue && !isFalse) return NOT_A_BOOLEAN;
  const start = writeInt32(page, at, 1);
  page[start] = isTrue ? 1 : 0;
  return start + 1;
};

/** Days from 2000-01-01 in the proleptic Gregorian calendar; NaN for a date that does not exist. */
export function daysFrom2000(year: number, month: number, day: number): number {
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return Number.NaN;
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

/** Where the date ends that begins at `from`: its year has four digits, of a later one up to seven; -1: it is none. */
function dateEnd(bytes: Buffer, from: number, end: number): number {
  let dash = from + 4;
  while (dash < from + 7 && dash < end && bytes[dash] !== MINUS) dash++;
  return dash + 6 <= end && bytes[dash] === MINUS && bytes[dash + 3] === MINUS ? dash + 6 : -1;
}

/** `2024-05-06`, from its beginning to where `dateEnd` says. */
function dateDays(bytes: Buffer, from: number, end: number): number {
  return daysFrom2000(
    digits(bytes, from, end - 6),
    digits(bytes, end - 5, end - 3),
    digits(bytes, end - 2, end),
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
    if (bytes[from + 8] !== POINT || places < 1 || places > 6) return Number.NaN;
    fraction = digits(bytes, from + 9, end) * (POWERS[6 - places] as number);
  }
  return ((hours * 60 + minutes) * 60 + seconds) * 1e6 + fraction;
}

/** PostgreSQL's last days: 5874897-12-31 as a date, 294276-12-31 with a time. */
const LAST_DATE = 2_145_031_948;
const LAST_TIMESTAMP = 106_751_982;

export const writeDate: FieldWriter = (page, at, bytes, from, end) => {
  const days = dateEnd(bytes, from, end) === end ? dateDays(bytes, from, end) : Number.NaN;
  if (Number.isNaN(days)) return NO_SUCH_DATE;
  if (days > LAST_DATE) return OUT_OF_RANGE;
  return writeInt32(page, writeInt32(page, at, 4), days);
};

export const writeTimestamp: FieldWriter = (page, at, bytes, from, end) => {
  const day = dateEnd(bytes, from, end);
  if (day < 0) return NO_SUCH_TIME;
  const days = dateDays(bytes, from, day);
  const isSeparated = day === end || bytes[day] === 32 || bytes[day] === 84;
  const time = day === end ? 0 : timeMicroseconds(bytes, day + 1, end);
  if (Number.isNaN(days + time) || !isSeparated) return NO_SUCH_TIME;
  if (days > LAST_TIMESTAMP) return OUT_OF_RANGE;
  // A day has 10,546,875 × 2¹³ microseconds: every part stays below 2⁵³.
  const units = days * 10_546_875;
  const unitsHigh = Math.floor(units / 524_288);
  const rest = (units - unitsHigh * 524_288) * 8_192 + time;
  const restHigh = Math.floor(rest / TWO_32);
  const start = writeInt32(page, at, 8);
  return writeInt32(page, writeInt32(page, start, unitsHigh + restHigh), rest - restHigh * TWO_32);
};
