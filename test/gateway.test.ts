/** The gateway against real databases: a department's own, and the platform's with its record. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { Ajv } from 'ajv';
import pg from 'pg';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { networks } from '#kernel/addresses.ts';
import { sql } from '#kernel/db.ts';
import { type Listening, listen } from '#kernel/listen.ts';
import { createLog, createMetrics } from '#kernel/observe.ts';
import { CallAnswer, CallRefusal } from '#planes/gateway/description.ts';
import { type Gateway, createGateway } from '#planes/gateway/gateway.ts';
import { type Audited, createAudited } from '#record/audited.ts';
import { type Entry, commitmentOf, decodeEntry, unpackEntries } from '#record/entry.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { TablePlan, PlanItem } from '#vocabulary/plans.ts';
import { type Scratch, type TestStorage, freshStorage, scratchDatabase } from './database.ts';
import { followed } from './gatewayHouse.ts';
import { connector } from '../src/storage.ts';

const RID = '7f000001-0000-4000-8000-000000000001';
const OTHER_RID = '7f000001-0000-4000-8000-000000000002';
const SECRET = '0123456789abcdef0123456789abcdef';
const FAR = Date.UTC(2100, 0, 1);

let own: TestStorage;
let department: Scratch;
let owner: pg.Client;
let audited: Audited;
const running: { gateway: Gateway; listening: Listening }[] = [];
let ahead = 0;

const item = (name: string, column: string, more: Partial<PlanItem> = {}): PlanItem => ({
  name,
  column,
  type: 'text',
  mask: { kind: 'none' },
  filter: false,
  ...more,
});

const ITEMS: PlanItem[] = [
  item('身份证号', 'idno', { filter: true }),
  item('姓名', 'xm', { mask: { kind: 'name' } }),
  item('手机号', 'phone', { mask: { kind: 'middle', head: 3, tail: 4 } }),
  item('婚姻状况', 'state'),
  item('子女数', 'children', { type: 'bigint' }),
  item('备注', 'note', { mask: { kind: 'hidden' } }),
];

const plan = (grantId: number, version: number, more: Partial<TablePlan> = {}): TablePlan => ({
  kind: 'query',
  grantId,
  version,
  grantNo: `授-2026-${grantId}`,
  provider: '市民政局',
  consumer: '市人社局',
  providerId: 1,
  consumerId: 2,
  systemId: 1,
  scenario: '高龄津贴',
  entryId: 9,
  entryTitle: '婚姻登记信息',
  table: { sourceId: 1, schema: 'public', table: 'marriage' },
  items: ITEMS,
  rows: [{ column: 'area', type: 'text', op: 'eq', values: ['410411'] }],
  from: 0,
  until: FAR,
  sid: `s_test_${grantId}`,
  required: ['身份证号'],
  rowLimit: 2,
  ...more,
});

function publish(one: TablePlan): Promise<unknown> {
  return audited(PLATFORM, 'test.publish', `grant:${one.grantId}`, async tx => {
    await tx.run(sql`insert into plans.plan (grant_id, version, kind, sid, system_id, body)
      values (${one.grantId}, ${one.version}, ${one.kind}, ${one.sid}, ${one.systemId}, ${JSON.stringify(one)}::jsonb)`);
    await tx.run(sql`insert into plans.live (grant_id, version) values (${one.grantId}, ${one.version})
      on conflict (grant_id) do update set version = excluded.version, changed = clock_timestamp()`);
    return { value: undefined, facts: { version: one.version } };
  });
}

function revoke(grantId: number, version: number): Promise<unknown> {
  return audited(PLATFORM, 'test.revoke', `grant:${grantId}`, async tx => {
    await tx.run(
      sql`update plans.live set version = 0, changed = clock_timestamp() where grant_id = ${grantId}`,
    );
    return { value: undefined, facts: { version } };
  });
}

function setSystem(what: ReturnType<typeof sql>): Promise<unknown> {
  return audited(PLATFORM, 'test.system', 'system:1', async tx => {
    await tx.run(sql`update plans.system set ${what} where id = 1`);
    return { value: undefined };
  });
}

async function startGateway(): Promise<number> {
  const { storage } = own;
  const gateway = createGateway({
    pool: storage.pools.gateway,
    connect: connector(storage, 'gateway'),
    keys: storage.keys,
    clock: { now: () => Date.now() + ahead },
    openSource: ({ password, ...address }) => openPostgresSource(address, password),
    trustedProxies: networks(['127.0.0.1/32']),
    metrics: createMetrics(),
    log: createLog('silent'),
  });
  const listening = await listen(['127.0.0.1'], 0, (req, res) => gateway.handle(req, res));
  running.push({ gateway, listening });
  return listening.port;
}

interface Reply {
  status: number;
  body: { code: string; message: string; data: unknown; more?: boolean };
  record: number | undefined;
  commitment: string | undefined;
}

interface CallOptions {
  port: number;
  grant: number;
  body?: unknown;
  /** The query of a GET, with its question mark. */
  get?: string;
  rtime?: string;
  secret?: string;
  rid?: string;
  from?: string;
  prefix?: string;
  path?: string;
}

