/**
 * The table of a target that goes on from run to run: `merge`, `append` and `history` change it instead of making a
 * new one. The first run makes it as its own generation and fills it directly; later ones copy into a table of their
 * own and carry the rows over.
 */
import type { Client } from 'pg';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Column, DeliveryTarget, TableName } from '#planes/mover/ports.ts';
import type { ColumnType } from '#vocabulary/plans.ts';
import { quoteTable } from '#connectors/identifiers.ts';
import { generationName, hashOf, markOf } from '#connectors/targets.ts';
import type { ShownRun } from '#connectors/targets.ts';
import { columnList, definitions, literal, name } from './names.ts';
import { OURS } from './runs.ts';
import { columnsOf, findRelation, typeSaid } from './views.ts';

/** Columns of the platform's own, which the view of the target's name does not show. */
export interface Hidden {
  name: string;
  definition: string;
}

export interface Standing {
  table: TableName;
  /** Quoted, for statements. */
  sql: string;
  /** Made by this run, in its transaction. */
  isNew: boolean;
}

/** Columns that are not as they were, by name: only one that is new, and may be empty, can be added to what is there. */
async function fitColumns(
  client: Client,
  target: DeliveryTarget,
  standing: TableName,
  hidden: readonly Hidden[],
): Promise<void> {
  const table = quoteTable('postgres', standing);
  const found = await findRelation(client, standing);
  if (found === undefined) {
    // Somebody of the consumer's dropped it; a run that brings only what changed would pass for all there is.
    const reason = `its table ${standing.schema}.${standing.table} is gone; remove the target, and it begins anew`;
    throw new ConnectionProblem('failed', { schema: target.schema, table: target.table, reason });
  }
  const view = await findRelation(client, target);
  const own = hidden.map(one => one.name);
  const lies = new Map((await columnsOf(client, found.oid)).map(one => [one.name, one.type]));
  const shown = new Set(
    view === undefined
      ? [...lies.keys()].filter(one => !own.includes(one))
      : (await columnsOf(client, view.oid)).map(one => one.name),
  );
  const wanted = new Map(target.columns.map(one => [one.name, typeSaid(one.type)]));
  const changed = [...shown].filter(one => lies.get(one) !== wanted.get(one));
  if (changed.length > 0)
    throw new ConnectionProblem('columns_changed', {
      schema: target.schema,
      table: target.table,
      columns: changed.join(', '),
      dependents: 'the rows of earlier runs',
    });
  // Left by a run that added it and then failed: nobody has seen it.
  const stale = [...lies].filter(
    ([is, type]) => !shown.has(is) && !own.includes(is) && wanted.get(is) !== type,
  );
  const missing = target.columns.filter(one => lies.get(one.name) !== typeSaid(one.type));
  const changes = [
    ...stale.map(([is]) => `drop column ${name(is)}`),
    ...definitions(missing).map(one => `add column ${one}`),
  ];
  if (changes.length > 0) await client.query(`alter table ${table} ${changes.join(', ')}`);
}

/**
 * Finds the target's table, fitted to the plan's columns, in a transaction of its own: a column that nobody reads yet
 * costs readers a moment now, and would cost them the length of the run if it were added within it.
 */
export async function findStanding(
  client: Client,
  target: DeliveryTarget,
  showing: ShownRun | undefined,
  hidden: readonly Hidden[],
): Promise<Standing> {
  if (showing === undefined || showing.apply === 'replace') {
    const table = { schema: OURS, table: generationName(target) };
    return { table, sql: quoteTable('postgres', table), isNew: true };
  }
  const table = { schema: OURS, table: showing.generation };
  await client.query('begin');
  await fitColumns(client, target, table, hidden);
  await client.query('commit');
  return { table, sql: quoteTable('postgres', table), isNew: false };
}

/** In the transaction of the run. */
export async function makeStanding(
  client: Client,
  target: DeliveryTarget,
  { sql }: Standing,
  hidden: readonly Hidden[],
): Promise<void> {
  const all = [...hidden.map(one => `${name(one.name)} ${one.definition}`), ...definitions(target.columns)];
  await client.query(`drop table if exists ${sql}; create table ${sql} (${all.join(', ')})`);
  await client.query(`comment on table ${sql} is ${literal(markOf(target))}`);
}

