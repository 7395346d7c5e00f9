/** A city for the gateway's benches: a department's table, systems with a grant each, and processes that serve them. */
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type pg from 'pg';
import pgModule from 'pg';
import { readConfig } from '#config.ts';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { createKeys } from '#kernel/keys.ts';
import { createLog, createMetrics } from '#kernel/observe.ts';
import { type GatewayOptions, createGateway } from '#planes/gateway/gateway.ts';
import type { CallPlan, PlanItem } from '#vocabulary/plans.ts';
import { openStorage } from '../../src/storage.ts';
import type { Load, LoadResult } from './load.ts';
import { cpuSeconds, startChild } from './processes.ts';
import { type Server, benchServer, withClient, withDatabases } from './scratch.ts';

export const OWN = 'shuqiao_bench_gateway';
export const SOURCE = 'shuqiao_bench_gateway_source';
export const PEOPLE = 200_000;
const SYSTEMS = 20;
/** Connections to the department's database, on every side. */
export const CONNECTIONS = 4;

export interface SideSettings {
  server: Server;
  master: string;
  /** URL of the gateway's login. */
  login: string;
}

export interface Side {
  child: ChildProcess;
  port: number;
}

export interface City extends SideSettings {
  owner: string;
  start(file: string, side: string, more?: object): Promise<Side>;
  /** Processor seconds of every backend of the two databases and of the writer of the log, by process. */
  backends(): Promise<Map<number, number>>;
  load(ports: number[], seconds: number, rate: number): Load;
}

const item = (
  name: string,
  column: string,
  mask: PlanItem['mask'] = { kind: 'none' },
  type: PlanItem['type'] = 'text',
): PlanItem => ({ name, column, type, mask, filter: column === 'idno' });

const items: PlanItem[] = [
  item('身份证号', 'idno'),
  item('姓名', 'xm', { kind: 'name' }),
  item('手机号', 'phone', { kind: 'middle', head: 3, tail: 4 }),
  item('婚姻状况', 'state'),
  item('登记日期', 'since', { kind: 'none' }, 'date'),
];

const callers = Array.from({ length: SYSTEMS }, (_, i) => ({
  rid: `7f000001-0000-4000-8000-${String(i).padStart(12, '0')}`,
  sid: `s_11410400000000000X_${i}`,
  secret: `0123456789abcdef0123456789abcd${String(i).padStart(2, '0')}`,
}));

export const planOf = (grantId: number, systemId: number, sid: string): CallPlan => ({
  kind: 'query',
  grantId,
  version: 1,
  grantNo: `授-${grantId}`,
  provider: '市民政局',
  consumer: '市人社局',
  providerId: 1,
  consumerId: 2,
  systemId,
  scenario: '高龄津贴',
  entryId: 1,
  entryTitle: '婚姻登记信息',
  table: { sourceId: 1, schema: 'public', table: 'person' },
  items,
  rows: [],
  from: 0,
  until: Date.UTC(2100, 0, 1),
  sid,
  required: ['身份证号'],
  rowLimit: 100,
});

/** A gateway as the platform wires it, on a port of its own. */
export async function serveGateway(
  { login, master }: SideSettings,
  more: Partial<GatewayOptions> = {},
): Promise<number> {
  const gateway = createGateway({
    pool: new pgModule.Pool({ connectionString: login, max: 2 }),
    connect: async () => {
      const client = new pgModule.Client({ connectionString: login });
      await client.connect();
      return client;
    },
    keys: createKeys(Buffer.from(master, 'base64')),
    clock: { now: () => Date.now() },
    openSource: ({ password, ...address }) =>
      openPostgresSource(address, password, { connections: CONNECTIONS }),
    trustedProxies: undefined,
    metrics: createMetrics(),
    log: createLog('warn'),
    ...more,
  });
  const http = createServer((req, res) => gateway.handle(req, res));
  await new Promise<void>(done => http.listen(0, '127.0.0.1', done));
  return (http.address() as AddressInfo).port;
}

/** Writes as the owner what only commands of the platform may write otherwise. */
export async function asCommand(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin; insert into record.command (xid) values (pg_current_xact_id())');
  await work();
  await client.query('delete from record.command; commit');
}

