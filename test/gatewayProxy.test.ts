/** The gateway before departments' own interfaces: what goes there, what comes back, and what never does. */
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import { type Listening, listen } from '#kernel/listen.ts';
import { createLog, createMetrics } from '#kernel/observe.ts';
import { type Gateway, createGateway } from '#planes/gateway/gateway.ts';
import { openNationalSecret } from '#planes/gateway/serving/nationalSecret.ts';
import { type Audited, createAudited } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { PlanInterface, PlanItem, ProxyPlan, UpstreamCredentials } from '#vocabulary/plans.ts';
import { type TestStorage, freshStorage } from './database.ts';
import { followed } from './gatewayHouse.ts';
import { connector } from '../src/storage.ts';

const RID = '7f000001-0000-4000-8000-000000000001';
const SECRET = '0123456789abcdef0123456789abcdef';
const FAR = Date.UTC(2100, 0, 1);
const PERSON = '410411199001011234';

let own: TestStorage;
let audited: Audited;
let gateway: Gateway;
let listening: Listening;
let upstreamPort = 0;

/** What came to the department's interface, and what it answers next. */
interface Came {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}
const came: Came[] = [];
let answer: (res: ServerResponse, one: Came) => void = () => undefined;
const sockets = new Set<Socket>();
const upstream = createServer((req, res) => {
  let body = '';
  req.setEncoding('utf8');
  req.on('data', (chunk: string) => (body += chunk));
  req.on('end', () => {
    const one = { method: req.method ?? '', url: req.url ?? '', headers: req.headers, body };
    came.push(one);
    answer(res, one);
  });
});
upstream.on('connection', socket => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});

const json =
  (value: unknown, status = 200) =>
  (res: ServerResponse): void => {
    res.writeHead(status, {
      'content-type': 'application/json',
      'x-powered-by': 'secret-framework',
      'set-cookie': 'a=b',
    });
    res.end(typeof value === 'string' ? value : JSON.stringify(value));
  };

const person = (more: object = {}): object => ({
  idNo: PERSON,
  name: '张三丰',
  phone: '13812345678',
  contact: { mail: 'zhang@example.cn' },
  area: '410411',
  children: 2,
  secret: '不得外传',
  ...more,
});

const item = (name: string, column: string, more: Partial<PlanItem> = {}): PlanItem => ({
  name,
  column,
  type: 'text',
  mask: { kind: 'none' },
  filter: false,
  ...more,
});

const ITEMS: PlanItem[] = [
  item('身份证号', '@.idNo', { filter: true }),
  item('姓名', '@.name', { mask: { kind: 'name' } }),
  item('手机号', '@.phone', { mask: { kind: 'middle', head: 3, tail: 4 } }),
  item('邮箱', '@.contact.mail', { mask: { kind: 'digest' } }),
  item('子女数', '@.children', { type: 'bigint' }),
];

const service = (more: Partial<PlanInterface> = {}): PlanInterface => ({
  upstreamId: 1,
  method: 'GET',
  path: '/person/{id}',
  parameters: [
    { name: 'id', place: 'path', type: 'text', required: true, item: '身份证号' },
    { name: 'year', place: 'query', type: 'number', required: false },
    { name: 'x-trace', place: 'header', type: 'text', required: false, default: 'none' },
  ],
  request: 'none',
  response: 'json',
  rows: '$.data[*]',
  success: {
    path: '$.code',
    values: ['0'],
    nothing: ['404'],
    refusals: [{ code: '7', words: '本月已结账' }],
  },
  items: ITEMS.map(one => one.name),
  passThrough: false,
  ...more,
});

const plan = (grantId: number, more: Partial<ProxyPlan> = {}): ProxyPlan => ({
  kind: 'proxy',
  mode: 'query',
  grantId,
  version: 1,
  grantNo: `授-2026-${grantId}`,
  provider: '市民政局',
  consumer: '市人社局',
  providerId: 1,
  consumerId: 2,
  systemId: 1,
  scenario: '高龄津贴',
  entryId: grantId,
  entryTitle: '婚姻登记信息',
  upstream: service(),
  untouched: false,
  items: ITEMS,
  rows: [{ column: '@.area', type: 'text', op: 'eq', values: ['410411'] }],
  from: 0,
  until: FAR,
  sid: `s_test_${grantId}`,
  required: ['身份证号'],
  rowLimit: 2,
  ...more,
});

