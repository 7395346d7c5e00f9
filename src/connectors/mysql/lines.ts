/**
 * Tuples as the lines that `LOAD DATA` reads: fields apart by a tab, rows by a newline, the backslash before what would
 * be mistaken. Bytes in, bytes out; a value that the target's column cannot hold ends the run, naming the column.
 */
import { createHash } from 'node:crypto';
import { ConnectionProblem, PAGE_BYTES, growPage } from '#planes/mover/ports.ts';
import type { Column } from '#planes/mover/ports.ts';
import type { ColumnType } from '#vocabulary/plans.ts';

/** What decimal(65,30) holds: so many digits before the point and after it. */
export const MOST_WHOLE = 35;
export const MOST_DECIMALS = 30;

const TAB = 9;
const NEWLINE = 10;
const BACKSLASH = 92;
const ZERO = 48;
const MINUS = 45;
const POINT = 46;
const TWO_32 = 4_294_967_296;

/** No field but a text needs more. */
const ROOM = 128;

const SIZES: Partial<Record<ColumnType, number>> = {
  bigint: 8,
  double: 8,
  boolean: 1,
  date: 4,
  timestamp: 8,
};
/** Days from 2000-01-01: of 0001-01-01 and 9999-12-31. */
const FIRST_DAY = -730_119;
const LAST_DAY = 2_921_939;

type Writer = (page: Buffer, at: number, bytes: Buffer, from: number, end: number) => number;

function writeDigits(page: Buffer, at: number, value: number, least: number): number {
  let places = least;
  for (let limit = 10 ** least; value >= limit; limit *= 10) places++;
  let rest = value;
  for (let i = at + places - 1; i >= at; i--) {
    const next = Math.floor(rest / 10);
    page[i] = ZERO + rest - next * 10;
    rest = next;
  }
  return at + places;
}

const writeText: Writer = (page, at, bytes, from, end) => {
  let to = at;
  for (let i = from; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte === BACKSLASH || byte === TAB || byte === NEWLINE) {
      page[to++] = BACKSLASH;
      page[to++] = byte === TAB ? 116 : byte === NEWLINE ? 110 : BACKSLASH;
    } else page[to++] = byte;
  }
  return to;
};

const writeBigint: Writer = (page, at, bytes, from) => {
  const high = bytes.readInt32BE(from);
  const low = bytes.readUInt32BE(from + 4);
  // Within what a number holds exactly; the few others the long way.
  if (high < -0x1fffff || high > 0x1fffff)
    return at + page.write(bytes.readBigInt64BE(from).toString(), at, 'latin1');
  const value = high * TWO_32 + low;
  if (value >= 0) return writeDigits(page, at, value, 1);
  page[at] = MINUS;
  return writeDigits(page, at + 1, -value, 1);
};

/** Decimals that the value shows: of 12.50 two. */
const scaleOf = (bytes: Buffer, from: number): number => bytes.readUInt16BE(from + 6);

const writeNumeric: Writer = (page, start, bytes, from) => {
  const groups = bytes.readInt16BE(from);
  const weight = bytes.readInt16BE(from + 2);
  const sign = bytes.readUInt16BE(from + 4);
  const scale = scaleOf(bytes, from);
  const group = (i: number): number => (i >= 0 && i < groups ? bytes.readInt16BE(from + 8 + i * 2) : 0);
  if (sign >= 0xc000 || scale > MOST_DECIMALS || weight >= MOST_WHOLE / 4) return -1;
  let at = start;
  if (sign === 0x4000) page[at++] = MINUS;
  const whole = at;
  at = writeDigits(page, at, weight >= 0 ? group(0) : 0, 1);
  for (let i = 1; i <= weight; i++) at = writeDigits(page, at, group(i), 4);
  if (at - whole > MOST_WHOLE) return -1;
  if (scale === 0) return at;
  page[at++] = POINT;
  const end = at + scale;
  for (let i = weight + 1; at < end; i++) at = writeDigits(page, at, group(i), 4);
  return end;
};

