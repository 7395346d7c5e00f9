/** How callers prove who they are: every convention against real gateways, with the keys that the control plane gives. */
import assert from 'node:assert/strict';
import { createDecipheriv, createHash, createHmac } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type Server, createServer, request as tlsRequest } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { networks } from '#kernel/addresses.ts';
import { listenAt } from '#kernel/listen.ts';
import type { SystemSecrets } from '#modules/organizations/index.ts';
import { type Call, type CallersCity, type Reply, openCallersCity, send } from './callersCity.ts';
import { fuzzedCalls, judge } from './callersFuzz.ts';
import { BODY, PERSON, freshTime, signed } from './signing.ts';
import { type TestCertificate, selfSigned } from './certificates.ts';
import { untilTrue } from './untilTrue.ts';

let city: CallersCity;
let port = 0;
let system: SystemSecrets;
let rid = '';
let secret = '';
let sid = '';
let folder = '';
let socket = '';

before(async () => {
  city = await openCallersCity('callers');
  folder = mkdtempSync(join(tmpdir(), 'shuqiao-front-'));
  socket = join(folder, 'front.sock');
  const all = ['national', 'bg_hmac', 'tif', 'sm3', 'token', 'front'] as const;
  const made = await city.organizations.registerSystem(
    city.actorOf('integrator'),
    '津贴系统',
    ['127.0.0.1', '10.20.0.0/16'],
    3,
    all,
  );
  system = made.value;
  rid = system.system.rid;
  secret = system.appSecret;
  sid = await city.grant(system.system.id, 1);
  port = await city.start({ callers: { fronts: networks(['127.0.0.2']) }, socket });
});
after(async () => {
  await city.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (more: string = ''): string => `/gateway/${sid}${more}`;
const ENCODED = `?${encodeURIComponent('公民身份号码')}=${PERSON}`;
const code = ({ body }: Reply): unknown => body['reason'] ?? body['code'];
const good = (reply: Reply): Reply => {
  assert.equal(reply.status, 200, reply.text);
  assert.match(reply.text, /张三丰/);
  return reply;
};
const says = async (call: Promise<Reply>, status: number, word: string): Promise<Reply> => {
  const reply = await call;
  assert.deepEqual([reply.status, code(reply)], [status, `gateway.${word}`], reply.text);
  return reply;
};

test('each convention proves the same system, live, and gets the same answer', async () => {
  const path = at();
  const url = at(ENCODED);
  const calls: [name: string, call: () => Call][] = [
    ['national', () => ({ path: '/httpproxy', headers: signed.national(rid, secret, sid), body: BODY })],
    ['bg_hmac', () => ({ path, headers: signed.bg_hmac(rid, secret, 'POST', path, ''), body: BODY })],
    [
      'bg_hmac with a query',
      () => ({
        method: 'GET',
        path: url,
        headers: signed.bg_hmac(rid, secret, 'GET', path, ENCODED.slice(1)),
      }),
    ],
    ['tif', () => ({ path, headers: signed.tif(rid, secret), body: BODY })],
    [
      'tif with the service in a header',
      () => ({
        path: '/httpproxy',
        headers: { ...signed.tif(rid, secret), 'x-tif-serviceid': sid },
        body: BODY,
      }),
    ],
    ['sm3', () => ({ path, headers: signed.sm3(rid, secret, 'POST', path, BODY), body: BODY })],
    [
      'sm3 with a query',
      () => ({ method: 'GET', path: url, headers: signed.sm3(rid, secret, 'GET', url, '') }),
    ],
    [
      'national in a query',
      () => {
        const values = new URLSearchParams(signed.national(rid, secret, sid, ''));
        return { method: 'GET', path: `${url}&${values.toString()}` };
      },
    ],
  ];
  for (const [name, call] of calls) {
    const reply = good(await send(port, call()));
    assert.equal(reply.body['code'], '0', name);
    assert.equal(reply.headers['shuqiao-environment'], 'live', name);
    assert.match(String(reply.headers['shuqiao-record']), /^\d+$/);
  }
});

test('a call of the second national platform is answered in its own family, a refusal too', async () => {
  const headers = signed.national(rid, secret, sid, 'gjzwfwpt_');
  const reply = good(await send(port, { path: at(), headers, body: BODY }));
  assert.equal(reply.body['code'], '200');
  const refused = await says(
    send(port, { path: at(), headers: { ...headers, gjzwfwpt_sign: 'AAAA' }, body: BODY }),
    401,
    'wrong_signature',
  );
  assert.equal(refused.body['code'], '300');
  assert.equal(refused.headers['www-authenticate'], 'Bearer realm="shuqiao"');
  const problem = await send(port, {
    path: at(),
    headers: { ...headers, gjzwfwpt_rtime: '1', accept: 'application/problem+json' },
    body: BODY,
  });
  assert.equal(problem.headers['content-type'], 'application/problem+json');
  assert.deepEqual([problem.body['status'], problem.body['code']], [401, 'gateway.wrong_signature']);
});

test('a replay is refused in every process; under the national convention other bodies pass, as many as allowed', async () => {
  const other = await city.start();
  const headers = signed.national(rid, secret, sid);
  const call = (body: string, more: object = {}): Call => ({
    path: at(),
    headers: { ...headers, ...more },
    body,
  });
  good(await send(port, call(BODY)));
  await says(send(other, call(BODY)), 409, 'replayed');
  const reencoded = { gjgxjhpt_sign: `${headers['gjgxjhpt_sign'] ?? ''}==` };
  await says(send(other, call(BODY, reencoded)), 409, 'replayed');
  for (const n of [1, 2])
    good(await send(n === 1 ? port : other, call(BODY.replace('}}', `},"post":"窗口${n}"}`))));
  const crowded = await says(
    send(other, call(BODY.replace('}}', '},"post":"窗口3"}'))),
    429,
    'too_many_bodies',
  );
  assert.deepEqual(crowded.body['facts'], { spread: 3 });

  // With a nonce there is one call, whatever it carries.
  const path = at();
  const tif = signed.tif(rid, secret);
  good(await send(port, { path, headers: tif, body: BODY }));
  await says(send(other, { path, headers: tif, body: BODY }), 409, 'replayed');
  const again = { path, headers: tif, body: BODY.replace('}}', '},"post":"甲"}') };
  await says(send(other, again), 429, 'too_many_bodies');
  const sm3 = signed.sm3(rid, secret, 'POST', path, BODY);
  good(await send(port, { path, headers: sm3, body: BODY }));
  await says(send(other, { path, headers: sm3, body: BODY }), 409, 'replayed');
  const changed = { path, headers: sm3, body: BODY.replace('}}', '},"post":"乙"}') };
  await says(send(port, changed), 401, 'wrong_digest');
});

test('outside its addresses, and by a convention that it did not register, a system proves nothing', async () => {
  const elsewhere = { 'x-forwarded-for': '10.21.0.1' };
  const near = { 'x-forwarded-for': '10.20.0.1' };
  const path = at();
  for (const headers of [
    signed.national(rid, secret, sid),
    signed.sm3(rid, secret, 'POST', path, BODY),
    signed.tif(rid, secret),
  ]) {
    await says(
      send(port, { path, headers: { ...headers, ...elsewhere }, body: BODY }),
      403,
      'address_not_allowed',
    );
    good(await send(port, { path, headers: { ...headers, ...near }, body: BODY }));
  }
  const actor = city.actorOf('integrator');
  const { value: narrow } = await city.organizations.registerSystem(actor, '只用 SM3', ['127.0.0.1'], 20, [
    'sm3',
  ]);
  const own = await city.grant(narrow.system.id, 2);
  const sm3 = () => signed.sm3(narrow.system.rid, narrow.appSecret, 'POST', `/gateway/${own}`, BODY);
  await untilTrue(
    async () => (await send(port, { path: `/gateway/${own}`, headers: sm3(), body: BODY })).status === 200,
  );
  const headers = signed.national(narrow.system.rid, narrow.appSecret, own);
  const refused = await says(
    send(port, { path: `/gateway/${own}`, headers, body: BODY }),
    403,
    'convention_not_registered',
  );
  assert.deepEqual(refused.body['facts'], { convention: 'national' });
});

const form = (values: Record<string, string>, more: Record<string, string> = {}): Call => ({
  path: '/oauth/token',
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...more },
  body: new URLSearchParams(values).toString(),
});
const client = () => ({ grant_type: 'client_credentials', client_id: rid, client_secret: secret });
const basic = (id: string, word: string): { authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(word)}`).toString('base64')}`,
});

