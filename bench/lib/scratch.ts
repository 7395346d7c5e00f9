/** Databases that live as long as one benchmark. */
import { spawn } from 'node:child_process';
import { Client } from 'pg';
import type { SourceAddress } from '#vocabulary/plans.ts';

export interface Server {
  host: string;
  port: number;
  user: string;
  password: string;
}

/** The PostgreSQL at `BENCH_DATABASE_URL`, by default the machine's own. */
export function benchServer(): Server {
  const url = new URL(process.env['BENCH_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres');
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username) || 'postgres',
    password: decodeURIComponent(url.password),
  };
}

export function addressOf(server: Server, database: string): SourceAddress {
  return { kind: 'postgres', host: server.host, port: server.port, database, user: server.user };
}

export async function withClient<T>(
  server: Server,
  database: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ ...server, database });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Creates the databases, runs the work, and drops them whatever happens. */
export async function withDatabases<T>(server: Server, names: string[], work: () => Promise<T>): Promise<T> {
  const each = (statement: (name: string) => string): Promise<void> =>
    withClient(server, 'postgres', async client => {
      for (const name of names) await client.query(statement(name));
    });
  await each(name => `drop database if exists ${name} with (force)`);
  await each(
    name => `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`,
  );
  try {
    return await work();
  } finally {
    await each(name => `drop database if exists ${name} with (force)`);
  }
}

/** `psql … | psql …` in a shell, as an administrator would type it. */
export function pipeTables(
  server: Server,
  from: { database: string; sql: string },
  to: { database: string; sql: string },
): Promise<void> {
  const psql = (database: string): string =>
    `psql -X -q -v ON_ERROR_STOP=1 -h ${server.host} -p ${server.port} -U ${server.user} -d ${database}`;
  const script = `set -o pipefail; ${psql(from.database)} -c "$FROM_SQL" | ${psql(to.database)} -c "$TO_SQL"`;
  const child = spawn('bash', ['-c', script], {
    env: { ...process.env, PGPASSWORD: server.password, FROM_SQL: from.sql, TO_SQL: to.sql },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', code => (code === 0 ? resolve() : reject(new Error(`psql ended with ${code}`))));
  });
}
