/**
 * A house for the test that what is not granted influences no answer: two platforms, alike but for their departments'
 * databases, which agree on every granted item, row and mask and differ in everything else; both are asked the same.
 */
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import fc, { type GeneratorValue } from 'fast-check';
import pg from 'pg';
import { openSource } from '#connectors/open.ts';
import { networks } from '#kernel/addresses.ts';
import { sql } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import { listen } from '#kernel/listen.ts';
import { createLog, createMetrics } from '#kernel/observe.ts';
import { createGateway } from '#planes/gateway/gateway.ts';
import { createMaskDigest } from '#planes/mover/reading/maskDigests.ts';
import { createAudited } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { ColumnType, TablePlan } from '#vocabulary/plans.ts';
import { type Scratch, createMariadb, createPostgres } from './connectors/databases.ts';
import { freshStorage } from './database.ts';
import {
  type Call,
  type Case,
  type Cell,
  SCENARIO,
  answerOf,
  generateCall,
  generateCase,
  isServed,
  planOf,
  worldOf,
} from './interferenceCases.ts';
import { type ListCall, type Row, generateList, isOrdered, listOf } from './interferenceLists.ts';
import { connector } from '../src/storage.ts';

export type Kind = 'postgres' | 'mysql';

export interface House {
  /** One generated case and so many generated calls; throws where an answer is another than it must be. */
  check(g: GeneratorValue, calls: number): Promise<void>;
  /** Calls asked so far, and how many of them were answered with data. */
  counts: { asked: number; served: number };
  close(): Promise<void>;
}

const SECRET = '0123456789abcdef0123456789abcdef';
const CONSUMER = 2;
const FAR = Date.UTC(2100, 0, 1);
const RID = '7f000001-0000-4000-8000-000000000001';
const WORLDS = [0, 1] as const;

const COLUMN_TYPES: Record<Kind, Record<ColumnType, string>> = {
  postgres: {
    text: 'varchar(200)',
    bigint: 'bigint',
    numeric: 'numeric(20,2)',
    double: 'double precision',
    boolean: 'boolean',
    date: 'date',
    timestamp: 'timestamp',
  },
  mysql: {
    text: 'varchar(200)',
    bigint: 'bigint',
    numeric: 'decimal(20,2)',
    double: 'double',
    boolean: 'boolean',
    date: 'date',
    timestamp: 'datetime',
  },
};

function literal(kind: Kind, type: ColumnType, cell: Cell): string {
  if (cell === null) return 'null';
  if (type === 'boolean') return cell;
  const text = cell.replaceAll('\\', '\\\\').replaceAll("'", "''");
  return kind === 'postgres' ? `e'${text}'` : `'${text}'`;
}

interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Values that are tried on a person are counted over all entries; here each call is to be the first. */
const mayTry = ({ params, claims }: Call): boolean => Object.keys({ ...params, ...claims }).length > 1;

/** What may differ between two calls: when they were made, and their places in the record. */
const OF_THE_CALL = new Set(['date', 'shuqiao-record', 'shuqiao-commitment', 'server-timing']);

interface World {
  department: Scratch;
  publish(one: Case, no: number, sid: string, table: string): Promise<unknown>;
  /** Forgets which values were tried on persons. */
  forgetTries(): Promise<unknown>;
  port: number;
  keys: Keys;
  close(): Promise<void>;
}

