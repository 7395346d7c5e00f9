/** The outbox: mail and robots, what they are sent, how often it is tried, and that nothing is lost. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import pg from 'pg';
import { sql } from '#kernel/db.ts';
import { type Message, type Sender, createMailer, createSender } from '#modules/messages/index.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';
import { type SmtpSink, openSmtpSink } from './smtpSink.ts';
import { untilTrue } from './untilTrue.ts';

const SITE = 'https://data.example.gov.cn';
const MINUTE = 60_000;
const KEY = 'c0ffee00-robot-key';

interface Delivery {
  zh: string;
  state: string;
  attempts: number;
  error: string;
}
interface Robot {
  id: number;
  name: string;
  place: string;
  deliveries: Delivery[];
}
interface Settings {
  mail: string | null;
  mails: Delivery[];
  robots: Robot[];
}
interface Post {
  url: URL;
  type: string | undefined;
  content: string;
}

let city: ControlPlane;
let sink: SmtpSink;
/** The workers that run now, with what ends them. */
const workers: { sender: Sender; ending: AbortController }[] = [];
/** What the group's robot was sent, and what it answers. */
const posts: Post[] = [];
let answer = { status: 200, body: JSON.stringify({ errcode: 0, errmsg: 'ok' }) };
const said: string[] = [];

const group = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { text } = JSON.parse(Buffer.concat(chunks).toString()) as { text: { content: string } };
    posts.push({
      url: new URL(request.url ?? '', 'http://group.test'),
      type: request.headers['content-type'],
      content: text.content,
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
});
const groupPort = (): number => (group.address() as AddressInfo).port;

before(async () => {
  city = await openControlPlane('outbox');
  sink = await openSmtpSink();
  group.listen(0, '127.0.0.1');
  await once(group, 'listening');
  city.addresses.exempt.add(`127.0.0.1:${groupPort()}`);
});
after(async () => {
  await stop();
  group.closeAllConnections();
  group.close();
  await sink.close();
  await city.close();
});
beforeEach(async () => {
  await stop();
  posts.length = 0;
  said.length = 0;
  sink.mails.length = 0;
  sink.asked = 0;
  sink.mood = 'takes';
  answer = { status: 200, body: JSON.stringify({ errcode: 0, errmsg: 'ok' }) };
  city.pass(2 * MINUTE);
  const officer = await city.as(...OFFICER);
  await officer.put('/api/messages/settings', {
    pageKinds: ['todo', 'result', 'system'],
    mail: null,
    mailKinds: [],
  });
  const { body } = await officer.get<Settings>('/api/messages/settings');
  for (const { id } of body.robots)
    assert.equal((await officer.del(`/api/messages/robots/${id}`)).status, 200);
});

function start(): void {
  const ending = new AbortController();
  const sender = createSender({
    pool: city.storage.pools.write,
    keys: city.storage.keys,
    clock: city.clock,
    mailer: createMailer({
      host: '127.0.0.1',
      port: sink.port,
      user: undefined,
      password: undefined,
      passwordFile: undefined,
      from: 'shuqiao@example.gov.cn',
      tls: 'none',
    }),
    organizations: city.organizations,
    addresses: city.addresses,
    site: SITE,
    log: { error: (_facts, message) => void said.push(message) },
    signal: ending.signal,
    every: 20,
  });
  workers.push({ sender, ending });
}
async function stop(): Promise<void> {
  for (const { ending, sender } of workers.splice(0)) {
    ending.abort();
    await sender.done;
  }
}

/** Until it holds, or the test fails with what was last seen. */
async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  await untilTrue(holds, () => `${what}; the log says ${JSON.stringify(said)}`);
}

const OFFICER = ['civil', 'data_officer'] as const;
const tell = (count = 1, more: Partial<Message> = {}) =>
  city.audited(PLATFORM, 'test.tell', 'messages', async tx => {
    await city.messages.tellAll(
      tx,
      Array.from({ length: count }, (_, n) => ({
        kind: 'todo' as const,
        to: [{ departmentId: city.departments['civil'] ?? 0 }],
        zh: `第${n + 1}件，剩余 1 个工作日，11-23 到期后计入超期。`,
        en: 'One day left.',
        path: `/applications/${n + 1}`,
        ...more,
      })),
    );
    return { value: undefined };
  });

