import type { DemonstrationEntry } from '#demonstration/data/entry.ts';
import type { ColumnType } from '#vocabulary/plans.ts';
import { BUSINESS_ROWS } from './business.ts';
import type { City } from './city.ts';
import { AS_OF, writeDay } from './days.ts';
import { Draw } from './draw.ts';
import { ERROR_KINDS, type ErrorKind, type PlantedError, Spoiler } from './errors.ts';
import { LICENCE_ROWS } from './licences.ts';
import { PEOPLE_ROWS } from './people.ts';
import type { RowSource, Value } from './rows.ts';
import { SCHOOLING_ROWS } from './schooling.ts';
import { WELFARE_ROWS } from './welfare.ts';

const SOURCES: Record<string, RowSource> = {
  ...PEOPLE_ROWS,
  ...WELFARE_ROWS,
  ...SCHOOLING_ROWS,
  ...BUSINESS_ROWS,
  ...LICENCE_ROWS,
};

export interface TableColumn {
  name: string;
  comment: string;
  type: ColumnType;
  length?: number;
  /** The primary key: the department's own number of the record, which is no item of the entry. */
  key: boolean;
  /** Whether rows are looked up by it. */
  indexed: boolean;
}

/** What was made of an entry's table: the rows and the errors planted in them. */
export interface TableManifest {
  entryKey: string;
  rows: number;
  planted: Record<ErrorKind, number>;
  errors: PlantedError[];
}

/** The table that a department keeps for an entry: its items between a record number and the time of change. */
export function tableColumns(entry: DemonstrationEntry): TableColumn[] {
  return [
    { name: 'record_no', comment: '记录号', type: 'bigint', key: true, indexed: false },
    ...entry.items.map(item => ({
      name: item.column,
      comment: item.name,
      type: item.type,
      ...(item.length === undefined ? {} : { length: item.length }),
      key: false,
      indexed: item.identifier,
    })),
    { name: 'updated_at', comment: '更新时间', type: 'timestamp', key: false, indexed: false },
  ];
}

export function emptyManifest(entryKey: string): TableManifest {
  const planted = Object.fromEntries(ERROR_KINDS.map(kind => [kind, 0])) as Record<ErrorKind, number>;
  return { entryKey, rows: 0, planted, errors: [] };
}

/** Rows that the entry's table has at this scale, at most: a table is shorter where the city lacks subjects. */
export function plannedRows(entry: DemonstrationEntry, scale: number): number {
  return Math.max(1, Math.round(entry.rows * scale));
}

/**
 * Yields the table's rows in the order of `tableColumns` and counts them, with the errors planted, into `manifest`.
 * The array of a row is not used again.
 */
export function* generateTable(
  city: City,
  entry: DemonstrationEntry,
  manifest: TableManifest,
): Generator<Value[]> {
  const source = SOURCES[entry.key];
  if (source === undefined) throw new Error(`no rows are known for the entry ${entry.key}`);
  const spoiler = new Spoiler(city, new Draw(city.seed, `${entry.key}/errors`), entry);
  const times = new Draw(city.seed, `${entry.key}/times`);
  for (const row of source(city, new Draw(city.seed, entry.key), plannedRows(entry, city.scale))) {
    const kind = spoiler.decide();
    const column = kind === undefined ? undefined : spoiler.spoil(row, kind);
    manifest.rows += 1;
    if (kind !== undefined && column !== undefined) plant(manifest, kind, column);
    const changedAt = drawTime(times);
    yield [manifest.rows, ...row, changedAt];
    if (kind === 'duplicate') {
      manifest.rows += 1;
      plant(manifest, kind, '');
      yield [manifest.rows, ...row, changedAt];
    }
  }
}

function plant(manifest: TableManifest, kind: ErrorKind, column: string): void {
  manifest.planted[kind] += 1;
  manifest.errors.push({ recordNo: manifest.rows, kind, column });
}

function drawTime(draw: Draw): string {
  const second = draw.below(10 * 3600) + 8 * 3600;
  const hour = String(Math.floor(second / 3600)).padStart(2, '0');
  const minute = String(Math.floor(second / 60) % 60).padStart(2, '0');
  return `${writeDay(AS_OF - 1 - draw.below(180))} ${hour}:${minute}:${String(second % 60).padStart(2, '0')}`;
}