let last = 0;
/** A request time of its own for each call, as a lawful caller sends it. */
function freshTime(): string {
  last = Math.max(last + 1, Date.now());
  return String(last);
}

function call(options: CallOptions): Promise<Reply> {
  const sid = `s_test_${options.grant}`;
  const rid = options.rid ?? RID;
  const rtime = options.rtime ?? freshTime();
  const sign = createHmac('sha256', options.secret ?? SECRET)
    .update(sid + rid + rtime)
    .digest('base64');
  const prefix = options.prefix ?? 'gjgxjhpt';
  const payload =
    options.get === undefined
      ? JSON.stringify(options.body ?? { params: { 身份证号: '410411199001011234' } })
      : '';
  return new Promise((resolve, reject) => {
    const req = request(
      {
        host: '127.0.0.1',
        port: options.port,
        method: options.get === undefined ? 'POST' : 'GET',
        path: options.path ?? `/gateway/${sid}${options.get ?? ''}`,
        headers: {
          [`${prefix}_rid`]: rid,
          [`${prefix}_sid`]: sid,
          [`${prefix}_rtime`]: rtime,
          [`${prefix}_sign`]: sign,
          ...(options.from === undefined ? {} : { 'x-forwarded-for': options.from }),
        },
      },
      res => {
        let text = '';
        res.setEncoding('utf8');
        res.on('data', (chunk: string) => (text += chunk));
        res.on('end', () => {
          const record = res.headers['shuqiao-record'];
          resolve({
            status: res.statusCode ?? 0,
            body: JSON.parse(text) as Reply['body'],
            record: record === undefined ? undefined : Number(record),
            commitment: res.headers['shuqiao-commitment'] as string | undefined,
          });
        });
      },
    );
    req.on('error', reject);
    req.end(payload);
  });
}

interface Recorded {
  number: number;
  entry: Entry;
  commitment: string;
}

/** The whole record in the order of its numbers, which must be dense. */
async function readRecord(): Promise<Recorded[]> {
  const { rows } = await owner.query<{ first: number; n: number; body: Buffer; salts: Buffer }>(
    'select first, n, body, salts from record.batch where log = 2 order by first',
  );
  const all: Recorded[] = [];
  for (const row of rows) {
    assert.equal(row.first, all.length, 'numbers are dense');
    unpackEntries(row.body, row.n).forEach((bytes, i) => {
      const salt = row.salts.subarray(i * 16, i * 16 + 16);
      all.push({
        number: row.first + i,
        entry: decodeEntry(bytes),
        commitment: commitmentOf(salt, bytes).toString('hex'),
      });
    });
  }
  return all;
}

/** The usage entry that an answer's headers name; the caller's claim must open it. */
async function entryOf(reply: Reply) {
  const found = (await readRecord()).find(one => one.number === reply.record);
  assert.ok(found, `there is an entry ${reply.record}`);
  assert.equal(found.commitment, reply.commitment);
  assert.equal(found.entry.kind, 'usage');
  return found.entry.kind === 'usage' ? found.entry.body : assert.fail();
}