const publish = (one: ProxyPlan): Promise<unknown> =>
  audited(PLATFORM, 'test.publish', `grant:${one.grantId}`, async tx => {
    await tx.run(sql`insert into plans.plan (grant_id, version, kind, sid, system_id, body)
      values (${one.grantId}, 1, 'proxy', ${one.sid}, ${one.systemId}, ${JSON.stringify(one)}::jsonb)`);
    await tx.run(sql`insert into plans.live (grant_id, version) values (${one.grantId}, 1)`);
    return { value: undefined };
  });

async function addUpstream(
  credentials: UpstreamCredentials,
  secret: string,
  more: { address?: string; port?: number; timeout?: number; rate?: number } = {},
): Promise<number> {
  const { value } = await audited(PLATFORM, 'test.upstream', 'upstream', async tx => {
    const { address = '127.0.0.1', port = upstreamPort, timeout = 400, rate = 0 } = more;
    const { id } = await tx.get<{ id: number }>(sql`insert into plans.upstream
      (department_id, scheme, host, port, address, base, credentials, secret_sealed, timeout, rate, health)
      values (1, 'http', 'interface.department.test', ${port}, ${address}, '/api', ${JSON.stringify(credentials)}::jsonb, ''::bytea, ${timeout}, ${rate}, '{}') returning id`);
    const sealed = own.storage.keys.seal('credentials', `plans.upstream/secret/${id}`, secret);
    await tx.run(sql`update plans.upstream set secret_sealed = ${sealed} where id = ${id}`);
    return { value: id };
  });
  return value;
}

interface Reply {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
  body: { code: string; message: string; data: unknown; more?: boolean };
}

let last = 0;
function call(
  grant: number,
  {
    body = { params: { 身份证号: PERSON } },
    get,
    type,
    xml,
  }: { body?: unknown; get?: string; type?: string; xml?: string } = {},
): Promise<Reply> {
  const sid = `s_test_${grant}`;
  last = Math.max(last + 1, Date.now());
  const sign = createHmac('sha256', SECRET)
    .update(sid + RID + String(last))
    .digest('base64');
  return new Promise((resolve, reject) => {
    const req = request(
      {
        host: '127.0.0.1',
        port: listening.port,
        method: get === undefined ? 'POST' : 'GET',
        path: `/gateway/${sid}${get ?? ''}`,
        headers: {
          gjgxjhpt_rid: RID,
          gjgxjhpt_sid: sid,
          gjgxjhpt_rtime: String(last),
          gjgxjhpt_sign: sign,
          ...(type === undefined ? {} : { 'content-type': type }),
        },
      },
      res => {
        let text = '';
        res.setEncoding('utf8');
        res.on('data', (chunk: string) => (text += chunk));
        res.on('error', reject);
        res.on('end', () => {
          const { statusCode: status = 0, headers } = res;
          const isJson = headers['content-type']?.startsWith('application/json') === true;
          resolve({ status, headers, text, body: (isJson ? JSON.parse(text) : {}) as Reply['body'] });
        });
      },
    );
    req.on('error', reject);
    req.end(get === undefined ? (xml ?? JSON.stringify(body)) : '');
  });
}

const SOAP_SERVICE: Partial<PlanInterface> = {
  method: 'POST',
  path: '/ws',
  request: 'soap',
  response: 'xml',
  soap: { operation: 'Query', namespace: 'urn:people', action: 'urn:people#Query' },
  parameters: [{ name: 'idNo', place: 'body', type: 'text', required: true, item: '身份证号' }],
  rows: '$.Envelope.Body.QueryResponse.person',
  success: { path: '$.Envelope.Body.QueryResponse.code', values: ['0'], nothing: [], refusals: [] },
};
const SOAP_ITEMS = [
  item('身份证号', '@.idNo', { filter: true }),
  item('姓名', '@.name', { mask: { kind: 'name' } }),
];

const envelope = (inner: string): string =>
  `<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header><tongtechheader><sign>own</sign></tongtechheader></soap:Header><soap:Body>${inner}</soap:Body></soap:Envelope>`;