test('a token is got by client credentials, calls as a bearer or as apikey, and its errors have the names of RFC 6749', async () => {
  const inBody = await send(port, form(client()));
  assert.equal(inBody.status, 200, inBody.text);
  assert.deepEqual([inBody.body['token_type'], inBody.body['expires_in']], ['Bearer', 1800]);
  assert.equal(inBody.headers['cache-control'], 'no-store');
  const byBasic = await send(port, form({ grant_type: 'client_credentials' }, basic(rid, secret)));
  const token = String(byBasic.body['access_token']);
  for (const headers of [
    { authorization: `Bearer ${token}` },
    { apikey: token },
    { apikey: token, authorization: `Bearer ${token}` },
  ] as Record<string, string>[])
    for (const n of [1, 2])
      good(await send(port, { path: at(), headers, body: BODY.replace('}}', `},"post":"${n}"}`) }));
  await says(send(port, { path: at(), headers: { apikey: `${token}A` }, body: BODY }), 401, 'bad_token');

  const errors: [Call, number, string][] = [
    [form({ ...client(), client_secret: 'wrong' }), 401, 'invalid_client'],
    [form({ ...client(), client_id: 'nobody' }), 401, 'invalid_client'],
    [form({ grant_type: 'client_credentials' }), 401, 'invalid_client'],
    [form({ grant_type: 'client_credentials' }, { authorization: 'Basic !!' }), 401, 'invalid_client'],
    [form({ ...client(), grant_type: 'password' }), 400, 'unsupported_grant_type'],
    [form({ ...client(), scope: 'all' }), 400, 'invalid_scope'],
    [form(client(), basic(rid, secret)), 400, 'invalid_request'],
    [{ ...form(client()), headers: { 'content-type': 'application/json' } }, 400, 'invalid_request'],
    [{ ...form(client()), path: '/oauth/token?a=1' }, 400, 'invalid_request'],
    [{ ...form(client()), body: `${form(client()).body ?? ''}&client_id=${rid}` }, 400, 'invalid_request'],
    [{ method: 'GET', path: '/oauth/token' }, 400, 'invalid_request'],
    [form(client(), { 'x-forwarded-for': '10.21.0.1' }), 400, 'unauthorized_client'],
  ];
  for (const [call, status, error] of errors) {
    const reply = await send(port, call);
    assert.deepEqual([reply.status, reply.body['error']], [status, error], JSON.stringify(call));
    if (status === 401) assert.equal(reply.headers['www-authenticate'], 'Basic realm="shuqiao"');
  }
});

