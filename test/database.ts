import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { type Config, readConfig } from '#config.ts';
import { LOCKS } from '#kernel/locks.ts';
import { LOGINS, loginName, sideName } from '#kernel/logins.ts';
import { migrate } from '#kernel/migrate.ts';
import { type Storage, databaseUrl, openStorage } from '../src/storage.ts';

/** The server that tests use: the runner names it; alone, a test uses the machine's own PostgreSQL. */
export const TEST_SERVER = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

export const MIGRATIONS = resolve(import.meta.dirname, '..', 'migrations');

async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: TEST_SERVER });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** For a database that the platform itself made beside its own, together with the accounts that have rights in it. */
export async function dropDatabase(name: string): Promise<void> {
  await asOwner(async client => {
    const { rows } = await client.query<{ rolname: string }>(
      `select distinct r.rolname from pg_shdepend s join pg_database d on d.oid = s.dbid or d.oid = s.objid join pg_roles r on r.oid = s.refobjid
       where d.datname = $1 and r.rolname like 'sq\\_%\\_r_\\_%'`,
      [name],
    );
    await client.query(`drop database if exists "${name}" with (force)`);
    for (const { rolname } of rows)
      await client.query(`drop role if exists "${rolname}"`).catch(() => undefined);
  });
}

export interface Scratch {
  url: string;
  name: string;
  drop(): Promise<void>;
}

/** An empty database of its own, gone after the test together with the logins made for it. */
export const scratchDatabase = (label = 'test'): Promise<Scratch> => newDatabase(label, 'template1');

/** The same with all migrations in it, which a platform that starts on it need not run. */
export async function migratedDatabase(label = 'test'): Promise<Scratch> {
  return newDatabase(label, await templateDatabase());
}

async function newDatabase(label: string, template: string): Promise<Scratch> {
  const name = `sq_${label}_${randomBytes(5).toString('hex')}`;
  await asOwner(client => client.query(`create database ${name} template ${template}`));
  return {
    url: databaseUrl(TEST_SERVER, name),
    name,
    drop: () =>
      asOwner(async client => {
        await client.query(`drop database if exists ${name} with (force)`);
        // A platform that was started on it made its pool beside it.
        await client.query(`drop database if exists "${sideName(name, '_pool')}" with (force)`);
        await client.query(`drop role if exists "${sideName(name, '_sq_pool')}"`);
        for (const login of LOGINS) await client.query(`drop role if exists "${loginName(name, login)}"`);
      }),
  };
}

const TEMPLATE = 'sq_template_';
let template: Promise<string> | undefined;

/** Made once for each server and state of the migrations: a copy takes a tenth of the time that they take. */
function templateDatabase(): Promise<string> {
  template ??= asOwner(async client => {
    const hash = createHash('sha256');
    for (const file of readdirSync(MIGRATIONS).sort())
      hash.update(file).update(readFileSync(join(MIGRATIONS, file)));
    const name = `${TEMPLATE}${hash.digest('hex').slice(0, 16)}`;
    await client.query('select pg_advisory_lock($1)', [LOCKS.migrate]);
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where starts_with(datname, $1)`,
      [TEMPLATE],
    );
    if (rows.some(row => row.datname === name)) return name;
    for (const { datname } of rows) await client.query(`drop database "${datname}" with (force)`);
    // Under its name only once it is whole.
    const half = `${TEMPLATE}making`;
    await client.query(`create database ${half}`);
    const inside = new pg.Client({ connectionString: databaseUrl(TEST_SERVER, half) });
    await inside.connect();
    try {
      await migrate(inside, MIGRATIONS);
    } finally {
      await inside.end();
    }
    await client.query(`alter database ${half} rename to ${name}`);
    return name;
  });
  return template;
}

export interface TestStorage {
  config: Config;
  storage: Storage;
  folder: string;
  close(): Promise<void>;
}

/** A fresh, real, migrated database with its logins and a data folder of its own. */
export async function freshStorage(label = 'test', more: Record<string, string> = {}): Promise<TestStorage> {
  const scratch = await migratedDatabase(label);
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-test-'));
  const config = readConfig({
    SHUQIAO_DATA: folder,
    DATABASE_URL: scratch.url,
    SHUQIAO_LOG: 'fatal',
    PORT: '0',
    ...more,
  });
  const storage = await openStorage(config, MIGRATIONS);
  return {
    config,
    storage,
    folder,
    close: async () => {
      await storage.close();
      await scratch.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
