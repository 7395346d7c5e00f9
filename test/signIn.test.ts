/** How often a password may be tried, and what the ledger learns of guesses: on a real database, with a clock to turn. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bookkeeping, reader, sql } from '#kernel/db.ts';
import { Refusal } from '#kernel/errors.ts';
import { createHttp } from '#kernel/http.ts';
import { forgetAttempts, takeAttempt } from '#modules/organizations/attemptStore.ts';
import {
  type SignIn,
  createOrganizations,
  createSignIn,
  declareOrganizations,
} from '#modules/organizations/index.ts';
import { createAudited } from '#record/audited.ts';
import { type NoticeBody, decodeEntry, unpackEntries } from '#record/entry.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import { creditCodeCheckDigit } from '#vocabulary/identifiers.ts';
import { type TestStorage, freshStorage } from './database.ts';

const RIGHT = 'Shuqiao-2026';
const MINUTE = 60_000;
let own: TestStorage;
let signIn: SignIn;
let now = Date.now();
let address = 0;

before(async () => {
  own = await freshStorage('signin');
  const { pools, keys } = own.storage;
  const clock = { now: () => now };
  const audited = createAudited(pools.write, clock.now);
  const organizations = createOrganizations({ db: reader(pools.read), pool: pools.write, audited, keys });
  signIn = createSignIn({ pool: pools.write, audited, keys, clock });
  await audited(PLATFORM, 'test.accounts', 'accounts', async tx => {
    await organizations.addRegion(tx, { code: '410400', name: '平顶山市', parent: null, level: 'city' });
    const front = '1141040000000000X';
    const departmentId = await organizations.addDepartment(tx, {
      key: 'civil',
      name: '平顶山市民政局',
      nameEn: 'civil affairs',
      shortName: '市民政局',
      regionCode: '410400',
      kind: 'government',
      isAuthority: false,
      creditCode: front + (creditCodeCheckDigit(front) ?? ''),
    });
    for (const login of ['wang', 'li', 'zhao', 'qian', 'sun'])
      await organizations.addAccount(
        tx,
        { login, name: login, password: RIGHT, mustChange: false, isDemo: false },
        [{ departmentId, role: 'data_officer', since: '2026-01-01' }],
      );
    return { value: undefined };
  });
});
after(() => own.close());

/** `200`, or what it was refused with. */
async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return '200';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { left } = error.facts;
    return typeof left === 'number' ? `${error.status} ${left} left` : String(error.status);
  }
}
const from = (): string => `10.9.${Math.floor(address / 250)}.${(address++ % 250) + 1}`;
const enter = (login: string, password: string, ip = from()): Promise<string> =>
  outcome(signIn.signIn(login, password, ip));

/** Notices of failed sign-ins in the record. */
async function notices(): Promise<NoticeBody['facts'][]> {
  const rows = await reader(own.storage.pools.worker).many<{ n: number; body: Buffer }>(
    sql`select n, body from record.batch where log = 1 order by first`,
  );
  return rows
    .flatMap(row => unpackEntries(row.body, row.n).map(decodeEntry))
    .flatMap(({ kind, body }) =>
      kind === 'notice' && body.action === 'organizations.sign_in_failed' ? [body.facts] : [],
    );
}
const kept = async (): Promise<number> =>
  (
    await reader(own.storage.pools.write).get<{ n: number }>(
      sql`select count(*) as n from org.sign_in_failure`,
    )
  ).n;

test('five wrong passwords lock, the right one waits with them, and the lock ends', async () => {
  const told: string[] = [];
  for (let i = 0; i < 6; i++) told.push(await enter('wang', 'wrong'));
  assert.deepEqual(told, ['401 4 left', '401 3 left', '401 2 left', '401 1 left', '423', '423']);
  assert.equal(await enter('wang', RIGHT), '423');
  now += 31 * MINUTE;
  assert.equal(await enter('wang', 'wrong'), '401 4 left');
  assert.equal(await enter('wang', RIGHT), '200');
  assert.equal(await enter('wang', 'wrong'), '401 4 left', 'a success begins the count anew');
});

