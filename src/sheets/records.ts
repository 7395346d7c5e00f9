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

/** `no`: checked only. `all`: saved if every row is right. `right`: the right rows are saved. */
export type Saving = 'no' | 'all' | 'right';

/** What became of a file: how many of its rows are right, what is wrong with the others, what was saved. */
export interface Report {
  rows: number;
  right: number;
  saved: number;
  faultCount: number;
  faults: {
    sheet: string;
    row: number;
    column: string;
    cell: string;
    value: string;
    problem: string;
    problemEn: string;
    remedy: string;
    remedyEn: string;
  }[];
  record: number | null;
}

/** Faults that are told one by one; all are counted. */
const TOLD = 200;

/** `more` are faults of what the values mean. `write` gets the right rows at once and answers their record. */
export async function saveRecords(
  { entries, faults }: Records,
  more: readonly Fault[],
  saving: Saving,
  write: (right: readonly Entry[]) => Promise<number>,
): Promise<Report> {
  const wrong = new Set(more.map(fault => fault.row));
  const right = entries.filter(entry => entry.right && !wrong.has(entry.row));
  const all = [...faults, ...more].toSorted((one, other) => one.row - other.row);
  if (saving === 'all' && right.length < entries.length)
    throw refuse.rows_wrong({ wrong: entries.length - right.length });
  if (saving !== 'no' && right.length === 0) throw refuse.nothing_right();
  const record = saving === 'no' ? null : await write(right);
  return {
    rows: entries.length,
    right: right.length,
    saved: record === null ? 0 : right.length,
    faultCount: all.length,
    faults: all.slice(0, TOLD).map(({ sheet, row, column, cell, value, problem, remedy }) => ({
      sheet,
      row,
      column,
      cell,
      value,
      problem: problem.zh,
      problemEn: problem.en,
      remedy: remedy.zh,
      remedyEn: remedy.en,
    })),
    record,
  };
}
