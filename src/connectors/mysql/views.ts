/**
 * The view of the target's name in MySQL. To replace one is a single step of the server, and grants stay with the name;
 * what the view says of itself is the truth about which rows are shown.
 */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { DeliveryTarget, TableName } from '#planes/mover/ports.ts';
import { ask, change } from './sinkConnection.ts';
import type { Link } from './sinkConnection.ts';
import { name, tableSaid } from './sinkNames.ts';

/** A view over one table, or over its rows that `where` leaves. */
export interface View extends TableName {
  columns: readonly string[];
  from: TableName;
  where?: string | undefined;
}

/** What lies under a name: a view with its own words, or a table; undefined where nothing does. */
export async function findRelation(
  link: Link,
  { schema, table }: TableName,
): Promise<{ isView: boolean; definition: string } | undefined> {
  const [row] = await ask<[string, string | null]>(
    link,
    `select t.table_type, v.view_definition from information_schema.tables t
       left join information_schema.views v on v.table_schema = t.table_schema and v.table_name = t.table_name
      where t.table_schema = ? and t.table_name = ?`,
    [schema, table],
  );
  return row && { isView: row[0] === 'VIEW', definition: row[1] ?? '' };
}

export async function columnsOf(
  link: Link,
  { schema, table }: TableName,
): Promise<{ name: string; type: string }[]> {
  const rows = await ask<[string, string]>(
    link,
    `select column_name, data_type from information_schema.columns
      where table_schema = ? and table_name = ? order by ordinal_position`,
    [schema, table],
  );
  return rows.map(([is, type]) => ({ name: is, type: type.toLowerCase() }));
}

export async function viewShows(link: Link, view: Omit<View, 'where'>): Promise<boolean> {
  const found = await findRelation(link, view);
  if (found?.isView !== true || !found.definition.includes(`from ${tableSaid(view.from)}`)) return false;
  const columns = await columnsOf(link, view);
  return (
    columns.length === view.columns.length && columns.every((column, i) => column.name === view.columns[i])
  );
}

export async function showView(link: Link, view: View): Promise<void> {
  const where = view.where === undefined ? '' : ` where ${view.where}`;
  const list = view.columns.map(name).join(', ');
  await change(
    link,
    `create or replace view ${tableSaid(view)} as select ${list} from ${tableSaid(view.from)}${where}`,
  );
}

/**
 * MySQL lets a view lose columns that views of the consumer's are made of, which then fail. Refuses with
 * `columns_changed` what those that the account may see use.
 */
export async function checkDependents(link: Link, target: DeliveryTarget): Promise<void> {
  const { schema, table, columns } = target;
  const kept = new Set(columns.map(one => one.name));
  const lost = (await columnsOf(link, target)).filter(one => !kept.has(one.name)).map(one => one.name);
  if (lost.length === 0) return;
  const views = await ask<[string, string, string]>(
    link,
    `select table_schema, table_name, view_definition from information_schema.views
      where locate(?, view_definition) > 0`,
    [tableSaid(target)],
  );
  const using = views.filter(([, , words]) => lost.some(one => words.includes(name(one))));
  if (using.length === 0) return;
  throw new ConnectionProblem('columns_changed', {
    schema,
    table,
    columns: lost.join(', '),
    dependents: using.map(([of, view]) => `view ${of}.${view}`).join(', '),
  });
}