const soapCall = (id = PERSON, more = ''): string =>
  envelope(`<q:Query xmlns:q="urn:people"><idNo>${id}</idNo>${more}</q:Query>`);
const soapAnswer = envelope(
  `<r:QueryResponse xmlns:r="urn:people"><code>0</code><trace>internal</trace>` +
    `<person level="3"><idNo>${PERSON}</idNo><name>张三丰</name><secret>不得外传</secret><area>410411</area></person>` +
    `<person><idNo>${PERSON}</idNo><name>李四</name><area>410402</area></person></r:QueryResponse>`,
);

before(async () => {
  own = await freshStorage('gatewayproxy');
  audited = createAudited(own.storage.pools.write, () => Date.now());
  await new Promise<void>(done => upstream.listen(0, '127.0.0.1', done));
  upstreamPort = (upstream.address() as AddressInfo).port;
  const { storage } = own;
  await audited(PLATFORM, 'test.setup', 'city', async tx => {
    await tx.run(sql`insert into org.region values ('410400', '平顶山市', null, 'city')`);
    await tx.run(sql`insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code)
      values ('mz', '市民政局', 'Civil Affairs', '民政', '410400', 'government', '1')`);
    await tx.run(sql`insert into plans.system (id, rid, department_id, name, addresses, app_key_sealed, app_secret_sealed, secret_until)
      values (1, ${RID}, 2, '系统', ${['127.0.0.0/8']}, ${Buffer.of(1)}, ${storage.keys.seal('app-keys', 'plans.system/app_secret/1', SECRET)}, ${new Date(FAR)})`);
    return { value: undefined };
  });
  gateway = createGateway({
    pool: storage.pools.gateway,
    connect: connector(storage, 'gateway'),
    keys: storage.keys,
    clock: { now: () => Date.now() },
    openSource: () => assert.fail('no database is asked'),
    trustedProxies: undefined,
    metrics: createMetrics(),
    log: createLog('silent'),
    addresses: { exempt: new Set([`127.0.0.1:${upstreamPort}`, '127.0.0.1:1']), own: new Set() },
  });
  listening = await listen(['127.0.0.1'], 0, (req, res) => gateway.handle(req, res));

  const keyed = await addUpstream({ kind: 'header', name: 'x-api-key' }, 'top-secret');
  const basic = await addUpstream({ kind: 'basic', user: 'us' }, 'pw');
  const bearer = await addUpstream({ kind: 'bearer' }, 'token-1');
  const national = await addUpstream(
    { kind: 'national', prefix: 'gjgxjhpt', rid: 'our-rid', sid: 's_up', refresh: '' },
    'upkey',
  );
  const dead = await addUpstream({ kind: 'none' }, '', { port: 1 });
  const forbidden = await addUpstream({ kind: 'none' }, '', { address: '169.254.169.254', port: 80 });
  const slow = await addUpstream({ kind: 'none' }, '', { timeout: 150, rate: 3 });
  const renewing = await addUpstream(
    { kind: 'national', prefix: 'gjgxjhpt', rid: 'r', sid: 's', refresh: '/sysapi/auth/refreshappsecret' },
    SECRET,
  );
  assert.deepEqual(
    [keyed, basic, bearer, national, dead, forbidden, slow, renewing],
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
  await publish(plan(1));
  await publish(plan(2, { mode: 'verify' }));
  await publish(plan(3, { upstream: service({ ...SOAP_SERVICE }), items: SOAP_ITEMS }));
  const whole = ITEMS.map(one => ({ ...one, mask: { kind: 'none' as const } }));
  await publish(
    plan(4, {
      untouched: true,
      items: whole,
      rows: [],
      upstream: service({ upstreamId: 2, passThrough: true }),
    }),
  );
  await publish(plan(5, { upstream: service({ upstreamId: 5 }) }));
  await publish(plan(6, { upstream: service({ upstreamId: 6 }) }));
  await publish(plan(7, { upstream: service({ upstreamId: 7 }) }));
  await publish(plan(8, { upstream: service({ upstreamId: 8 }) }));
  await publish(plan(9, { upstream: service({ upstreamId: 3 }) }));
  const body: Partial<PlanInterface> = {
    upstreamId: 4,
    method: 'POST',
    path: '/query',
    request: 'json',
    parameters: [
      { name: 'params.id', place: 'body', type: 'text', required: true, item: '身份证号' },
      { name: 'params.page', place: 'body', type: 'number', required: false, default: '1' },
      { name: 'brief', place: 'body', type: 'boolean', required: false },
    ],
  };
  await publish(plan(10, { upstream: service(body) }));
  await publish(plan(11, { upstream: service({ ...body, request: 'form', upstreamId: 2 }) }));
  await publish(
    plan(12, {
      upstream: service(),
      items: [item('身份证号', '=', { filter: true }), item('姓名', '@.name')],
    }),
  );
});

beforeEach(() => {
  came.length = 0;
  answer = json({ code: 0, data: [person()] });
});

after(async () => {
  await listening.close(1000);
  await gateway.close();
  for (const socket of sockets) socket.destroy();
  upstream.close();
  await own.close();
});

test('granted items come back masked in our envelope; credentials are injected, and nothing of theirs leaves', async () => {
  const reply = await call(1, { body: { params: { 身份证号: PERSON, year: '2026' }, scenario: '高龄津贴' } });
  assert.equal(reply.status, 200, reply.text);
  const [row] = reply.body.data as Record<string, unknown>[];
  assert.match(String(row?.['邮箱']), /^[\w-]{20,}$/);
  assert.deepEqual(reply.body, {
    code: '0',
    message: '成功',
    data: [{ 身份证号: PERSON, 姓名: '张**', 手机号: '138****5678', 邮箱: row?.['邮箱'], 子女数: 2 }],
    more: false,
  });
  assert.equal(came.length, 1);
  assert.equal(came[0]?.url, `/api/person/${PERSON}?year=2026`);
  assert.equal(came[0]?.headers['x-api-key'], 'top-secret');
  assert.equal(came[0]?.headers['x-trace'], 'none');
  assert.equal(came[0]?.headers['host'], `interface.department.test:${upstreamPort}`);
  for (const name of Object.keys(came[0]?.headers ?? {})) assert.doesNotMatch(name, /gjgxjhpt|forwarded/);
  assert.equal(reply.headers['x-powered-by'], undefined);
  assert.equal(reply.headers['set-cookie'], undefined);
  assert.match(reply.headers['shuqiao-commitment'] as string, /^[0-9a-f]{64}$/);
});

test('rows outside the conditions, and rows of others than was asked for, are not there', async () => {
  answer = json({
    code: '0',
    data: [
      person({ area: '410402' }),
      person({ idNo: '410411199001019999' }),
      person({ idNo: null }),
      person(),
      person({ name: '王五' }),
      person(),
    ],
  });
  const { body } = await call(1);
  assert.deepEqual(
    (body.data as { 姓名: string }[]).map(row => row.姓名),
    ['张**', '王*'],
  );
  assert.equal(body.more, true);
});

test('an interface that does not repeat the identifier: its item is the value that was asked by', async () => {
  const { body } = await call(12);
  assert.deepEqual(body.data, [{ 身份证号: PERSON, 姓名: '张三丰' }]);
});

test('nobody found is no rows; a refusal that the provider explained is told, any other only that it was one', async () => {
  answer = json({ code: 404, message: PERSON });
  assert.deepEqual((await call(1)).body.data, []);
  answer = json({ code: 7, message: PERSON });
  const known = await call(1);
  assert.deepEqual([known.status, known.body.code], [502, 'gateway.upstream_refused']);
  assert.match(known.body.message, /（7）本月已结账/);
  answer = json({ code: '张三丰', message: PERSON });
  const unknown = await call(1);
  assert.equal(unknown.body.code, 'gateway.upstream_refused');
  assert.doesNotMatch(unknown.text, /张三丰|410411/);
});

test('verification compares here: match, no match, unknown, and never a value', async () => {
  const verify = (claims: object): Promise<Reply> =>
    call(2, { body: { params: { 身份证号: PERSON }, claims } });
  assert.deepEqual((await verify({ 姓名: '张三丰', 子女数: '3', 手机号: '13812345678' })).body.data, {
    姓名: true,
    手机号: true,
    子女数: false,
  });
  answer = json({ code: '0', data: [person({ name: null })] });
  assert.deepEqual((await verify({ 姓名: '张三丰' })).body.data, { 姓名: null });
  answer = json({ code: '0', data: [] });
  const nobody = await verify({ 姓名: '张三丰' });
  assert.deepEqual(nobody.body.data, { 姓名: null });
  assert.equal((await verify({ 姓名: '张三丰', secret: '1' })).body.code, 'gateway.item_not_granted');
  assert.equal((await verify({})).status, 400);
  assert.equal((await verify({ 子女数: 'two' })).status, 400);
});

test('whatever else a call says beside the identifier, a person may be guessed about no more often', async () => {
  await publish(plan(20, { mode: 'verify' }));
  await followed(async () => (await call(20, { body: {} })).body.code !== 'gateway.no_grant');
  const codes: string[] = [];
  for (let year = 2001; year <= 2006; year++)
    codes.push(
      (
        await call(20, {
          body: { params: { 身份证号: PERSON, year: String(year) }, claims: { 姓名: `第${year}个` } },
        })
      ).body.code,
    );
  assert.deepEqual(codes, ['0', '0', '0', '0', '0', 'gateway.tries_used']);
});

test('what the interface refuses is a call like any other', async () => {
  await publish(plan(21, { limits: { perDay: 3 } }));
  await followed(async () => (await call(21, { body: {} })).body.code !== 'gateway.no_grant');
  answer = json({ code: 7 });
  const codes: string[] = [];
  for (let i = 0; i < 4; i++) codes.push((await call(21)).body.code);
  assert.deepEqual(codes, [
    ...Array.from({ length: 3 }, () => 'gateway.upstream_refused'),
    'gateway.quota_used',
  ]);
});

test('only registered parameters go on, each as its type and place allow', async () => {
  for (const [params, code] of [
    [{ 身份证号: PERSON, id: '1' }, 'gateway.item_not_granted'],
    [{ 身份证号: PERSON, 姓名: '张三丰' }, 'gateway.item_not_granted'],
    [{ 身份证号: PERSON, admin: '1' }, 'gateway.item_not_granted'],
    [{ year: '2026' }, 'gateway.identifier_missing'],
    [{ 身份证号: '' }, 'gateway.bad_input'],
    [{ 身份证号: '..' }, 'gateway.bad_input'],
    [{ 身份证号: PERSON, year: '2026&admin=1' }, 'gateway.bad_input'],
    [{ 身份证号: PERSON, 'x-trace': 'a\r\nx-admin: 1' }, 'gateway.bad_input'],
  ] as const)
    assert.equal((await call(1, { body: { params } })).body.code, code, JSON.stringify(params));
  assert.equal(came.length, 0, 'nothing of that went out');
  const reply = await call(1, { body: { params: { 身份证号: '../a?b=1#c/张', 'x-trace': 'b' } } });
  assert.deepEqual(reply.body.data, []);
  assert.equal(came[0]?.url, `/api/person/${encodeURIComponent('../a?b=1#c/张')}`);
  assert.equal(came[0]?.headers['x-trace'], 'b');
  assert.equal(
    (await call(1, { get: `?${new URLSearchParams({ 身份证号: PERSON, year: '1' }).toString()}` })).status,
    200,
  );
});

test('bodies are written as JSON with objects, or as a form; signatures of the national convention are ours', async () => {
  await call(10, { body: { params: { 身份证号: PERSON, brief: 'true' } } });
  const [first] = came;
  assert.deepEqual(JSON.parse(first?.body ?? ''), { params: { id: PERSON, page: 1 }, brief: true });
  const rtime = String(first?.headers['gjgxjhpt_rtime']);
  const sign = createHmac('sha256', 'upkey').update(`s_upour-rid${rtime}`).digest('base64');
  assert.equal(first?.headers['gjgxjhpt_sign'], sign);
  assert.equal(first?.headers['gjgxjhpt_rid'], 'our-rid');
  await call(11);
  assert.equal(came[1]?.body, `params.id=${PERSON}&params.page=1`);
  assert.equal(came[1]?.headers['authorization'], `Basic ${Buffer.from('us:pw').toString('base64')}`);
  await call(9);
  assert.equal(came[2]?.headers['authorization'], 'Bearer token-1');
});

test('a secret that must be renewed is renewed with the appKey, once for calls at the same time', async () => {
  // AES-128-ECB of 32 hexadecimal digits under the key that this appKey makes: standards' own vector.
  const sealed = 'LDh6LJzNCB09fXMknMzXpiw4eiyczQgdPX1zJJzM16ZUfuRMyoXTthzV/Enp8P/V';
  const renewed = openNationalSecret(SECRET, sealed);
  assert.equal(renewed, 'fedcba9876543210fedcba9876543210');
  answer = (res, one) =>
    one.url === '/sysapi/auth/refreshappsecret'
      ? json({ code: '0', data: { secret: sealed, secretEndTime: String(Date.now() + 3_600_000) } })(res)
      : json({ code: 0, data: [person()] })(res);
  const replies = await Promise.all([call(8), call(8), call(8)]);
  assert.deepEqual(
    replies.map(reply => reply.status),
    [200, 200, 200],
  );
  assert.equal(came.filter(one => one.url.startsWith('/sysapi')).length, 1);
  const [asked] = came;
  const said = JSON.parse(asked?.body ?? '') as Record<string, string>;
  assert.equal(
    said['gjgxjhpt_sign'],
    createHmac('sha256', SECRET).update(`sr${said['gjgxjhpt_rtime']}`).digest('base64'),
  );
  const signed = came[1]?.headers ?? {};
  assert.equal(
    signed['gjgxjhpt_sign'],
    createHmac('sha256', renewed)
      .update(`sr${String(signed['gjgxjhpt_rtime'])}`)
      .digest('base64'),
  );
});

test('numbers beyond a double and characters of GBK stay what they are', async () => {
  answer = json(
    `{"code":0,"data":[{"idNo":"${PERSON}","name":"张三","phone":"1","area":"410411","children":9007199254740993}]}`,
  );
  assert.equal(
    (await call(1)).body.data && ((await call(1)).body.data as { 子女数: unknown }[])[0]?.子女数,
    '9007199254740993',
  );
  answer = res => {
    res.writeHead(200, { 'content-type': 'application/json; charset=GBK' });
    // 张三
    res.end(
      Buffer.concat([
        Buffer.from(`{"code":0,"data":[{"idNo":"${PERSON}","area":"410411","name":"`),
        Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]),
        Buffer.from('"}]}'),
      ]),
    );
  };
  assert.deepEqual(((await call(12)).body.data as { 姓名: string }[])[0]?.姓名, '张三');
});

