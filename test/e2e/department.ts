/** What the story needs outside the platform: a table in a department's own database, and a database to receive. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { databaseUrl } from '../../src/storage.ts';
import { TEST_SERVER } from '../database.ts';

export const ROWS = 3000;
/** The person whom the story asks about: row 1 of the table. */
export const KNOWN = { code: '51410400MJ00000001', name: '秦望舒', verdict: '合格' };

export interface Account {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
}

export interface Department {
  /** May only read `yearbook.inspection`. */
  provides: Account;
  /** Administers the database; owns nothing yet. */
  receives: Account;
  /** From now on each row costs the department's database a hundredth of a second: a run lasts half a minute. */
  slowDown(): Promise<void>;
  /** Runs a statement where the rows arrive. */
  received<R extends object>(statement: string): Promise<R[]>;
  drop(): Promise<void>;
}

const VIEW = `select credit_code, principal, principal_no, inspected_text, inspected_on, verdict from yearbook.inspected`;

/**
 * Makes a schema to provide and an account to receive, each with a login of its own, in the database of the
 * demonstration's departments: the only place on this machine that the platform lets departments reach.
 */
export async function newDepartment(label: string, database: string): Promise<Department> {
  const server = new URL(TEST_SERVER);
  const made = `sq_${label}_${randomBytes(4).toString('hex')}`;
  const account = (what: string): Account => ({
    host: server.hostname,
    port: Number(server.port || 5432),
    database,
    user: `${made}_${what}`,
    password: randomBytes(12).toString('hex'),
  });
  const provides = account('own');
  const receives = account('in');

  await within('postgres', async client => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database}`);
    for (const { user, password } of [provides, receives])
      await client.query(`create role ${user} login password '${password}'`);
    // The demonstration's own receiver keeps its runs in a schema of this database: only its administrator, which a
    // department with a database of its own is, may use it too.
    await client.query(`alter role ${receives.user} superuser`);
  });
  await within(provides.database, async client => {
    await client.query('create schema yearbook');
    await client.query(
      `create table yearbook.inspected (credit_code text primary key, principal text, principal_no text,
         inspected_text text, inspected_on date, verdict text)`,
    );
    await client.query(
      `insert into yearbook.inspected
         select '51410400MJ' || lpad(n::text, 8, '0'), case when n = 1 then $2 else '秦' || chr(19968 + n) end,
                '41040219800101' || lpad((n % 10000)::text, 4, '0'), '三月', date '2026-03-01' + n % 90,
                case when n % 7 = 0 then '不合格' else $3 end
           from generate_series(1, $1::int) n`,
      [ROWS, KNOWN.name, KNOWN.verdict],
    );
    await client.query(`create view yearbook.inspection as ${VIEW}`);
    const comments = {
      credit_code: '统一社会信用代码',
      principal: '负责人姓名',
      principal_no: '负责人身份证件号',
      inspected_text: '年检日期',
      inspected_on: '检查当天',
      verdict: '结论',
    };
    for (const [column, words] of Object.entries(comments))
      await client.query(`comment on column yearbook.inspection.${column} is '${words}'`);
    await client.query(`comment on view yearbook.inspection is '社会组织年检'`);
    await client.query(`grant usage on schema yearbook to ${provides.user}`);
    await client.query(`grant select on yearbook.inspection to ${provides.user}`);
  });

  return {
    provides,
    receives,
    slowDown: () =>
      within(provides.database, async client => {
        await client.query(
          `create or replace view yearbook.inspection as ${VIEW} where pg_sleep(0.01)::text is not null`,
        );
      }),
    received: async statement => {
      let rows: object[] = [];
      await within(receives.database, async client => {
        rows = (await client.query(statement)).rows;
      });
      return rows as never;
    },
    drop: () =>
      within('postgres', async client => {
        await client.query(`drop database if exists ${database} with (force)`);
        for (const { user } of [provides, receives]) await client.query(`drop role if exists ${user}`);
      }),
  };
}

async function within(database: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(TEST_SERVER, database) });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