before(async () => {
  own = await freshStorage('gateway');
  department = await scratchDatabase('gatewaysource');
  const source = new pg.Client({ connectionString: department.url });
  await source.connect();
  await source.query(`create table marriage (idno text, xm text, phone text, state text, children int, note text, area text);
    create index on marriage (idno);
    insert into marriage values
      ('410411199001011234', '张三丰', '13812345678', '已婚', 2, '秘密', '410411'),
      ('410411199001015678', '欧阳修', '13912345678', null, null, '秘密', '410411'),
      ('410402199001011234', '李四', '13712345678', '未婚', 0, '秘密', '410402');
    insert into marriage select '410411198001010000', '王' || i, '1360000000' || i, '离异', i, '', '410411' from generate_series(1, 3) i`);
  await source.query(`create table couple (idno text, wife text, no text);
    insert into couple values ('410411199001011234', '410411199202025678', 'A-1')`);
  await source.end();
  owner = new pg.Client({ connectionString: own.storage.ownerUrl });
  await owner.connect();
  audited = createAudited(own.storage.pools.write, () => Date.now());
  const { keys } = own.storage;
  const { hostname, port, username, password: secret, pathname } = new URL(department.url);
  await audited(PLATFORM, 'test.setup', 'city', async tx => {
    await tx.run(sql`insert into org.region values ('410400', '平顶山市', null, 'city')`);
    await tx.run(sql`insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code)
      values ('mz', '市民政局', 'Civil Affairs', '民政', '410400', 'government', '1')`);
    const register = (id: number, rid: string, addresses: string[]): Promise<number> =>
      tx.run(sql`insert into plans.system (id, rid, department_id, name, addresses, app_key_sealed, app_secret_sealed, secret_until)
        values (${id}, ${rid}, 2, ${`系统${id}`}, ${addresses}, ${Buffer.of(1)},
                ${keys.seal('app-keys', `plans.system/app_secret/${id}`, SECRET)}, ${new Date(FAR)})`);
    await register(1, RID, ['127.0.0.0/8', '10.20.0.0/16']);
    await register(2, OTHER_RID, ['127.0.0.0/8']);
    const password = keys.seal('credentials', 'plans.source/password/1', decodeURIComponent(secret));
    await tx.run(sql`insert into plans.source (kind, host, port, database, username, password_sealed, department_id)
      values ('postgres', ${hostname}, ${Number(port)}, ${pathname.slice(1)}, ${username}, ${password}, 1)`);
    const lost = keys.seal('credentials', 'plans.source/password/2', '');
    await tx.run(sql`insert into plans.source (kind, host, port, database, username, password_sealed, department_id)
      values ('postgres', '127.0.0.1', 1, 'nowhere', 'nobody', ${lost}, 1)`);
    return { value: undefined };
  });
  await publish(plan(1, 1));
  await publish(plan(2, 1, { kind: 'verify' }));
  await publish(plan(3, 1, { until: 1000 }));
  await publish(plan(9, 1, { systemId: 2 }));
  await publish(plan(4, 1, { table: { sourceId: 2, schema: 'public', table: 'marriage' } }));
});

after(async () => {
  for (const { gateway, listening } of running) {
    await listening.close(1000);
    await gateway.close();
  }
  await owner.end();
  await own.close();
  await department.drop();
});

let port = 0;
test('a signed call gets exactly the granted items and rows, masked, and a claim on its record', async () => {
  port = await startGateway();
  const reply = await call({
    port,
    grant: 1,
    body: { params: { 身份证号: '410411199001011234' }, post: '窗口3', caseNo: '办-1' },
  });
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  assert.deepEqual(reply.body, {
    code: '0',
    message: '成功',
    data: [
      {
        身份证号: '410411199001011234',
        姓名: '张**',
        手机号: '138****5678',
        婚姻状况: '已婚',
        子女数: 2,
        备注: null,
      },
    ],
    more: false,
  });
  const body = await entryOf(reply);
  assert.deepEqual(
    [
      body.result,
      body.grantId,
      body.version,
      body.systemId,
      body.consumerId,
      body.post,
      body.caseNo,
      body.scenario,
      body.rows,
      body.items,
    ],
    ['served', 1, 1, 1, 2, '窗口3', '办-1', '高龄津贴', 1, [0, 1, 2, 3, 4, 5]],
  );
  assert.match(body.subject, /^[\w-]{11}$/);
  assert.ok(!JSON.stringify(body).includes('199001011234'), 'no clear personal value is recorded');
});