test('keys overlap, end at once, and take their tokens along; the sandbox has its own', async () => {
  const actor = city.actorOf('integrator');
  const { id } = system.system;
  const status = async (word: string): Promise<number> =>
    (await send(port, { path: at(), headers: signed.sm3(rid, word, 'POST', at(), BODY), body: BODY })).status;
  const { value: added } = await city.organizations.addKey(actor, id, {
    environment: 'live',
    days: 10,
    note: '',
  });
  await untilTrue(async () => (await status(added.appSecret)) === 200);
  assert.equal(await status(secret), 200, 'the first goes on');
  const { value: rotated } = await city.organizations.rotateKey(actor, id, {
    environment: 'live',
    days: 365,
    overlapDays: 7,
    note: '换人',
  });
  await untilTrue(async () => (await status(rotated.appSecret)) === 200);
  assert.deepEqual([await status(secret), await status(added.appSecret)], [200, 200], 'for the overlap');
  const token = String(
    (await send(port, form({ ...client(), client_secret: added.appSecret }))).body['access_token'],
  );
  const byToken = async (): Promise<number> =>
    (await send(port, { path: at(), headers: { apikey: token }, body: BODY })).status;
  assert.equal(await byToken(), 200);
  await city.organizations.endKey(actor, id, added.no, '密钥外泄');
  await untilTrue(async () => (await status(added.appSecret)) === 401, 'the ended key', 10_000);
  assert.equal(await byToken(), 401);
  assert.deepEqual([await status(secret), await status(rotated.appSecret)], [200, 200]);

  const { value: trial } = await city.organizations.addKey(actor, id, {
    environment: 'sandbox',
    days: 30,
    note: '',
  });
  await city.grant(id, -1, 'sandbox');
  const headers = () => signed.sm3(rid, trial.appSecret, 'POST', at(), BODY);
  await untilTrue(
    async () => (await send(port, { path: at(), headers: headers(), body: BODY })).status === 200,
  );
  const reply = await send(port, { path: at(), headers: headers(), body: BODY });
  assert.equal(reply.headers['shuqiao-environment'], 'sandbox');
  assert.doesNotMatch(reply.text, /张三丰/, 'nobody’s real row');

  const usage = (await city.records(2)).flatMap(one => (one.kind === 'usage' ? [one.body] : []));
  const keysUsed = new Set(usage.map(one => one.facts?.['key']));
  for (const no of [added.no, rotated.no, trial.no])
    assert.ok(keysUsed.has(no), `key ${no} is in the record`);
});

