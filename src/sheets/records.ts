/** A small file with one table, read whole: lists that a person can look through, not a catalog of thousands. */
import { addressOf } from './cells.ts';
import type { Shape } from './columns.ts';
import { readCsv } from './csv.ts';
import { refuse } from './refusals.ts';
import { type Entry, type Fault, readTable } from './table.ts';
import { openXlsx } from './xlsx.ts';

export interface Records {
  entries: Entry[];
  /** Of cells, and of what is merged. */
  faults: Fault[];
  /** A fault at a cell of the row, for what its values mean and the sheet cannot know. */
  faultAt(entry: Entry, key: string, told: Pick<Fault, 'kind' | 'problem' | 'remedy'>): Fault;
}

/** Rows of one file. */
export const MOST_RECORDS = 5000;

/** Which kind of file it is by its name; refuses others. */
export function fileKind(name: string): 'xlsx' | 'csv' {
  if (/\.(xlsx|xlsm)$/i.test(name)) return 'xlsx';
  if (/\.(csv|txt)$/i.test(name)) return 'csv';
  throw refuse.unknown_kind({ name });
}

/** Refuses whatever cannot be read; wrong cells are answered. */
export async function readRecords(shape: Shape, name: string, file: Buffer): Promise<Records> {
  const sheet = shape.name.zh;
  const limits = { rows: MOST_RECORDS + 1 };
  const source =
    fileKind(name) === 'csv'
      ? { rows: readCsv(file, sheet, limits) }
      : (await openXlsx(file, limits)).read(sheet);
  const reading = readTable(shape, sheet, source);
  const entries: Entry[] = [];
  for await (const portion of reading.entries) entries.push(...portion);
  const late = reading.late();
  const merged = new Set(late.map(fault => fault.row));
  return {
    entries: entries.map(entry => (merged.has(entry.row) ? { ...entry, right: false } : entry)),
    faults: [...entries.flatMap(entry => entry.faults), ...late],
    faultAt(entry, key, told) {
      const column = shape.columns.find(one => one.key === key);
      const place = reading.places().get(key) ?? 1;
      return {
        ...told,
        sheet,
        row: entry.row,
        column: column?.title.zh ?? key,
        cell: addressOf(entry.row, place),
        value: (entry.texts[key] ?? '').slice(0, 200),
      };
    },
  };
}