test('answers are as the published description says', async () => {
  const ajv = new Ajv({ strict: false });
  const answer = ajv.compile(CallAnswer);
  const refusal = ajv.compile(CallRefusal);
  for (const options of [
    { grant: 1 },
    { grant: 2, body: { params: { 身份证号: '410411199001011234' }, claims: { 姓名: '张三丰' } } },
  ]) {
    const { status, body } = await call({ port, ...options });
    assert.equal(status, 200);
    assert.ok(answer(body), JSON.stringify([body, answer.errors]));
  }
  const refused = await call({ port, grant: 3 });
  assert.equal(refused.status, 403);
  assert.ok(refusal(refused.body), JSON.stringify(refusal.errors));
});

test('a plan that asks for no identifier hands out nothing: not all rows, and not one', async () => {
  await publish(plan(10, 1, { required: [] }));
  await publish(plan(11, 1, { required: [], kind: 'verify' }));
  for (const grant of [10, 11])
    for (const body of [
      {},
      { params: {} },
      { claims: { 姓名: '张三丰' } },
      { params: { 身份证号: '410411199001011234' } },
    ]) {
      await followed(async () => (await call({ port, grant, body })).body.code !== 'gateway.no_grant');
      const reply = await call({ port, grant, body });
      assert.deepEqual(
        [reply.status, reply.body.code],
        [400, 'gateway.identifier_missing'],
        JSON.stringify(body),
      );
    }
});

test('GET, the proxy address and the other header names answer the same', async () => {
  const id = encodeURIComponent('身份证号');
  const got = await call({ port, grant: 1, get: `?${id}=410411199001011234` });
  const proxied = await call({ port, grant: 1, path: '/httpproxy', prefix: 'gjzwfwpt' });
  assert.equal(got.status, 200);
  // The same but for the word by which clients of the second platform know success.
  assert.deepEqual({ ...got.body, code: '200' }, proxied.body);
});

test('a GET carries claims, case number, post and scenario in its query, and they are recorded', async () => {
  const query = (fields: Record<string, string>): string => `?${new URLSearchParams(fields).toString()}`;
  const 身份证号 = '410411199001011234';
  const about = { post: '窗口3', caseNo: '办-7', scenario: '高龄津贴' };
  const asked = await call({ port, grant: 1, get: query({ 'params.身份证号': 身份证号, ...about }) });
  assert.equal(asked.status, 200, JSON.stringify(asked.body));
  const claimed = await call({ port, grant: 2, get: query({ 身份证号, 'claims.姓名': '张三丰', ...about }) });
  assert.deepEqual([claimed.status, claimed.body.data], [200, { 姓名: true }]);
  for (const reply of [asked, claimed]) {
    const { post, caseNo, scenario } = await entryOf(reply);
    assert.deepEqual({ post, caseNo, scenario }, about);
  }
  const wrong: [string, string][] = [
    [`${query({ 身份证号 })}&${query({ 身份证号 }).slice(1)}`, 'gateway.bad_input'],
    [`${query({ 身份证号 })}&${query({ 'params.身份证号': 身份证号 }).slice(1)}`, 'gateway.bad_input'],
    [`${query({ 身份证号, caseNo: '1' })}&caseNo=2`, 'gateway.bad_input'],
    [query({ 身份证号, caseNo: 'x'.repeat(201) }), 'gateway.bad_input'],
    [query({ 身份证号, 'claims.姓名': '张三丰' }), 'gateway.item_not_granted'],
    [query({ 身份证号, caseno: '1' }), 'gateway.item_not_granted'],
  ];
  for (const [get, code] of wrong) assert.equal((await call({ port, grant: 1, get })).body.code, code, get);
});

test('an item that is named like a field is asked for by its full name only', async () => {
  const items = [item('身份证号', 'idno', { filter: true }), item('post', 'area', { filter: true })];
  await publish(plan(8, 1, { items }));
  await followed(async () => (await call({ port, grant: 8 })).status === 200);
  const ask = (last: string): Promise<Reply> =>
    call({ port, grant: 8, get: `?${encodeURIComponent('身份证号')}=410411199001011234&${last}` });
  assert.equal((await ask('post=410411')).body.code, 'gateway.bad_input');
  assert.deepEqual(((await ask('params.post=410411')).body.data as unknown[]).length, 1);
  assert.deepEqual((await ask('params.post=410402')).body.data, []);
});