async function settings(): Promise<Settings> {
  return (await (await city.as(...OFFICER)).get<Settings>('/api/messages/settings')).body;
}
async function wantMail(mailKinds: string[] = ['todo']): Promise<void> {
  const body = { pageKinds: ['todo'], mail: 'officer@example.gov.cn', mailKinds };
  const { status } = await (await city.as(...OFFICER)).put('/api/messages/settings', body);
  assert.equal(status, 200);
}
async function addRobot(more: object = {}) {
  return (await city.as(...OFFICER)).post<{ settings: Settings } & Problem>('/api/messages/robots', {
    name: '数据共享群',
    form: 'wecom',
    address: `http://127.0.0.1:${groupPort()}/cgi-bin/webhook/send?key=${KEY}`,
    secret: null,
    kinds: ['todo'],
    ...more,
  });
}

test('A mail has the first clause as its subject, the sentence and a link; only kinds that are wanted come', async () => {
  await wantMail();
  await tell(1);
  await tell(1, { kind: 'result', zh: '不要邮件的' });
  start();
  await until('one mail', () => sink.mails.length === 1);
  const [mail] = sink.mails;
  assert.equal(mail?.subject, '〔数桥〕第1件');
  assert.equal(mail.to, 'officer@example.gov.cn');
  assert.equal(mail.from, 'shuqiao@example.gov.cn');
  assert.match(
    mail.text,
    /^第1件，剩余 1 个工作日，11-23 到期后计入超期。\r?\n\r?\nhttps:\/\/data\.example\.gov\.cn\/applications\/1\r?\n/,
  );
  assert.match(mail.raw, /^auto-submitted: auto-generated/im);
  await until('it is noted', async () => (await settings()).mails[0]?.state === 'sent');
  assert.equal(sink.mails.length, 1);
});

test('A mail that the server does not take now comes later; after six hours of trying it is given up', async () => {
  await wantMail();
  sink.mood = 'later';
  await tell();
  start();
  const seen = async (): Promise<Delivery | undefined> => (await settings()).mails[0];
  const waits = [1, 5, 15, 60, 180, 360];
  for (const [n, minutes] of waits.entries()) {
    await until(
      `attempt ${n + 1} failed`,
      async () => (await seen())?.attempts === n + 1 && (await seen())?.error !== '',
    );
    assert.equal((await seen())?.state, 'waiting');
    assert.match((await seen())?.error ?? '', /try again later/);
    city.pass(minutes * MINUTE - 5000);
    await new Promise(done => setTimeout(done, 60));
    assert.equal(sink.asked, n + 1, `nothing is tried before ${minutes} minutes are over`);
    city.pass(6000);
  }
  await until('it was given up', async () => (await seen())?.state === 'failed');
  assert.equal(sink.asked, waits.length + 1);
  assert.deepEqual(sink.mails, []);
});

test('A mailbox that does not exist is not tried again', async () => {
  await wantMail();
  sink.mood = 'never';
  await tell();
  start();
  await until('it was given up', async () => (await settings()).mails[0]?.state === 'failed');
  assert.match((await settings()).mails[0]?.error ?? '', /no such mailbox/);
  assert.equal(sink.asked, 1);
});

test('A WeCom robot is sent one text with one link', async () => {
  assert.equal((await addRobot()).status, 201);
  await tell();
  start();
  await until('one post', () => posts.length === 1);
  const [post] = posts;
  assert.equal(post?.url.pathname, '/cgi-bin/webhook/send');
  assert.deepEqual([...post.url.searchParams], [['key', KEY]]);
  assert.match(post.type ?? '', /^application\/json/);
  assert.equal(post.content, `第1件，剩余 1 个工作日，11-23 到期后计入超期。\n${SITE}/applications/1`);
  await until('it is noted', async () => (await settings()).robots[0]?.deliveries[0]?.state === 'sent');
});

test('A DingTalk robot with a secret is sent a signed address', async () => {
  const secret = 'SEC0123456789abcdef0123456789';
  const address = `http://127.0.0.1:${groupPort()}/robot/send?access_token=${KEY}`;
  assert.equal((await addRobot({ form: 'dingtalk', address, secret })).status, 201);
  await tell();
  start();
  await until('one post', () => posts.length === 1);
  const query = posts[0]?.url.searchParams;
  const timestamp = query?.get('timestamp') ?? '';
  assert.equal(query?.get('access_token'), KEY);
  assert.ok(Math.abs(Number(timestamp) - city.clock.now()) < MINUTE);
  const mac = createHmac('sha256', Buffer.from(secret, 'utf8'));
  mac.update(Buffer.concat([Buffer.from(timestamp), Buffer.from([10]), Buffer.from(secret)]));
  assert.equal(query?.get('sign'), mac.digest().toString('base64'));
});