test('an answer that is not what was registered is withheld, with a reason that names no value', async () => {
  const cases: [string, (res: ServerResponse) => void, string][] = [
    ['no JSON', json(`<html>${PERSON}</html>`), 'gateway.upstream_unexpected'],
    ['no code', json({ data: [person()] }), 'gateway.upstream_unexpected'],
    ['rows that are text', json({ code: 0, data: [PERSON] }), 'gateway.upstream_unexpected'],
    [
      'an object for a value',
      json({ code: 0, data: [person({ name: { first: '三丰' } })] }),
      'gateway.upstream_unexpected',
    ],
    [
      'a wrong type',
      json({ code: 0, data: [person({ children: PERSON.repeat(2) })] }),
      'gateway.upstream_unexpected',
    ],
    ['too deep', json(`${'['.repeat(200_000)}${']'.repeat(200_000)}`), 'gateway.upstream_unexpected'],
    [
      'a redirect',
      res => void res.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      'gateway.upstream_unexpected',
    ],
    [
      'compressed',
      res => void res.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
      'gateway.upstream_unexpected',
    ],
    [
      'too large by its length',
      res => void res.writeHead(200, { 'content-length': '9000000' }).end(),
      'gateway.upstream_unexpected',
    ],
    [
      'too large without one',
      res => {
        res.writeHead(200);
        const more = (): void => {
          if (!res.destroyed && res.write('x'.repeat(100_000))) setImmediate(more);
          else res.once('drain', more);
        };
        more();
      },
      'gateway.upstream_unexpected',
    ],
    [
      'truncated',
      res => {
        res.writeHead(200, { 'content-length': '500' });
        res.write('{"code":0,"data":[');
        setTimeout(() => res.destroy(), 20);
      },
      'gateway.upstream_unexpected',
    ],
    ['a status of its own', json({ detail: PERSON }, 403), 'gateway.upstream_refused'],
  ];
  for (const [what, next, code] of cases) {
    answer = next;
    const reply = await call(1);
    assert.equal(reply.body.code, code, what);
    assert.doesNotMatch(reply.text, /41041119900101|三丰|html/, what);
    answer = json({ code: 0, data: [] });
    assert.equal((await call(1)).status, 200, `after: ${what}`);
  }
});

