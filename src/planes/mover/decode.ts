/** Tuples back into text: for tests, and for naming the keys of rows that differ. */
import type { ColumnType } from '#vocabulary/plans.ts';

function numericText(bytes: Buffer): string {
  const sign = bytes.readUInt16BE(4);
  if (sign === 0xc000) return 'NaN';
  if (sign === 0xd000) return 'Infinity';
  if (sign === 0xf000) return '-Infinity';
  const [count, weight, scale] = [bytes.readInt16BE(0), bytes.readInt16BE(2), bytes.readUInt16BE(6)];
  const group = (i: number): string =>
    (i >= 0 && i < count ? String(bytes.readInt16BE(8 + i * 2)) : '0').padStart(4, '0');
  let whole = '';
  for (let i = 0; i <= weight; i++) whole += group(i);
  let fraction = '';
  for (let i = weight + 1; fraction.length < scale; i++) fraction += group(i);
  const text = (whole.replace(/^0+/, '') || '0') + (scale > 0 ? `.${fraction.slice(0, scale)}` : '');
  return sign === 0x4000 ? `-${text}` : text;
}

const INFINITE_DAYS = 0x7fffffff;
const INFINITE_MICROSECONDS = 0x7fffffffffffffffn;
const DAY_MICROSECONDS = 86_400_000_000n;

/** A day counted from 2000-01-01, in any year that PostgreSQL knows: the language's own dates end sooner. */
function dayText(days: number): { text: string; era: string } {
  // Howard Hinnant's civil_from_days: years begin in March, so that the leap day is the last one.
  const shifted = days + 10957 + 719468;
  const cycle = Math.floor(shifted / 146097);
  const dayOfEra = shifted - cycle * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + cycle * 400 + (month <= 2 ? 1 : 0);
  const padded = (n: number, length: number): string => String(n).padStart(length, '0');
  // There is no year 0: the one before 1 is 1 BC.
  return {
    text: `${padded(year > 0 ? year : 1 - year, 4)}-${padded(month, 2)}-${padded(day, 2)}`,
    era: year > 0 ? '' : ' BC',
  };
}

export function dateText(days: number): string {
  if (days === INFINITE_DAYS) return 'infinity';
  if (days === -INFINITE_DAYS - 1) return '-infinity';
  const { text, era } = dayText(days);
  return text + era;
}

export function timestampText(microseconds: bigint): string {
  if (microseconds === INFINITE_MICROSECONDS) return 'infinity';
  if (microseconds === -INFINITE_MICROSECONDS - 1n) return '-infinity';
  const within = ((microseconds % DAY_MICROSECONDS) + DAY_MICROSECONDS) % DAY_MICROSECONDS;
  const { text, era } = dayText(Number((microseconds - within) / DAY_MICROSECONDS));
  const seconds = Number(within / 1_000_000n);
  const fraction = String(within % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const two = (n: number): string => String(n).padStart(2, '0');
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${text} ${time}${fraction === '' ? '' : `.${fraction}`}${era}`;
}

/** One field's value as PostgreSQL writes it. */
export function fieldText(type: ColumnType, bytes: Buffer): string {
  switch (type) {
    case 'text':
      return bytes.toString('utf8');
    case 'bigint':
      return bytes.readBigInt64BE(0).toString();
    case 'numeric':
      return numericText(bytes);
    case 'double': {
      const value = bytes.readDoubleBE(0);
      return Object.is(value, -0) ? '-0' : String(value);
    }
    case 'boolean':
      return bytes[0] === 1 ? 'true' : 'false';
    case 'date':
      return dateText(bytes.readInt32BE(0));
    case 'timestamp':
      return timestampText(bytes.readBigInt64BE(0));
  }
}

/** Whole tuples as text; for tests and for naming the keys of rows that differ, not for moving rows. */
export function decodeTuples(
  chunk: Buffer,
  columns: { name: string; type: ColumnType }[],
): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let at = 0;
  while (at < chunk.length) {
    if (chunk.readInt16BE(at) !== columns.length)
      throw new Error(`The stream does not hold rows of ${columns.length} columns.`);
    at += 2;
    const row: (string | null)[] = [];
    for (const column of columns) {
      const length = chunk.readInt32BE(at);
      at += 4;
      row.push(length < 0 ? null : fieldText(column.type, chunk.subarray(at, at + length)));
      if (length > 0) at += length;
    }
    rows.push(row);
  }
  return rows;
}
