/** Exchange from the officer's order to the receipt, between real databases, with the mover that serves. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import pg from 'pg';
import { openMysqlSource } from '#connectors/mysql/source.ts';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { reader, sql } from '#kernel/db.ts';
import { createLog, createMetrics } from '#kernel/observe.ts';
import { declareExchange } from '#modules/exchange/index.ts';
import { createProbe, createResources, declareResources } from '#modules/resources/index.ts';
import type { Delivery } from '#planes/mover/ports.ts';
import { type Mover, createMover } from '#planes/mover/runs/runner.ts';
import { decodeEntry, unpackEntries } from '#record/entry.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { MovePlan, SourceAddress } from '#vocabulary/plans.ts';
import { type Scratch, createPostgres } from './connectors/databases.ts';
import { type Client, type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';
import { exchangeOver } from './exchangeHouse.ts';
import { connector } from '../src/storage.ts';

const ROWS = 3_000;
/** Wide rows, two milliseconds each: a run that takes some seconds and shows how far it is. */
const SLOW_ROWS = 3_000;

interface Receipt {
  rowsRead: number;
  rowsWritten: number;
  equal: boolean;
  buckets: number[];
  items: string[];
  columns: string[];
  sha256: string;
  record: number | null;
}
interface Run {
  id: number;
  no: string;
  taskId: number;
  state: string;
  stage: string;
  rowsRead: number;
  rowsWritten: number;
  problem: string;
  problemEn: string;
  receipt: Receipt | null;
  comparison: { equal: boolean; rows: number; buckets: number[] } | null;
  comparing: boolean;
  actions: string[];
}

let city: ControlPlane;
let provider: Scratch;
let consumer: Scratch;
let officer: Client;
let sourceIds: { provide: number; receive: number };
let owner: pg.Client;
let mover: Mover | undefined;
/** The rule about addresses as the platform holds it; the tests' own server is let pass until a test says otherwise. */
const addressRule = { exempt: new Set<string>(), own: new Set<string>() };
/** The department's network, as far as this machine has one: this address leads to the tests' own server. */
const DEPARTMENT_ADDRESS = '10.66.3.7';
const routed = (host: string): string => (host === DEPARTMENT_ADDRESS ? provider.address.host : host);
const grants = new Map<number, { consumerId: number; mode: string; plan: Omit<MovePlan, 'sink'> }>();
const openSource = ({ password, ...address }: SourceAddress & { password: string }) =>
  address.kind === 'mysql' ? openMysqlSource(address, password) : openPostgresSource(address, password);

before(async () => {
  city = await openControlPlane('exchange');
  provider = await createPostgres('exchange_from');
  consumer = await createPostgres('exchange_to');
  await provider.run(`
    create table person (id bigint primary key, idno char(18), xm text, income numeric(12,2));
    insert into person select i, '4104021987' || lpad(i::text, 4, '0') || '123X', '张三丰', i + 0.5 from generate_series(1, ${ROWS}) i;
    create view slow as select id, idno, repeat(xm, 1500) as xm, income from person where id <= ${SLOW_ROWS} and pg_sleep(0.002) is not null`);
  const { host, port } = provider.address;
  addressRule.exempt.add(`${host}:${port}`);
  const resources = createResources({
    db: city.db,
    secrets: reader(city.storage.pools.write),
    audited: city.audited,
    keys: city.storage.keys,
    catalog: city.catalog,
    organizations: city.organizations,
    policy: city.policy,
    sources: city.sources,
    probe: createProbe(openSource),
    addresses: addressRule,
  });
  declareResources({ http: city.http, resources });
  const exchange = exchangeOver(city, { grants: { facts: grantFacts }, resources });
  declareExchange({ http: city.http, exchange });
  officer = await city.as('civil', 'data_officer');
  sourceIds = {
    provide: await register(await city.as('market', 'data_officer'), provider, 'provide'),
    receive: await register(officer, consumer, 'receive'),
  };
  owner = new pg.Client({ connectionString: city.storage.ownerUrl });
  await owner.connect();
});
after(async () => {
  await owner.end();
  await city.close();
  await provider.drop();
  await consumer.drop();
});
afterEach(async () => {
  await mover?.close();
  mover = undefined;
  await consumer.run(
    'drop event trigger if exists meddle; drop schema if exists shuqiao cascade; drop schema if exists shared cascade',
  );
});

