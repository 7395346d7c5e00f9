/** Messages: written with what they tell of, read by whom they are for, and by nobody else. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import { defineRefusals, text } from '#kernel/errors.ts';
import type { Message } from '#modules/messages/index.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { type ControlPlane, openControlPlane } from './controlPlane.ts';

const refuse = defineRefusals('messages_test', {
  no: { status: 409, title: text('不行', 'No'), remedy: text('无', 'None') },
});

interface List {
  items: { id: number; zh: string; kind: string; path: string; read: boolean; settled: boolean }[];
  total: number;
  unread: { todo: number; result: number; system: number; bell: number };
}

let city: ControlPlane;
before(async () => {
  city = await openControlPlane('messages');
});
after(() => city.close());
beforeEach(() =>
  city.audited(PLATFORM, 'test.forget', 'messages', async tx => {
    await city.messages.forgetBefore(tx, new Date(Date.now() + 60_000));
    return { value: undefined };
  }),
);

const tell = (...messages: (Partial<Message> & Pick<Message, 'to'>)[]) =>
  city.audited(PLATFORM, 'test.tell', 'messages', async tx => {
    await city.messages.tellAll(
      tx,
      messages.map(one => ({
        kind: 'todo',
        zh: '请签批',
        en: 'Please sign',
        path: '/applications/1',
        ...one,
      })),
    );
    return { value: undefined };
  });

async function read(who: Readonly<Parameters<ControlPlane['as']>>, query = ''): Promise<List> {
  const { status, body } = await (await city.as(...who)).get<List>(`/api/messages${query}`);
  assert.equal(status, 200);
  return body;
}
const OFFICER = ['civil', 'data_officer'] as const;
const HEAD = ['civil', 'sharing_head'] as const;
const OTHER = ['market', 'data_officer'] as const;
const texts = (list: List): string[] => list.items.map(one => one.zh);

test('A message reaches the posts that it names, and no other department', async () => {
  const { civil = 0, market = 0 } = city.departments;
  await tell(
    { to: [{ departmentId: civil }], zh: '全部门' },
    { to: [{ departmentId: civil, roles: ['sharing_head'] }], zh: '负责人' },
    { to: [{ departmentId: civil, roles: ['sharing_head'] }, { departmentId: market }], zh: '双方' },
  );
  assert.deepEqual(texts(await read(OFFICER)), ['全部门']);
  assert.deepEqual(texts(await read(HEAD)), ['双方', '负责人', '全部门']);
  assert.deepEqual(texts(await read(OTHER)), ['双方']);
});

test('A message to one person is that person’s own', async () => {
  const { civil = 0 } = city.departments;
  const { id } = await city.db.get<{ id: number }>(
    sql`select id from org.account where login = 'civil.sharing_head'`,
  );
  await tell({ to: [{ departmentId: civil, accountId: id }], zh: '仅您' });
  assert.deepEqual(texts(await read(HEAD)), ['仅您']);
  assert.deepEqual(texts(await read(OFFICER)), []);
});

test('A message of a command that was refused does not exist', async () => {
  const { civil = 0 } = city.departments;
  await assert.rejects(
    city.audited(PLATFORM, 'test.tell', 'messages', async tx => {
      await city.messages.tell(tx, {
        kind: 'result',
        to: [{ departmentId: civil }],
        zh: '已同意',
        en: 'Agreed',
        path: '/',
      });
      throw refuse.no();
    }),
    { code: 'messages_test.no' },
  );
  assert.equal((await read(OFFICER)).total, 0);
});

test('Numbers of persons do not get into a message', async () => {
  const { civil = 0 } = city.departments;
  await tell({
    to: [{ departmentId: civil }],
    zh: '申请“11010519491231002X 的低保，电话13800138000”共-2026-00203',
  });
  assert.deepEqual(texts(await read(OFFICER)), [
    '申请“****************** 的低保，电话***********”共-2026-00203',
  ]);
});

test('The bell counts to-dos and results that are unread; reading is each person’s own', async () => {
  const { civil = 0 } = city.departments;
  const to = [{ departmentId: civil }];
  await tell({ to }, { to, kind: 'result' }, { to, kind: 'system' });
  const before = await read(OFFICER);
  assert.deepEqual(before.unread, { todo: 1, result: 1, system: 1, bell: 2 });

  const [newest] = before.items;
  const officer = await city.as(...OFFICER);
  await officer.post('/api/messages/read', { ids: before.items.slice(1, 2).map(one => one.id) });
  const after = await read(OFFICER);
  assert.deepEqual(after.unread, { todo: 1, result: 0, system: 1, bell: 1 });
  assert.deepEqual(
    after.items.map(one => one.read),
    [false, true, false],
  );
  assert.deepEqual(
    (await read(OFFICER, '?unread=true&kind=system')).items.map(one => one.id),
    [newest?.id],
  );
  assert.equal((await read(HEAD)).unread.bell, 2);

  await officer.post('/api/messages/read-all', { kind: 'todo' });
  assert.deepEqual((await read(OFFICER)).unread, { todo: 0, result: 0, system: 1, bell: 0 });
  await officer.post('/api/messages/read-all', { kind: null });
  assert.equal((await read(OFFICER)).unread.system, 0);
});

test('Nobody marks as read what is addressed to others', async () => {
  const { civil = 0 } = city.departments;
  await tell({ to: [{ departmentId: civil }] });
  const [theirs] = (await read(OFFICER)).items;
  await (await city.as(...OTHER)).post('/api/messages/read', { ids: [theirs?.id] });
  assert.deepEqual(await city.db.many(sql`select account_id from messages.read`), []);
});

test('What was done no longer waits for anybody, and later reminders of the same thing do', async () => {
  const { civil = 0 } = city.departments;
  const to = [{ departmentId: civil }];
  await tell({ to, subject: 'application:7' }, { to, kind: 'result', subject: 'application:7' });
  await city.audited(PLATFORM, 'test.settle', 'application:7', async tx => {
    await city.messages.settle(tx, 'application:7');
    return { value: undefined };
  });
  const settled = await read(OFFICER);
  assert.deepEqual(settled.unread, { todo: 0, result: 1, system: 0, bell: 1 });
  assert.deepEqual(
    settled.items.map(one => one.settled),
    [false, true],
  );
  await tell({ to, subject: 'application:7' });
  assert.equal((await read(OFFICER)).unread.todo, 1);
});

test('Pages of the list follow each other, newest first', async () => {
  const { civil = 0 } = city.departments;
  await tell(...Array.from({ length: 5 }, (_, n) => ({ to: [{ departmentId: civil }], zh: `第${n}条` })));
  const first = await read(OFFICER, '?size=2');
  const last = await read(OFFICER, '?size=2&page=3');
  assert.equal(first.total, 5);
  assert.deepEqual([...texts(first), ...texts(last)], ['第4条', '第3条', '第0条']);
});

test('Messages of more than 400 days ago are forgotten with what was read of them', async () => {
  const { civil = 0 } = city.departments;
  await tell({ to: [{ departmentId: civil }], zh: '旧' });
  await (await city.as(...OFFICER)).post('/api/messages/read-all', { kind: null });
  city.pass(401 * 24 * 60 * 60 * 1000);
  await tell({ to: [{ departmentId: civil }], zh: '新' });
  await city.messages.forgetOld();
  assert.deepEqual(texts(await read(OFFICER)), ['新']);
  assert.deepEqual(await city.db.many(sql`select account_id from messages.read`), []);
});
