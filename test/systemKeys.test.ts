/** Keys of systems as people keep them: shown once, rotated with overlap, ended at once, told of before they end. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createReminders } from '#modules/reminders/index.ts';
import { decodeEntry, unpackEntries } from '#record/entry.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { selfSigned } from './certificates.ts';
import { type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';

interface Key {
  no: number;
  environment: string;
  kind: string;
  origin: string;
  fingerprint: string | null;
  subject: string | null;
  until: string;
  state: string;
  mayEnd: boolean;
}
interface Detail {
  addresses: string[];
  spread: number;
  conventions: string[];
  mayChange: boolean;
  keys: Key[];
}
interface Secret {
  no: number;
  appSecret: string;
  until: string;
  record: number;
}

const DAY = 86_400_000;
let city: ControlPlane;
let id = 0;
let shown: string[] = [];

const as = (role: Role, department = 'civil') => city.as(department, role);
const url = (more = ''): string => `/api/systems/${id}${more}`;
function good<T>(reply: { status: number; body: T }, status = 200): T {
  assert.equal(reply.status, status, JSON.stringify(reply.body));
  return reply.body;
}
const detail = async (): Promise<Detail> => good(await (await as('data_officer')).get<Detail>(url()));
const post = async <T>(more: string, body: object): Promise<{ status: number; body: T }> =>
  (await as('data_officer')).post<T>(url(more), body);
async function refused(
  asked: Promise<{ status: number; body: unknown }>,
  status: number,
  word: string,
): Promise<void> {
  const reply = await asked;
  assert.deepEqual([reply.status, (reply.body as Problem).code], [status, `organizations.${word}`]);
}
const states = async (): Promise<string[]> =>
  (await detail()).keys.map(key => `${key.no} ${key.environment} ${key.state}`);
/** Days from now on, as they were counted when the answer was made. */
const daysTo = (until: string): number => Math.round((Date.parse(until) - city.clock.now()) / DAY);

before(async () => {
  city = await openControlPlane('systemkeys');
  const made = good(
    await (await as('data_officer')).post<{ system: { id: number }; appKey: string; appSecret: string }>(
      '/api/systems',
      {
        name: '婚姻登记系统',
        addresses: ['10.20.3.0/24'],
      },
    ),
    201,
  );
  ({ id } = made.system);
  shown = [made.appKey, made.appSecret];
});
after(() => city.close());

test('a new system has one key of a year and the usual conventions; only its own department sees it', async () => {
  const own = await detail();
  assert.deepEqual(own.conventions, ['national', 'sm3', 'token']);
  assert.deepEqual([own.spread, own.mayChange], [20, true]);
  const [first, ...more] = own.keys;
  assert.deepEqual(more, []);
  assert.deepEqual(
    [first?.no, first?.origin, first?.state, first?.mayEnd],
    [0, 'registration', 'valid', true],
  );
  assert.equal(daysTo(first?.until ?? ''), 365);
  const head = good(await (await as('sharing_head')).get<Detail>(url()));
  assert.deepEqual([head.mayChange, head.keys[0]?.mayEnd], [false, false]);
  assert.equal((await (await as('data_officer', 'market')).get(url())).status, 404);
  assert.equal(
    (await (await as('data_officer', 'market')).post(url('/keys/0/end'), { reason: '试试' })).status,
    404,
  );
  assert.equal((await (await as('sharing_head')).post(url('/keys/0/end'), { reason: '试试' })).status, 403);
});

test('a key is added, rotated with an overlap and ended at once; its secret is shown once', async () => {
  const sandbox = good(await post<Secret>('/keys', { environment: 'sandbox', days: 30, note: '联调' }), 201);
  const rotated = good(
    await post<Secret>('/keys/rotate', { environment: 'live', days: 100, overlapDays: 3 }),
    201,
  );
  shown.push(sandbox.appSecret, rotated.appSecret);
  assert.match(rotated.appSecret, /^[0-9a-f]{32}$/);
  assert.notEqual(rotated.appSecret, sandbox.appSecret);
  const { keys } = await detail();
  assert.deepEqual(
    keys.map(key => [key.no, key.environment, daysTo(key.until)]),
    [
      [2, 'live', 100],
      [1, 'sandbox', 30],
      [0, 'live', 3],
    ],
    'the sandbox is not touched by a rotation of the live keys',
  );
  // An end that was nearer than the overlap stays.
  good(await post<Secret>('/keys/rotate', { environment: 'live', overlapDays: 30, note: '' }), 201);
  assert.equal(daysTo((await detail()).keys.at(-1)?.until ?? ''), 3);
  assert.deepEqual(await states(), ['3 live valid', '2 live ending', '1 sandbox ending', '0 live ending']);
  good(await post('/keys/2/end', { reason: '疑似外泄' }));
  good(await post('/keys/0/end', { reason: '不再使用' }));
  assert.deepEqual(await states(), ['3 live valid', '2 live ended', '1 sandbox ending', '0 live ended']);
  await refused(post('/keys/2/end', { reason: '再停一次' }), 409, 'key_over');
  await refused(post('/keys/77/end', { reason: '没有的' }), 409, 'key_over');
  city.pass(31 * DAY);
  assert.deepEqual(await states(), ['3 live valid', '2 live ended', '1 sandbox ended', '0 live ended']);
});