test('an address that may not be connected to is not, though a plan names it', async () => {
  const reply = await call(6);
  assert.deepEqual([reply.status, reply.body.code], [503, 'gateway.upstream_unavailable']);
  assert.doesNotMatch(reply.text, /169/);
});

test('a reset kept connection is tried once more for a GET, and never for a POST', async () => {
  let times = 0;
  const cut = (res: ServerResponse): void => {
    times += 1;
    if (times === 1) res.socket?.destroy();
    else json({ code: 0, data: [person()] })(res);
  };
  answer = cut;
  assert.equal((await call(1)).status, 200);
  assert.equal(times, 2);
  times = 0;
  answer = cut;
  const post = await call(10);
  assert.equal(post.body.code, 'gateway.upstream_unavailable');
  assert.equal(times, 1);
});

test('too slow: told at the limit, and too many in a second are kept away', async () => {
  answer = res => void setTimeout(() => json({ code: 0, data: [] })(res), 10_000).unref();
  const started = performance.now();
  const reply = await call(7);
  assert.deepEqual([reply.status, reply.body.code], [504, 'gateway.upstream_too_slow']);
  assert.match(reply.body.message, /150/);
  assert.ok(performance.now() - started < 5_000);
  answer = json({ code: 0, data: [] });
  await new Promise(done => setTimeout(done, 1100));
  const codes = new Set(
    (await Promise.all(Array.from({ length: 12 }, () => call(7)))).map(one => one.status),
  );
  assert.deepEqual(
    [...codes].toSorted((a, b) => a - b),
    [200, 503],
  );
});

