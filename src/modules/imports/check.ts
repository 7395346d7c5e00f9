/** Reads a file from its start to its end and says all that is wrong with it, holding no more of it than its titles. */
import { secretMark } from '#modules/catalog/index.ts';
import {
  type Column,
  type Entry,
  type Fault,
  type TableReading,
  addressOf,
  readTable,
} from '#sheets/index.ts';
import { type At, createGathering, titleOf } from './gathering.ts';
import type { Shapes } from './shapes.ts';
import type { Source, Table } from './sources.ts';
import type { ReadRow } from './store.ts';

/** Columns that name laws and duties, which may speak of secrets and be none. */
const NAMES: ReadonlySet<string> = new Set(['basisTitle', 'basisArticle', 'dutyTitle']);
/** Rows that are kept at once. */
const PORTION = 1000;
/** Secret cells that are named. */
const NAMED = 50;

/** Where what was read goes, as it is read. */
export interface CheckSink {
  rows(rows: ReadRow[]): Promise<unknown>;
  faults(faults: Fault[]): Promise<unknown>;
  progress(rowsRead: number): Promise<unknown>;
  /** Rows that turned out wrong after they had been kept. */
  markRows(kind: ReadRow['kind'], rows: number[]): Promise<unknown>;
  /** Entries that turned out wrong, by title; with them those that have a wrong item. */
  markTitles(titles: string[]): Promise<unknown>;
  /** Which of these titles the department has already. */
  taken(titles: string[]): Promise<string[]>;
}

export interface CheckResult {
  rowsRead: number;
  strangers: { sheet: string; title: string; cell: string }[];
  /** Addresses of cells that say of themselves that they are secret. */
  secret: string[];
}

/** Corrected cells by sheet and address. */
export type Corrections = ReadonlyMap<string, ReadonlyMap<string, string>>;

export async function checkSource(
  { tables }: Source,
  shapes: Shapes,
  corrections: Corrections,
  sink: CheckSink,
): Promise<CheckResult> {
  const gathering = createGathering(
    shapes.entries.columns.map(one => one.key).filter(key => key !== 'title'),
  );
  const wrong = new Set<string>();
  const secret: string[] = [];
  const strangers: CheckResult['strangers'] = [];
  let rowsRead = 0;
  let kept: ReadRow[] = [];
  async function flush(): Promise<void> {
    if (kept.length > 0) await sink.rows(kept);
    kept = [];
  }

  /** The words of an assessment are a choice; what a person wrote himself is looked at. */
  function lookForSecrets(
    entry: Entry,
    sheet: string,
    places: ReadonlyMap<string, number>,
    columns: Columns,
  ): void {
    for (const [key, text] of Object.entries(entry.texts)) {
      const value = entry.values[key];
      const says =
        columns.get(key)?.kind === 'text'
          ? secretMark(text, NAMES.has(key) ? 'public' : 'content') !== undefined
          : key === 'secrecy' && (value === 'state_secret' || value === 'work_secret');
      if (says && secret.length < NAMED)
        secret.push(`${sheet}!${addressOf(entry.row, places.get(key) ?? 1)}`);
    }
  }

  async function readPortion(
    portion: Entry[],
    { part, sheet }: Table,
    reading: TableReading,
    columns: Columns,
  ) {
    const faults: Fault[] = [];
    const places = reading.places();
    for (const entry of portion) {
      lookForSecrets(entry, sheet, places, columns);
      const at: At = (key, kind, problem, remedy) => ({
        sheet,
        row: entry.row,
        column: columns.get(key)?.title.zh ?? key,
        cell: addressOf(entry.row, places.get(key) ?? 1),
        value: (entry.texts[key] ?? '').slice(0, 200),
        kind,
        problem,
        remedy,
      });
      const found = gathering[part](entry, at);
      const own = [...entry.faults, ...found.faults];
      faults.push(...own);
      const faulty = own.some(fault => fault.mild !== true);
      const title = titleOf(entry);
      if (faulty) wrong.add(title);
      for (const row of found.rows) kept.push({ ...row, row: entry.row, title, faulty });
    }
    if (faults.length > 0) await sink.faults(faults);
    if (kept.length >= PORTION) await flush();
  }

  async function checkTable(table: Table): Promise<void> {
    const { part, sheet, shape, source } = table;
    const reading = readTable(shape, sheet, source, corrections.get(sheet));
    const columns = new Map(shape.columns.map(column => [column.key, column]));
    for await (const portion of reading.entries) {
      await readPortion(portion, table, reading, columns);
      rowsRead += portion.length;
      await sink.progress(rowsRead);
    }
    await flush();
    strangers.push(...reading.strangers().map(one => ({ sheet, ...one })));
    const late = reading.late();
    if (late.length === 0) return;
    await sink.faults(late);
    const rows = late.map(fault => fault.row);
    if (part !== 'items') await sink.markRows('entry', rows);
    if (part !== 'entries') await sink.markRows('item', rows);
  }

  for (const table of tables) await checkTable(table);
  const taken = await sink.taken(gathering.titles());
  const column = shapes.entries.columns[0]?.title.zh ?? '';
  const exist = taken.flatMap(title => gathering.taken(title, column));
  if (exist.length > 0) await sink.faults(exist);
  await sink.markTitles([...wrong, ...taken]);
  return { rowsRead, strangers, secret };
}

type Columns = ReadonlyMap<string, Column>;