test('a system has eight keys at most that people made', async () => {
  const before = (await detail()).keys.length;
  for (let i = 0; i < 7; i++)
    good(await post<Secret>('/keys', { environment: 'live', days: 3, note: `${i}` }), 201);
  await refused(post('/keys', { environment: 'live', days: 3, note: '' }), 409, 'too_many_keys');
  await refused(post('/keys/rotate', { environment: 'live', overlapDays: 1 }), 409, 'too_many_keys');
  // Without an overlap the old ones make room themselves.
  good(await post('/keys/rotate', { environment: 'live', overlapDays: 0 }), 201);
  const valid = (await states()).filter(one => one.endsWith('valid') || one.endsWith('ending'));
  assert.equal(valid.length, 1);
  assert.equal((await detail()).keys.length, before + 8);
});

test('two commands at once never give two keys one number', async () => {
  const all = await Promise.all(
    Array.from({ length: 5 }, (_, i) =>
      post<Secret>('/keys', { environment: 'sandbox', days: 2, note: `${i}` }),
    ),
  );
  const numbers = all.map(reply => good(reply, 201).no);
  assert.equal(new Set(numbers).size, 5);
  for (const no of numbers) good(await post(`/keys/${no}/end`, { reason: '收尾' }));
});

test('a certificate is registered as PEM, which says its end, or by its fingerprint; for one system at a time', async () => {
  const [own, long] = [selfSigned('婚姻登记系统', 40), selfSigned('长期', 4000)];
  const register = (body: object): Promise<{ status: number; body: { no: number; fingerprint: string } }> =>
    post('/certificates', { environment: 'live', ...body });
  // The tests' clock stands a month ahead.
  const { no, fingerprint } = good(await register({ certificate: own.cert }), 201);
  assert.equal(fingerprint, own.fingerprint);
  const found = (await detail()).keys.find(key => key.no === no);
  assert.deepEqual([found?.kind, found?.subject], ['certificate', 'CN=婚姻登记系统']);
  assert.equal(daysTo(found?.until ?? ''), 9, 'no longer than the certificate itself');
  const second = good(await register({ certificate: long.cert, days: 700 }), 201);
  assert.equal(daysTo((await detail()).keys.find(key => key.no === second.no)?.until ?? ''), 700);
  await refused(register({ certificate: own.cert }), 409, 'certificate_taken');
  await refused(register({ certificate: 'abc' }), 422, 'not_a_certificate');
  await refused(register({ certificate: selfSigned('x', 2).cert }), 422, 'certificate_over');
  const sm3 = `sm3:${'ab'.repeat(32)}`;
  good(await register({ fingerprint: sm3, subject: '国密证书' }), 201);
  assert.equal((await register({ fingerprint: 'sm3:ab', subject: '国密证书' })).status, 400);
  // Ended, it may be registered again; so may one whose time is over.
  good(await post(`/keys/${no}/end`, { reason: '换证' }));
  const again = good(await register({ certificate: own.cert }), 201);
  city.pass(10 * DAY);
  await refused(register({ certificate: own.cert }), 422, 'certificate_over');
  good(await register({ fingerprint: own.fingerprint, subject: '同一张' }), 201);
  assert.ok(again.no > no);
});