test('after failures in a row the interface is left alone, and others go on', async () => {
  const before = (await Promise.all(Array.from({ length: 6 }, () => call(5)))).map(one => one.body.code);
  assert.deepEqual(new Set(before), new Set(['gateway.upstream_unavailable']));
  const started = performance.now();
  assert.equal((await call(5)).status, 503);
  assert.ok(performance.now() - started < 2_000, 'at once');
  assert.equal((await call(1)).status, 200);
});

test('SOAP: the caller’s header stays here, the answer keeps granted elements alone', async () => {
  answer = res => void res.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' }).end(soapAnswer);
  const reply = await call(3, { xml: soapCall(), type: 'text/xml; charset=utf-8' });
  assert.equal(reply.status, 200, reply.text);
  assert.equal(reply.headers['content-type'], 'text/xml; charset=utf-8');
  assert.equal(
    reply.text,
    '<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' +
      `<r:QueryResponse xmlns:r="urn:people"><code>0</code><person><idNo>${PERSON}</idNo><name>张**</name></person></r:QueryResponse></soap:Body></soap:Envelope>`,
  );
  assert.equal(came[0]?.headers['soapaction'], '"urn:people#Query"');
  assert.match(
    came[0]?.body ?? '',
    /<s:Body><q:Query xmlns:q="urn:people"><idNo>410411199001011234<\/idNo><\/q:Query><\/s:Body>/,
  );
  assert.doesNotMatch(came[0]?.body ?? '', /tongtech/);
  // Whoever writes JSON gets JSON from it.
  assert.deepEqual((await call(3)).body.data, [{ 身份证号: PERSON, 姓名: '张**' }]);
});

