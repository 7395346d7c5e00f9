/**
 * Puts the departments' own data of the demonstration city where departments keep it: a schema per department in a
 * PostgreSQL database apart from the platform's, and a MariaDB database for those that have one.
 */
import type { SourceAddress } from '#vocabulary/plans.ts';
import { ENTRIES } from './entries.ts';
import type { DemonstrationEntry } from './entry.ts';
import { buildCity, type City } from './generate/city.ts';
import { plannedRows, type TableManifest } from './generate/tables.ts';
import { openMysql } from './loadMysql.ts';
import { type Marks, openPostgres } from './loadPostgres.ts';

export interface PostgresTarget {
  host: string;
  port: number;
  user: string;
  password?: string;
  /** Exists already; apart from the platform's own. */
  database: string;
}

export interface MysqlTarget {
  host: string;
  port: number;
  user: string;
  password?: string;
  /** Before the department's key in a database's name; `sq_demo_` unless given. */
  databasePrefix?: string;
}

export interface LoadProgress {
  table: string;
  /** Of this table, so far. */
  rows: number;
  /** Of all tables, so far and planned. */
  done: number;
  total: number;
}

export interface LoadedTable {
  entryKey: string;
  kind: SourceAddress['kind'];
  database: string;
  /** With MySQL the same as the database. */
  schema: string;
  table: string;
  rows: number;
}

export interface LoadOptions {
  postgres: PostgresTarget;
  mysql?: MysqlTarget;
  /** Above 0 and at most 1. */
  scale: number;
  seed: string;
  onProgress?: (progress: LoadProgress) => void;
  signal?: AbortSignal;
}

export interface LoadResult {
  /** By entry key. */
  manifest: Record<string, TableManifest>;
  tables: LoadedTable[];
}

/** What a table was made from; a table made from something else is made anew. */
export interface Recipe {
  /** Raised whenever the generators or tables change. */
  version: number;
  seed: string;
  scale: number;
}

/** How one kind of database takes a table in. */
export interface TableLoader {
  /** Where the entry's table lies in this database. */
  locate(entry: DemonstrationEntry): Omit<LoadedTable, 'rows'>;
  exists(place: Omit<LoadedTable, 'rows'>): Promise<boolean>;
  /** Makes the table whole or not at all; `onRows` hears how many rows were taken so far. */
  load(
    city: City,
    entry: DemonstrationEntry,
    recipe: Recipe,
    onRows: (rows: number) => void,
  ): Promise<TableManifest>;
  close(): Promise<void>;
}

const VERSION = 1;

/**
 * Creates and fills every entry's table. What a former start finished is left as it is and counted as done, so this
 * may be called again after a crash. Aborting the signal rejects; finished tables stay.
 */
export async function loadDepartmentData(options: LoadOptions): Promise<LoadResult> {
  const postgres = await openPostgres(options.postgres, options.signal);
  try {
    if (options.mysql === undefined) return await loadEntries(options, postgres, undefined);
    const mysql = await openMysql(options.mysql, postgres.marks, options.signal);
    try {
      return await loadEntries(options, postgres, mysql);
    } finally {
      await mysql.close();
    }
  } finally {
    await postgres.close();
  }
}

async function loadEntries(
  { scale, seed, signal, onProgress }: LoadOptions,
  postgres: TableLoader & { marks: Marks },
  mysql: TableLoader | undefined,
): Promise<LoadResult> {
  const recipe: Recipe = { version: VERSION, seed, scale };
  const planned = new Map(ENTRIES.map(entry => [entry.key, plannedRows(entry, scale)]));
  const total = sum(planned.values());
  const loaded = new Map<string, number>();
  const finished = new Map<string, { place: Omit<LoadedTable, 'rows'>; manifest: TableManifest }>();
  let city: Promise<City> | undefined;

  const report = (entry: DemonstrationEntry, rows: number, isWhole: boolean) => {
    const most = planned.get(entry.key) ?? 0;
    loaded.set(entry.key, isWhole ? most : Math.min(rows, most));
    onProgress?.({ table: entry.title, rows, done: sum(loaded.values()), total });
  };
  const loadInTurn = async (loader: TableLoader, entries: DemonstrationEntry[]) => {
    for (const entry of entries) {
      signal?.throwIfAborted();
      const place = loader.locate(entry);
      let manifest = await postgres.marks.find(place, recipe);
      if (manifest === undefined || !(await loader.exists(place))) {
        city ??= buildCity(seed, scale);
        manifest = await loader.load(await city, entry, recipe, rows => report(entry, rows, false));
      }
      finished.set(entry.key, { place, manifest });
      report(entry, manifest.rows, true);
    }
  };

  const inMysql = ENTRIES.filter(entry => mysql !== undefined && entry.source.database === 'mysql');
  const inPostgres = ENTRIES.filter(entry => !inMysql.includes(entry));
  // Both are waited for even when one fails: nothing may still write when the caller hears of it.
  const outcomes = await Promise.allSettled([
    loadInTurn(postgres, inPostgres),
    ...(mysql === undefined ? [] : [loadInTurn(mysql, inMysql)]),
  ]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;

  const result: LoadResult = { manifest: {}, tables: [] };
  for (const { key } of ENTRIES) {
    const table = finished.get(key);
    if (table === undefined) continue;
    result.manifest[key] = table.manifest;
    result.tables.push({ ...table.place, rows: table.manifest.rows });
  }
  return result;
}

function sum(counts: Iterable<number>): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