const refreshOf = (appKey: string, rtime = freshTime(), more: Record<string, string> = {}): Call => {
  const service = 's_sys_auth001';
  const sign = createHmac('sha256', appKey)
    .update(service + rid + rtime)
    .digest('base64');
  return {
    path: '/sysapi/auth/refreshappsecret',
    headers: { 'content-type': 'application/json;charset=UTF-8', ...more },
    body: JSON.stringify({
      gjgxjhpt_rid: rid,
      gjgxjhpt_sid: service,
      gjgxjhpt_rtime: rtime,
      gjgxjhpt_sign: sign,
    }),
  };
};

/** As a Java client does it: SHA1PRNG seeded with the appKey, AES in ECB. */
function unwrap(appKey: string, base64: string): string {
  const once = createHash('sha1').update(appKey).digest();
  const key = createHash('sha1').update(once).digest().subarray(0, 16);
  const decipher = createDecipheriv('aes-128-ecb', key, null);
  return decipher.update(base64, 'base64', 'utf8') + decipher.final('utf8');
}

test('a system fetches its secret with its appKey: the same in every process, true to its end, never by a replay', async () => {
  const other = await city.start();
  const { appKey } = system;
  const data = ({ status, body }: Reply): { secret: string; secretEndTime: string } => {
    assert.deepEqual([status, body['code'], body['message']], [200, '0', '成功']);
    return body['data'] as { secret: string; secretEndTime: string };
  };
  const works = async (word: string): Promise<boolean> =>
    (await send(other, { path: at(), headers: signed.national(rid, word, sid), body: BODY })).status === 200;
  const together = await Promise.all(
    Array.from({ length: 8 }, (_, i) => send(i % 2 === 0 ? port : other, refreshOf(appKey))),
  );
  const [first, ...rest] = together.map(data);
  assert.ok(first);
  for (const one of rest) assert.deepEqual(one, first, 'whichever process made it');
  const fetched = unwrap(appKey, first.secret);
  assert.match(fetched, /^[0-9a-f]{32}$/);
  const end = Number(first.secretEndTime);
  assert.ok(Math.abs(end - Date.now() - 86_400_000) < 60_000);
  await untilTrue(() => works(fetched));
  assert.ok(await works(secret), 'what the system was registered with goes on');

  const replayed = refreshOf(appKey);
  data(await send(port, replayed));
  const failures: [Call, string][] = [
    [replayed, '-1'],
    [refreshOf('wrong'), '-1'],
    [refreshOf(appKey, String(Date.now() - 400_000)), '-1'],
    [refreshOf(appKey, freshTime(), { 'x-forwarded-for': '10.21.0.1' }), 'E-106'],
    [{ ...replayed, body: (replayed.body ?? '').replace(rid, 'nobody') }, 'E-106'],
    [{ ...replayed, body: '{}' }, 'E-106'],
  ];
  for (const [call, word] of failures) {
    const reply = await send(other, call);
    assert.deepEqual([reply.status, reply.body['code'], reply.body['data']], [200, word, ''], reply.text);
  }

  city.travel(13 * 3_600_000);
  const next = data(await send(port, refreshOf(appKey, String(city.clock.now()))));
  const second = unwrap(appKey, next.secret);
  assert.notEqual(second, fetched, 'past the middle of its life another is made');
  const signedNow = (word: string) => signed.national(rid, word, sid, 'gjgxjhpt_', String(city.clock.now()));
  const worksNow = async (word: string): Promise<boolean> =>
    (await send(port, { path: at(), headers: signedNow(word), body: BODY })).status === 200;
  await untilTrue(() => worksNow(second));
  assert.ok(await worksNow(fetched), 'until the end that it was told');
  city.travel(end - city.clock.now() + 1);
  await says(send(port, { path: at(), headers: signedNow(fetched), body: BODY }), 401, 'wrong_signature');
  assert.ok(await worksNow(second));

  const commands = (await city.records(1)).flatMap(one => (one.kind === 'command' ? [one.body] : []));
  const refreshes = commands.filter(one => one.action === 'organizations.refresh_secret');
  assert.equal(refreshes.filter(one => one.facts['again'] === false).length, 2);
  assert.deepEqual(
    refreshes
      .filter(one => one.result === 'refused')
      .map(one => one.code ?? '')
      .sort((a, b) => a.localeCompare(b)),
    ['organizations.refresh_late', 'organizations.refresh_not_allowed', 'organizations.refresh_replayed'],
  );
  assert.doesNotMatch(JSON.stringify(commands), new RegExp(`${fetched}|${second}|${appKey}`));

  // A new appKey ends what was fetched with the old one.
  const { value } = await city.organizations.replaceAppKey(
    city.actorOf('integrator'),
    system.system.id,
    '离岗',
  );
  await untilTrue(async () => !(await worksNow(second)));
  assert.equal((await send(port, refreshOf(appKey, String(city.clock.now() + 1)))).body['code'], '-1');
  data(await send(port, refreshOf(value.appKey, String(city.clock.now() + 2))));
});

