/** Gateways over a scratch platform and a department's own database, for tests of limits and protection. */
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import pg from 'pg';
import { openSource } from '#connectors/open.ts';
import { networks } from '#kernel/addresses.ts';
import { type Sql, sql } from '#kernel/db.ts';
import { type Listening, listen } from '#kernel/listen.ts';
import { createLog, createMetrics } from '#kernel/observe.ts';
import { type Gateway, createGateway } from '#planes/gateway/gateway.ts';
import { type Audited, createAudited } from '#record/audited.ts';
import { type Entry, decodeEntry, unpackEntries } from '#record/entry.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { PlanItem, SourceAddress, TablePlan } from '#vocabulary/plans.ts';
import type { ServiceSettings } from '#vocabulary/services.ts';
import { connector, type Storage } from '../src/storage.ts';
import { type Scratch, type TestStorage, freshStorage, scratchDatabase } from './database.ts';
import { untilTrue } from './untilTrue.ts';

export const FAR = Date.UTC(2100, 0, 1);
export const SECRET = '0123456789abcdef0123456789abcdef';
/** Of system 1 and 2, which belong to department 2, and of system 3 of department 3. */
export const ridOf = (system: number): string => `7f000001-0000-4000-8000-00000000000${system}`;

export const item = (name: string, column: string, more: Partial<PlanItem> = {}): PlanItem => ({
  name,
  column,
  type: 'text',
  mask: { kind: 'none' },
  filter: false,
  ...more,
});

export const ITEMS: PlanItem[] = [
  item('身份证号', 'idno', { filter: true }),
  item('姓名', 'xm'),
  item('性别', 'sex', { codes: 2 }),
  item('婚姻状况', 'state', { codes: 5 }),
];

export const planOf = (grantId: number, more: Partial<TablePlan> = {}): TablePlan => ({
  kind: 'query',
  grantId,
  version: 1,
  grantNo: `授-2026-${grantId}`,
  provider: '市民政局',
  consumer: '市人社局',
  providerId: 1,
  consumerId: 2,
  systemId: 1,
  scenario: '高龄津贴',
  entryId: 9,
  entryTitle: '婚姻登记信息',
  table: { sourceId: 1, schema: 'public', table: 'person' },
  items: ITEMS,
  rows: [],
  from: 0,
  until: FAR,
  sid: `s_test_${grantId}`,
  required: ['身份证号'],
  rowLimit: 100,
  ...more,
});

/** A gateway of its own in this process, over the platform's database. */
export function gatewayOver(storage: Pick<Storage, 'pools' | 'keys' | 'urlFor'>, now = Date.now): Gateway {
  return createGateway({
    pool: storage.pools.gateway,
    connect: connector(storage, 'gateway'),
    keys: storage.keys,
    clock: { now },
    openSource,
    trustedProxies: networks(['127.0.0.1/32']),
    metrics: createMetrics(),
    log: createLog('silent'),
  });
}

export interface Reply {
  status: number;
  body: { code: string; message: string; data: unknown };
  headers: Record<string, string | string[] | undefined>;
  bytes: number;
}

let last = 0;
function freshTime(): string {
  last = Math.max(last + 1, Date.now());
  return String(last);
}

export function call(
  port: number,
  grant: number,
  body: unknown = { params: { 身份证号: '1' } },
  system = 1,
): Promise<Reply> {
  const sid = `s_test_${grant}`;
  const rid = ridOf(system);
  const rtime = freshTime();
  const sign = createHmac('sha256', SECRET)
    .update(sid + rid + rtime)
    .digest('base64');
  return new Promise((resolve, reject) => {
    const req = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: `/gateway/${sid}`,
        headers: { gjgxjhpt_rid: rid, gjgxjhpt_sid: sid, gjgxjhpt_rtime: rtime, gjgxjhpt_sign: sign },
      },
      res => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => {
          const whole = Buffer.concat(chunks);
          resolve({
            status: res.statusCode ?? 0,
            body: JSON.parse(whole.toString()) as Reply['body'],
            headers: res.headers,
            bytes: whole.length,
          });
        });
      },
    );
    req.on('error', reject);
    req.end(JSON.stringify(body));
  });
}

export interface GatewayHouse {
  own: TestStorage;
  department: Scratch;
  owner: pg.Client;
  audited: Audited;
  /** Starts one more gateway and answers its port. */
  start(now?: () => number): Promise<{ port: number; stop(): Promise<void> }>;
  publish(...plans: TablePlan[]): Promise<void>;
  setService(entryId: number, settings: Partial<ServiceSettings>): Promise<void>;
  write(what: Sql): Promise<unknown>;
  /** One more database of a department; answers its number. */
  addSource(source: { address: SourceAddress; password: string }, ceiling?: number): Promise<number>;
  record(): Promise<Entry[]>;
  close(): Promise<void>;
}

