/**
 * Values as people and programs write them into files, in the one form that PostgreSQL writes: what a mask, a row
 * condition and the encoder of tuples expect. Only forms that can mean one thing are taken.
 */
import type { ColumnType } from '#vocabulary/plans.ts';
import { isCivilDate, valueOfType } from '#vocabulary/values.ts';

/** 2026-01-05, 2026/1/5, 2026.1.5, 2026年1月5日, 20260105. */
const DAY =
  /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))(?:[T ]*(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?)?$/;
/** 20260105131415. */
const JOINED = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/;

const two = (text: string | undefined): string => (text ?? '0').padStart(2, '0');

function timeOf(text: string): { day: string; time: string } | undefined {
  const joined = JOINED.exec(text);
  if (joined) {
    const [, year, month, day, hour, minute, second] = joined;
    return { day: `${year}-${month}-${day}`, time: `${hour}:${minute}:${second}` };
  }
  const found = DAY.exec(text);
  if (!found) return undefined;
  const [, year, , m1, d1, m2, d2, m3, d3, hour, minute, second, fraction = ''] = found;
  const day = `${year}-${two(m1 ?? m2 ?? m3)}-${two(d1 ?? d2 ?? d3)}`;
  return { day, time: `${two(hour)}:${two(minute)}:${two(second)}${fraction}` };
}

const BOOLEANS: Record<string, string> = {
  t: 'true',
  true: 'true',
  '1': 'true',
  yes: 'true',
  y: 'true',
  是: 'true',
  f: 'false',
  false: 'false',
  '0': 'false',
  no: 'false',
  n: 'false',
  否: 'false',
};

/** The value in a form that the encoder reads; one that has none stays as it is, for the encoder to say why not. */
export function plainForm(type: ColumnType, text: string): string {
  if (type === 'text') return text;
  const trimmed = text.trim();
  switch (type) {
    case 'boolean':
      return BOOLEANS[trimmed.toLowerCase()] ?? trimmed;
    case 'date': {
      const found = timeOf(trimmed);
      // A day with a time that is none of the day's is more than a date can hold.
      return found && /^00:00:00(?:\.0+)?$/.test(found.time) ? found.day : trimmed;
    }
    case 'timestamp': {
      const found = timeOf(trimmed);
      return found ? `${found.day} ${found.time}` : trimmed;
    }
    case 'bigint':
    case 'numeric':
    case 'double':
      return trimmed;
  }
}

function plainDecimal(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)0*(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  return sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** A value as PostgreSQL writes it; undefined for what is no value of the type. */
export function canonical(type: ColumnType, given: string): string | undefined {
  if (type === 'text') return given.includes('\0') ? undefined : given;
  const text = valueOfType(type, plainForm(type, given));
  if (text === undefined) return undefined;
  switch (type) {
    case 'bigint':
      return BigInt(text.replace('+', '')).toString();
    case 'numeric':
      return plainDecimal(text);
    case 'double':
      return String(Number(text));
    case 'timestamp': {
      const whole = text.length === 10 ? `${text} 00:00:00` : text;
      return whole.includes('.') ? whole.replace(/\.?0+$/, '') : whole;
    }
    case 'boolean':
    case 'date':
      return text;
  }
}

function scaled(text: string, decimals: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(`${whole}${fraction.padEnd(decimals, '0')}`);
}
const decimalsOf = (text: string): number => text.length - (text.indexOf('.') + 1 || text.length);

function compareDecimals(one: string, other: string): number {
  const decimals = Math.max(decimalsOf(one), decimalsOf(other));
  const [a, b] = [scaled(one, decimals), scaled(other, decimals)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The order of two values in their canonical form; texts by their bytes, as the databases' connectors compare them. */
export function compareValues(type: ColumnType, one: string, other: string): number {
  if (type === 'bigint' || type === 'numeric') return compareDecimals(one, other);
  if (type === 'double') return Number(one) - Number(other);
  if (type === 'text') return Buffer.compare(Buffer.from(one), Buffer.from(other));
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A workbook's number for a column of this type; undefined where its 15 digits cannot be what was meant. */
export function figureText(type: ColumnType, text: string): string | undefined {
  if (type === 'double') return text;
  const figure = Number(text);
  if (Math.abs(figure) >= 1e15) return undefined;
  // As the programs show it: 0.1 + 0.2 is 0.3.
  const shown = String(Number(figure.toPrecision(15)));
  return /e/i.test(shown) ? figure.toFixed(20).replace(/\.?0+$/, '') : shown;
}

const WHOLE = /^-?(?:0|[1-9]\d{0,14})$/;
const DECIMAL = /^-?(?:0|[1-9]\d{0,14})\.\d{1,14}$/;
const BOOLEAN = /^(?:true|false|是|否)$/i;

/** What a value looks to be: numbers are what people count with, so leading zeros and many digits make it a text. */
function looksLike(text: string): ColumnType {
  if (WHOLE.test(text)) return 'bigint';
  if (DECIMAL.test(text) && text.replaceAll(/[-.]/g, '').length <= 15) return 'numeric';
  if (BOOLEAN.test(text)) return 'boolean';
  const found = /^\d{8}/.test(text) ? undefined : timeOf(text);
  if (!found || !isCivilDate(found.day)) return 'text';
  return text.includes(':') ? 'timestamp' : 'date';
}

/** One value in a hundred may be wrong and a column is still what the others are: it is found when it is read. */
const FORGIVEN = 0.01;

/** The type of a column by a sample of its values, empty ones left out. */
export function guessType(values: readonly string[]): ColumnType {
  const counts = new Map<ColumnType, number>();
  for (const value of values) {
    // Digits that no number keeps decide for all.
    if (/^\s*[-+]?(?:0\d|\d{16})/.test(value) && !value.includes('-', 1)) return 'text';
    const type = looksLike(value.trim());
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const count = (type: ColumnType): number => counts.get(type) ?? 0;
  const most = Math.floor(values.length * FORGIVEN);
  if (values.length === 0) return 'text';
  if (count('bigint') + most >= values.length && count('numeric') === 0) return 'bigint';
  if (count('bigint') + count('numeric') + most >= values.length) return 'numeric';
  if (count('date') + most >= values.length && count('timestamp') === 0) return 'date';
  if (count('date') + count('timestamp') + most >= values.length) return 'timestamp';
  return count('boolean') + most >= values.length ? 'boolean' : 'text';
}