test('nobody refreshes without end', async () => {
  const { organizations } = city;
  const { value } = await organizations.registerSystem(city.actorOf('integrator'), '频繁刷新', ['127.0.0.1']);
  const base = city.clock.now();
  const ask = (i: number): Promise<unknown> => {
    const asked = { rid: value.system.rid, sid: 's', rtime: String(base + i), sign: '' };
    const text = asked.sid + asked.rid + asked.rtime;
    asked.sign = createHmac('sha256', value.appKey).update(text).digest('base64');
    return organizations.refreshSecret(asked, '127.0.0.1');
  };
  for (let i = 0; i < 300; i += 10) await Promise.all(Array.from({ length: 10 }, (_, n) => ask(i + n)));
  await assert.rejects(ask(300), { code: 'organizations.refreshed_too_often' });
});

/** Where the front says that its clients are. */
let clientAt = '10.20.0.9';

/** What stands before the platform and ends mutual TLS: it forwards what it saw, and drops what clients say of it. */
async function standInFront(server: TestCertificate, trusts: readonly TestCertificate[]): Promise<Server> {
  const front = createServer(
    {
      key: server.key,
      cert: server.cert,
      ca: trusts.map(one => one.cert),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        const seen = (
          req.socket as unknown as { getPeerCertificate(): { raw: Buffer } }
        ).getPeerCertificate();
        const headers = {
          'client-cert': `:${seen.raw.toString('base64')}:`,
          'x-forwarded-for': clientAt,
        };
        void send(port, {
          method: req.method ?? '',
          path: req.url ?? '',
          headers,
          body: Buffer.concat(chunks).toString(),
          socketPath: socket,
        }).then(reply => res.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.text));
      });
    },
  );
  await new Promise<void>(done => front.listen(0, '127.0.0.1', done));
  return front;
}

