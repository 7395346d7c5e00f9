/** Rows of a list as PostgREST’s clients read them: JSON or CSV, and where in the whole they lie. */
import type { ColumnType } from '#vocabulary/plans.ts';
import { typeAfterMask } from '#vocabulary/plans.ts';
import type { Form } from '#planes/gateway/dialects/restAsked.ts';
import type { Output } from './listRules.ts';

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** Digits that a reader's floating number holds without loss. */
const EXACT_DIGITS = 15;

/** 2027-01-31 08:30:00.500000+08 → 2027-01-31T08:30:00.5+08:00 */
function timeText(text: string): string {
  const found = /^(\d{4,}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d+))?([+-]\d{2}(?::\d{2})?)?$/.exec(text);
  if (!found) return text;
  const [, day = '', time = '', fraction = '', zone = ''] = found;
  const kept = fraction.replace(/0+$/, '');
  return `${day}T${time}${kept === '' ? '' : `.${kept}`}${zone.length === 3 ? `${zone}:00` : zone}`;
}

/** A value as a JSON text: numbers as numbers, unless a reader would lose digits of them. */
export function jsonOf(type: ColumnType, text: string | null): string {
  if (text === null) return 'null';
  switch (type) {
    case 'boolean':
      return text === 'true' || text === 'false' ? text : JSON.stringify(text);
    case 'bigint':
      return Number.isSafeInteger(Number(text)) && NUMBER.test(text) ? text : JSON.stringify(text);
    case 'numeric': {
      const digits = text.replace(/^-?0*\.?0*|\./g, '').length;
      const isExact = digits <= EXACT_DIGITS || (Number.isSafeInteger(Number(text)) && !text.includes('.'));
      return NUMBER.test(text) && isExact ? text : JSON.stringify(text);
    }
    case 'double':
      return text !== '' && Number.isFinite(Number(text)) ? String(Number(text)) : JSON.stringify(text);
    case 'timestamp':
      return JSON.stringify(timeText(text));
    case 'text':
    case 'date':
      return JSON.stringify(text);
  }
}

type Row = readonly (string | null)[];

function jsonRows(outputs: readonly Output[], rows: readonly Row[], stripNulls: boolean): string[] {
  const columns = outputs.map(({ as, item }) => ({
    name: `${JSON.stringify(as)}:`,
    type: typeAfterMask(item),
  }));
  return rows.map(row => {
    let text = '';
    for (const [i, { name, type }] of columns.entries()) {
      const value = row[i] ?? null;
      if (value === null && stripNulls) continue;
      text += (text === '' ? '{' : ',') + name + jsonOf(type, value);
    }
    return text === '' ? '{}' : `${text}}`;
  });
}

const field = (text: string): string =>
  text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** RFC 4180 with a line of names; null is nothing, an empty text is two quotes. */
function csvOf(outputs: readonly Output[], rows: readonly Row[]): string {
  const lines = [outputs.map(({ as }) => field(as)).join(',')];
  const types = outputs.map(({ item }) => typeAfterMask(item));
  for (const row of rows)
    lines.push(
      types
        .map((type, i) => {
          const value = row[i] ?? null;
          return value === null ? '' : field(type === 'timestamp' ? timeText(value) : value);
        })
        .join(','),
    );
  return lines.join('\n');
}

export const CONTENT_TYPES: Record<Form, string> = {
  array: 'application/json; charset=utf-8',
  object: 'application/vnd.pgrst.object+json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
};

export interface Written {
  contentType: string;
  body: string;
}

export function writeRows(
  outputs: readonly Output[],
  rows: readonly Row[],
  form: Form,
  stripNulls: boolean,
): Written {
  const contentType = CONTENT_TYPES[form];
  if (form === 'csv') return { contentType, body: csvOf(outputs, rows) };
  const written = jsonRows(outputs, rows, stripNulls);
  return { contentType, body: form === 'object' ? (written[0] ?? '{}') : `[${written.join(',')}]` };
}

/** 0-9/120 of a page with its count, 0-9/* without, and an asterisk for no rows (as PostgREST writes it). */
export function contentRange(first: number, rows: number, total: number | undefined): string {
  const range = rows > 0 && total !== 0 ? `${first}-${first + rows - 1}` : '*';
  return `${range}/${total ?? '*'}`;
}

/** 206 where the count says that there is more than the page holds. */
export const statusOf = (rows: number, total: number | undefined): number =>
  total !== undefined && rows < total ? 206 : 200;
