/** Where the departments' own databases of the demonstration lie: apart from the platform's, on servers that are there. */
import { createHash } from 'node:crypto';
import { connectOwner } from '#kernel/logins.ts';
import { DEPARTMENTS } from './data/departments.ts';
import type { MysqlTarget, PostgresTarget } from './data/load.ts';
import { connectMysql, mysqlDatabaseOf } from './data/loadMysql.ts';
import type { Demonstrated } from './needs.ts';

const plainHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

function loginOf(url: URL): { user: string; password?: string } {
  const password = decodeURIComponent(url.password);
  return { user: decodeURIComponent(url.username) || 'postgres', ...(password === '' ? {} : { password }) };
}

const databaseOf = (url: URL): string => decodeURIComponent(url.pathname.slice(1));

function mysqlServer(address: string): { host: string; port: number; user: string; password?: string } {
  const url = new URL(address);
  return { host: plainHost(url), port: Number(url.port || '3306'), ...loginOf(url) };
}

/** Accounts belong to a whole server, which other installations may share: names carry the platform's database. */
export function prefixOf({ storage }: Pick<Demonstrated, 'storage'>): string {
  const database = databaseOf(new URL(storage.ownerUrl));
  if (database === 'shuqiao') return 'shuqiao_';
  return `sq_${createHash('sha256').update(storage.ownerUrl).digest('hex').slice(0, 6)}_`;
}

/** `host:port/database` of the departments' databases: the rule about addresses lets these pass, and nothing else here. */
export function demonstrationServers({
  config,
  storage,
}: {
  config: Demonstrated['config'];
  storage: Pick<Demonstrated['storage'], 'ownerUrl'>;
}): string[] {
  const postgres = new URL(config.poolDatabaseUrl ?? storage.ownerUrl);
  const servers = [
    `${plainHost(postgres)}:${postgres.port || '5432'}/${departmentsDatabase(config, postgres)}`,
  ];
  if (config.mariadbUrl !== undefined) {
    const { host, port } = mysqlServer(config.mariadbUrl);
    for (const { key } of DEPARTMENTS)
      servers.push(`${host}:${port}/${mysqlDatabaseOf(key, prefixOf({ storage }))}`);
  }
  return servers;
}

function departmentsDatabase(config: Demonstrated['config'], url: URL): string {
  return config.poolDatabaseUrl === undefined ? `${databaseOf(url)}_departments` : databaseOf(url);
}

/** The database of the departments, made when it is not there. */
export async function openPostgresPlace({ config, storage }: Demonstrated): Promise<PostgresTarget> {
  const url = new URL(config.poolDatabaseUrl ?? storage.ownerUrl);
  const database = departmentsDatabase(config, url);
  if (config.poolDatabaseUrl === undefined) {
    const owner = await connectOwner(storage.ownerUrl);
    try {
      const { rowCount } = await owner.query('select from pg_database where datname = $1', [database]);
      if (rowCount === 0) await owner.query(`create database "${database.replaceAll('"', '""')}"`);
    } finally {
      await owner.end();
    }
  }
  return { host: plainHost(url), port: Number(url.port || '5432'), ...loginOf(url), database };
}

/** The MariaDB server for departments that have one; undefined where none answers. */
export async function findMysqlPlace(platform: Demonstrated): Promise<MysqlTarget | undefined> {
  const { config, log } = platform;
  if (config.mariadbUrl === undefined) return undefined;
  const target = { ...mysqlServer(config.mariadbUrl), databasePrefix: prefixOf(platform) };
  try {
    await (await connectMysql(target)).end();
    return target;
  } catch (error) {
    log.info(
      { err: error },
      'no MariaDB answers at MARIADB_URL: all departments keep their demonstration data in PostgreSQL',
    );
    return undefined;
  }
}