test('where a system calls from and how are changed together; a loose convention takes no list that lets everybody in', async () => {
  const put = async (body: object): Promise<{ status: number; body: unknown }> =>
    (await as('data_officer')).put(url(), { spread: 20, ...body });
  good(await put({ addresses: ['10.20.3.0/24', '10.9.0.1'], conventions: ['tif', 'sm3'], spread: 5 }));
  const changed = await detail();
  assert.deepEqual(
    [changed.addresses, changed.conventions, changed.spread],
    [['10.20.3.0/24', '10.9.0.1'], ['tif', 'sm3'], 5],
  );
  const everybody = ['0.0.0.0/0'];
  for (const loose of ['national', 'bg_hmac', 'tif'])
    await refused(put({ addresses: everybody, conventions: ['sm3', loose] }), 422, 'addresses_too_wide');
  good(await put({ addresses: everybody, conventions: ['sm3'] }));
  for (const body of [
    { addresses: [], conventions: ['sm3'] },
    { addresses: everybody, conventions: [] },
    { addresses: everybody, conventions: ['md5'] },
    { addresses: ['nowhere'], conventions: ['sm3'] },
  ])
    assert.equal((await put(body)).status, 400, JSON.stringify(body));
  const wide = { name: '另一个系统', addresses: everybody, conventions: ['national'] };
  await refused((await as('data_officer')).post('/api/systems', wide), 422, 'addresses_too_wide');
});

test('its department is told of a key a month, a week and a day before the end, once each', async () => {
  // Only what this test looks at is still to end.
  for (const key of (await detail()).keys)
    if (key.state !== 'ended') good(await post(`/keys/${key.no}/end`, { reason: '收尾' }));
  await city.deadlines.loadCalendar('test', {
    knownFrom: '2026-01-01',
    knownThrough: '2030-12-31',
    days: [],
  });
  const reminders = createReminders({
    db: city.db,
    audited: city.audited,
    clock: city.clock,
    deadlines: city.deadlines,
    messages: city.messages,
    organizations: city.organizations,
    describers: {},
    sightOf: actor => city.organizations.sightOf(actor, city.policy.homeRegion),
  });
  /** Ten in the morning, Beijing time, of the next Wednesday: a working day, whatever today is. */
  const toWednesday = (): void => {
    const today = new Date(city.clock.now() + 8 * 3_600_000);
    const days = (3 - today.getUTCDay() + 7) % 7 || 7;
    const ten = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + days, 2);
    city.pass(ten - city.clock.now());
  };
  const told = async (): Promise<string[]> => {
    await reminders.walk();
    await reminders.walk();
    const client = await as('data_officer');
    const { body } = await client.get<{ items: { zh: string; path: string }[] }>(
      '/api/messages?kind=todo&size=100',
    );
    return body.items.filter(one => one.path === url().replace('/api', '')).map(one => one.zh);
  };
  toWednesday();
  const before = await told();
  // From a Wednesday: 34, 27, 20, 13 and 6 days left, and then one that ends on the day after.
  const { no } = good(await post<Secret>('/keys', { environment: 'live', days: 34, note: '' }), 201);
  const counts: number[] = [];
  for (let week = 0; week < 5; week++) {
    counts.push((await told()).length - before.length);
    toWednesday();
  }
  assert.deepEqual(counts, [0, 1, 1, 1, 2]);
  const [last = ''] = await told();
  assert.match(last, new RegExp(`“婚姻登记系统”的密钥 ${no} 将于 \\d{4}-\\d\\d-\\d\\d 失效`));
  good(await post<Secret>('/keys', { environment: 'live', days: 1, note: '' }), 201);
  assert.equal((await told()).length - before.length, 3);
});

test('the record has every command with what it did, and none of the secrets', async () => {
  const replaced = good(await post<{ appKey: string }>('/app-key', { reason: '人员离岗' }), 201);
  shown.push(replaced.appKey);
  const { rows } = await city.storage.pools.worker.query<{ body: Buffer; n: number }>(
    'select body, n from record.batch where log = 1 order by first',
  );
  const commands = rows
    .flatMap(row => unpackEntries(row.body, row.n).map(decodeEntry))
    .flatMap(entry => (entry.kind === 'command' && entry.body.object === `system:${id}` ? [entry.body] : []));
  for (const [action, least] of [
    ['add_key', 14],
    ['rotate_key', 3],
    ['end_key', 8],
    ['register_certificate', 5],
    ['change_system', 2],
    ['replace_app_key', 1],
  ] as const) {
    const done = commands.filter(one => one.action === `organizations.${action}` && one.result === 'done');
    assert.ok(done.length >= least, `${action}: ${done.length}`);
  }
  const end = commands.find(one => one.action === 'organizations.end_key' && one.result === 'done');
  assert.deepEqual(end?.facts, { no: 2, reason: '疑似外泄' });
  const written = JSON.stringify(commands);
  for (const secret of shown) assert.ok(!written.includes(secret));
});
