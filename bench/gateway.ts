/**
 * CPU time a call (server process and its database backends, from the kernel's counters) of a bare Fastify route with
 * the same point select ÷ that of the gateway: signed, granted, two items masked, replay-checked, recorded before the
 * answer. Open loop at one offered rate; both sides get the same requests. Promise: at least 0.5.
 *
 *   node bench/gateway.ts [--rate 3000] [--seconds 20] [--pairs 5] [--saturation 5]
 */
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import fastify from 'fastify';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { openPostgresSource } from '#connectors/postgres.ts';
import { createKeys } from '#kernel/keys.ts';
import { createLog, createMetrics } from '#kernel/observe.ts';
import { createGateway } from '#planes/gateway/gateway.ts';
import type { CallPlan, PlanItem } from '#vocabulary/plans.ts';
import { openStorage } from '../src/storage.ts';
import { type Load, type LoadResult, offerLoad } from './lib/load.ts';
import { loadAverage, printMachine } from './lib/machine.ts';
import { median, runPairs } from './lib/pairs.ts';
import { childSettings, cpuSeconds, startChild } from './lib/processes.ts';
import { failRun, promiseLine } from './lib/promise.ts';
import { type Server, benchServer, withClient, withDatabases } from './lib/scratch.ts';

const ownDatabase = 'shuqiao_bench_gateway';
const sourceDatabase = 'shuqiao_bench_gateway_source';
const people = 200_000;
const systems = 20;
const connections = 4;

interface SideSettings {
  server: Server;
  master: string;
  login: string;
}

const item = (
  name: string,
  column: string,
  mask: PlanItem['mask'] = { kind: 'none' },
  type: PlanItem['type'] = 'text',
): PlanItem => ({
  name,
  column,
  type,
  mask,
  filter: column === 'idno',
});

const items: PlanItem[] = [
  item('身份证号', 'idno'),
  item('姓名', 'xm', { kind: 'name' }),
  item('手机号', 'phone', { kind: 'middle', head: 3, tail: 4 }),
  item('婚姻状况', 'state'),
  item('登记日期', 'since', { kind: 'none' }, 'date'),
];

const callers = Array.from({ length: systems }, (_, i) => ({
  rid: `7f000001-0000-4000-8000-${String(i).padStart(12, '0')}`,
  sid: `s_11410400000000000X_${i}`,
  secret: `0123456789abcdef0123456789abcd${String(i).padStart(2, '0')}`,
}));