async function register(who: Client, { address, password }: Scratch, use: string): Promise<number> {
  const { kind, host, port, database, user } = address;
  const body = { use, kind, host, port, database, user, password, note: '' };
  const reply = await who.post<{ source: { id: number } }>('/api/sources', body);
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  return reply.body.source.id;
}

/** What sharing would say of a grant: alive as long as its plan is. */
async function grantFacts(id: number) {
  const grant = grants.get(id);
  if (!grant) return undefined;
  const { version = 0 } =
    (await city.db.find<{ version: number }>(sql`select version from plans.live where grant_id = ${id}`)) ??
    {};
  const { grantNo: no, entryId, entryTitle, providerId } = grant.plan;
  return {
    id,
    no,
    state: version > 0 ? 'active' : 'revoked',
    version,
    entryId,
    entryTitle,
    providerId,
    ...grant,
  };
}

let lastGrant = 0;
async function giveGrant(table: string, mode = 'batch'): Promise<number> {
  const id = ++lastGrant;
  const department = (key: string): number => city.departments[key] ?? 0;
  const item = (
    name: string,
    column: string,
    type: 'text' | 'bigint' | 'numeric',
    mask: MovePlan['items'][number]['mask'],
  ) => ({
    name,
    column,
    type,
    mask,
    filter: false,
  });
  const plan: Omit<MovePlan, 'sink'> = {
    kind: 'move',
    grantId: id,
    version: 1,
    grantNo: `授-2026-0000${id}`,
    provider: '平顶山市市场监督管理局',
    consumer: '平顶山市民政局',
    providerId: department('market'),
    consumerId: department('civil'),
    systemId: 1,
    scenario: '社会救助',
    entryId: 1,
    entryTitle: '户籍登记',
    table: { sourceId: sourceIds.provide, schema: 'public', table },
    items: [
      item('编号', 'id', 'bigint', { kind: 'none' }),
      item('公民身份号码', 'idno', 'text', { kind: 'middle', head: 6, tail: 4 }),
      item('姓名', 'xm', 'text', { kind: 'name' }),
      item('收入', 'income', 'numeric', { kind: 'none' }),
    ],
    rows: [],
    key: ['编号'],
    from: Date.now() - 1000,
    until: Date.now() + 3_600_000,
  };
  await city.audited(PLATFORM, 'test.grant', `grant:${id}`, async tx => {
    await tx.run(sql`insert into plans.live (grant_id, version) values (${id}, 1)`);
    return { value: undefined };
  });
  grants.set(id, { consumerId: plan.consumerId, mode, plan });
  return id;
}

async function revoke(grantId: number): Promise<void> {
  await city.audited(PLATFORM, 'test.revoke', `grant:${grantId}`, async tx => {
    await tx.run(sql`update plans.live set version = 0 where grant_id = ${grantId}`);
    return { value: undefined };
  });
}

/** `meddle` stands between the mover and the consumer's database, to act at one exact moment. */
function startMover(meddle: (delivery: Delivery) => Delivery = delivery => delivery): void {
  const { storage } = city;
  mover = createMover({
    pool: storage.pools.mover,
    connect: connector(storage, 'mover'),
    keys: storage.keys,
    clock: { now: () => Date.now() },
    addresses: addressRule,
    openSource: address => openSource({ ...address, host: routed(address.host) }),
    openSink: ({ password, ...address }) => {
      const sink = openPostgresSink({ ...address, host: routed(address.host) }, password);
      return { ...sink, begin: async target => meddle(await sink.begin(target)) };
    },
    metrics: createMetrics(),
    log: createLog('fatal'),
    signal: new AbortController().signal,
  });
}

let lastTable = 0;
async function newTask(grantId: number, table = `t${++lastTable}`): Promise<number> {
  const body = { grantId, sourceId: sourceIds.receive, schema: 'shared', table };
  const reply = await officer.post<{ task: { id: number; actions: string[] } }>('/api/exchange/tasks', body);
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  assert.deepEqual(reply.body.task.actions, ['run', 'change', 'pause']);
  return reply.body.task.id;
}