test('a call in another scenario than the granted one is refused; one that names none is in the granted one', async () => {
  const body = (scenario: string): unknown => ({ params: { 身份证号: '410411199001011234' }, scenario });
  const other = await call({ port, grant: 1, body: body('商业推广') });
  assert.deepEqual([other.status, other.body.code], [403, 'gateway.scenario_not_granted']);
  const refused = await entryOf(other);
  assert.deepEqual([refused.result, refused.scenario, refused.rows], ['refused', '商业推广', 0]);
  for (const scenario of ['高龄津贴', '']) {
    const served = await call({ port, grant: 1, body: body(scenario) });
    assert.equal(served.status, 200);
    assert.equal((await entryOf(served)).scenario, '高龄津贴');
  }
});

test('a call outside the hours of the grant is refused and recorded; hours may go past midnight', async () => {
  const now = Math.floor(Date.now() / 60_000) + 8 * 60;
  const minute = (offset: number): number => (now + offset + 1440) % 1440;
  const windows: [TablePlan['window'], number][] = [
    [{ from: minute(-60), to: minute(60) }, 200],
    [{ from: minute(60), to: minute(120) }, 403],
    [{ from: minute(120), to: minute(60) }, 200],
    [{ from: minute(-120), to: minute(-60) }, 403],
  ];
  for (const [i, [window, status]] of windows.entries()) {
    const grant = 60 + i;
    await publish(plan(grant, 1, window ? { window } : {}));
    await followed(async () => (await call({ port, grant })).body.code !== 'gateway.no_grant');
    const reply = await call({ port, grant });
    assert.equal(reply.status, status, JSON.stringify(window));
    assert.equal((await entryOf(reply)).code, status === 403 ? 'gateway.outside_hours' : undefined);
  }
});

test('the calls of a day are counted over all gateways, and those that get no answer are not', async () => {
  const other = await startGateway();
  const ports = [port, other];
  await publish(plan(70, 1, { limits: { perDay: 40 } }));
  for (const at of ports)
    await followed(async () => (await call({ port: at, grant: 70, body: { params: {} } })).status === 400);
  // A replay is refused under the append’s lock, after its call was taken from the quota.
  const rtime = freshTime();
  const first = await call({ port, grant: 70, rtime });
  assert.equal(first.status, 200);
  assert.equal((await call({ port, grant: 70, rtime })).body.code, 'gateway.replayed');
  const replies = await Promise.all(
    Array.from({ length: 100 }, (_, i) => call({ port: ports[i % 2] ?? port, grant: 70 })),
  );
  const served = replies.filter(reply => reply.status === 200).length;
  const refused = replies.filter(reply => reply.status === 429);
  assert.equal(served, 39, 'one was answered before');
  assert.equal(refused.length, 61);
  assert.equal(refused[0]?.body.code, 'gateway.quota_used');
  assert.ok(refused[0] && (await entryOf(refused[0])).code === 'gateway.quota_used');
  const { rows } = await owner.query<{ taken: string }>('select taken from plans.quota where grant_id = 70');
  assert.deepEqual(
    rows.map(row => Number(row.taken)),
    [40],
  );
});

test('a gateway that ends brings back what it did not use of a quota', async () => {
  const short = await startGateway();
  await publish(plan(71, 1, { limits: { perDay: 800 } }));
  await followed(async () => (await call({ port: short, grant: 71 })).status === 200);
  const taken = async (): Promise<number> => {
    const { rows } = await owner.query<{ taken: string }>(
      'select taken from plans.quota where grant_id = 71',
    );
    return Number(rows[0]?.taken);
  };
  for (let i = 0; i < 3; i++) await call({ port: short, grant: 71 });
  const served = 4;
  assert.ok((await taken()) > served, 'what comes soon after another takes for more than itself');
  const { gateway, listening } = running.pop() ?? assert.fail();
  await listening.close(1000);
  await gateway.close();
  assert.equal(await taken(), served);
});