function throughFront(
  front: Server,
  server: TestCertificate,
  of: TestCertificate | undefined,
  headers = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const req = tlsRequest(
      {
        host: '127.0.0.1',
        port: (front.address() as AddressInfo).port,
        method: 'POST',
        path: at(),
        ca: server.cert,
        checkServerIdentity: () => undefined,
        headers,
        ...(of ? { key: of.key, cert: of.cert } : {}),
        agent: false,
      },
      res => {
        let text = '';
        res.setEncoding('utf8');
        res.on('data', (chunk: string) => (text += chunk));
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            text,
            body: JSON.parse(text) as Record<string, unknown>,
          }),
        );
      },
    );
    req.on('error', reject);
    req.end(BODY);
  });
}

test('mutual TLS with ECDSA ends at a front; its word counts through its socket and its address, and from nowhere else', async () => {
  const [server, own, stranger] = [selfSigned('front'), selfSigned('津贴系统', 400), selfSigned('stranger')];
  assert.equal(statSync(socket).mode & 0o777, 0o660);
  const front = await standInFront(server, [own, stranger]);
  try {
    const actor = city.actorOf('integrator');
    const { value } = await city.organizations.registerCertificate(actor, system.system.id, {
      environment: 'live',
      days: 365,
      note: '',
      certificate: own.cert,
    });
    assert.equal(value.fingerprint, own.fingerprint);
    await untilTrue(async () => (await throughFront(front, server, own)).status === 200);
    good(await throughFront(front, server, own));
    for (const elsewhere of ['10.21.0.9', '']) {
      clientAt = elsewhere;
      const reply = await throughFront(front, server, own);
      assert.deepEqual([reply.status, reply.body['code']], [403, 'gateway.address_not_allowed']);
    }
    clientAt = '10.20.0.9';
    await assert.rejects(throughFront(front, server, undefined), 'TLS itself asks for a certificate');
    await assert.rejects(throughFront(front, server, selfSigned('unknown to the front')));
    const refused = await throughFront(front, server, stranger);
    assert.deepEqual([refused.status, refused.body['code']], [401, 'gateway.unknown_caller']);
    // What a client says of a certificate the front overwrites.
    const claimed = { 'client-cert': `:${own.der.toString('base64')}:` };
    assert.equal((await throughFront(front, server, stranger, claimed)).status, 401);
    // Straight to the platform it is nobody's word.
    for (const headers of [claimed, { 'x-sq-client-fingerprint': own.fingerprint }] as Record<
      string,
      string
    >[])
      await says(send(port, { path: at(), headers, body: BODY }), 401, 'unknown_caller');
    const before = await send(port, {
      path: at(),
      headers: { ...claimed, 'x-forwarded-for': '127.0.0.2' },
      body: BODY,
    });
    assert.equal(before.status, 401, 'a forwarded address is no socket');
    await city.organizations.endKey(actor, system.system.id, value.no, '证书吊销');
    await untilTrue(async () => (await throughFront(front, server, own)).status === 401);
  } finally {
    front.close();
  }
});

