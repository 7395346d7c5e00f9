/**
 * The view of the target's name: what the consumer reads, and hangs its own views, rules and grants on. It is changed
 * in place wherever PostgreSQL can; what it cannot is decided before the rows travel.
 */
import type { Client } from 'pg';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Column, TableName } from '#planes/mover/ports.ts';
import { type ColumnType, POSTGRES_TYPES } from '#vocabulary/plans.ts';
import { quoteTable } from '#connectors/identifiers.ts';
import { columnList, literal, name } from './names.ts';

/** A view over one table, or over its rows that `where` leaves. */
export interface View extends TableName {
  columns: readonly (Omit<Column, 'type'> & { type: ColumnType | 'timestamptz' })[];
  from: TableName;
  where?: string;
  title: string;
}

/** As `format_type` says it. */
export const typeSaid = (type: View['columns'][number]['type']): string =>
  type === 'timestamptz'
    ? 'timestamp with time zone'
    : type === 'timestamp'
      ? 'timestamp without time zone'
      : POSTGRES_TYPES[type];

interface Relation {
  oid: number;
  kind: string;
}

export async function findRelation(
  client: Client,
  { schema, table }: TableName,
): Promise<Relation | undefined> {
  const { rows } = await client.query<Relation>(
    `select c.oid, c.relkind as kind from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relname = $2`,
    [schema, table],
  );
  return rows[0];
}

export async function columnsOf(client: Client, oid: number): Promise<{ name: string; type: string }[]> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = $1 and attnum > 0 and not attisdropped order by attnum`,
    [oid],
  );
  return rows;
}

/** What `create or replace view` cannot do: columns that are gone, retyped or elsewhere. Those added at the end are fine. */
function changedColumns(found: { name: string; type: string }[], wanted: View['columns']): string[] {
  return found
    .filter(({ name: was, type }, i) => was !== wanted[i]?.name || type !== typeSaid(wanted[i].type))
    .map(one => one.name);
}

/** What would be lost with the view: views, functions and tables that use it, and rules and triggers laid on it. */
async function dependentsOf(client: Client, oid: number): Promise<string[]> {
  const { rows } = await client.query<{ dependent: string }>(
    `select distinct coalesce(
              case when r.ev_class <> $1 then pg_describe_object('pg_class'::regclass, r.ev_class, 0) end,
              pg_describe_object(d.classid, d.objid, 0)) as dependent
       from pg_depend d
       left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
      where d.deptype in ('n', 'a')
        and (d.refclassid = 'pg_class'::regclass and d.refobjid = $1
             or d.refclassid = 'pg_type'::regclass and d.refobjid in
                (select unnest(array[t.oid, t.typarray]) from pg_class c join pg_type t on t.oid = c.reltype where c.oid = $1))
        and not coalesce(r.ev_class = $1 and r.rulename = '_RETURN', false)
      order by 1`,
    [oid],
  );
  return rows.map(one => one.dependent);
}

/** What the consumer's administrator set on the view, as statements that set it again on one of its name. */
async function grantsOn(client: Client, oid: number, view: View): Promise<string[]> {
  const { rows } = await client.query<{ statement: string }>(
    `select format('grant %s on %s to %s%s', a.privilege_type, $2::text,
                   case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
                   case when a.is_grantable then ' with grant option' end) as statement
       from pg_class c, aclexplode(c.relacl) a where c.oid = $1 and a.grantee <> c.relowner
     union all
     select format('grant %s (%I) on %s to %s%s', a.privilege_type, t.attname, $2::text,
                   case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
                   case when a.is_grantable then ' with grant option' end)
       from pg_class c join pg_attribute t on t.attrelid = c.oid, aclexplode(t.attacl) a
      where c.oid = $1 and a.grantee <> c.relowner and t.attname = any($3)
     union all
     select format('alter view %s owner to %I', $2::text, pg_get_userbyid(relowner))
       from pg_class where oid = $1 and pg_get_userbyid(relowner) <> current_user`,
    [oid, quoteTable('postgres', view), view.columns.map(one => one.name)],
  );
  return rows.map(one => one.statement);
}

/** `security_barrier=true` and the like: replacing a view would otherwise set them back. */
async function optionsOf(client: Client, oid: number): Promise<string> {
  const { rows } = await client.query<{ options: string[] | null }>(
    'select reloptions as options from pg_class where oid = $1',
    [oid],
  );
  const options = (rows[0]?.options ?? []).filter(one => /^[a-z_]+=[a-z]+$/.test(one));
  return options.length === 0 ? '' : ` with (${options.join(', ')})`;
}

/**
 * Whether the view that is there can show these columns: in place, or made anew because nothing hangs on it. Otherwise
 * refuses with `columns_changed`, naming what hangs on it and which columns are not as they were.
 */
export async function checkView(
  client: Client,
  view: Omit<View, 'from' | 'title'>,
): Promise<'new' | 'same' | 'other'> {
  const found = await findRelation(client, view);
  if (found === undefined) return 'new';
  const changed = changedColumns(await columnsOf(client, found.oid), view.columns);
  if (changed.length === 0) return 'same';
  const dependents = await dependentsOf(client, found.oid);
  if (dependents.length > 0)
    throw new ConnectionProblem('columns_changed', {
      schema: view.schema,
      table: view.table,
      columns: changed.join(', '),
      dependents: dependents.join(', '),
    });
  return 'other';
}

/** Points the view at its table, in the transaction that the caller commits. */
export async function showView(client: Client, view: View): Promise<void> {
  const change = await checkView(client, view);
  const said = quoteTable('postgres', view);
  const found = await findRelation(client, view);
  const options = found === undefined ? '' : await optionsOf(client, found.oid);
  const where = view.where === undefined ? '' : ` where ${view.where}`;
  const body = `${options} as select ${columnList(view.columns)} from ${quoteTable('postgres', view.from)}${where}`;
  if (change === 'other' && found !== undefined) {
    const grants = await grantsOn(client, found.oid, view);
    await client.query([`drop view ${said}`, `create view ${said}${body}`, ...grants].join('; '));
  } else await client.query(`create or replace view ${said}${body}`);
  const comments = view.columns
    .filter(column => column.comment !== undefined)
    .map(column => `comment on column ${said}.${name(column.name)} is ${literal(column.comment ?? '')}`);
  await client.query([`comment on view ${said} is ${literal(view.title)}`, ...comments].join('; '));
}