test('who asks by one identifier sees it clear, and the other identifiers of the row masked', async () => {
  const mask = { kind: 'middle', head: 6, tail: 4 } as const;
  const items = [
    item('男方身份证号', 'idno', { filter: true, mask }),
    item('女方身份证号', 'wife', { filter: true, mask }),
    item('编号', 'no', { filter: true }),
  ];
  const table = { sourceId: 1, schema: 'public', table: 'couple' };
  await publish(plan(7, 1, { table, items, rows: [], required: items.map(one => one.name) }));
  const husband = '410411199001011234';
  const wife = '410411199202025678';
  await followed(
    async () => (await call({ port, grant: 7, body: { params: { 编号: 'A-1' } } })).status === 200,
  );
  const ask = async (params: Record<string, string>): Promise<unknown> =>
    (await call({ port, grant: 7, body: { params } })).body.data;
  assert.deepEqual(await ask({ 男方身份证号: husband }), [
    { 男方身份证号: husband, 女方身份证号: '410411********5678', 编号: 'A-1' },
  ]);
  assert.deepEqual(await ask({ 女方身份证号: wife }), [
    { 男方身份证号: '410411********1234', 女方身份证号: wife, 编号: 'A-1' },
  ]);
  assert.deepEqual(await ask({ 编号: 'A-1' }), [
    { 男方身份证号: '410411********1234', 女方身份证号: '410411********5678', 编号: 'A-1' },
  ]);
  assert.deepEqual(await ask({ 男方身份证号: husband, 女方身份证号: wife }), [
    { 男方身份证号: husband, 女方身份证号: wife, 编号: 'A-1' },
  ]);
});

test('rows outside the granted condition stay away, and rows beyond the limit are announced', async () => {
  const outside = await call({ port, grant: 1, body: { params: { 身份证号: '410402199001011234' } } });
  assert.deepEqual(outside.body.data, []);
  const many = await call({ port, grant: 1, body: { params: { 身份证号: '410411198001010000' } } });
  assert.equal((many.body.data as unknown[]).length, 2);
  assert.equal(many.body.more, true);
});

test('a verification says yes, no, or that it cannot say', async () => {
  const ask = (id: string, claims: Record<string, unknown>): Promise<Reply> =>
    call({ port, grant: 2, body: { params: { 身份证号: id }, claims } });
  const yes = await ask('410411199001011234', { 姓名: '张三丰', 子女数: 2 });
  assert.deepEqual([yes.body.data, yes.body.message], [{ 姓名: true, 子女数: true }, '一致']);
  const no = await ask('410411199001011234', { 姓名: '张三', 婚姻状况: '已婚' });
  assert.deepEqual([no.body.data, no.body.message], [{ 姓名: false, 婚姻状况: true }, '不一致']);
  const cannot = await ask('410411199001015678', { 婚姻状况: '已婚' });
  assert.deepEqual([cannot.body.data, cannot.body.message], [{ 婚姻状况: null }, '无法核验']);
  assert.deepEqual((await ask('410402199001011234', { 姓名: '李四' })).body.data, { 姓名: null });
  assert.equal((await ask('410411199001011234', { 备注: '秘密' })).body.code, 'gateway.item_not_granted');
  assert.equal((await entryOf(no)).rows, 1);
});

test('what a grant does not give is refused, and the refusal is recorded', async () => {
  const cases: [CallOptions, number, string][] = [
    [{ port, grant: 1, body: { params: { 姓名: '张三丰' } } }, 403, 'gateway.item_not_granted'],
    [{ port, grant: 1, body: { params: {} } }, 400, 'gateway.identifier_missing'],
    [{ port, grant: 1, body: { params: { 身份证号: ['x'] } } }, 400, 'gateway.bad_input'],
    [{ port, grant: 1, body: { params: { 身份证号: 'x\0' } } }, 400, 'gateway.bad_input'],
    [{ port, grant: 1, body: { params: { 身份证号: '1' }, more: 1 } }, 400, 'gateway.bad_input'],
    [
      { port, grant: 1, body: { params: { 身份证号: '1' }, claims: { 姓名: 'x' } } },
      403,
      'gateway.item_not_granted',
    ],
    [{ port, grant: 1, body: { params: { 身份证号: 'x'.repeat(300_000) } } }, 413, 'platform.too_large'],
    [{ port, grant: 3 }, 403, 'gateway.no_grant'],
    [{ port, grant: 77 }, 403, 'gateway.no_grant'],
    [{ port, grant: 1, rtime: String(Date.now() - 301_000) }, 401, 'gateway.outside_window'],
    [{ port, grant: 4 }, 503, 'gateway.source_unavailable'],
  ];
  for (const [options, status, code] of cases) {
    const reply = await call(options);
    assert.deepEqual([reply.status, reply.body.code, reply.body.data], [status, code, null]);
    const body = await entryOf(reply);
    assert.deepEqual([body.result, body.code], [status === 503 ? 'failed' : 'refused', code]);
  }
});