test('A robot gets no more than 20 posts a minute; when more wait, they come together', async () => {
  await addRobot();
  await tell(45);
  start();
  const heard = (): number => posts.flatMap(post => [...post.content.matchAll(/第\d+件/g)]).length;
  await until('all 45 were told', () => heard() === 45);
  assert.ok(posts.length <= 20, `${posts.length} posts`);
  assert.ok(posts.every(post => Buffer.byteLength(post.content) <= 2048));
  assert.match(posts[0]?.content ?? '', /^共 \d+ 条\n1\. 第1件/);
  assert.deepEqual(
    posts.flatMap(post => [...post.content.matchAll(/applications\/(\d+)/g)].map(([, id]) => Number(id))),
    Array.from({ length: 45 }, (_, n) => n + 1),
  );
});

test('A robot that had its 20 posts waits until the minute is over', async () => {
  await addRobot();
  start();
  for (let n = 0; n < 20; n += 1) {
    await tell();
    await until(`post ${n + 1}`, () => posts.length === n + 1);
  }
  await tell();
  await new Promise(done => setTimeout(done, 200));
  assert.equal(posts.length, 20);
  city.pass(MINUTE);
  await until('the rest', () => posts.length === 21);
});

test('What a robot refuses is tried again, and neither key nor secret shows anywhere', async () => {
  const secret = 'SECfedcba9876543210';
  const address = `http://127.0.0.1:${groupPort()}/robot/send?access_token=${KEY}`;
  const entered = await addRobot({ form: 'dingtalk', address, secret });
  answer = {
    status: 200,
    body: JSON.stringify({ errcode: 310000, errmsg: `sign of ${secret} for ${KEY} is wrong` }),
  };
  await tell();
  start();
  const seen = async () => (await settings()).robots[0]?.deliveries[0];
  await until('the attempt failed', async () => (await seen())?.error !== '');
  assert.equal((await seen())?.error, 'errcode 310000: sign of *** for *** is wrong');
  answer = { status: 500, body: '' };
  city.pass(MINUTE);
  await until('the second failed', async () => (await seen())?.error === 'HTTP 500');
  answer = { status: 200, body: JSON.stringify({ errcode: 0 }) };
  city.pass(5 * MINUTE);
  await until('the third is taken', async () => (await seen())?.state === 'sent');

  const written = await city.db.many(sql`select * from messages.message`);
  const owner = new pg.Client({ connectionString: city.storage.ownerUrl });
  await owner.connect();
  const rows = await owner
    .query<{ body: Buffer }>('select body from record.batch')
    .finally(() => owner.end())
    .then(({ rows: found }) => found.map(row => row.body.toString('utf8')));
  const kept = await city.db.many(sql`select * from messages.delivery`);
  assert.ok(rows.join('').includes('数据共享群'), 'the record tells that the robot was entered');
  const everything = [entered, await settings(), written, kept, rows, said]
    .map(one => JSON.stringify(one))
    .join('');
  assert.ok(!everything.includes(KEY), 'the key shows');
  assert.ok(!everything.includes(secret), 'the secret shows');
});

test('A robot may lie in no network that is not allowed, nor on the platform itself', async () => {
  for (const [address, code] of [
    ['ftp://10.0.0.1/x', 'messages.bad_robot'],
    ['https://user:word@10.0.0.1/x', 'messages.bad_robot'],
    ['http://10.9.9.9/hook?key=1', 'address.not_allowed'],
    ['https://10.9.9.9/hook?key=1', 'address.not_allowed'],
    ['http://127.0.0.1:1/hook', 'address.forbidden'],
    ['http://169.254.169.254/latest', 'address.forbidden'],
    // The known service without TLS is a place like any other.
    ['http://127.0.0.2/hook', 'address.forbidden'],
  ] as const) {
    const reply = await addRobot({ address });
    assert.equal(reply.body.code, code, address);
  }
  assert.equal((await addRobot({ secret: 'SEC1' })).body.code, 'messages.no_secret_here');
  await addRobot();
  assert.equal((await addRobot()).body.code, 'messages.robot_taken');
});

test('A robot whose network is no longer allowed is not posted to', async () => {
  await addRobot();
  city.addresses.exempt.delete(`127.0.0.1:${groupPort()}`);
  try {
    await tell();
    start();
    await until('it is refused', async () =>
      /may not be connected to/.test((await settings()).robots[0]?.deliveries[0]?.error ?? ''),
    );
    assert.deepEqual(posts, []);
  } finally {
    city.addresses.exempt.add(`127.0.0.1:${groupPort()}`);
  }
});

