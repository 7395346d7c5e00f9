/**
 * Where the platform's own tables lie in a consumer's MySQL: in a database of ours, or where the account may not have
 * one, beside the target under a prefix. Asked of the account's rights, so that it is known before a run.
 */
import type { TableName } from '#planes/mover/ports.ts';
import { ask, change } from './sinkConnection.ts';
import type { Link } from './sinkConnection.ts';
import { name, tableSaid } from './sinkNames.ts';

const OURS = 'shuqiao';
const PREFIX = 'shuqiao_';

export interface Home {
  schema: string;
  /** Before the names of our tables. */
  prefix: string;
}

/** One of our tables there, quoted. */
export const homeTable = ({ schema, prefix }: Home, table: string): string =>
  tableSaid({ schema, table: `${prefix}${table}` });
export const runTable = (home: Home): string => homeTable(home, 'run');
export const moverTable = (home: Home): string => homeTable(home, 'mover');

const KEEPING = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'ALTER', 'INDEX'];
const SHOWING = ['SELECT', 'DROP', 'CREATE VIEW', 'SHOW VIEW'];

const literally = (one: string): string => one.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');

/** The name of a database in a grant is a pattern: `_` is any character, `%` any number of them. */
function isOf(pattern: string, schema: string): boolean {
  const source = pattern.replaceAll(/\\([_%])|([_%])|([\s\S])/g, (_, escaped, wild, plain) =>
    wild === '_' ? '.' : wild === '%' ? '.*' : literally(String(escaped ?? plain)),
  );
  return new RegExp(`^${source}$`, 'isu').test(schema);
}

/** What the account may do to everything in a database. */
function rightsOn(grants: readonly string[], schema: string): Set<string> {
  const rights = new Set<string>();
  for (const grant of grants) {
    const [, list = '', whole, quoted] =
      /^GRANT (.+?) ON (?:(\*)|`((?:[^`]|``)+)`)\.\* TO /.exec(grant) ?? [];
    if (whole === undefined && !isOf((quoted ?? '').replaceAll('``', '`'), schema)) continue;
    for (const right of list.split(', ')) rights.add(right);
  }
  return rights;
}

const mayAll = (rights: Set<string>, wanted: readonly string[]): boolean =>
  rights.has('ALL PRIVILEGES') || wanted.every(right => rights.has(right));

async function holds(link: Link, { schema, prefix }: Home): Promise<boolean> {
  const rows = await ask(
    link,
    'select 1 from information_schema.tables where table_schema = ? and table_name = ?',
    [schema, `${prefix}run`],
  );
  return rows.length > 0;
}

export async function hasSchema(link: Link, schema: string): Promise<boolean> {
  const rows = await ask(link, 'select 1 from information_schema.schemata where schema_name = ?', [schema]);
  return rows.length > 0;
}

/** Undefined where the account may not do what a delivery needs. What was begun beside the target goes on there. */
export async function findHome(link: Link, { schema }: TableName): Promise<Home | undefined> {
  const grants = (await ask<[string]>(link, 'show grants')).map(([grant]) => grant);
  const beside = rightsOn(grants, schema);
  if (!mayAll(beside, SHOWING)) return undefined;
  if (!(await hasSchema(link, schema)) && !mayAll(beside, ['CREATE'])) return undefined;
  const besideHome = { schema, prefix: PREFIX };
  const mayBeside = mayAll(beside, KEEPING);
  if (mayBeside && (await holds(link, besideHome))) return besideHome;
  if (mayAll(rightsOn(grants, OURS), KEEPING)) return { schema: OURS, prefix: '' };
  return mayBeside ? besideHome : undefined;
}

/** All places with runs that the account sees: a run's number does not say where its target is. */
export async function findHomes(link: Link): Promise<Home[]> {
  const rows = await ask<[string, string]>(
    link,
    `select table_schema, table_name from information_schema.tables
      where (table_schema = '${OURS}' and table_name = 'run') or table_name = '${PREFIX}run'`,
  );
  return rows.map(([schema, table]) => ({ schema, prefix: table === 'run' ? '' : PREFIX }));
}

const OPTIONS = 'engine = InnoDB row_format = dynamic character set utf8mb4 collate utf8mb4_bin';

/** Makes the database and the tables that are missing. */
export async function ensureHome(link: Link, home: Home): Promise<void> {
  if (await holds(link, home)) return;
  await ensureSchema(link, home.schema);
  // First who delivers, then the runs: where the second is, the first is too.
  await change(
    link,
    `create table if not exists ${moverTable(home)} (
       connection_id bigint not null primary key, target char(12) not null, epoch bigint not null) ${OPTIONS}`,
  );
  await change(
    link,
    `create table if not exists ${runTable(home)} (
       run_no varchar(190) not null primary key,
       target_schema varchar(64) not null, target_table varchar(64) not null,
       owner tinyint null, epoch bigint not null,
       applies varchar(16) not null, key_columns longtext not null, shown_columns longtext not null,
       generation varchar(64) not null default '', kept bigint not null default 0,
       placing tinyint not null default 0, showing tinyint null, placed_at datetime(6) null,
       grant_no varchar(190) not null default '', version int not null default 0,
       row_count bigint not null default 0, sha256 varchar(64) not null default '', position longtext null,
       unique key run_owner (target_schema, target_table, owner),
       unique key run_showing (target_schema, target_table, showing)) ${OPTIONS}`,
  );
}

export async function ensureSchema(link: Link, schema: string): Promise<void> {
  if (await hasSchema(link, schema)) return;

  await change(
    link,
    `create database if not exists ${name(schema)} character set utf8mb4 collate utf8mb4_bin`,
  );
}