test('a socket file that a killed process left is taken over; one in use is not, nor what is no socket', async () => {
  await assert.rejects(
    listenAt(socket, () => undefined, 'SHUQIAO_FRONT_SOCKET'),
    /in use by another program/,
  );
  const left = join(folder, 'left.sock');
  const die = `require('node:net').createServer().listen(${JSON.stringify(left)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await new Promise(done => spawn(process.execPath, ['-e', die]).once('exit', done));
  assert.ok(statSync(left).isSocket());
  const taken = await listenAt(left, (_req, res) => res.end('here'), 'SHUQIAO_FRONT_SOCKET');
  assert.equal((await send(0, { path: '/', socketPath: left })).text, 'here');
  await taken.close(100);
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await assert.rejects(
    listenAt(file, () => undefined, 'SHUQIAO_FRONT_SOCKET'),
    /is no socket file/,
  );
});

/** Raw bytes to the listener, and what comes back until it is closed. */
function raw(to: number, bytes: string | Buffer, more: { slowly?: boolean } = {}): Promise<string> {
  return new Promise(resolve => {
    const one = connect(to, '127.0.0.1', () => {
      if (more.slowly !== true) one.end(bytes);
      else one.write(bytes);
    });
    let text = '';
    one.on('data', chunk => (text += chunk.toString('latin1')));
    one.on('error', () => resolve(text));
    one.on('close', () => resolve(text));
  });
}

test('headers of ten megabytes, cut-off bodies and slow senders are answered, and nothing is served', async () => {
  const patient = await city.start({ patience: { headers: 300, request: 600, looking: 50 } });
  const huge = `GET ${at()} HTTP/1.1\r\nHost: a\r\ngjgxjhpt_sign: ${'A'.repeat(10 * 1024 * 1024)}\r\n\r\n`;
  assert.match(await raw(patient, huge), /^(HTTP\/1\.1 431 |$)/);
  assert.match(
    await raw(patient, `POST ${at()} HTTP/1.1\r\nHost: a\r\nx: ${'A'.repeat(20_000)}\r\n\r\n`),
    /^HTTP\/1\.1 431 /,
  );
  assert.match(
    await raw(patient, `POST ${at()} HTTP/1.1\r\nHost: a\r\ngjg`, { slowly: true }),
    /^HTTP\/1\.1 408 /,
  );
  const headers = Object.entries(signed.national(rid, secret, sid, 'gjgxjhpt_', String(city.clock.now())));
  const head = `POST ${at()} HTTP/1.1\r\nHost: a\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}Content-Length: 400\r\n\r\n`;
  assert.match(await raw(patient, `${head}{"params":`, { slowly: true }), /^(HTTP\/1\.1 408 |$)/);
  assert.doesNotMatch(await raw(patient, `${head}{"params":`), /HTTP\/1\.1 200/);
  // And the gateway goes on.
  const rtime = String(city.clock.now() + 5);
  good(
    await send(patient, {
      path: at(),
      headers: signed.national(rid, secret, sid, 'gjgxjhpt_', rtime),
      body: BODY,
    }),
  );
});

test('nearly right calls are accepted exactly where a plain reading of their convention accepts them', () => {
  let accepted = 0;
  fc.assert(
    fc.property(fuzzedCalls, call => {
      if (judge(call)) accepted += 1;
    }),
    { numRuns: 3000 },
  );
  assert.ok(accepted > 300 && accepted < 2700, `${accepted} of 3000`);
});

test('whatever strangers send, the gateway answers it as a refusal', async () => {
  const counted: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(fuzzedCalls, async ({ method, url, headers, body }) => {
      const reply = await send(port, { method, path: url, headers, ...(method === 'GET' ? {} : { body }) });
      assert.ok(
        reply.status === 401 || reply.status === 400 || reply.status === 403,
        `${reply.status} ${reply.text}`,
      );
      counted[String(code(reply))] = (counted[String(code(reply))] ?? 0) + 1;
    }),
    { numRuns: 400 },
  );
  assert.ok((counted['gateway.unknown_caller'] ?? 0) > 100, JSON.stringify(counted));
});
