/** What the account may make in the consumer's database: looked at before the rows travel. */
import type { Client } from 'pg';
import { LOCKS } from '#kernel/locks.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { TableName } from '#planes/mover/ports.ts';
import { quoteName } from '#connectors/identifiers.ts';
import { isReservedSchema } from './names.ts';

export async function hasSchema(client: Client, schema: string): Promise<boolean> {
  return (await client.query('select from pg_namespace where nspname = $1', [schema])).rows.length > 0;
}

/**
 * Says before the rows travel, not after, that the schema is missing and may not be made, that nothing may be made in
 * it, or that it is PostgreSQL's own or ours. The two rights are asked for apart: of a list either one is enough.
 */
export async function checkSchema(client: Client, { schema, table }: TableName): Promise<void> {
  if (isReservedSchema(schema)) throw new ConnectionProblem('name_taken', { schema, table });
  const { rows } = await client.query<{ usable: boolean }>(
    `select coalesce((select has_schema_privilege(oid, 'create') and has_schema_privilege(oid, 'usage')
                        from pg_namespace where nspname = $1),
                     has_database_privilege(current_database(), 'create')) as usable`,
    [schema],
  );
  if (rows[0]?.usable !== true) throw new ConnectionProblem('no_permission', { schema, table });
}

/** Made at the very end: a new schema is locked for others until the commit, and a run may take an hour. */
export async function ensureSchema(client: Client, schema: string): Promise<void> {
  if (await hasSchema(client, schema)) return;
  await client.query('select pg_advisory_xact_lock($1, 1)', [LOCKS.sinkSchema]);
  if (!(await hasSchema(client, schema)))
    await client.query(`create schema ${quoteName('postgres', schema)}`);
}

/**
 * Whether the owner of something is one whose code may run in our session: triggers, and functions of views, run with the
 * rights of whoever uses what they hang on. The account itself, a superuser, or a role that it belongs to; a superuser
 * belongs to every role, which says nothing.
 */
export const isTrusted = (owner: string): string =>
  `exists (select from pg_roles o join pg_roles me on me.rolname = current_user where o.oid = ${owner}
             and (o.oid = me.oid or o.rolsuper or not me.rolsuper and pg_has_role(o.oid, 'usage')))`;

/** Whether `shuqiao.run` is ours to keep: there with all rights and today's columns, or ours to make or change. */
export async function mayKeepRuns(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    `select case
       when n.oid is null then has_database_privilege(current_database(), 'create')
       when not has_schema_privilege(n.oid, 'usage') or not has_schema_privilege(n.oid, 'create') then false
       when not ${isTrusted('n.nspowner')} then false
       when c.oid is null then true
       when c.relkind <> 'r' or not ${isTrusted('c.relowner')} then false
       when pg_has_role(c.relowner, 'usage') then true
       else exists (select from pg_attribute where attrelid = c.oid and attname = 'stands')
            and (select bool_and(has_table_privilege(c.oid, p)) from unnest(array['select', 'insert', 'update', 'delete']) p)
     end as may
     from (values (1)) one left join pg_namespace n on n.nspname = 'shuqiao'
     left join pg_class c on c.relnamespace = n.oid and c.relname = 'run'`,
  );
  return rows[0]?.may === true;
}