test('Robots are the department’s own: others neither see nor remove them', async () => {
  const { body } = await addRobot();
  const [robot] = body.settings.robots;
  const other = await city.as('market', 'data_officer');
  assert.deepEqual((await other.get<Settings>('/api/messages/settings')).body.robots, []);
  for (const path of [`/api/messages/robots/${robot?.id}/trial`])
    assert.equal((await other.post<Problem>(path, {})).body.code, 'platform.not_found');
  assert.equal(
    (await other.del<Problem>(`/api/messages/robots/${robot?.id}`)).body.code,
    'platform.not_found',
  );
});

test('A trial goes to the robot and to one’s own mail, and into nobody’s list', async () => {
  await wantMail([]);
  const { body } = await addRobot();
  const officer = await city.as(...OFFICER);
  assert.equal((await officer.post('/api/messages/settings/trial', {})).status, 200);
  assert.equal(
    (await officer.post(`/api/messages/robots/${body.settings.robots[0]?.id}/trial`, {})).status,
    200,
  );
  start();
  await until('both came', () => posts.length === 1 && sink.mails.length === 1);
  assert.equal(sink.mails[0]?.subject, '〔数桥〕这是一条测试消息');
  const list = await officer.get<{ items: { zh: string }[] }>('/api/messages?kind=system');
  assert.ok(list.body.items.every(one => !one.zh.includes('测试消息')));
});

test('Addresses of people are checked, and mail kinds need one', async () => {
  const officer = await city.as(...OFFICER);
  const put = async (mail: string | null, mailKinds: string[]) =>
    (await officer.put<Problem>('/api/messages/settings', { pageKinds: [], mail, mailKinds })).body.code;
  assert.equal(await put(null, ['todo']), 'messages.mail_missing');
  for (const wrong of [
    'officer',
    'a@b',
    'a@example.cn\nBcc: b@example.cn',
    'a b@example.cn',
    '<a@example.cn>',
  ])
    assert.equal(await put(wrong, []), 'messages.bad_mail', wrong);
});

test('What was done before it was sent is not sent', async () => {
  await wantMail();
  await tell(1, { subject: 'application:1' });
  await city.audited(PLATFORM, 'test.settle', 'application:1', async tx => {
    await city.messages.settle(tx, 'application:1');
    return { value: undefined };
  });
  await tell(1, { zh: '另一件' });
  start();
  await until('the other one came', () => sink.mails.length > 0);
  assert.deepEqual(
    sink.mails.map(mail => mail.subject),
    ['〔数桥〕另一件'],
  );
});

/** The database with the login of the platform’s own writing. */
function writerUrl(): string {
  const { connectionString, user, password } = city.storage.urlFor('write');
  const url = new URL(connectionString);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}

test('A worker that dies between sending and noting it sends twice, and not before its lease is over', async () => {
  await wantMail();
  await tell();
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv.filter(one => !one.startsWith('--test')),
      resolve(import.meta.dirname, 'dyingSender.ts'),
    ],
    {
      env: {
        ...process.env,
        DATABASE_URL: writerUrl(),
        SMTP_PORT: String(sink.port),
        AHEAD: String(city.clock.now() - Date.now()),
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  assert.equal(signal, 'SIGKILL');
  assert.equal(sink.mails.length, 1);
  start();
  await new Promise(done => setTimeout(done, 300));
  assert.equal(sink.mails.length, 1, 'its lease still runs');
  city.pass(2 * MINUTE);
  await until('it is sent again', () => sink.mails.length === 2);
  await until('it is noted', async () => (await settings()).mails[0]?.state === 'sent');
});

test('Two workers share the outbox, and nothing is sent twice', async () => {
  await wantMail();
  await addRobot();
  await tell(30);
  start();
  start();
  await until('all mails came', () => sink.mails.length >= 30);
  const heard = (): number[] =>
    posts.flatMap(post => [...post.content.matchAll(/第(\d+)件/g)].map(([, n]) => Number(n)));
  await until('all posts came', () => heard().length >= 30);
  await new Promise(done => setTimeout(done, 100));
  assert.equal(new Set(sink.mails.map(mail => mail.subject)).size, 30);
  assert.equal(sink.mails.length, 30);
  assert.deepEqual(
    heard().toSorted((a, b) => a - b),
    Array.from({ length: 30 }, (_, n) => n + 1),
  );
});