/** A platform with a department's database, at the same keys as the other world. */
async function openWorld(kind: Kind, label: string, masterKey: string): Promise<World> {
  const own = await freshStorage(`interference${label}`, { SHUQIAO_MASTER_KEY: masterKey });
  const { storage } = own;
  const department = await (kind === 'postgres' ? createPostgres : createMariadb)(`interference_${label}`);
  const audited = createAudited(storage.pools.write, () => Date.now());
  const owner = new pg.Client({ connectionString: storage.ownerUrl });
  await owner.connect();
  const { address, password } = department;

  await audited(PLATFORM, 'test.setup', 'city', async tx => {
    await tx.run(sql`insert into org.region values ('410400', '平顶山市', null, 'city')`);
    await tx.run(sql`insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code)
      values ('mz', '市民政局', 'Civil Affairs', '民政', '410400', 'government', '1')`);
    const sealed = storage.keys.seal('app-keys', 'plans.system/app_secret/1', SECRET);
    await tx.run(sql`insert into plans.system (id, rid, department_id, name, addresses, app_key_sealed, app_secret_sealed, secret_until)
      values (1, ${RID}, ${CONSUMER}, '系统1', ${['127.0.0.0/8']}, ${Buffer.of(1)}, ${sealed}, ${new Date(FAR)})`);
    const held = storage.keys.seal('credentials', 'plans.source/password/1', password);
    await tx.run(sql`insert into plans.source (kind, host, port, database, username, password_sealed, department_id)
      values (${kind}, ${address.host}, ${address.port}, ${address.database}, ${address.user}, ${held}, 1)`);
    return { value: undefined };
  });

  const gateway = createGateway({
    pool: storage.pools.gateway,
    connect: connector(storage, 'gateway'),
    keys: storage.keys,
    clock: { now: () => Date.now() },
    openSource,
    trustedProxies: networks([]),
    metrics: createMetrics(),
    log: createLog('silent'),
  });
  const listening = await listen(['127.0.0.1'], 0, (req, res) => gateway.handle(req, res));

  return {
    department,
    port: listening.port,
    keys: storage.keys,
    forgetTries: () => owner.query('delete from plans.tried'),
    publish: (one, no, sid, table) =>
      audited(PLATFORM, 'test.publish', `grant:${no}`, async tx => {
        const entry = await tx.get<{ id: number }>(sql`
          insert into catalog.entry (department_id, title, version, state, created_at, updated_at)
          select id, '', 1, 'draft', now(), now() from org.department returning id`);
        const plan: TablePlan = {
          ...planOf(one),
          grantId: no,
          version: 1,
          grantNo: `授-2026-${no}`,
          provider: '市民政局',
          consumer: '市人社局',
          providerId: 1,
          consumerId: CONSUMER,
          systemId: 1,
          scenario: SCENARIO,
          entryId: entry.id,
          entryTitle: '婚姻登记信息',
          table: { sourceId: 1, schema: kind === 'postgres' ? 'public' : address.database, table },
          from: 0,
          until: FAR,
          sid,
        };
        await tx.run(
          sql`insert into plans.service (entry_id, body) values (${entry.id}, ${JSON.stringify(one.service)}::jsonb)`,
        );
        await tx.run(sql`insert into plans.plan (grant_id, version, kind, sid, system_id, body)
          values (${no}, 1, ${plan.kind}, ${sid}, 1, ${JSON.stringify(plan)}::jsonb)`);
        await tx.run(sql`insert into plans.live (grant_id, version) values (${no}, 1)`);
        return { value: undefined };
      }),
    async close() {
      await listening.close(1000);
      await gateway.close();
      await owner.end();
      await department.drop();
      await own.close();
    },
  };
}