async function order(taskId: number): Promise<Run> {
  const reply = await officer.post<{ run: Run }>(`/api/exchange/tasks/${taskId}/runs`, {});
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  return reply.body.run;
}

const look = async (id: number): Promise<Run> => (await officer.get<Run>(`/api/exchange/runs/${id}`)).body;

async function until(id: number, reached: (run: Run) => boolean, seconds = 20): Promise<Run> {
  for (const end = Date.now() + seconds * 1000; ; ) {
    const run = await look(id);
    if (reached(run)) return run;
    assert.ok(Date.now() < end, `the run stands at ${JSON.stringify(run)}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
const ended = (run: Run): boolean => !['queued', 'running', 'delivering'].includes(run.state);

/** The actions of the record that name this run, in order. */
async function recorded(
  no: string,
): Promise<{ action: string; code: string | undefined; facts: Record<string, unknown> }[]> {
  const batches = await city.db.many<{ n: number; body: Buffer }>(
    sql`select n, body from record.batch where log = 2 order by first`,
  );
  return batches
    .flatMap(({ n, body }) => unpackEntries(body, n).map(decodeEntry))
    .flatMap(entry => {
      if (entry.kind !== 'usage' || entry.body.facts?.['runNo'] !== no) return [];
      const { action, code, facts } = entry.body;
      return [{ action, code, facts }];
    });
}

const placed = (table: string): Promise<unknown[]> =>
  consumer.run(`select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where relkind in ('r', 'v') and (n.nspname = 'shared' and relname = '${table}' or n.nspname = 'shuqiao' and relname <> 'run')`);

test('a run delivers every row masked, with a receipt that the record holds too', async () => {
  startMover();
  const task = await newTask(await giveGrant('person'), 'people');
  const run = await until((await order(task)).id, ended);
  assert.equal(run.state, 'delivered', run.problem);
  assert.match(run.no, /^运-\d{4}-\d{6}$/);
  const { receipt } = run;
  assert.deepEqual(
    [receipt?.rowsRead, receipt?.rowsWritten, receipt?.equal, receipt?.buckets, run.stage, run.problem],
    [ROWS, ROWS, true, [], 'done', ''],
  );
  assert.match(receipt?.sha256 ?? '', /^[0-9a-f]{64}$/);
  assert.deepEqual(
    [receipt?.items, receipt?.columns],
    [
      ['编号', '公民身份号码', '姓名', '收入'],
      ['id', 'idno', 'xm', 'income'],
    ],
  );
  assert.deepEqual(run.actions, ['compare', 'again']);
  const [row] = await consumer.run('select * from shared.people where id = 7');
  assert.deepEqual(row, { id: 7, idno: '410402********123X', xm: '张**', income: '7.50' });
  const [{ n } = { n: 0 }] = (await consumer.run('select count(*) as n from shared.people')) as {
    n: number;
  }[];
  assert.equal(n, ROWS);
  const entries = await recorded(run.no);
  assert.deepEqual(
    entries.map(one => one.action),
    ['move.delivering', 'move.delivered'],
  );
  assert.equal(entries[1]?.facts['sha256'], receipt?.sha256);
  assert.ok((receipt?.record ?? 0) > 0);
});

test('both departments see a run, only the consumer steers it, and others do not know of it', async () => {
  const run = await order(await newTask(await giveGrant('person')));
  const market = await city.as('market', 'data_officer');
  const seen = await market.get<Run>(`/api/exchange/runs/${run.id}`);
  assert.deepEqual([seen.status, seen.body.state, seen.body.actions], [200, 'queued', []]);
  assert.equal(
    (await market.post<Problem>(`/api/exchange/runs/${run.id}/stop`, {})).body.code,
    'platform.forbidden',
  );
  assert.equal((await market.post<Problem>(`/api/exchange/tasks/${run.taskId}/runs`, {})).status, 404);
  const authority = await city.as('authority', 'authority');
  assert.equal((await authority.get(`/api/exchange/runs/${run.id}`)).status, 200);
  const stranger = await city.as('streets', 'data_officer');
  assert.equal((await stranger.get(`/api/exchange/runs/${run.id}`)).status, 404);
  assert.equal((await stranger.get<{ total: number }>('/api/exchange/runs')).body.total, 0);
  assert.deepEqual((await stranger.get('/api/exchange/tasks')).body, { total: 0, items: [] });

  const again = await officer.post<Problem>(`/api/exchange/tasks/${run.taskId}/runs`, {});
  assert.deepEqual([again.status, again.body.code], [409, 'exchange.already_running']);
  const list = await officer.get<{ items: { id: number; lastRun: Run; actions: string[] }[] }>(
    '/api/exchange/tasks',
  );
  const task = list.body.items.find(one => one.id === run.taskId);
  assert.deepEqual([task?.lastRun.id, task?.actions], [run.id, ['change', 'pause']]);
  await officer.post(`/api/exchange/runs/${run.id}/stop`, {});
  startMover();
  assert.equal((await until(run.id, ended)).state, 'stopped');
});

test('a task needs an active batch grant, a receiving database of one’s own, and a table that no other task fills', async () => {
  const make = async (grantId: number, sourceId: number, table: string): Promise<string> =>
    (await officer.post<Problem>('/api/exchange/tasks', { grantId, sourceId, schema: 'shared', table })).body
      .code;
  const grant = await giveGrant('person');
  assert.equal(await make(await giveGrant('person', 'query'), sourceIds.receive, 'x'), 'exchange.not_batch');
  assert.equal(await make(grant, sourceIds.provide, 'x'), 'platform.not_found');
  assert.equal(await make(999, sourceIds.receive, 'x'), 'platform.not_found');
  const own = await register(officer, consumer, 'provide');
  assert.equal(await make(grant, own, 'x'), 'exchange.wrong_use');
  const task = await newTask(grant, 'once');
  assert.equal(await make(grant, sourceIds.receive, 'once'), 'exchange.target_taken');
  await revoke(grant);
  assert.equal(await make(grant, sourceIds.receive, 'y'), 'exchange.grant_not_active');
  const run = await officer.post<Problem>(`/api/exchange/tasks/${task}/runs`, {});
  assert.equal(run.body.code, 'exchange.grant_not_active');
});

test('a revocation during a run ends it within two seconds, and nothing of it stays', async () => {
  startMover();
  const grant = await giveGrant('slow');
  const { id } = await order(await newTask(grant, 'revoked'));
  await until(id, run => run.rowsRead > 0);
  await revoke(grant);
  const since = Date.now();
  const run = await until(id, ended);
  assert.equal(run.state, 'revoked');
  // Left alone, the run takes as long as its rows sleep: six seconds more.
  assert.ok(Date.now() - since < 5_000, `it took ${Date.now() - since} ms`);
  assert.match(run.problem, /授权已不可用/);
  assert.equal(run.receipt, null);
  assert.deepEqual(await placed('revoked'), []);
  assert.deepEqual(
    (await recorded(run.no)).map(one => [one.action, one.code]),
    [['move.failed', 'move.revoked']],
  );
});

test('a revocation at the last moment before the record decides: nothing is delivered', async () => {
  const grant = await giveGrant('person');
  const { id } = await order(await newTask(grant, 'last_moment'));
  startMover(delivery => ({
    ...delivery,
    async *readBack() {
      yield* delivery.readBack();
      await revoke(grant);
    },
  }));
  const run = await until(id, ended);
  assert.equal(run.state, 'revoked');
  assert.deepEqual(await placed('last_moment'), []);
  const entries = await recorded(run.no);
  assert.deepEqual(
    entries.map(one => [one.action, one.code]),
    [['move.failed', 'move.revoked']],
  );
});

test('a connection that breaks after the commit does not make a delivered run a failed one', async () => {
  const { id } = await order(await newTask(await giveGrant('person'), 'broken'));
  startMover(delivery => ({
    ...delivery,
    async place(run) {
      await delivery.place(run);
      throw new Error('the connection broke');
    },
  }));
  const run = await until(id, ended);
  assert.deepEqual([run.state, run.receipt?.rowsWritten], ['delivered', ROWS], run.problem);
  const entries = await recorded(run.no);
  assert.deepEqual(
    entries.map(one => one.action),
    ['move.delivering', 'move.delivered'],
  );
});

test('a run that is stopped leaves nothing, and may be started again', async () => {
  startMover();
  const { id, taskId } = await order(await newTask(await giveGrant('slow'), 'stopped'));
  await until(id, run => run.rowsRead > 0);
  assert.equal((await officer.post(`/api/exchange/runs/${id}/stop`, {})).status, 200);
  const run = await until(id, ended);
  assert.deepEqual([run.state, run.actions], ['stopped', ['again']]);
  assert.deepEqual(await placed('stopped'), []);
  assert.deepEqual(
    (await recorded(run.no)).map(one => one.action),
    ['move.stopped'],
  );
  const late = await officer.post<Problem>(`/api/exchange/runs/${id}/stop`, {});
  assert.equal(late.body.code, 'exchange.not_running');
  const again = await order(taskId);
  assert.equal(again.state, 'queued');
  await officer.post(`/api/exchange/runs/${again.id}/stop`, {});
  await until(again.id, ended);
});

test('a row that the consumer’s database alters on the way in fails the run and names the bucket', async () => {
  await consumer.run(`
    create schema shuqiao;
    create or replace function public.change_row() returns trigger language plpgsql as $f$ begin if new.id = 1500 then new.income := 1; end if; return new; end $f$;
    create or replace function public.meddle() returns event_trigger language plpgsql as $f$
      declare one record; begin
        for one in select * from pg_event_trigger_ddl_commands() where command_tag = 'CREATE TABLE' and object_identity like 'shuqiao.%' and object_identity not like '%.run' loop
          execute format('create trigger change_row before insert on %s for each row execute function public.change_row()', one.object_identity);
        end loop;
      end $f$;
    create event trigger meddle on ddl_command_end when tag in ('CREATE TABLE') execute function public.meddle()`);
  startMover();
  const run = await until((await order(await newTask(await giveGrant('person'), 'altered'))).id, ended);
  assert.equal(run.state, 'mismatch', run.problem);
  assert.equal(run.receipt?.equal, false);
  assert.equal(run.receipt.buckets.length, 1);
  assert.match(run.problemEn, new RegExp(`bucket ${run.receipt.buckets[0]} `));
  assert.deepEqual(await placed('altered'), []);
  const entries = await recorded(run.no);
  assert.deepEqual(
    entries.map(one => [one.action, one.code]),
    [['move.failed', 'move.mismatch']],
  );
});

test('two first deliveries into one new schema do not wait for each other', async () => {
  const slow = await order(await newTask(await giveGrant('slow'), 'one'));
  const quick = await order(await newTask(await giveGrant('person'), 'two'));
  startMover();
  assert.equal((await until(quick.id, ended, 4)).state, 'delivered');
  const run = await look(slow.id);
  assert.equal(run.state, 'running');
  await officer.post(`/api/exchange/runs/${slow.id}/stop`, {});
  assert.equal((await until(slow.id, ended)).state, 'stopped');
});

test('what is changed in the target after delivery is found by comparing again', async () => {
  startMover();
  const run = await until((await order(await newTask(await giveGrant('person'), 'kept'))).id, ended);
  const compare = async (): Promise<Run> => {
    assert.equal((await officer.post(`/api/exchange/runs/${run.id}/compare`, {})).status, 200);
    return until(run.id, now => !now.comparing);
  };
  assert.equal((await compare()).comparison?.equal, true);
  const [{ generation } = { generation: '' }] = (await consumer.run(
    'select generation from shuqiao.run where showing',
  )) as { generation: string }[];
  await consumer.run(
    `update shuqiao."${generation}" set income = 0 where id = 42; delete from shuqiao."${generation}" where id = 43`,
  );
  const { comparison } = await compare();
  assert.deepEqual([comparison?.equal, comparison?.rows, comparison?.buckets.length], [false, ROWS - 1, 2]);
});

test('a source that cannot be read fails the run with one sentence that says what to do', async () => {
  startMover();
  const run = await until((await order(await newTask(await giveGrant('nowhere'), 'none'))).id, ended);
  assert.equal(run.state, 'failed');
  assert.match(run.problem, /nowhere.*重新挂载/);
  assert.doesNotMatch(run.problem, /—/);
  assert.deepEqual(
    (await recorded(run.no)).map(one => [one.action, one.code]),
    [['move.failed', 'move.no_table']],
  );
});

/** As a mover leaves a run that dies in this state. */
async function leaveBehind(id: number, state: string): Promise<void> {
  await owner.query(
    `update plans.progress set state = $2, started_at = now(), finished_at = null, lease_until = now() - interval '1 second',
       digest_key = coalesce(digest_key, decode(md5('x'), 'hex')) where run_id = $1`,
    [id, state],
  );
}

for (const state of ['running', 'delivering']) {
  test(`a run whose mover died while ${state}, with nothing placed, is run again to its end`, async () => {
    const { id } = await order(await newTask(await giveGrant('person'), `again_${state}`));
    await leaveBehind(id, state);
    startMover();
    const run = await until(id, ended);
    assert.deepEqual([run.state, run.receipt?.rowsWritten], ['delivered', ROWS], run.problem);
  });
}

test('a run whose mover died after its rows were placed is closed as delivered, not moved twice', async () => {
  startMover();
  const { id } = await order(await newTask(await giveGrant('person'), 'placed'));
  const first = await until(id, ended);
  assert.equal(first.state, 'delivered', first.problem);
  await mover?.close();
  await leaveBehind(id, 'delivering');
  startMover();
  const run = await until(id, ended);
  assert.equal(run.state, 'delivered', run.problem);
  assert.equal(run.receipt?.sha256, first.receipt?.sha256);
  const entries = await recorded(run.no);
  assert.deepEqual(
    entries.map(one => one.action),
    ['move.delivering', 'move.delivered', 'move.delivered'],
  );
  assert.equal(entries[2]?.facts['recovered'], true);
  const runs = await consumer.run('select 1 from shuqiao.run');
  assert.equal(runs.length, 1);
});

test('a mover that is closed in the middle of a run gives it back to the queue', async () => {
  startMover();
  const { id } = await order(await newTask(await giveGrant('slow'), 'given_back'));
  await until(id, run => run.rowsRead > 0);
  await mover?.close();
  assert.equal((await look(id)).state, 'queued');
  assert.deepEqual(await placed('given_back'), []);
  await officer.post(`/api/exchange/runs/${id}/stop`, {});
});

for (const [end, key] of [
  ['source', 'market'],
  ['sink', 'civil'],
] as const) {
  test(`a ${end} whose network is no longer allowed is not connected to when the run begins`, async () => {
    const id = end === 'source' ? sourceIds.provide : sourceIds.receive;
    const { address } = end === 'source' ? provider : consumer;
    const moveTo = (host: string): Promise<unknown> =>
      city.audited(PLATFORM, 'test.move', `source:${id}`, async tx => {
        await tx.run(sql`update plans.source set host = ${host} where id = ${id}`);
        return { value: undefined };
      });
    await moveTo(DEPARTMENT_ADDRESS);
    const departmentId = city.departments[key] ?? 0;
    await city.organizations.allowNetwork(PLATFORM, departmentId, '10.66.0.0/16', '机房');
    startMover();
    const task = await newTask(await giveGrant('person'), `network_${end}`);
    const before = await until((await order(task)).id, ended);
    assert.equal(before.state, 'delivered', before.problem);

    await city.audited(PLATFORM, 'test.forbid', `department:${departmentId}`, async tx => {
      await tx.run(sql`delete from org.network where department_id = ${departmentId}`);
      return { value: undefined };
    });
    const after = await until((await order(task)).id, ended);
    assert.equal(after.state, 'failed');
    assert.match(after.problem, /^10\.66\.3\.7:\d+ 已不在允许连接的网络内/);
    assert.deepEqual(
      (await recorded(after.no)).map(one => [one.action, one.code]),
      [['move.failed', 'move.not_allowed']],
    );
    await moveTo(address.host);
  });
}

test('a run begins only in the hours of its grant; the task may be made at any time', async () => {
  const grant = await giveGrant('person');
  const task = await newTask(grant);
  const minute = Math.floor(Date.now() / 60_000) + 8 * 60;
  const at = (offset: number): number => (minute + offset + 1440) % 1440;
  const known = grants.get(grant);
  assert.ok(known);
  known.plan = { ...known.plan, window: { from: at(60), to: at(120) } };
  const refused = await officer.post<Problem>(`/api/exchange/tasks/${task}/runs`, {});
  assert.deepEqual([refused.status, refused.body.code], [409, 'exchange.outside_hours']);
  await newTask(grant);
  known.plan = { ...known.plan, window: { from: at(-60), to: at(60) } };
  await order(task);
});