test('a database that does not answer is refused at once the second time', async () => {
  const started = performance.now();
  assert.equal((await call({ port, grant: 4 })).status, 503);
  // The time that is given to a connection is five seconds.
  assert.ok(performance.now() - started < 3000);
});

test('strangers are refused without a claim and counted, not recorded one by one', async () => {
  const before = (await readRecord()).length;
  for (let i = 0; i < 5; i++) {
    const reply = await call({ port, grant: 1, secret: 'wrong', from: '10.20.0.9' });
    assert.deepEqual(
      [reply.status, reply.body.code, reply.record],
      [401, 'gateway.wrong_signature', undefined],
    );
  }
  assert.equal(
    (await call({ port, grant: 1, rid: 'nobody', from: '10.20.0.9' })).body.code,
    'gateway.unknown_caller',
  );
  const elsewhere = await call({ port, grant: 1, from: '10.21.0.1' });
  assert.deepEqual([elsewhere.status, elsewhere.body.code], [403, 'gateway.address_not_allowed']);
  assert.equal((await call({ port, grant: 1, from: '10.20.7.7' })).status, 200);
  const notices = (await readRecord())
    .slice(before)
    .flatMap(one => (one.entry.kind === 'notice' ? [one.entry.body] : []));
  assert.deepEqual(
    notices.map(one => [one.action, one.facts['address'], one.facts['attempts']]),
    [
      ['gateway.strangers', '10.20.0.9', 1],
      ['gateway.strangers', '10.21.0.1', 1],
    ],
  );
});

test('the same call twice is a replay, also at another gateway; twenty different calls may share a signature', async () => {
  const other = await startGateway();
  const rtime = freshTime();
  const body = (i: number): unknown => ({ params: { 身份证号: `41041119900101${1000 + i}` } });
  assert.equal((await call({ port, grant: 1, rtime, body: body(0) })).status, 200);
  for (const at of [port, other]) {
    const again = await call({ port: at, grant: 1, rtime, body: body(0) });
    assert.deepEqual([again.status, again.body.code, again.body.data], [409, 'gateway.replayed', null]);
    assert.equal((await entryOf(again)).code, 'gateway.replayed');
  }
  const rest = await Promise.all(
    Array.from({ length: 19 }, (_, i) =>
      call({ port: i % 2 ? port : other, grant: 1, rtime, body: body(i + 1) }),
    ),
  );
  assert.deepEqual([...new Set(rest.map(reply => reply.status))], [200]);
  const beyond = await call({ port, grant: 1, rtime, body: body(20) });
  assert.deepEqual([beyond.status, beyond.body.code], [429, 'gateway.too_many_bodies']);
  const twins = await Promise.all(
    [port, other].map(at => call({ port: at, grant: 1, rtime: String(Number(rtime) - 5), body: body(0) })),
  );
  assert.deepEqual(
    twins.map(reply => reply.status).sort((a, b) => a - b),
    [200, 409],
  );
});

test('how many calls may share a signature is the system’s own setting, and who goes beyond it is told of', async () => {
  const before = (await readRecord()).length;
  await setSystem(sql`spread = 3`);
  const own = await startGateway();
  const rtime = freshTime();
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++) {
    const body = { params: { 身份证号: `41041119900102${1000 + i}` } };
    const reply = await call({ port: own, grant: 1, rtime, body });
    statuses.push(reply.status);
    if (reply.status === 429) assert.match(reply.body.message, /超过 3 个/);
  }
  assert.deepEqual(statuses, [200, 200, 200, 429, 429, 429]);
  // All at once, beside calls of a system with the usual limit.
  const later = freshTime();
  const served = async (rid: string, grant: number): Promise<number> => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        call({
          port: own,
          grant,
          rid,
          rtime: later,
          body: { params: { 身份证号: `41041119900103${1000 + i}` } },
        }),
      ),
    );
    return replies.filter(reply => reply.status === 200).length;
  };
  assert.deepEqual(await Promise.all([served(RID, 1), served(OTHER_RID, 9)]), [3, 10]);
  const started = running.pop();
  await started?.listening.close(1000);
  await started?.gateway.close();
  const told = (await readRecord())
    .slice(before)
    .flatMap(({ entry }) => (entry.kind === 'notice' ? [entry.body] : []));
  // The first at once, what follows as one number: after a minute, or when the gateway ends.
  const facts = { rid: RID, systemId: 1, departmentId: 2, spread: 3 };
  assert.deepEqual(told, [
    { action: 'gateway.crowded_signature', facts: { ...facts, attempts: 1 } },
    { action: 'gateway.crowded_signature', facts: { ...facts, attempts: 9 } },
  ]);
  await setSystem(sql`spread = 20`);
});

