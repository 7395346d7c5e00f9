/** The consumer's schema that a delivery goes into: looked at before the rows travel, made when they are placed. */
import type { Client } from 'pg';
import { LOCKS } from '#kernel/locks.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { TableName } from '#planes/mover/ports.ts';
import { quoteName } from './identifiers.ts';

/** Says before the rows travel, not after, that the schema is missing and may not be made. */
export async function checkSchema(client: Client, { schema, table }: TableName): Promise<void> {
  const { rows } = await client.query<{ usable: boolean }>(
    `select exists (select from pg_namespace where nspname = $1)
            or has_database_privilege(current_database(), 'create') as usable`,
    [schema],
  );
  if (rows[0]?.usable !== true) throw new ConnectionProblem('no_permission', { schema, table });
}

/** Made at the very end: a new schema is locked for others until the commit, and a run may take an hour. */
export async function ensureSchema(client: Client, schema: string): Promise<void> {
  const find = async (): Promise<boolean> =>
    (await client.query('select from pg_namespace where nspname = $1', [schema])).rows.length > 0;
  if (await find()) return;
  await client.query('select pg_advisory_xact_lock($1, 1)', [LOCKS.sinkSchema]);
  if (!(await find())) await client.query(`create schema ${quoteName('postgres', schema)}`);
}