test('SOAP: what is no registered parameter, no operation of it or no plain XML is refused', async () => {
  const type = 'text/xml';
  for (const [xml, code] of [
    [soapCall(PERSON, '<admin>1</admin>'), 'gateway.item_not_granted'],
    [soapCall(PERSON, '<idNo>2</idNo>'), 'gateway.bad_input'],
    [envelope('<q:Delete xmlns:q="urn:people"/>'), 'gateway.bad_input'],
    [
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      'gateway.bad_input',
    ],
    ['<a', 'gateway.bad_input'],
    [envelope('<q:Query xmlns:q="urn:people"><idNo><b>1</b></idNo></q:Query>'), 'gateway.bad_input'],
  ] as const)
    assert.equal((await call(3, { xml, type })).body.code, code, xml);
  assert.equal(came.length, 0);
  answer = res =>
    void res.writeHead(200, { 'content-type': 'text/xml' }).end('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>');
  assert.equal((await call(3, { xml: soapCall(), type })).body.code, 'gateway.upstream_unexpected');
});

test('?wsdl is served with our address and no other', async () => {
  answer = res =>
    void res
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(
        '<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"><wsdl:import namespace="urn:x" location="http://10.1.1.1/x.wsdl"/><wsdl:service><!-- http://10.1.1.1 --><wsdl:port xmlns:wsa="http://www.w3.org/2005/08/addressing"><soap:address note="a>b" location="http://10.1.1.1:8080/ws"/><wsa:EndpointReference><wsa:Address>http://10.1.1.1:8080/ws</wsa:Address></wsa:EndpointReference></wsdl:port></wsdl:service></wsdl:definitions>',
      );
  const reply = await call(3, { get: '?wsdl' });
  assert.equal(reply.status, 200, reply.text);
  assert.equal(came[0]?.url, '/api/ws?wsdl');
  assert.match(
    reply.text,
    new RegExp(
      `<soap:address note="a&gt;b" location="http://127.0.0.1:${listening.port}/gateway/s_test_3"/>`,
    ),
  );
  assert.doesNotMatch(reply.text, /10\.1\.1\.1/);
  // What looks like the beginning of a tag over and over costs no more than its length.
  answer = res =>
    void res
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(`<d><![CDATA[${'<address '.repeat(200_000)}]]></d>`);
  const began = performance.now();
  assert.equal((await call(3, { get: '?wsdl' })).status, 200);
  assert.ok(performance.now() - began < 10_000);
});

