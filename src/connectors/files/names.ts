/** How a table of a folder is called: a file, a pattern of files, and in a workbook a sheet of it. */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { TableName } from '#planes/mover/ports.ts';

export type Format = 'csv' | 'jsonl' | 'xlsx';

export interface FileTable {
  format: Format;
  /** A name, or one with `*` for any characters. */
  pattern: string;
  /** Of a workbook; undefined: the first. */
  sheet: string | undefined;
}

const FORMATS: Record<string, Format> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  xlsx: 'xlsx',
};

export function formatOf(name: string): Format | undefined {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return name.includes('.') ? FORMATS[ending] : undefined;
}

/** `persons-2026-*.csv`, `book.xlsx#人员`; a name without a known ending is no table. */
export function fileTable({ schema, table }: TableName): FileTable {
  const cut = /^(.+?\.xlsx)#(.+)$/is.exec(table);
  const pattern = cut?.[1] ?? table;
  const format = formatOf(pattern);
  if (format === undefined) throw new ConnectionProblem('no_table', { schema, table });
  return { format, pattern, sheet: cut?.[2] };
}

/** Whether a name is one of the pattern: its parts in their order, the first at the start and the last at the end. */
export function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return name === pattern;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last))
    return false;
  let at = first.length;
  const end = name.length - last.length;
  for (const part of others) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

const pieces = (name: string): string[] => name.split(/(\d+)/);

/**
 * Patterns under which files stand that differ in their digits alone, with those files: `persons-2026-*.csv`. Which
 * digits are the same in all of them stays written.
 */
export function series(names: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const skeleton = name.replaceAll(/\d+/g, '\0');
    groups.set(skeleton, [...(groups.get(skeleton) ?? []), name]);
  }
  const found = new Map<string, string[]>();
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    const [first = [], ...others] = group.map(pieces);
    const pattern = first
      .map((piece, i) => (others.every(other => other[i] === piece) ? piece : '*'))
      .join('')
      // Digits of 2026-01-31 that all differ are one star, as people would write it.
      .replaceAll(/\*(?:[-_.]?\*)+/g, '*');
    found.set(pattern, group);
  }
  return found;
}
