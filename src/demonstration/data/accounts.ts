import { escape, escapeId } from 'mysql2/promise';
import pg from 'pg';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { schemaOf } from './entry.ts';
import type { MysqlTarget, PostgresTarget } from './load.ts';
import { connectMysql, mysqlDatabaseOf } from './loadMysql.ts';

/** An account on a department's database and the schema (with MySQL: the database) that it may use. */
export interface DepartmentAccount {
  address: SourceAddress;
  schema: string;
}

/** PostgreSQL's accounts belong to the whole server: installations that share one must differ in the prefix. */
const PREFIX = 'sq_';

/**
 * Creates, or gives a new password to, the account that only reads a department's schema, now and when tables are
 * made anew.
 */
export async function createPostgresReadAccount(
  target: PostgresTarget,
  departmentKey: string,
  password: string,
  prefix = PREFIX,
): Promise<DepartmentAccount> {
  const schema = schemaOf(departmentKey);
  const user = `${prefix}ro_${schema}`;
  await withClient(target, async client => {
    await ensureRole(client, user, password);
    const role = pg.escapeIdentifier(user);
    const name = pg.escapeIdentifier(schema);
    await client.query(`create schema if not exists ${name}`);
    await client.query(`grant usage on schema ${name} to ${role}`);
    await client.query(`grant select on all tables in schema ${name} to ${role}`);
    await client.query(`alter default privileges in schema ${name} grant select on tables to ${role}`);
  });
  return { address: postgresAddress(target, user), schema };
}

/** Creates the empty schema into which moves for a department go, and the account that fills it. One a database. */
export async function createReceivingAccount(
  target: PostgresTarget,
  departmentKey: string,
  password: string,
  prefix = PREFIX,
): Promise<DepartmentAccount> {
  const schema = `${schemaOf(departmentKey)}_in`;
  const user = `${prefix}rw_${schemaOf(departmentKey)}`;
  await withClient(target, async client => {
    await ensureRole(client, user, password);
    const role = pg.escapeIdentifier(user);
    const name = pg.escapeIdentifier(schema);
    await client.query(`create schema if not exists ${name}`);
    await client.query(`grant usage, create on schema ${name} to ${role}`);
    // The mover keeps its generations and its list of runs in a schema of its own beside it.
    await client.query(`grant create on database ${pg.escapeIdentifier(target.database)} to ${role}`);
  });
  return { address: postgresAddress(target, user), schema };
}

/** The same as `createPostgresReadAccount` for a department whose tables lie in MySQL or MariaDB. */
export async function createMysqlReadAccount(
  target: MysqlTarget,
  departmentKey: string,
  password: string,
  prefix = PREFIX,
): Promise<DepartmentAccount> {
  const database = mysqlDatabaseOf(departmentKey, target.databasePrefix);
  const user = `${prefix}ro_${schemaOf(departmentKey)}`;
  const connection = await connectMysql(target);
  try {
    const account = `${escape(user)}@'%'`;
    await connection.query(
      `create database if not exists ${escapeId(database)} character set utf8mb4 collate utf8mb4_general_ci`,
    );
    await connection.query(`create user if not exists ${account}`);
    await connection.query(`alter user ${account} identified by ${escape(password)}`);
    // In a grant an underscore of the database's name would stand for any character.
    await connection.query(`grant select on ${escapeId(database.replaceAll('_', '\\_'))}.* to ${account}`);
  } finally {
    await connection.end();
  }
  return {
    address: { kind: 'mysql', host: target.host, port: target.port, database, user },
    schema: database,
  };
}

function postgresAddress(target: PostgresTarget, user: string): SourceAddress {
  return { kind: 'postgres', host: target.host, port: target.port, database: target.database, user };
}

async function withClient(target: PostgresTarget, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ ...target, application_name: 'shuqiao demonstration' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const head =
    found.rowCount === 0 ? 'create role %I login nosuperuser nocreatedb nocreaterole' : 'alter role %I';
  // A role's statement takes no parameters, so the server itself writes it out with the quoting it wants.
  const statement = await client.query<{ text: string }>(
    `select format($1 || ' password %L', $2::text, $3::text) as text`,
    [head, role, password],
  );
  await client.query(statement.rows[0]?.text ?? '');
}
