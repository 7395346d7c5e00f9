import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { LOCKS } from '#kernel/locks.ts';
import type { ColumnType } from '#vocabulary/plans.ts';
import { getDepartment } from './departments.ts';
import type { DemonstrationEntry } from './entry.ts';
import type { City } from './generate/city.ts';
import type { Value } from './generate/rows.ts';
import {
  emptyManifest,
  generateTable,
  type TableColumn,
  type TableManifest,
  tableColumns,
} from './generate/tables.ts';
import type { LoadedTable, PostgresTarget, Recipe, TableLoader } from './load.ts';

type Place = Omit<LoadedTable, 'rows'>;

/** Which tables are finished, and from what. Kept in PostgreSQL for the MySQL tables too: they have no transaction. */
export interface Marks {
  find(place: Place, recipe: Recipe): Promise<TableManifest | undefined>;
  set(place: Place, recipe: Recipe, manifest: TableManifest): Promise<void>;
}

const CHUNK = 64 * 1024;
const TYPES: Record<ColumnType, string> = {
  text: 'text',
  bigint: 'bigint',
  numeric: 'numeric(14,2)',
  double: 'double precision',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
};

/** Connects and prepares the list of finished tables. */
export async function openPostgres(
  target: PostgresTarget,
  signal: AbortSignal | undefined,
): Promise<TableLoader & { marks: Marks }> {
  const client = new pg.Client({ ...target, application_name: 'shuqiao demonstration' });
  // An error of an idle connection also fails the statement that runs next, which is where it is handled.
  client.on('error', () => undefined);
  // The marks have a connection of their own, so that they can be read while a table is being copied.
  const marksClient = new pg.Client({ ...target, application_name: 'shuqiao demonstration' });
  marksClient.on('error', () => undefined);
  await Promise.all([client.connect(), marksClient.connect()]);
  await prepareMarks(marksClient);

  return {
    marks: {
      find: (place, recipe) => findMark(marksClient, place, recipe),
      set: (place, recipe, manifest) => setMark(marksClient, place, recipe, manifest),
    },
    locate: entry => ({
      entryKey: entry.key,
      kind: 'postgres',
      database: target.database,
      schema: entry.source.schema,
      table: entry.source.table,
    }),
    exists: async place => {
      const found = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [
        tableName(place),
      ]);
      return found.rows[0]?.found === true;
    },
    load: async (city, entry, recipe, onRows) => {
      const place: Place = {
        entryKey: entry.key,
        kind: 'postgres',
        database: target.database,
        schema: entry.source.schema,
        table: entry.source.table,
      };
      const manifest = emptyManifest(entry.key);
      await client.query('begin');
      try {
        await createTable(client, entry, place);
        const copy = client.query(copyFrom(`copy ${tableName(place)} from stdin with (freeze)`));
        const chunks = Readable.from(writeChunks(city, entry, manifest, onRows));
        await pipeline(chunks, copy, signal === undefined ? {} : { signal });
        await finishTable(client, entry, place);
        await setMark(client, place, recipe, manifest);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
      return manifest;
    },
    close: async () => {
      await Promise.all([client.end(), marksClient.end()]);
    },
  };
}

function quote(name: string): string {
  return pg.escapeIdentifier(name);
}

function tableName(place: Place): string {
  return `${quote(place.schema)}.${quote(place.table)}`;
}

async function prepareMarks(client: pg.Client): Promise<void> {
  await client.query('begin');
  // Two first starts at once would both find the schema missing.
  await client.query('select pg_advisory_xact_lock($1, 0)', [LOCKS.demonstration]);
  await client.query('create schema if not exists shuqiao_demonstration');
  await client.query(`create table if not exists shuqiao_demonstration.finished_table (
    kind text, database text, schema text, name text,
    version int not null, seed text not null, scale double precision not null,
    manifest json not null, finished_at timestamptz not null default now(),
    primary key (kind, database, schema, name))`);
  await client.query('commit');
}

async function findMark(client: pg.Client, place: Place, recipe: Recipe): Promise<TableManifest | undefined> {
  const found = await client.query<{ manifest: TableManifest }>(
    `select manifest from shuqiao_demonstration.finished_table
      where kind = $1 and database = $2 and schema = $3 and name = $4 and version = $5 and seed = $6 and scale = $7`,
    [place.kind, place.database, place.schema, place.table, recipe.version, recipe.seed, recipe.scale],
  );
  return found.rows[0]?.manifest;
}

async function setMark(
  client: pg.Client,
  place: Place,
  recipe: Recipe,
  manifest: TableManifest,
): Promise<void> {
  await client.query(
    `insert into shuqiao_demonstration.finished_table (kind, database, schema, name, version, seed, scale, manifest)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (kind, database, schema, name) do update set version = excluded.version, seed = excluded.seed,
       scale = excluded.scale, manifest = excluded.manifest, finished_at = now()`,
    [
      place.kind,
      place.database,
      place.schema,
      place.table,
      recipe.version,
      recipe.seed,
      recipe.scale,
      JSON.stringify(manifest),
    ],
  );
}

async function createTable(client: pg.Client, entry: DemonstrationEntry, place: Place): Promise<void> {
  const department = getDepartment(entry.departmentKey);
  await client.query(`create schema if not exists ${quote(place.schema)}`);
  await client.query(
    `comment on schema ${quote(place.schema)} is ${pg.escapeLiteral(`${department.name}（演示数据）`)}`,
  );
  await client.query(`drop table if exists ${tableName(place)}`);
  const columns = tableColumns(entry).map(column => `${quote(column.name)} ${typeOf(column)}`);
  await client.query(`create table ${tableName(place)} (${columns.join(', ')})`);
  const comments = [
    `comment on table ${tableName(place)} is ${pg.escapeLiteral(`${entry.title}（演示数据）`)}`,
  ];
  for (const column of tableColumns(entry)) {
    comments.push(
      `comment on column ${tableName(place)}.${quote(column.name)} is ${pg.escapeLiteral(column.comment)}`,
    );
  }
  await client.query(comments.join('; '));
}

function typeOf(column: TableColumn): string {
  return column.type === 'text' && column.length !== undefined
    ? `varchar(${column.length})`
    : TYPES[column.type];
}

/** Keys and indexes come after the rows, which is several times faster than with them. */
async function finishTable(client: pg.Client, entry: DemonstrationEntry, place: Place): Promise<void> {
  for (const column of tableColumns(entry)) {
    if (column.key)
      await client.query(`alter table ${tableName(place)} add primary key (${quote(column.name)})`);
    if (column.indexed) await client.query(`create index on ${tableName(place)} (${quote(column.name)})`);
  }
  await client.query(`analyze ${tableName(place)}`);
}

async function* writeChunks(
  city: City,
  entry: DemonstrationEntry,
  manifest: TableManifest,
  onRows: (rows: number) => void,
): AsyncGenerator<Buffer> {
  let text = '';
  for (const row of generateTable(city, entry, manifest)) {
    for (let i = 0; i < row.length; i += 1) text += (i === 0 ? '' : '\t') + copyText(row[i] ?? null);
    text += '\n';
    if (text.length >= CHUNK) {
      yield Buffer.from(text);
      text = '';
      onRows(manifest.rows);
      // A fast socket takes chunk after chunk without the process's other work getting a turn.
      await setImmediate();
    }
  }
  if (text !== '') yield Buffer.from(text);
}

const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyText(value: Value): string {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return String(value);
  return value.replace(SPECIAL, character => ESCAPES[character] ?? character);
}