const writeDouble: Writer = (page, at, bytes, from) => {
  const value = bytes.readDoubleBE(from);
  if (!Number.isFinite(value)) return -1;
  // The shortest text that is this number again.
  return at + page.write(Object.is(value, -0) ? '-0' : String(value), at, 'latin1');
};

const writeBoolean: Writer = (page, at, bytes, from) => {
  page[at] = bytes[from] === 1 ? ZERO + 1 : ZERO;
  return at + 1;
};

/** Howard Hinnant's civil_from_days: years begin in March, so that the leap day is the last one. */
function writeDay(page: Buffer, start: number, days: number): number {
  if (days < FIRST_DAY || days > LAST_DAY) return -1;
  const shifted = days + 10_957 + 719_468;
  const cycle = Math.floor(shifted / 146_097);
  const day = shifted - cycle * 146_097;
  const year = Math.floor(
    (day - Math.floor(day / 1_460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365,
  );
  const dayOfYear = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  let at = writeDigits(page, start, year + cycle * 400 + (month < 10 ? 0 : 1), 4);
  page[at++] = MINUS;
  at = writeDigits(page, at, month < 10 ? month + 3 : month - 9, 2);
  page[at++] = MINUS;
  return writeDigits(page, at, dayOfYear - Math.floor((153 * month + 2) / 5) + 1, 2);
}

const writeDate: Writer = (page, at, bytes, from) => writeDay(page, at, bytes.readInt32BE(from));

const writeTimestamp: Writer = (page, start, bytes, from) => {
  const low = bytes.readUInt32BE(from + 4);
  // A day has 10,546,875 × 2¹³ microseconds: every part stays below 2⁵³.
  const units = bytes.readInt32BE(from) * 524_288 + (low >>> 13);
  const days = Math.floor(units / 10_546_875);
  const within = (units - days * 10_546_875) * 8_192 + (low & 8_191);
  let at = writeDay(page, start, days);
  if (at < 0) return at;
  const seconds = Math.floor(within / 1e6);
  page[at++] = 32;
  at = writeDigits(page, at, Math.floor(seconds / 3_600), 2);
  page[at++] = 58;
  at = writeDigits(page, at, Math.floor(seconds / 60) % 60, 2);
  page[at++] = 58;
  at = writeDigits(page, at, seconds % 60, 2);
  page[at++] = POINT;
  return writeDigits(page, at, within - seconds * 1e6, 6);
};

const WRITERS: Record<ColumnType, Writer> = {
  text: writeText,
  bigint: writeBigint,
  numeric: writeNumeric,
  double: writeDouble,
  boolean: writeBoolean,
  date: writeDate,
  timestamp: writeTimestamp,
};

/** What identifies a row, of one length whatever its columns: equal keys have equal digests, empty values too. */
function digestKey(bytes: Buffer, fields: readonly number[], types: readonly ColumnType[]): string {
  const hash = createHash('sha256');
  for (let i = 0; i < fields.length; i += 1) {
    const at = fields[i] as number;
    const length = bytes.readInt32BE(at);
    const value = Buffer.from(bytes.subarray(at, at + 4 + Math.max(0, length)));
    // 1.0 and 1.00 are one key, and so are 0 and -0.
    if (length >= 8 && types[i] === 'numeric') value.writeUInt16BE(0, 10);
    if (length === 8 && types[i] === 'double' && value.readDoubleBE(4) === 0) value.fill(0, 4);
    hash.update(value);
  }
  return hash.digest('hex').slice(0, 32);
}

export interface LineShape {
  columns: readonly Column[];
  /** Positions of the columns that identify a row: their digest is the line's last field. Undefined: none is made. */
  key?: readonly number[] | undefined;
}

/** After the columns' fields come the decimals that each numeric value shows, and then the digest of the key. */
export function createLines(
  { columns, key }: LineShape,
  onPage: (page: Buffer) => void,
): { add(chunk: Buffer): void; end(): void } {
  const writers = columns.map(column => WRITERS[column.type]);
  const sizes = columns.map(column => SIZES[column.type] ?? -1);
  const numerics = columns.flatMap(({ type }, i) => (type === 'numeric' ? [i] : []));
  const keyTypes = key?.map(i => columns[i]?.type ?? 'text') ?? [];
  const fields = columns.map(() => 0);
  let page: Buffer = Buffer.allocUnsafeSlow(PAGE_BYTES);
  let at = 0;
  let row = 0;
  let rest: Buffer | undefined;

  function room(bytes: number): void {
    if (at + bytes > page.length) page = growPage(page, at, bytes);
  }
  function putNull(): void {
    page[at++] = BACKSLASH;
    page[at++] = 78;
  }

  /** Where the row ends that begins here; -1: the chunk ends before. `fields` then says where its fields begin. */
  function scan(bytes: Buffer, start: number): number {
    if (start + 2 > bytes.length) return -1;
    if (bytes.readInt16BE(start) !== columns.length)
      throw new Error(`The stream does not hold rows of ${columns.length} columns.`);
    let from = start + 2;
    for (let i = 0; i < columns.length; i++) {
      if (from + 4 > bytes.length) return -1;
      const length = bytes.readInt32BE(from);
      const size = sizes[i] as number;
      if (length < -1 || (length >= 0 && size >= 0 && length !== size))
        throw new Error(`The stream holds a value of ${length} bytes that is none.`);
      fields[i] = from;
      from += 4 + Math.max(0, length);
      if (from > bytes.length) return -1;
    }
    return from;
  }

  function refuse(i: number): never {
    const { name = '', type = 'text' } = columns[i] ?? {};
    throw new ConnectionProblem('bad_value', {
      column: name,
      type,
      reason: 'out_of_range',
      row: String(row),
    });
  }

  function putRow(bytes: Buffer): void {
    row++;
    for (let i = 0; i < columns.length; i++) {
      if (i > 0) page[at++] = TAB;
      const from = fields[i] as number;
      const length = bytes.readInt32BE(from);
      room(length * 2 + ROOM);
      if (length < 0) putNull();
      else {
        const end = (writers[i] as Writer)(page, at, bytes, from + 4, from + 4 + length);
        if (end < 0) refuse(i);
        at = end;
      }
    }
    for (const i of numerics) {
      const from = fields[i] as number;
      room(ROOM);
      page[at++] = TAB;
      if (bytes.readInt32BE(from) < 0) putNull();
      else at = writeDigits(page, at, scaleOf(bytes, from + 4), 1);
    }
    room(ROOM);
    if (key !== undefined) {
      page[at++] = TAB;
      const keyFields = key.map(i => fields[i] as number);
      at += page.write(digestKey(bytes, keyFields, keyTypes), at, 'latin1');
    }
    page[at++] = NEWLINE;
    if (at >= PAGE_BYTES * 0.75) flush();
  }

  function flush(): void {
    if (at > 0) onPage(page.subarray(0, at));
    page = Buffer.allocUnsafeSlow(PAGE_BYTES);
    at = 0;
  }

  return {
    add(chunk) {
      const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
      rest = undefined;
      for (let start = 0; start < bytes.length; ) {
        const end = scan(bytes, start);
        if (end < 0) {
          rest = Buffer.from(bytes.subarray(start));
          return;
        }
        putRow(bytes);
        start = end;
      }
    },
    end() {
      if (rest !== undefined) throw new Error('The stream ends in the middle of a row.');
      flush();
    },
  };
}

/** A line's fields as text again, for servers that take no files: null where the field says so. */
export function lineFields(line: string): (string | null)[] {
  return line
    .split('\t')
    .map(field =>
      field === '\\N'
        ? null
        : field.includes('\\')
          ? field.replaceAll(/\\(.)/g, (_, one: string) => (one === 't' ? '\t' : one === 'n' ? '\n' : one))
          : field,
    );
}