/** Where a later run's rows wait; gone with the transaction, whichever way that ends. */
export async function makeBatch(client: Client, target: DeliveryTarget): Promise<string> {
  const batch = quoteTable('postgres', {
    schema: OURS,
    table: `batch_${hashOf(target.schema, target.table, target.runNo)}`,
  });
  // Written once and read a few times: not in the log. A temporary table would ask for a right of its own.
  await client.query(`create unlogged table ${batch} (${definitions(target.columns).join(', ')})`);
  return batch;
}

const ZEROS: Record<ColumnType, string> = {
  text: "''",
  bigint: '0',
  numeric: '0',
  double: '0',
  boolean: 'false',
  date: "'2000-01-01'",
  timestamp: "'2000-01-01'",
};

export interface Key {
  columns: Column[];
  /** Names of those that are empty in some row of the batch. */
  empty: Set<string>;
}

/**
 * The key's columns, checked against the rows that came: a key that came twice has no winner among its rows, and the
 * refusal says how many there are. An empty value is a value like another where the server can hold it unique.
 */
export async function checkKey(client: Client, target: DeliveryTarget, rows: string): Promise<Key> {
  const { schema, table } = target;
  const columns = target.key.map(is => {
    const column = target.columns.find(one => one.name === is);
    if (column === undefined) throw new Error(`The key's column ${is} is not among the columns.`);
    return column;
  });
  const facts = { schema, table, column: target.key.join(', ') };
  const counts = columns.map(one => `count(*) filter (where ${name(one.name)} is null)`);
  const { rows: counted } = await client.query<string[]>({
    text: `select current_setting('server_version_num'), ${counts.join(', ')} from ${rows}`,
    rowMode: 'array',
  });
  const [version = '0', ...empties] = counted[0] ?? [];
  const empty = new Set(columns.filter((_, i) => Number(empties[i]) > 0).map(one => one.name));
  const first = columns.findIndex(one => empty.has(one.name));
  if (first !== -1 && Number(version) < 150_000)
    throw new ConnectionProblem('null_keys', {
      ...facts,
      column: columns[first]?.name ?? '',
      rows: empties[first] ?? '',
    });
  const { rows: doubled } = await client.query<{ keys: string; rows: string }>(
    `select count(*) as keys, coalesce(sum(n), 0) as rows
       from (select count(*) as n from ${rows} group by ${columnList(columns)} having count(*) > 1) twice`,
  );
  if (Number(doubled[0]?.keys) > 0)
    throw new ConnectionProblem('double_keys', {
      ...facts,
      keys: doubled[0]?.keys ?? '',
      rows: doubled[0]?.rows ?? '',
    });
  return { columns, empty };
}

/** `on` of a join by key, in words that the server can hash, also where values are empty. */
export const sameKey = ({ columns, empty }: Key, a: string, b: string): string =>
  columns
    .map(column => {
      const [left, right] = [`${a}.${name(column.name)}`, `${b}.${name(column.name)}`];
      if (!empty.has(column.name)) return `${left} = ${right}`;
      const zero = ZEROS[column.type];
      return `coalesce(${left}, ${zero}) = coalesce(${right}, ${zero}) and (${left} is null) = (${right} is null)`;
    })
    .join(' and ');

/** A row's bytes as the server holds them: 1.0 and 1.00 are equal and yet two values, and the receipt is of bytes. */
export const image = (columns: readonly Column[], alias: string): string =>
  `row(${columnList(columns, `${alias}.`)})::record`;
export const differs = 'operator(pg_catalog.*<>)';

/** The key held unique; with `where`, among those rows. */
export async function makeUnique(
  client: Client,
  standing: Standing,
  columns: readonly { name: string }[],
  where = '',
): Promise<void> {
  const { rows } = await client.query<{ able: boolean }>(
    `select current_setting('server_version_num')::int >= 150000 as able`,
  );
  const nulls = rows[0]?.able === true ? ' nulls not distinct' : '';
  await client.query(
    `create unique index on ${standing.sql} (${columnList(columns)})${nulls}${where === '' ? '' : ` where ${where}`}`,
  );
}
