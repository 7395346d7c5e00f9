/** Scratch databases of real servers, for the tests of connectors and of the mover. */
import { createConnection } from 'mysql2/promise';
import type { Connection } from 'mysql2/promise';
import { Client } from 'pg';
import type { SourceAddress } from '#vocabulary/plans.ts';

const postgresUrl = new URL(
  process.env['TEST_DATABASE_URL'] ??
    process.env['DATABASE_URL'] ??
    'postgres://postgres@127.0.0.1:5432/postgres',
);
const mariadbUrl = new URL(process.env['MARIADB_URL'] ?? 'mysql://root@127.0.0.1:3306');

export interface Scratch {
  address: SourceAddress;
  password: string;
  run(sql: string): Promise<unknown[]>;
  drop(): Promise<void>;
}

function parts(url: URL, port: number): { host: string; port: number; user: string; password: string } {
  return {
    host: url.hostname,
    port: Number(url.port || port),
    user: decodeURIComponent(url.username) || 'postgres',
    password: decodeURIComponent(url.password),
  };
}

async function asAdministrator(sql: string): Promise<void> {
  const client = new Client({ ...parts(postgresUrl, 5432), database: 'postgres' });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

export async function createPostgres(name: string): Promise<Scratch> {
  const database = `shuqiao_test_${name}_${process.pid}`;
  await asAdministrator(`drop database if exists ${database} with (force)`);
  await asAdministrator(
    `create database ${database} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`,
  );
  const server = parts(postgresUrl, 5432);
  const client = new Client({ ...server, database });
  await client.connect();
  return {
    address: { kind: 'postgres', host: server.host, port: server.port, database, user: server.user },
    password: server.password,
    run: async sql => (await client.query<Record<string, unknown>>(sql)).rows,
    async drop() {
      await client.end();
      await asAdministrator(`drop database if exists ${database} with (force)`);
    },
  };
}

/** Why no test can run against MariaDB, or false when one answers: the value of a test's `skip`. */
export async function mariadbMissing(): Promise<string | false> {
  const { host, port, user, password } = parts(mariadbUrl, 3306);
  try {
    const connection = await createConnection({ host, port, user, password, connectTimeout: 3_000 });
    await connection.end();
    return false;
  } catch (error) {
    return `no MariaDB answers at ${host}:${port} (set MARIADB_URL): ${error instanceof Error ? error.message : String(error)}`;
  }
}

export async function createMariadb(name: string): Promise<Scratch> {
  const database = `shuqiao_test_${name}_${process.pid}`;
  const server = parts(mariadbUrl, 3306);
  const user = server.user;
  const connection: Connection = await createConnection({
    ...server,
    user,
    multipleStatements: true,
    charset: 'utf8mb4',
  });
  await connection.query(
    `drop database if exists ${database}; create database ${database} character set utf8mb4; use ${database}`,
  );
  return {
    address: { kind: 'mysql', host: server.host, port: server.port, database, user },
    password: server.password,
    async run(sql) {
      const [rows] = await connection.query(sql);
      return Array.isArray(rows) ? rows : [];
    },
    async drop() {
      await connection.query(`drop database if exists ${database}`);
      await connection.end();
    },
  };
}