export async function gatewayHouse(label: string): Promise<GatewayHouse> {
  const own = await freshStorage(label);
  const department = await scratchDatabase(`${label}source`);
  const { keys } = own.storage;
  const owner = new pg.Client({ connectionString: own.storage.ownerUrl });
  await owner.connect();
  const audited = createAudited(own.storage.pools.write, () => Date.now());
  const running: { gateway: Gateway; listening: Listening }[] = [];
  const write = (what: Sql): Promise<unknown> =>
    audited(PLATFORM, 'test.write', 'test', async tx => {
      await tx.run(what);
      return { value: undefined };
    });
  let sources = 0;

  async function stop(one: { gateway: Gateway; listening: Listening }): Promise<void> {
    running.splice(running.indexOf(one), 1);
    await one.listening.close(1000);
    await one.gateway.close();
  }

  const house: GatewayHouse = {
    own,
    department,
    owner,
    audited,
    write,
    async start(now) {
      const gateway = gatewayOver(own.storage, now);
      const listening = await listen(['127.0.0.1'], 0, (req, res) => gateway.handle(req, res));
      const one = { gateway, listening };
      running.push(one);
      return { port: listening.port, stop: () => stop(one) };
    },
    async publish(...plans) {
      await audited(PLATFORM, 'test.publish', 'test', async tx => {
        for (const one of plans) {
          const { grantId, version, kind, sid, systemId } = one;
          await tx.run(sql`insert into plans.plan (grant_id, version, kind, sid, system_id, body)
            values (${grantId}, ${version}, ${kind}, ${sid}, ${systemId}, ${JSON.stringify(one)}::jsonb)`);
          await tx.run(sql`insert into plans.live (grant_id, version) values (${grantId}, ${version})
            on conflict (grant_id) do update set version = excluded.version, changed = clock_timestamp()`);
        }
        return { value: undefined };
      });
    },
    async setService(entryId, settings) {
      await owner.query(`set session_replication_role = replica`);
      await owner.query(
        `insert into plans.service (entry_id, body) values ($1, $2) on conflict (entry_id) do update set body = excluded.body, changed = clock_timestamp()`,
        [entryId, JSON.stringify(settings)],
      );
      await owner.query(`set session_replication_role = origin`);
      await owner.query(`notify shuqiao_plans`);
    },
    async addSource({ address: { kind, host, port, database, user }, password }, ceiling = 8) {
      const id = ++sources;
      const sealed = keys.seal('credentials', `plans.source/password/${id}`, password);
      await write(sql`insert into plans.source (kind, host, port, database, username, password_sealed, department_id, ceiling)
        values (${kind}, ${host}, ${port}, ${database}, ${user}, ${sealed}, 1, ${ceiling})`);
      return id;
    },
    async record() {
      const { rows } = await owner.query<{ n: number; body: Buffer }>(
        'select n, body from record.batch where log = 2 order by first',
      );
      return rows.flatMap(row => unpackEntries(row.body, row.n).map(bytes => decodeEntry(bytes)));
    },
    async close() {
      for (const one of running.slice()) await stop(one);
      await owner.end();
      await own.close();
      await department.drop();
    },
  };

  await audited(PLATFORM, 'test.setup', 'city', async tx => {
    await tx.run(sql`insert into org.region values ('410400', '平顶山市', null, 'city')`);
    await tx.run(sql`insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code)
      values ('mz', '市民政局', 'Civil Affairs', '民政', '410400', 'government', '1')`);
    for (const [id, departmentId] of [
      [1, 2],
      [2, 2],
      [3, 3],
    ] as const)
      await tx.run(sql`insert into plans.system (id, rid, department_id, name, addresses, app_key_sealed, app_secret_sealed, secret_until)
        values (${id}, ${ridOf(id)}, ${departmentId}, ${`系统${id}`}, ${['127.0.0.0/8']}, ${Buffer.of(1)},
                ${keys.seal('app-keys', `plans.system/app_secret/${id}`, SECRET)}, ${new Date(FAR)})`);
    return { value: undefined };
  });
  await house.addSource(addressIn(department.url));
  const client = new pg.Client({ connectionString: department.url });
  await client.connect();
  await client.query(`create table person (idno text, xm text, sex text, state text, town text, street text);
    create index on person (idno);
    insert into person select i::text, '姓名' || i, case when i % 2 = 0 then '女' else '男' end, '已婚', '湛河', '建设路' from generate_series(1, 5000) i`);
  await client.end();
  return house;
}

/** A PostgreSQL of a department, from its URL. */
export function addressIn(url: string): { address: SourceAddress; password: string } {
  const { hostname: host, port, username: user, password, pathname } = new URL(url);
  return {
    address: { kind: 'postgres', host, port: Number(port), database: pathname.slice(1), user },
    password: decodeURIComponent(password),
  };
}

/** Waits until a gateway follows what was written. */
export const followed = (check: () => Promise<boolean>): Promise<void> =>
  untilTrue(check, 'the gateway follows');
