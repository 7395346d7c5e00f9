/** A department's own interface: tried, mounted in place of a table, granted, reached anew, and looked at by the clock. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import pg from 'pg';
import { networks } from '#kernel/addresses.ts';
import { reader, sql } from '#kernel/db.ts';
import { listen } from '#kernel/listen.ts';
import { createLog, createMetrics } from '#kernel/observe.ts';
import type { Static } from 'typebox';
import type * as contract from '#modules/resources/contract.ts';
import { type Health, createHealth, createInterfaces, declareInterfaces } from '#modules/resources/index.ts';
import { createGateway } from '#planes/gateway/gateway.ts';
import { createInterfaceProbe } from '#planes/gateway/serving/interfaceProbe.ts';
import type { ProxyPlan } from '#vocabulary/plans.ts';
import type { Client, Problem } from './controlPlane.ts';
import { openGrantsCity } from './grantsCity.ts';

type City = Awaited<ReturnType<typeof openGrantsCity>>;
type View = Static<typeof contract.InterfaceView>;
type Tested = Static<typeof contract.InterfaceTest>;

const PERSON = '410403199001010011';
const SECRET = 'Jie-Kou-2026';
let city: City;
let officer: Client;
let health: Health;
let port = 0;
let answer: (res: ServerResponse, url: string) => void = () => undefined;
const came: { url: string; key: string | undefined }[] = [];
const upstream = createServer((req, res) => {
  came.push({ url: req.url ?? '', key: req.headers['x-key'] as string | undefined });
  answer(res, req.url ?? '');
});

const people = [
  { sfzh: PERSON, xm: '张三丰', djrq: '2020-01-01T08:00:00', other: '不在目录里' },
  { sfzh: PERSON, xm: '李四', djrq: null, other: '' },
];
const well = (res: ServerResponse): void => {
  res.writeHead(200, { 'content-type': 'application/json' });
  res.end(JSON.stringify({ code: 200, msg: 'ok', result: { total: 2, list: people } }));
};

before(async () => {
  await new Promise<void>(done => upstream.listen(0, '127.0.0.1', done));
  ({ port } = upstream.address() as AddressInfo);
  city = await openGrantsCity('interfaces', (plane, grants) => {
    const { pools } = plane.storage;
    const interfaces = createInterfaces({
      ...plane,
      secrets: reader(pools.write),
      interfaceProbe: createInterfaceProbe(plane.clock.now),
      addresses: { exempt: new Set([`127.0.0.1:${port}`]), own: new Set(['10.9.9.9:5432/shuqiao']) },
      afterMount: entryId => grants.entryMounted(entryId),
    });
    health = createHealth({ ...plane, pool: pools.write, interfaces });
    declareInterfaces({ http: plane.http, interfaces, health });
  });
  officer = await city.as('civil', 'data_officer');
});

beforeEach(() => {
  answer = well;
  came.length = 0;
});

after(async () => {
  await city.close();
  upstream.closeAllConnections();
  upstream.close();
});

const reach = (more: object = {}): object => ({
  address: `http://127.0.0.1:${port}/api/`,
  credentials: { kind: 'header', header: 'X-Key', secret: SECRET },
  timeout: 300,
  health: { kind: 'example', every: 60 },
  ...more,
});
const described = {
  method: 'GET',
  path: '/person/{id}',
  parameters: [
    { name: 'id', place: 'path', type: 'text', required: true, item: '公民身份号码', describe: '身份证' },
    { name: 'sfzh', place: 'query', type: 'text', required: false },
  ],
  request: 'none',
  response: 'json',
  success: { path: '$.code', values: ['200'], nothing: ['204'] },
  errorCodes: [{ code: '500', words: '内部错误' }],
};
const values = { 公民身份号码: PERSON };
const MAPPING = [
  { item: '公民身份号码', path: '@.sfzh' },
  { item: '姓名', path: '@.xm' },
  { item: '登记日期', path: '@.djrq' },
];
const body = (entryId: number, more: object = {}): object => ({
  entryId,
  name: '人员查询',
  reach: reach(),
  ...described,
  rows: '$.result.list[*]',
  mapping: MAPPING,
  example: { values },
  ...more,
});

const planOf = async (grantId: number): Promise<ProxyPlan> =>
  (
    await city.db.get<{ body: ProxyPlan }>(
      sql`select body from plans.plan where grant_id = ${grantId} order by version desc limit 1`,
    )
  ).body;

test('a call before the mount shows how the answer is built, proposes paths, and shows rows masked alone', async () => {
  const entryId = await city.entry({ mounted: false });
  const first = await officer.post<Tested>('/api/interfaces/test', {
    entryId,
    reach: reach(),
    ...described,
    mapping: [],
    values,
  });
  assert.equal(first.status, 200, JSON.stringify(first.body));
  assert.equal(first.body.rows, '$.result.list[*]');
  assert.deepEqual(
    first.body.paths.slice(0, 4).map(({ path, kind }) => `${path} ${kind}`),
    ['@.sfzh text', '@.xm text', '@.djrq text', '@.other text'],
  );
  assert.ok(first.body.paths.some(({ path, kind }) => path === '$.result.total' && kind === 'number'));
  assert.equal(first.body.sample, null);
  assert.doesNotMatch(JSON.stringify(first.body), /张三丰|41040319900101|不在目录里/);
  assert.deepEqual(came, [{ url: `/api/person/${PERSON}`, key: SECRET }]);
  const second = await officer.post<Tested>('/api/interfaces/test', {
    entryId,
    reach: reach(),
    ...described,
    mapping: MAPPING,
    values,
  });
  assert.deepEqual(second.body.sample, {
    items: ['公民身份号码', '姓名', '登记日期'],
    rows: [
      ['410403********0011', '张**', '2020-01-01'],
      ['410403********0011', '李*', null],
    ],
    found: 2,
  });
});

test('a mount in place of a table supplies a waiting grant, with parameters, paths and masks in its plan', async () => {
  const entryId = await city.entry({ mounted: false });
  const waiting = await city.open(entryId);
  const batch = await city.open(entryId, { mode: 'batch' });
  const mounted = await officer.post<{ interface: View; record: number } & Problem>(
    '/api/interfaces',
    body(entryId, { passThrough: true }),
  );
  // Somebody holds it, though nothing was supplied yet? Only supplied grants are use.
  assert.equal(mounted.status, 201, JSON.stringify(mounted.body));
  assert.doesNotMatch(JSON.stringify(mounted.body), new RegExp(SECRET));
  assert.equal(mounted.body.interface.address, `http://127.0.0.1:${port}/api`);
  const plan = await planOf(waiting);
  assert.deepEqual(
    [
      plan.kind,
      plan.mode,
      plan.required,
      plan.untouched,
      plan.items.map(one => [one.column, one.mask.kind, one.filter]),
    ],
    [
      'proxy',
      'query',
      ['公民身份号码'],
      false,
      [
        ['@.sfzh', 'middle', true],
        ['@.xm', 'name', false],
        ['@.djrq', 'none', false],
      ],
    ],
  );
  assert.deepEqual(plan.upstream.success, {
    path: '$.code',
    values: ['200'],
    nothing: ['204'],
    refusals: [{ code: '500', words: '内部错误' }],
  });
  assert.doesNotMatch(JSON.stringify(plan), new RegExp(SECRET));
  const { state } = await city.db.get<{ state: string }>(
    sql`select state from sharing.grant where id = ${batch}`,
  );
  assert.equal(state, 'awaiting_supply', 'rows are moved from tables alone');

  // All of it in clear: then its answers may go out as they are.
  await city.anotherSystem();
  const masks = [
    { item: '公民身份号码', mask: { kind: 'none' as const } },
    { item: '姓名', mask: { kind: 'none' as const } },
  ];
  assert.equal((await planOf(await city.open(entryId, { masks }))).untouched, true);
  await city.anotherSystem();
  const verify = await planOf(await city.open(entryId, { masks, mode: 'verify' }));
  assert.deepEqual([verify.mode, verify.untouched], ['verify', false]);

  const again = await officer.post<Problem>('/api/interfaces', body(entryId));
  assert.deepEqual([again.status, again.body.code], [409, 'resources.in_use']);
});

test('what is registered must fit: each fault is told by its name, and is recorded', async () => {
  const entryId = await city.entry({ mounted: false });
  const faults: [object, string][] = [
    [{ reach: reach({ address: 'ftp://10.1.1.1/' }) }, 'interfaces.bad_address'],
    [{ reach: reach({ address: 'http://user:pw@10.1.1.1/' }) }, 'interfaces.bad_address'],
    [{ reach: reach({ address: 'http://169.254.169.254/latest' }) }, 'address.forbidden'],
    [{ reach: reach({ address: 'http://127.0.0.1:1/' }) }, 'address.forbidden'],
    [{ reach: reach({ address: 'http://[::ffff:127.0.0.1]:1/' }) }, 'address.forbidden'],
    [{ reach: reach({ address: 'http://10.1.1.1/' }) }, 'address.not_allowed'],
    [
      { reach: reach({ credentials: { kind: 'header', header: 'Host', secret: 'x' } }) },
      'interfaces.bad_credentials',
    ],
    [
      { reach: reach({ credentials: { kind: 'bearer', secret: 'a\r\nx: y' } }) },
      'interfaces.bad_credentials',
    ],
    [
      { reach: reach({ credentials: { kind: 'national', secret: 'x', prefix: 'gjgxjhpt', rid: 'r' } }) },
      'interfaces.bad_credentials',
    ],
    [{ path: '/person/../admin' }, 'interfaces.bad_path'],
    [{ path: '/person?x=1' }, 'interfaces.bad_path'],
    [{ path: '/person/{other}' }, 'interfaces.bad_parameter'],
    [
      {
        parameters: [{ name: 'Authorization', place: 'header', type: 'text', required: false }],
        path: '/person',
      },
      'interfaces.bad_parameter',
    ],
    [
      {
        parameters: [{ name: 'id', place: 'query', type: 'text', required: true, item: '姓名' }],
        path: '/person',
      },
      'interfaces.no_identifier',
    ],
    [{ reach: reach({ health: { kind: 'path', path: '/a b' } }) }, 'interfaces.bad_path'],
    [
      {
        parameters: [
          ...described.parameters,
          { name: 'x-a', place: 'header', type: 'text', required: false, default: '张' },
        ],
      },
      'interfaces.bad_parameter',
    ],
    [
      {
        parameters: [
          ...described.parameters,
          { name: 'n', place: 'query', type: 'number', required: false, default: 'one' },
        ],
      },
      'interfaces.bad_parameter',
    ],
    [{ rows: 'result.list' }, 'interfaces.bad_path'],
    [{ rows: '@.list' }, 'interfaces.bad_path'],
    [{ success: { path: '@.code', values: ['1'] } }, 'interfaces.bad_path'],
    [{ mapping: MAPPING.slice(1) }, 'interfaces.item_unmapped'],
    [{ mapping: [...MAPPING, { item: '住址', path: '@.a' }] }, 'interfaces.unknown_item'],
    [{ mapping: MAPPING.map(one => ({ ...one, path: '=' })) }, 'interfaces.bad_path'],
    [{ mapping: MAPPING.map(one => ({ ...one, path: '@.list[*]' })) }, 'interfaces.bad_path'],
    [{ method: 'GET', request: 'json' }, 'interfaces.bad_parameter'],
    [{ method: 'POST', request: 'soap' }, 'interfaces.bad_parameter'],
    [{ example: { values: { 公民身份号码: '410403199001019999' } } }, 'interfaces.nothing_found'],
    [{ name: '机密★查询' }, 'resources.secret_marks'],
  ];
  for (const [more, code] of faults) {
    const reply = await officer.post<Problem>('/api/interfaces', body(entryId, more));
    assert.equal(reply.body.code, code, `${JSON.stringify(more)}: ${JSON.stringify(reply.body)}`);
  }
  const { n } = await city.db.get<{ n: number }>(sql`select count(*)::int as n from plans.upstream`);
  const { mounted } = await city.db.get<{ mounted: number }>(
    sql`select count(*)::int as mounted from resources.interface`,
  );
  assert.equal(n, mounted, 'nothing is left of a refused registration');
});

test('what the interface says of itself comes back in words', async () => {
  const entryId = await city.entry({ mounted: false });
  const cases: [(res: ServerResponse) => void, string][] = [
    [res => void res.writeHead(401).end(), 'interfaces.refused'],
    [res => void res.writeHead(302, { location: 'http://10.1.1.1/' }).end(), 'interfaces.unexpected'],
    [res => void res.writeHead(200).end('<html>'), 'interfaces.unexpected'],
    [res => void res.writeHead(200).end('{"code":500,"result":{}}'), 'interfaces.refused'],
    [res => void setTimeout(() => well(res), 1000).unref(), 'interfaces.too_slow'],
    [res => void res.destroy(), 'interfaces.unreachable'],
    [res => void res.writeHead(200, { 'content-length': '99000000' }).end(), 'interfaces.too_large'],
  ];
  for (const [next, code] of cases) {
    answer = next;
    const reply = await officer.post<Problem>('/api/interfaces', body(entryId));
    assert.deepEqual([reply.status, reply.body.code], [422, code], JSON.stringify(reply.body));
    assert.doesNotMatch(JSON.stringify(reply.body), new RegExp(SECRET));
  }
});

test('a table takes the place of an interface, and an interface that of a table', async () => {
  const entryId = await city.entry();
  const reply = await officer.post<{ interface: View }>('/api/interfaces', body(entryId));
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  assert.equal((await city.resources.mountOf(entryId))?.target.kind, 'interface');
  await city.mount(entryId);
  assert.equal((await city.resources.mountOf(entryId))?.target.kind, 'table');
  const { body: left } = await officer.get<View[]>('/api/interfaces');
  assert.ok(!left.some(one => one.entryId === entryId));
  assert.equal((await officer.get(`/api/interfaces/${reply.body.interface.id}`)).status, 404);
});

test('it is reached anew without its grants: the secret stays where only the pace changes, and goes to no other place', async () => {
  const entryId = await city.entry({ mounted: false });
  const made = await officer.post<{ interface: View }>('/api/interfaces', body(entryId));
  const { id } = made.body.interface;
  came.length = 0;
  const slower = reach({
    rate: 1000,
    rateSeconds: 3600,
    credentials: { kind: 'header', header: 'X-Key', secret: '' },
  });
  const changed = await officer.put<{ interface: View; record: number }>(
    `/api/interfaces/${id}/reach`,
    slower,
  );
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  assert.deepEqual([changed.body.interface.rate, changed.body.interface.rateSeconds], [1000, 3600]);
  assert.equal(came[0]?.key, SECRET, 'the example was called with it');
  const elsewhere = await officer.put<Problem>(`/api/interfaces/${id}/reach`, {
    ...slower,
    address: 'http://10.1.1.1/api',
  });
  assert.equal(elsewhere.body.code, 'interfaces.bad_credentials');
  answer = res => void res.writeHead(401).end();
  const wrong = await officer.put<Problem>(
    `/api/interfaces/${id}/reach`,
    reach({ credentials: { kind: 'header', header: 'x-key', secret: 'wrong' } }),
  );
  assert.equal(wrong.body.code, 'interfaces.refused');
  const { credentials } = await city.db.get<{ credentials: object }>(
    sql`select credentials from plans.upstream where id = ${id}`,
  );
  assert.deepEqual(credentials, { kind: 'header', name: 'x-key' });
  const other = await city.as('market', 'data_officer');
  assert.equal((await other.get(`/api/interfaces/${id}`)).status, 404);
  assert.equal((await other.put(`/api/interfaces/${id}/reach`, reach())).status, 404);
  assert.equal((await other.post(`/api/interfaces/${id}/check`, {})).status, 404);
  await assert.rejects(
    city.db.many(sql`select secret_sealed from plans.upstream`),
    'the reading login sees no secret',
  );
});

test('checks are made when it is time, and counted; three in vain tell the provider, one that succeeds tells it again', async () => {
  const entryId = await city.entry({ mounted: false });
  const made = await officer.post<{ interface: View }>(
    '/api/interfaces',
    body(entryId, { reach: reach({ health: { kind: 'path', path: '/health', every: 60 } }) }),
  );
  const { id } = made.body.interface;
  const see = async (): Promise<View> => (await officer.get<View>(`/api/interfaces/${id}`)).body;
  const told = async (): Promise<string[]> =>
    (
      await city.db.many<{ zh: string }>(
        sql`select zh from messages.message where subject = ${`interface:${id}`} order by id`,
      )
    ).map(one => one.zh);
  const turnOf = async (): Promise<void> => {
    city.passMinute();
    await health.checkDue();
  };
  await turnOf();
  assert.deepEqual([(await see()).checks, (await see()).failures], [1, 0]);
  came.length = 0;
  await health.checkDue();
  assert.equal(came.length, 0, 'not yet time again');
  answer = (res, url) => (url === '/api/health' ? void res.writeHead(500).end() : well(res));
  await turnOf();
  await turnOf();
  assert.equal((await see()).state, 'mounted');
  await turnOf();
  const down = await see();
  assert.deepEqual([down.state, down.checks, down.failures], ['down', 4, 3]);
  assert.match(down.problem, /HTTP 500/);
  await turnOf();
  assert.equal((await told()).length, 1, 'told once');
  answer = well;
  const back = await officer.post<View>(`/api/interfaces/${id}/check`, {});
  assert.deepEqual([back.status, back.body.state, back.body.failures], [200, 'mounted', 4]);
  const messages = await told();
  assert.equal(messages.length, 2);
  assert.match(messages[0] ?? '', /没有应答.*HTTP 500/);
  assert.match(messages[1] ?? '', /已恢复应答/);
});

test('from the registration to the answer: a system calls, and gets what its grant gives', async () => {
  const entryId = await city.entry({ mounted: false });
  assert.equal((await officer.post('/api/interfaces', body(entryId))).status, 201);
  const consumer = await city.as('market', 'data_officer');
  const registered = await consumer.post<{ system: { id: number; rid: string }; appSecret: string }>(
    '/api/systems',
    {
      name: '窗口系统',
      addresses: ['10.2.0.0/16'],
    },
  );
  assert.equal(registered.status, 201, JSON.stringify(registered.body));
  const { system, appSecret } = registered.body;
  const grantId = await city.open(entryId, { items: ['公民身份号码', '姓名'] }, { systemId: system.id });
  const { sid } = await planOf(grantId);
  const { storage } = city;
  const gateway = createGateway({
    pool: storage.pools.gateway,
    connect: async () => {
      const { connectionString, user, password } = storage.urlFor('gateway');
      const client = new pg.Client({
        connectionString: Object.assign(new URL(connectionString), { username: user, password }).href,
      });
      await client.connect();
      return client;
    },
    keys: storage.keys,
    clock: city.clock,
    openSource: () => assert.fail('no database is asked'),
    trustedProxies: networks(['127.0.0.0/8']),
    metrics: createMetrics(),
    log: createLog('silent'),
    addresses: { exempt: new Set([`127.0.0.1:${port}`]), own: new Set() },
  });
  const listening = await listen(['127.0.0.1'], 0, (req, res) => gateway.handle(req, res));
  try {
    const rtime = String(city.clock.now());
    const reply = await fetch(`http://127.0.0.1:${listening.port}/gateway/${sid}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-forwarded-for': '10.2.0.7',
        gjgxjhpt_rid: system.rid,
        gjgxjhpt_sid: sid,
        gjgxjhpt_rtime: rtime,
        gjgxjhpt_sign: createHmac('sha256', appSecret)
          .update(sid + system.rid + rtime)
          .digest('base64'),
      },
      body: JSON.stringify({ params: values }),
    });
    const text = await reply.text();
    assert.equal(reply.status, 200, text);
    assert.deepEqual((JSON.parse(text) as { data: unknown }).data, [
      { 公民身份号码: PERSON, 姓名: '张**' },
      { 公民身份号码: PERSON, 姓名: '李*' },
    ]);
    assert.equal(came.at(-1)?.key, SECRET);
  } finally {
    await listening.close(1000);
    await gateway.close();
  }
});

test('how its service is asked is told to whoever sees the entry, and not where it is', async () => {
  const entryId = await city.entry({ mounted: false });
  assert.equal((await officer.post('/api/interfaces', body(entryId))).status, 201);
  const consumer = await city.as('market', 'data_officer');
  const told = await consumer.get(`/api/entries/${entryId}/parameters`);
  assert.deepEqual(told, {
    status: 200,
    body: {
      parameters: [
        { name: '公民身份号码', type: 'text', required: true, default: '', describe: '身份证' },
        { name: 'sfzh', type: 'text', required: false, default: '', describe: '' },
      ],
      errorCodes: [{ code: '500', words: '内部错误' }],
      soap: false,
    },
  });
  const table = await city.entry();
  assert.deepEqual((await consumer.get(`/api/entries/${table}/parameters`)).body, {
    parameters: [],
    errorCodes: [],
    soap: false,
  });
});