test('of two grants of one service the one that may be used is used', async () => {
  const codeNow = async (): Promise<string> => (await call({ port, grant: 80 })).body.code;
  await publish(plan(81, 1, { sid: 's_test_80' }));
  await followed(async () => (await codeNow()) === '0');
  await publish(plan(82, 1, { sid: 's_test_80', until: 1000 }));
  await publish(plan(83, 1, { sid: 's_test_80', from: FAR - 1 }));
  await publish(plan(80, 1));
  const grantNow = async (): Promise<number | null> =>
    (await entryOf(await call({ port, grant: 80 }))).grantId;
  await followed(async () => (await grantNow()) === 80);
  await revoke(80, 1);
  await followed(async () => (await grantNow()) === 81);
  await revoke(81, 1);
  await followed(async () => (await codeNow()) !== '0');
});

test('a changed address list and a revocation reach every gateway within two seconds', async () => {
  await publish(plan(5, 1));
  const statusOf = async (grant: number, from: string): Promise<number> =>
    (await call({ port, grant, from })).status;
  await followed(async () => (await statusOf(5, '10.20.0.1')) === 200);
  await setSystem(sql`addresses = '{127.0.0.0/8,10.30.0.0/16}'`);
  await followed(
    async () => (await statusOf(5, '10.20.0.1')) === 403 && (await statusOf(5, '10.30.0.1')) === 200,
  );
  await revoke(5, 1);
  const reply = await call({ port, grant: 5, from: '10.30.0.1' });
  assert.deepEqual([reply.status, reply.body.code], [403, 'gateway.revoked']);
});

test('with 32 callers and 200 revocations no served call stands after its revocation', {
  timeout: 120_000,
}, async () => {
  await publish(plan(6, 1));
  const ports = running.map(one => one.listening.port);
  let ended = false;
  const replies: Reply[] = [];
  const callers = Array.from({ length: 32 }, async (_, i) => {
    while (!ended) replies.push(await call({ port: ports[i % ports.length] ?? port, grant: 6 }));
  });
  for (let version = 1; version <= 200; version++) {
    await new Promise(done => setTimeout(done, 10));
    await revoke(6, version);
    await publish(plan(6, version + 1));
  }
  ended = true;
  await Promise.all(callers);
  let live = 0;
  let ends = 0;
  let served = 0;
  let caught = 0;
  for (const { number, entry } of await readRecord()) {
    if (entry.kind === 'notice' && entry.body.action === 'plans.turned') {
      const turned = (entry.body.facts['grants'] as [number, number][]).find(([grant]) => grant === 6);
      if (turned) live = turned[1];
      if (turned?.[1] === 0) ends++;
    }
    if (entry.kind !== 'usage' || entry.body.grantId !== 6) continue;
    if (entry.body.result === 'served') {
      served++;
      assert.equal(entry.body.version, live, `call ${number} was served in a version that was not in force`);
    } else if (entry.body.stages.length > 0) caught++;
  }
  assert.equal(ends, 200);
  // On a busy machine a grant may end before anybody used it.
  assert.ok(served > 50, `${served} calls were served`);
  assert.ok(caught > 0, 'some calls were on their way when their grant ended, and were caught by the append');
  const numbers = new Map((await readRecord()).map(one => [one.number, one]));
  for (const reply of replies) {
    const one = numbers.get(reply.record ?? -1);
    assert.equal(one?.commitment, reply.commitment);
    assert.equal(one?.entry.kind === 'usage' && one.entry.body.result === 'served', reply.status === 200);
  }
});

test('when the record cannot be written, no answer leaves', async () => {
  await owner.query('revoke execute on function record.append from sq_gateway');
  try {
    const reply = await call({ port, grant: 1 });
    assert.deepEqual([reply.status, reply.body.code, reply.body.data], [503, 'platform.unavailable', null]);
  } finally {
    await owner.query('grant execute on function record.append to sq_gateway');
  }
  assert.equal((await call({ port, grant: 1 })).status, 200);
});