test('sixty guesses at once are five attempts: the right one among those after them does not enter', async () => {
  const guesses = Array.from({ length: 59 }, (_, i) => enter('li', `wrong ${i}`));
  // The right one comes when the others have been asked, and before any of them is answered.
  await new Promise(resolve => setTimeout(resolve, 5));
  const told = await Promise.all([...guesses, enter('li', RIGHT)]);
  assert.equal(told.filter(one => one.startsWith('401')).length, 4);
  assert.equal(told.filter(one => one === '423').length, 56);
  assert.equal(await enter('li', RIGHT), '423', 'and the lock stands');
});

test('the right password is no attempt lost, however many windows sign in one after the other', async () => {
  for (let i = 0; i < 12; i++) assert.equal(await enter('zhao', RIGHT), '200');
});

test('guessing the present password in order to change it is counted with the guesses at the door', async () => {
  const { actor, token } = await signIn.signIn('qian', RIGHT, from());
  const change = (present: string, next = 'Another-2027') =>
    outcome(signIn.changePassword(actor as Actor, token, present, next));
  assert.equal(await change('wrong', 'short'), '422', 'what is too weak is told without an attempt');
  assert.deepEqual(
    [await change('w1'), await change('w2'), await change('w3')],
    ['401 4 left', '401 3 left', '401 2 left'],
  );
  assert.equal(await enter('qian', 'wrong'), '401 1 left');
  assert.equal(await change('w4'), '423');
  assert.equal(await change(RIGHT), '423');
  now += 31 * MINUTE;
  assert.equal(await change('w5'), '401 4 left');
  assert.equal(await change(RIGHT), '200');
  assert.equal(await enter('qian', 'Another-2027'), '200');
  assert.equal(await enter('qian', 'wrong'), '401 4 left', 'the change cleared the count');
});

test('three hundred invented names from one address are two notices, with their number, and leave no rows behind', async () => {
  await signIn.flush();
  const before = (await notices()).length;
  const ip = '192.0.2.7';
  for (let i = 0; i < 30; i++)
    await Promise.all(Array.from({ length: 10 }, (_, j) => enter(`invented-${i}-${j}`, 'wrong', ip)));
  assert.equal(await enter('sun', 'wrong', ip), '401 4 left');
  const first = (await notices()).slice(before);
  assert.deepEqual(first, [{ from: ip, count: 1, accounts: [] }]);
  now += MINUTE;
  await signIn.everyMinute();
  assert.deepEqual((await notices()).slice(before + 1), [{ from: ip, count: 300, accounts: ['sun'] }]);
  assert.ok((await kept()) >= 300, 'they are counted like real ones');
  now += 31 * MINUTE;
  await signIn.everyMinute();
  assert.equal(await kept(), 0);
  assert.equal((await notices()).length, before + 2, 'a quiet minute says nothing');
});

test('an old session’s cookie does not stop one from signing in', async () => {
  const { pools, keys } = own.storage;
  const audited = createAudited(pools.write, () => now);
  const organizations = createOrganizations({ db: reader(pools.read), pool: pools.write, audited, keys });
  const http = createHttp({
    authenticate: request => signIn.visitOf(request),
    fastify: {},
    onBug: error => assert.fail(error as Error),
  });
  declareOrganizations({ http, organizations, signIn, demonstration: false, addressOf: () => from() });
  const { token } = await signIn.signIn('zhao', RIGHT, from());
  const reply = await http.app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { cookie: `sq_session=${token}` },
    payload: { login: 'zhao', password: RIGHT },
  });
  assert.equal(reply.statusCode, 200, reply.body);
  assert.ok(!String(reply.headers['set-cookie']).includes(token));
  await http.app.close();
});

test('room is made of invented names only: an account’s count stays', async () => {
  await bookkeeping(own.storage.pools.write, 'test', async tx => {
    for (const login of ['sun', 'made-1', 'made-2', 'made-3', 'made-4'])
      await takeAttempt(tx, login, new Date((now += 1)), 5, new Date(now + MINUTE), new Date(0));
    await forgetAttempts(tx, new Date(now), new Date(0), 2);
  });
  const left = await reader(own.storage.pools.write).many<{ login: string }>(
    sql`select login from org.sign_in_failure order by login`,
  );
  assert.deepEqual(
    left.map(row => row.login).filter(login => /^(sun|made-\d)$/.test(login)),
    ['made-3', 'made-4', 'sun'],
  );
});