test('an untouched answer goes through byte for byte, short ones whole and long ones as a stream', async () => {
  const short = '{"code":0,  "data":[{"anything":true}]}';
  answer = json(short);
  const reply = await call(4);
  assert.deepEqual(
    [reply.status, reply.text, reply.headers['content-type']],
    [200, short, 'application/json'],
  );
  assert.equal(reply.headers['x-powered-by'], undefined);
  const long = Buffer.from(
    JSON.stringify(Array.from({ length: 200_000 }, (_, i) => ({ i, name: '张三丰' }))),
  );
  answer = res => {
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': long.length });
    res.end(long);
  };
  const streamed = await call(4);
  assert.equal(streamed.status, 200);
  assert.equal(
    createHash('sha256').update(streamed.text).digest('hex'),
    createHash('sha256').update(long).digest('hex'),
  );
  answer = res => {
    res.writeHead(200, { 'content-type': 'text/html' });
    res.end('<script>');
  };
  assert.equal((await call(4)).headers['content-type'], 'application/octet-stream');
  // Breaks off in the middle: the caller sees that it did.
  answer = res => {
    res.writeHead(200, { 'content-length': long.length });
    res.write(long.subarray(0, 1_000_000), () => setTimeout(() => res.destroy(), 50));
  };
  await assert.rejects(call(4));
});

test('an answer that does not say how long it is holds to the bytes of the grant all the same', async () => {
  const whole = ITEMS.map(one => ({ ...one, mask: { kind: 'none' as const } }));
  const upstreamOf4 = service({ upstreamId: 2, passThrough: true });
  await publish(
    plan(22, {
      untouched: true,
      items: whole,
      rows: [],
      upstream: upstreamOf4,
      limits: { bytesTotal: 300_000 },
    }),
  );
  await followed(async () => (await call(22, { body: {} })).body.code !== 'gateway.no_grant');
  answer = res => {
    res.writeHead(200, { 'content-type': 'text/plain' });
    for (let i = 0; i < 16; i++) res.write('x'.repeat(64_000));
    res.end();
  };
  await assert.rejects(call(22), 'a million bytes do not go out');
  answer = res => void res.writeHead(200, { 'content-type': 'text/plain' }).end('short');
  await followed(async () => (await call(22)).text === 'short');
});