/** The department's table and the platform's plans. */
async function fill(server: Server, master: string): Promise<void> {
  await withClient(server, SOURCE, async client => {
    await client.query(`create table person (idno text primary key, xm text, phone text, state text, since date);
      insert into person select '4104' || lpad(i::text, 14, '0'), substr('王李张刘陈杨黄赵吴周', i % 10 + 1, 1) || '晓明',
        '13' || lpad(i::text, 9, '0'), case when i % 3 = 0 then '已婚' else '未婚' end, date '2000-01-01' + i % 9000
        from generate_series(0, ${PEOPLE - 1}) i`);
    await client.query('vacuum (analyze) person');
  });
  const keys = createKeys(Buffer.from(master, 'base64'));
  await withClient(server, OWN, client =>
    asCommand(client, async () => {
      await client.query(`insert into org.region values ('410400', '平顶山市', null, 'city');
      insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code)
      values ('mz', '市民政局', 'Civil Affairs', '民政', '410400', 'government', '1')`);
      await client.query(
        `insert into plans.source (kind, host, port, database, username, password_sealed, department_id) values ('postgres', $1, $2, $3, $4, $5, 1)`,
        [
          server.host,
          server.port,
          SOURCE,
          server.user,
          keys.seal('credentials', 'plans.source/password/1', server.password),
        ],
      );
      for (const [i, { rid, sid, secret }] of callers.entries()) {
        const id = i + 1;
        await client.query(
          `insert into plans.system (id, rid, department_id, name, addresses, app_key_sealed, app_secret_sealed, secret_until)
           values ($1, $2, 2, $3, $4, $5, $6, $7)`,
          [
            id,
            rid,
            `系统${id}`,
            ['127.0.0.0/8'],
            Buffer.of(1),
            keys.seal('app-keys', `plans.system/app_secret/${id}`, secret),
            '2100-01-01',
          ],
        );
        await client.query(`insert into plans.plan values ($1, 1, 'query', $2, $1, $3)`, [
          id,
          sid,
          JSON.stringify(planOf(id, id, sid)),
        ]);
        await client.query('insert into plans.live (grant_id, version) values ($1, 1)', [id]);
      }
    }),
  );
}

/** The city, for as long as the work takes. */
export async function withCity<T>(work: (city: City) => Promise<T>): Promise<T> {
  const server = benchServer();
  const master = randomBytes(32).toString('base64');
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-bench-'));
  const children: ChildProcess[] = [];
  try {
    return await withDatabases(server, [OWN, SOURCE], async () => {
      const password = server.password === '' ? '' : `:${encodeURIComponent(server.password)}`;
      const config = readConfig({
        SHUQIAO_DATA: folder,
        SHUQIAO_MASTER_KEY: master,
        DATABASE_URL: `postgres://${server.user}${password}@${server.host}:${server.port}/${OWN}`,
        SHUQIAO_LOG: 'fatal',
      });
      const storage = await openStorage(config, resolve(import.meta.dirname, '..', '..', 'migrations'));
      const { connectionString, user, password: secret } = storage.urlFor('gateway');
      const owner = storage.ownerUrl;
      const login = new URL(connectionString);
      login.username = user;
      login.password = secret;
      await storage.close();
      await fill(server, master);
      const settings: SideSettings = { server, master, login: login.href };
      const result = await work({
        ...settings,
        owner,
        start: async (file, side, more = {}) => {
          const { child, said } = await startChild<{ port: number }>(file, ['--side', side], {
            ...settings,
            ...more,
          });
          children.push(child);
          return { child, port: said.port };
        },
        backends: () =>
          withClient(server, 'postgres', async client => {
            const { rows } = await client.query<{ pid: number }>(
              `select pid from pg_stat_activity where datname in ($1, $2) or backend_type = 'walwriter'`,
              [OWN, SOURCE],
            );
            return new Map(rows.map(({ pid }) => [pid, cpuSeconds(pid)]));
          }),
        load: (ports, seconds, rate) => ({
          speaks: 'gateway',
          ports,
          seconds,
          rate,
          systems: callers,
          people: PEOPLE,
        }),
      });
      for (const child of children) child.kill();
      return result;
    });
  } finally {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

export function offer({ child }: Side, load: Load): Promise<LoadResult> {
  return new Promise(done => {
    child.once('message', result => done(result as LoadResult));
    child.send(load);
  });
}

export interface Cost {
  /** Microseconds of processor time a call. */
  own: number;
  database: number;
  result: LoadResult;
}

/** Processor time a call of serving processes and of the database, at an offered rate. */
export async function costOf(city: City, loader: Side, sides: Side[], load: Load): Promise<Cost> {
  const spent = (): number => sides.reduce((sum, { child }) => sum + cpuSeconds(child.pid ?? 0), 0);
  const [before, process0] = [await city.backends(), spent()];
  const result = await offer(loader, load);
  const process1 = spent();
  let database = 0;
  for (const [backend, seconds] of await city.backends()) database += seconds - (before.get(backend) ?? 0);
  if (result.failed > 0)
    throw new Error(`${result.failed} of ${result.calls} calls failed: ${result.firstFailure}`);
  const perCall = (seconds: number): number => (seconds / result.calls) * 1e6;
  return { own: perCall(process1 - process0), database: perCall(database), result };
}

/** A side that falls behind makes larger batches, and then looks cheaper than it is. */
export const keptUp = ({ calls, seconds }: LoadResult, rate: number): boolean =>
  calls / seconds >= rate * 0.95;