async function serveBare({ server }: SideSettings): Promise<number> {
  const pool = new pg.Pool({ ...server, database: sourceDatabase, max: connections });
  pg.types.setTypeParser(1082, text => text);
  const app = fastify();
  app.post<{ Body: { params: { 身份证号: string } } }>('/gateway/:sid', async request => {
    const { rows } = await pool.query({
      name: 'person',
      text: 'select idno as "身份证号", xm as "姓名", phone as "手机号", state as "婚姻状况", since as "登记日期" from person where idno = $1 limit 101',
      values: [request.body.params.身份证号],
    });
    return { code: '0', message: '成功', data: rows };
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return (app.server.address() as AddressInfo).port;
}

async function serveOurs({ login, master }: SideSettings): Promise<number> {
  const gateway = createGateway({
    pool: new pg.Pool({ connectionString: login, max: 2 }),
    connect: async () => {
      const client = new pg.Client({ connectionString: login });
      await client.connect();
      return client;
    },
    keys: createKeys(Buffer.from(master, 'base64')),
    clock: { now: () => Date.now() },
    openSource: ({ password, ...address }) => openPostgresSource(address, password, { connections }),
    trustedProxies: undefined,
    metrics: createMetrics(),
    log: createLog('warn'),
  });
  const http = createServer((req, res) => gateway.handle(req, res));
  await new Promise<void>(done => http.listen(0, '127.0.0.1', done));
  return (http.address() as AddressInfo).port;
}

async function serveLoad(): Promise<void> {
  process.on('message', (load: Load) => {
    void offerLoad(load).then(result => process.send?.(result));
  });
  process.send?.({ port: 0 });
}

function offer(loader: ChildProcess, load: Load): Promise<LoadResult> {
  return new Promise(done => {
    loader.once('message', result => done(result as LoadResult));
    loader.send(load);
  });
}

/** The department's table and the platform's plans, written as the owner. */
async function fill(server: Server, master: string): Promise<void> {
  await withClient(server, sourceDatabase, async client => {
    await client.query(`create table person (idno text primary key, xm text, phone text, state text, since date);
      insert into person select '4104' || lpad(i::text, 14, '0'), substr('王李张刘陈杨黄赵吴周', i % 10 + 1, 1) || '晓明',
        '13' || lpad(i::text, 9, '0'), case when i % 3 = 0 then '已婚' else '未婚' end, date '2000-01-01' + i % 9000
        from generate_series(0, ${people - 1}) i`);
    await client.query('vacuum (analyze) person');
  });
  const keys = createKeys(Buffer.from(master, 'base64'));
  await withClient(server, ownDatabase, async client => {
    await client.query('begin; insert into record.command (xid) values (pg_current_xact_id())');
    await client.query(`insert into org.region values ('410400', '平顶山市', null, 'city');
      insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code)
      values ('mz', '市民政局', 'Civil Affairs', '民政', '410400', 'government', '1')`);
    await client.query(
      `insert into plans.source (kind, host, port, database, username, password_sealed, department_id) values ('postgres', $1, $2, $3, $4, $5, 1)`,
      [
        server.host,
        server.port,
        sourceDatabase,
        server.user,
        keys.seal('credentials', 'plans.source/password/1', server.password),
      ],
    );
    for (const [i, { rid, sid, secret }] of callers.entries()) {
      const id = i + 1;
      await client.query('insert into plans.system values ($1, $2, 2, $3, $4, $5, $6, $7)', [
        id,
        rid,
        `系统${id}`,
        ['127.0.0.0/8'],
        Buffer.of(1),
        keys.seal('app-keys', `plans.system/app_secret/${id}`, secret),
        '2100-01-01',
      ]);
      const plan: CallPlan = {
        kind: 'query',
        grantId: id,
        version: 1,
        grantNo: `授-${id}`,
        provider: '市民政局',
        consumer: '市人社局',
        providerId: 1,
        consumerId: 2,
        systemId: id,
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
      };
      await client.query(`insert into plans.plan values ($1, 1, 'query', $2, $1, $3)`, [
        id,
        sid,
        JSON.stringify(plan),
      ]);
      await client.query('insert into plans.live (grant_id, version) values ($1, 1)', [id]);
    }
    await client.query('delete from record.command; commit');
  });
}

export interface GatewayBench {
  rate: number;
  seconds: number;
  pairs: number;
  saturation: number;
}

export async function benchGateway(options: GatewayBench): Promise<number> {
  const server = benchServer();
  const master = randomBytes(32).toString('base64');
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-bench-'));
  const children: ChildProcess[] = [];
  try {
    return await withDatabases(server, [ownDatabase, sourceDatabase], async () => {
      const password = server.password === '' ? '' : `:${encodeURIComponent(server.password)}`;
      const config = readConfig({
        SHUQIAO_DATA: folder,
        SHUQIAO_MASTER_KEY: master,
        DATABASE_URL: `postgres://${server.user}${password}@${server.host}:${server.port}/${ownDatabase}`,
        SHUQIAO_LOG: 'fatal',
      });
      const storage = await openStorage(config, resolve(import.meta.dirname, '..', 'migrations'));
      const { connectionString, user, password: secret } = storage.urlFor('gateway');
      const login = new URL(connectionString);
      login.username = user;
      login.password = secret;
      await storage.close();
      await fill(server, master);
      printMachine();
      console.log(
        `${people} people, ${systems} systems with a grant each, ${options.rate} calls/s for ${options.seconds} s, ${options.pairs} pairs, no seed`,
      );
      const settings: SideSettings = { server, master, login: login.href };
      const start = async (side: string): Promise<{ child: ChildProcess; port: number }> => {
        const { child, said } = await startChild<{ port: number }>(
          import.meta.filename,
          ['--side', side],
          settings,
        );
        children.push(child);
        return { child, port: said.port };
      };
      const bare = await start('bare');
      const ours = await start('ours');
      const { child: loader } = await start('load');
      const backends = async (): Promise<Map<number, number>> =>
        withClient(server, 'postgres', async client => {
          const { rows } = await client.query<{ pid: number }>(
            `select pid from pg_stat_activity where datname in ($1, $2) or backend_type = 'walwriter'`,
            [ownDatabase, sourceDatabase],
          );
          return new Map(rows.map(({ pid }) => [pid, cpuSeconds(pid)]));
        });
      const load = (port: number, seconds: number, rate: number): Load => ({
        port,
        seconds,
        rate,
        systems: callers,
        people,
      });

      async function measure(side: { child: ChildProcess; port: number }, name: string): Promise<number> {
        await offer(loader, load(side.port, 3, options.rate));
        const pid = side.child.pid ?? 0;
        const [before, process0] = [await backends(), cpuSeconds(pid)];
        const result = await offer(loader, load(side.port, options.seconds, options.rate));
        const process1 = cpuSeconds(pid);
        let database = 0;
        for (const [backend, seconds] of await backends()) database += seconds - (before.get(backend) ?? 0);
        if (result.failed > 0)
          throw new Error(`${result.failed} of ${result.calls} calls failed: ${result.firstFailure}`);
        // A side that falls behind makes larger batches, and then looks cheaper than it is.
        if (result.calls / result.seconds < options.rate * 0.95)
          failRun(
            `  ${name} did not keep up with the offered rate: this pair proves nothing, lower --rate or run again.`,
          );
        const perCall = (seconds: number): number => (seconds / result.calls) * 1e6;
        const [own, its] = [perCall(process1 - process0), perCall(database)];
        console.log(
          `  ${name}: ${own.toFixed(1)} + ${its.toFixed(1)} µs a call (process + database), ${Math.round(result.calls / result.seconds)}/s, p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms`,
        );
        return own + its;
      }

      // Both sides' code is compiled before the first pair.
      for (const side of [bare, ours]) await offer(loader, load(side.port, 5, options.rate));
      const result = await runPairs({
        count: options.pairs,
        bare: () => measure(bare, 'bare'),
        ours: () => measure(ours, 'gateway'),
        load: loadAverage,
        lessIsBetter: true,
        onPair: (pair, ratio, round) =>
          console.log(
            `pair ${round + 1}: bare ${pair.bare.toFixed(1)} µs, gateway ${pair.ours.toFixed(1)} µs, ratio ${ratio.toFixed(3)}, load ${pair.load.toFixed(2)}`,
          ),
      });
      console.log(
        `median ${result.median.toFixed(3)}, spread ${result.lowest.toFixed(3)} to ${result.highest.toFixed(3)}; bare ${median(result.pairs.map(pair => pair.bare)).toFixed(1)} µs, gateway ${median(result.pairs.map(pair => pair.ours)).toFixed(1)} µs`,
      );
      if (options.saturation > 0)
        for (const [name, side] of [
          ['bare', bare],
          ['gateway', ours],
        ] as const) {
          const most = await offer(loader, load(side.port, options.saturation, 0));
          console.log(
            `saturated (64 callers): ${name} ${Math.round(most.calls / most.seconds)} calls/s, p99 ${most.p99.toFixed(1)} ms, ${most.failed} failed`,
          );
        }
      if (result.disturbed)
        failRun('A pair differs by more than a third from the median: the machine was disturbed, run again.');
      for (const child of children) child.kill();
      return result.median;
    });
  } finally {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rate: { type: 'string', default: '3000' },
      seconds: { type: 'string', default: '20' },
      pairs: { type: 'string', default: '5' },
      saturation: { type: 'string', default: '5' },
      side: { type: 'string' },
    },
  });
  if (values.side === 'load') await serveLoad();
  else if (values.side !== undefined) {
    const settings = childSettings<SideSettings>();
    process.send?.({ port: await (values.side === 'ours' ? serveOurs(settings) : serveBare(settings)) });
  } else {
    const ratio = await benchGateway({
      rate: Number(values.rate),
      seconds: Number(values.seconds),
      pairs: Number(values.pairs),
      saturation: Number(values.saturation),
    });
    promiseLine('gateway', ratio, '>=0.5');
  }
}
