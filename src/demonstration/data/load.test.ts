import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { createConnection, escapeId, type RowDataPacket } from 'mysql2/promise';
import pg from 'pg';
import { createMysqlReadAccount, createPostgresReadAccount, createReceivingAccount } from './accounts.ts';
import { ENTRIES } from './entries.ts';
import { type LoadOptions, type LoadResult, loadDepartmentData, type MysqlTarget } from './load.ts';

const SERVER = new URL(process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres');
const MARIADB = new URL(process.env['MARIADB_URL'] ?? 'mysql://root@127.0.0.1:3306');
const MARK = randomBytes(5).toString('hex');
const DATABASE = `sq_city_${MARK}`;
const ACCOUNTS = `sqt_${MARK}_`;
const MYSQL_PREFIX = `sq_city_${MARK}_`;
const SCALE = 0.01;

const postgres = {
  host: SERVER.hostname,
  port: Number(SERVER.port || 5432),
  user: decodeURIComponent(SERVER.username),
  ...(SERVER.password === '' ? {} : { password: decodeURIComponent(SERVER.password) }),
  database: DATABASE,
};
const mysql: MysqlTarget = {
  host: MARIADB.hostname,
  port: Number(MARIADB.port || 3306),
  user: decodeURIComponent(MARIADB.username),
  ...(MARIADB.password === '' ? {} : { password: decodeURIComponent(MARIADB.password) }),
  databasePrefix: MYSQL_PREFIX,
};

async function withServer<T>(work: (client: pg.Client) => Promise<T>, database = 'postgres'): Promise<T> {
  const client = new pg.Client({ ...postgres, database });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function isMariadbHere(): Promise<boolean> {
  try {
    const connection = await createConnection({ ...connectionOf(mysql), connectTimeout: 2000 });
    await connection.end();
    return true;
  } catch {
    return false;
  }
}

/** The same target as the driver takes it. */
function connectionOf({ host, port, user, password }: MysqlTarget) {
  return { host, port, user, ...(password === undefined ? {} : { password }) };
}

async function countInPostgres(result: LoadResult): Promise<void> {
  await withServer(async client => {
    for (const table of result.tables.filter(one => one.kind === 'postgres')) {
      const name = `${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.table)}`;
      const found = await client.query<{ n: number }>(`select count(*)::int as n from ${name}`);
      assert.equal(found.rows[0]?.n, table.rows, name);
    }
  }, DATABASE);
}

const options: LoadOptions = { postgres, scale: SCALE, seed: 'load.test' };
const withMariadb = (await isMariadbHere()) ? false : `no MariaDB answers at ${MARIADB.host}`;

describe('loading the departments’ data', () => {
  before(() => withServer(client => client.query(`create database ${DATABASE}`)));
  after(async () => {
    await withServer(async client => {
      await client.query(`drop database if exists ${DATABASE} with (force)`);
      const roles = await client.query<{ rolname: string }>(
        'select rolname from pg_roles where starts_with(rolname, $1)',
        [ACCOUNTS],
      );
      for (const { rolname } of roles.rows) await client.query(`drop role ${pg.escapeIdentifier(rolname)}`);
    });
    if (withMariadb !== false) return;
    const connection = await createConnection(connectionOf(mysql));
    const [databases] = await connection.query<RowDataPacket[]>('show databases');
    for (const row of databases) {
      const name = String(row['Database']);
      if (name.startsWith(MYSQL_PREFIX)) await connection.query(`drop database ${escapeId(name)}`);
    }
    await connection.query('drop user if exists ?@?', [`${ACCOUNTS}ro_pds_medical_insurance`, '%']);
    await connection.end();
  });

  test('an aborted load leaves no half-filled table and a second start finishes it', async () => {
    const stop = new AbortController();
    const aborted = loadDepartmentData({
      ...options,
      signal: stop.signal,
      onProgress: ({ table }) => {
        if (table === '机动车登记信息') stop.abort();
      },
    });
    await assert.rejects(aborted, { name: 'AbortError' });
    const left = await withServer(
      client =>
        client.query<{ relname: string }>(
          `select relname from pg_class join pg_namespace n on n.oid = relnamespace
            where nspname = 'pds_public_security' and relkind = 'r' order by 1`,
        ),
      DATABASE,
    );
    assert.ok(left.rows.length >= 2 && left.rows.length < 5, JSON.stringify(left.rows));
    await countInPostgres(await loadDepartmentData(options));
  });

  test('without MySQL every table lies in PostgreSQL with key, index and Chinese comments', async () => {
    const result = await loadDepartmentData(options);
    assert.equal(result.tables.length, ENTRIES.length);
    assert.ok(result.tables.every(table => table.kind === 'postgres'));
    await countInPostgres(result);
    const described = await withServer(
      client =>
        client.query(
          `select obj_description('pds_medical_insurance.medical_settlement'::regclass) as title,
             col_description('pds_medical_insurance.medical_settlement'::regclass, 2) as item,
             (select count(*)::int from pg_index where indrelid = 'pds_medical_insurance.medical_settlement'::regclass) as indexes`,
        ),
      DATABASE,
    );
    assert.deepEqual(described.rows, [
      { title: '医疗费用结算信息（演示数据）', item: '公民身份号码', indexes: 2 },
    ]);
  });

  test('a second start loads nothing anew; another seed does', async () => {
    const filenode = () =>
      withServer(
        client => client.query(`select pg_relation_filenode('pds_civil_affairs.cremation') as node`),
        DATABASE,
      );
    const first = await loadDepartmentData(options);
    const before = await filenode();
    assert.deepEqual(await loadDepartmentData(options), first);
    assert.deepEqual((await filenode()).rows, before.rows);
    await loadDepartmentData({ ...options, seed: 'another' });
    assert.notDeepEqual((await filenode()).rows, before.rows);
  });

  test('a department’s read account reads its own schema and nothing else, and cannot write', async () => {
    await loadDepartmentData(options);
    const account = await createPostgresReadAccount(
      postgres,
      'pds-civil-affairs',
      "it's a password",
      ACCOUNTS,
    );
    await createPostgresReadAccount(postgres, 'pds-civil-affairs', "it's a password", ACCOUNTS);
    assert.equal(account.schema, 'pds_civil_affairs');
    const reader = new pg.Client({ ...postgres, user: account.address.user, password: "it's a password" });
    await reader.connect();
    const found = await reader.query('select count(*)::int as n from pds_civil_affairs.cremation');
    assert.ok(found.rows[0].n > 0);
    await assert.rejects(reader.query('delete from pds_civil_affairs.cremation'), { code: '42501' });
    await assert.rejects(reader.query('create table pds_civil_affairs.t (a int)'), { code: '42501' });
    await assert.rejects(reader.query('select 1 from pds_tax.tax_credit_grade'), { code: '42501' });
    await reader.end();
  });

  test('a receiving account writes into its own empty schema only', async () => {
    const account = await createReceivingAccount(postgres, 'zh-civil-affairs', 'secret', ACCOUNTS);
    assert.equal(account.schema, 'zh_civil_affairs_in');
    const writer = new pg.Client({ ...postgres, user: account.address.user, password: 'secret' });
    await writer.connect();
    await writer.query('create table zh_civil_affairs_in.t (a int)');
    await writer.query('insert into zh_civil_affairs_in.t values (1)');
    await assert.rejects(writer.query('create table pds_civil_affairs.t (a int)'), { code: '42501' });
    await writer.query('drop table zh_civil_affairs_in.t');
    await writer.end();
  });

  test('with MariaDB its departments’ tables lie there, and a lost one is made again', {
    skip: withMariadb,
  }, async () => {
    const result = await loadDepartmentData({ ...options, mysql });
    const there = result.tables.filter(table => table.kind === 'mysql');
    assert.ok(new Set(there.map(table => table.database)).size >= 3);
    const connection = await createConnection(connectionOf(mysql));
    const count = async ({ database, table }: { database: string; table: string }) => {
      const [rows] = await connection.query<RowDataPacket[]>(
        `select count(*) as n from ${escapeId(database)}.${escapeId(table)}`,
      );
      return Number(rows[0]?.['n']);
    };
    for (const table of there) assert.equal(await count(table), table.rows, table.table);

    const lost = there[0];
    assert.ok(lost !== undefined);
    await connection.query(`drop table ${escapeId(lost.database)}.${escapeId(lost.table)}`);
    assert.deepEqual(await loadDepartmentData({ ...options, mysql }), result);
    assert.equal(await count(lost), lost.rows);
    await connection.end();

    const account = await createMysqlReadAccount(mysql, 'pds-medical-insurance', "it's", ACCOUNTS);
    const reader = await createConnection({
      ...connectionOf(mysql),
      user: account.address.user,
      password: "it's",
      database: account.schema,
    });
    const [rows] = await reader.query<RowDataPacket[]>('select full_name from medical_settlement limit 1');
    assert.equal(rows.length, 1);
    await assert.rejects(reader.query('delete from medical_settlement'), {
      code: 'ER_TABLEACCESS_DENIED_ERROR',
    });
    await assert.rejects(reader.query('show tables from mysql'), { code: /DENIED/ });
    await reader.end();
  });
});