export async function openHouse(kind: Kind): Promise<House> {
  const masterKey = randomBytes(32).toString('base64');
  const worlds = [await openWorld(kind, 'one', masterKey), await openWorld(kind, 'two', masterKey)] as const;
  const digest = createMaskDigest(worlds[0].keys, CONSUMER);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const counts = { asked: 0, served: 0 };
  let cases = 0;
  let last = 0;

  async function fill(world: 0 | 1, table: string, one: Case, rows: readonly Cell[][]): Promise<void> {
    const { columns } = one;
    const defined = columns.map(({ name, type }) => `${name} ${COLUMN_TYPES[kind][type]}`);
    const { department } = worlds[world];
    const run = (text: string): Promise<unknown> => department.run(text);
    await run(`create table ${table} (place int primary key, ${defined.join(', ')})`);
    await run(`create index ${table}_by on ${table} (c0)`);
    const insert = (some: readonly Cell[][], from: number): Promise<unknown> =>
      run(
        `insert into ${table} values ${some
          .map(
            (row, i) =>
              `(${[String(from + i), ...row.map((cell, at) => literal(kind, columns[at]?.type ?? 'text', cell))].join(', ')})`,
          )
          .join(', ')}`,
      );
    if (rows.length === 0) return;
    // In one of them rows were there and are gone, and statistics are known.
    if (world === 1) await insert(rows, 1000);
    if (world === 1) await run(`delete from ${table} where place >= 1000`);
    await insert(rows, world * 100);
    if (world === 1) await run(kind === 'postgres' ? `analyze ${table}` : `analyze table ${table}`);
  }

  function send(
    world: 0 | 1,
    method: string,
    path: string,
    sid: string,
    body: string,
    more: Record<string, string> = {},
  ): Promise<Reply> {
    last = Math.max(last + 1, Date.now());
    const sign = createHmac('sha256', SECRET)
      .update(sid + RID + last)
      .digest('base64');
    return new Promise((resolve, reject) => {
      const req = request(
        {
          host: '127.0.0.1',
          port: worlds[world].port,
          agent,
          method,
          path,
          headers: {
            gjgxjhpt_rid: RID,
            gjgxjhpt_sid: sid,
            gjgxjhpt_rtime: String(last),
            gjgxjhpt_sign: sign,
            ...more,
          },
        },
        res => {
          const parts: Buffer[] = [];
          res.on('data', (part: Buffer) => parts.push(part));
          res.on('end', () =>
            resolve({
              status: res.statusCode ?? 0,
              headers: Object.fromEntries(
                Object.entries(res.headers).filter(([name]) => !OF_THE_CALL.has(name)),
              ),
              body: Buffer.concat(parts).toString('utf8'),
            }),
          );
        },
      );
      req.on('error', reject);
      req.end(body);
    });
  }

  function ask(world: 0 | 1, sid: string, { method, params, claims, scenario }: Call): Promise<Reply> {
    const path = `/gateway/${sid}`;
    if (method === 'POST')
      return send(
        world,
        method,
        path,
        sid,
        JSON.stringify({ params, claims, ...(scenario === '' ? {} : { scenario }) }),
      );
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(params)) query.append(`params.${name}`, value);
    for (const [name, value] of Object.entries(claims)) query.append(`claims.${name}`, value);
    if (scenario !== '') query.append('scenario', scenario);
    return send(world, method, `${path}?${String(query)}`, sid, '');
  }

  /** The same bytes from both worlds; and, where the grant gives what is asked, what the model says. */
  async function compare(one: Case, sid: string, call: Call): Promise<void> {
    const [first, second] = await Promise.all(WORLDS.map(world => ask(world, sid, call)));
    const told = JSON.stringify(call);
    assert.deepEqual(second, first, `the worlds answer differently to ${told}`);
    const { status = 0, body = '' } = first ?? {};
    counts.asked++;
    assert.ok(status < 500, `${status} to ${told}: ${body}`);
    // Two claims on one item may be one too many already.
    if (status === 429 && mayTry(call) && isServed(one, call)) return;
    assert.equal(status === 200, isServed(one, call), `${status} to ${told}: ${body}`);
    if (status !== 200) return;
    counts.served++;
    const answer = JSON.parse(body) as { data: unknown; more?: boolean };
    const expected = answerOf(one, call, digest);
    if (!Array.isArray(expected)) {
      assert.deepEqual(answer.data, expected, told);
      return;
    }
    const rows = (answer.data as unknown[]).map(row => JSON.stringify(row)).sort();
    const left = expected.map(row => JSON.stringify(row)).sort();
    assert.equal(answer.more, left.length > one.rowLimit, told);
    if (left.length <= one.rowLimit) assert.deepEqual(rows, left, told);
    assert.equal(rows.length, Math.min(left.length, one.rowLimit), told);
    for (const row of rows) {
      const at = left.indexOf(row);
      assert.ok(at >= 0, `${row} is no row of the grant; asked ${told}`);
      left.splice(at, 1);
    }
  }

  async function askList(
    sid: string,
    call: ListCall,
    places: readonly (string | undefined)[],
  ): Promise<Reply[]> {
    return Promise.all(
      WORLDS.map(world => {
        const begin = places[world] === undefined ? `offset=${call.offset}` : `after=${places[world]}`;
        return send(world, call.method, `/rest/v1/${sid}?${call.query}&${begin}`, sid, '', call.headers);
      }),
    );
  }

  /** The places where next pages begin are sealed anew each time: of them, only whether there is one is compared. */
  function samePages(
    replies: readonly Reply[],
    told: string,
  ): { reply: Reply; places: (string | undefined)[] } {
    const places = replies.map(({ headers: { 'shuqiao-next': next } }) =>
      typeof next === 'string' ? next : undefined,
    );
    const plain = replies.map(({ headers: { 'shuqiao-next': next, ...headers }, ...rest }) => ({
      ...rest,
      headers,
      next: next?.length,
    }));
    assert.deepEqual(plain[1], plain[0], `the worlds answer differently to ${told}`);
    return { reply: replies[0] as Reply, places };
  }

  async function compareList(one: Case, sid: string, call: ListCall): Promise<void> {
    const told = `${call.method} ${decodeURIComponent(call.query.replaceAll('+', ' '))} offset ${call.offset} ${JSON.stringify(call.headers)}`;
    const page = samePages(await askList(sid, call, []), told);
    const { reply } = page;
    let { places } = page;
    counts.asked++;
    assert.ok(reply.status < 500, `${reply.status} to ${told}: ${reply.body}`);
    if (reply.status !== 200 && reply.status !== 206) return;
    counts.served++;
    if (call.headers['accept'] !== 'application/json') return;
    const left = listOf(one, call, digest).map(row => JSON.stringify(JSON.parse(row)));
    const total = left.length;
    if (call.count) assert.equal(String(reply.headers['content-range']).split('/')[1], String(total), told);
    if (call.method === 'HEAD') return;
    const rows = JSON.parse(reply.body) as Row[];
    const expected = Math.max(0, total - call.offset);
    const { listing, maxPage } = one.service;
    const most = Math.min(call.limit ?? Infinity, listing ? maxPage : Math.min(maxPage, one.rowLimit));
    assert.equal(rows.length, Math.min(most, expected), `${told}: ${reply.body}`);
    while (places.every(place => place !== undefined)) {
      const next = samePages(await askList(sid, call, places), told);
      assert.ok(next.reply.status === 200 || next.reply.status === 206, `${next.reply.status} to ${told}`);
      rows.push(...(JSON.parse(next.reply.body) as Row[]));
      assert.ok(rows.length <= expected, `${told} has more rows than there are`);
      ({ places } = next);
    }
    if (most > 0) assert.equal(rows.length, expected, `pages of ${told}`);
    assert.ok(isOrdered(call, rows), `${told} is not in order: ${JSON.stringify(rows)}`);
    for (const row of rows) {
      const at = left.indexOf(JSON.stringify(row));
      assert.ok(at >= 0, `${JSON.stringify(row)} is no row of the grant; asked ${told}`);
      left.splice(at, 1);
    }
  }

  async function settled(sid: string): Promise<void> {
    const started = performance.now();
    for (;;) {
      const replies = await Promise.all(
        WORLDS.map(world => send(world, 'POST', `/gateway/${sid}`, sid, '{}')),
      );
      if (replies.every(({ body }) => !body.includes('no_grant'))) return;
      assert.ok(performance.now() - started < 10_000, 'the gateway follows');
    }
  }

  return {
    counts,
    async check(g, calls) {
      const one = generateCase(g);
      const no = ++cases;
      const [sid, table] = [`s_case_${no}`, `t${no}`];
      for (const world of WORLDS) await fill(world, table, one, worldOf(g, one, world));
      for (const world of worlds) await world.publish(one, no, sid, table);
      await settled(sid);
      for (let at = 0; at < calls; at++) {
        await Promise.all(worlds.map(world => world.forgetTries()));
        const isList = g(fc.boolean) && one.kind === 'query';
        await (isList
          ? compareList(one, sid, generateList(g, one))
          : compare(one, sid, generateCall(g, one)));
      }
      for (const { department } of worlds) await department.run(`drop table ${table}`);
    },
    async close() {
      agent.destroy();
      for (const world of worlds) await world.close();
    },
  };
}
