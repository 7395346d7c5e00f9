/** Reminders: told once each, to whoever's turn it is, on working mornings; what is overdue, and what is due when. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import { text } from '#kernel/errors.ts';
import type { Describe } from '#modules/deadlines/index.ts';
import { type Reminders, createReminders, declareReminders } from '#modules/reminders/index.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';

interface Item {
  title: { zh: string };
  department: { name: string };
  others: { name: string }[];
  due: string;
  lateDays: number;
}
interface Overdue {
  items: Item[];
  total: number;
  departments: { name: string; clocks: number; worst: number }[];
}

/** A year without holidays. */
const PLAIN = { knownFrom: '2027-01-01', knownThrough: '2027-12-31', days: [] };

let city: ControlPlane;
let reminders: Reminders;
/** Cases that wait for a department's data officer, as a module would describe its own. */
let waiting: Map<number, number>;
let next = 0;

const describe: Describe = async things =>
  new Map(
    things.flatMap(({ id }) => {
      const departmentId = waiting.get(id);
      return departmentId === undefined
        ? []
        : [
            [
              id,
              {
                title: text(`“低保对象信息”申请`, `Application`),
                no: `共-${id}`,
                path: `/cases/${id}`,
                waitsFor: { departmentId, roles: ['data_officer'] as Role[] },
              },
            ] as const,
          ];
    }),
  );

const remindersOf = (plane: ControlPlane): Reminders =>
  createReminders({
    db: plane.db,
    audited: plane.audited,
    clock: plane.clock,
    deadlines: plane.deadlines,
    messages: plane.messages,
    organizations: plane.organizations,
    describers: { case: describe },
    sightOf: actor => plane.organizations.sightOf(actor, plane.policy.homeRegion),
  });

before(async () => {
  city = await openControlPlane('reminders');
  await city.deadlines.loadCalendar('test', PLAIN);
  reminders = remindersOf(city);
  declareReminders({ http: city.http, reminders });
});
after(() => city.close());
beforeEach(async () => {
  waiting = new Map();
  await city.audited(PLATFORM, 'test.clear', 'test', async tx => {
    await city.messages.forgetBefore(tx, new Date('2100-01-01'));
    await tx.run(sql`delete from reminders.told`);
    await tx.run(sql`delete from reminders.escalation`);
    await tx.run(sql`delete from deadlines.running`);
    return { value: undefined };
  });
});

/** Beijing time. */
function at(moment: string): void {
  city.pass(Date.parse(`${moment}+08:00`) - city.clock.now());
}

/** Begins a case that waits for the department; it has so many working days. */
async function begin(
  department = 'civil',
  days = 5,
  parties: string[] = ['civil', 'market'],
): Promise<number> {
  next += 1;
  const id = next;
  waiting.set(id, city.departments[department] ?? 0);
  await city.audited(PLATFORM, 'test.begin', `case:${id}`, async tx => {
    await city.deadlines.start(
      tx,
      `case:${id}`,
      'answer',
      { days, citation: null },
      { days: null, citation: null },
      { parties: parties.map(one => city.departments[one] ?? 0) },
    );
    return { value: undefined };
  });
  return id;
}

const event = (id: number, what: 'pause' | 'resume' | 'stop' | number) =>
  city.audited(PLATFORM, 'test.event', `case:${id}`, async tx => {
    const subject = `case:${id}`;
    if (typeof what === 'number')
      await city.deadlines.extend(tx, subject, 'answer', {
        days: what,
        most: 10,
        local: true,
        citation: null,
      });
    else await city.deadlines.move(tx, subject, 'answer', what);
    return { value: undefined };
  });

/** What a post was told and is still to do, the newest first, without the part that is always the same. */
async function told(department: string, role: Role): Promise<string[]> {
  const { body } = await (await city.as(department, role)).get<{ items: { zh: string; settled: boolean }[] }>(
    '/api/messages?kind=todo&size=100',
  );
  return body.items
    .filter(one => !one.settled)
    .map(one => one.zh.replace(/^“低保对象信息”申请（共-\d+）/, ''));
}
const OFFICER = ['civil', 'data_officer'] as const;

test('A clock of five days is told of when one is left, on its last day, and each day late', async () => {
  at('2027-03-01T10:00'); // a Monday: five days later is Monday the 8th
  await begin();
  at('2027-03-04T10:00');
  await reminders.walk();
  assert.deepEqual(await told(...OFFICER), []);
  at('2027-03-05T08:59');
  await reminders.walk();
  assert.deepEqual(await told(...OFFICER), [], 'not before nine');
  at('2027-03-05T09:00');
  await reminders.walk();
  const near = '剩余 1 个工作日，03-08 到期后计入超期。';
  assert.deepEqual(await told(...OFFICER), [near]);
  await reminders.walk();
  await remindersOf(city).walk();
  at('2027-03-06T10:00');
  await reminders.walk();
  assert.deepEqual(await told(...OFFICER), [near], 'once, and not on a Saturday');

  at('2027-03-08T09:00');
  await reminders.walk();
  const due = '今天到期（24:00 前）。';
  assert.deepEqual(await told(...OFFICER), [due, near]);
  assert.deepEqual(await told('civil', 'sharing_head'), []);

  at('2027-03-09T09:00');
  await reminders.walk();
  const late = (days: number): string => `已超 ${days} 个工作日，已同时告知您的负责人。`;
  assert.deepEqual(await told(...OFFICER), [late(1), due, near]);
  assert.deepEqual(await told('civil', 'sharing_head'), [late(1)]);
  at('2027-03-10T09:00');
  await reminders.walk();
  assert.deepEqual(await told('authority', 'authority'), []);

  at('2027-03-11T09:00');
  await reminders.walk();
  await reminders.walk();
  const third = '已超 3 个工作日，已同时告知您的负责人和主管部门。';
  assert.deepEqual(await told(...OFFICER), [third, late(2), late(1), due, near]);
  assert.deepEqual(await told('authority', 'authority'), [
    '有 1 件已超 3 个工作日以上，最长 3 个工作日，请督促办理。',
  ]);
  assert.deepEqual(
    await told('market', 'data_officer'),
    [],
    'the other side is not reminded of what it does not owe',
  );
});

test('An authority hears of its own delay from nobody below it: the one above is told, or nobody', async () => {
  at('2027-03-01T10:00');
  await begin('zhanhe', 1, ['zhanhe', 'civil']);
  await begin('authority', 1, ['authority', 'civil']);
  at('2027-03-05T09:00');
  await reminders.walk();
  assert.deepEqual(await told('authority', 'authority'), [
    '有 1 件已超 3 个工作日以上，最长 3 个工作日，请督促办理。',
  ]);
  assert.deepEqual(await told('zhanhe', 'authority'), []);
});

test('A clock of one day begins with its to-do; the reminder comes on its last day', async () => {
  at('2027-03-05T09:30');
  await begin('civil', 1);
  for (const moment of ['2027-03-05T17:00', '2027-03-06T10:00', '2027-03-07T10:00']) {
    at(moment);
    await reminders.walk();
  }
  assert.deepEqual(await told(...OFFICER), []);
  at('2027-03-08T09:00');
  await reminders.walk();
  assert.deepEqual(await told(...OFFICER), ['今天到期（24:00 前）。']);
});

test('A paused clock is silent; resumed, it is told of at its new date', async () => {
  at('2027-03-01T10:00');
  const id = await begin();
  at('2027-03-04T10:00');
  await event(id, 'pause');
  for (const moment of ['2027-03-05T09:00', '2027-03-08T09:00', '2027-03-12T09:00']) {
    at(moment);
    await reminders.walk();
  }
  assert.deepEqual(await told(...OFFICER), []);
  at('2027-03-15T10:00');
  await event(id, 'resume');
  at('2027-03-16T09:00'); // three days were used, the 15th is free: due on Wednesday the 17th
  await reminders.walk();
  assert.deepEqual(await told(...OFFICER), ['剩余 1 个工作日，03-17 到期后计入超期。']);
});

test('An extended clock is told of again before its new date, and what was said of the old one is done with', async () => {
  at('2027-03-01T10:00');
  const id = await begin();
  at('2027-03-05T09:00');
  await reminders.walk();
  assert.equal((await told(...OFFICER)).length, 1);
  await event(id, 5);
  assert.deepEqual(await told(...OFFICER), []);
  at('2027-03-11T09:00'); // ten days: near is two left
  await reminders.walk();
  assert.deepEqual(await told(...OFFICER), ['剩余 2 个工作日，03-15 到期后计入超期。']);
});

test('What was done is not reminded of, and earlier reminders no longer wait', async () => {
  at('2027-03-01T10:00');
  const id = await begin();
  at('2027-03-05T09:00');
  await reminders.walk();
  at('2027-03-05T11:00');
  await event(id, 'stop');
  assert.deepEqual(await told(...OFFICER), []);
  at('2027-03-09T09:00');
  await reminders.walk();
  assert.deepEqual(await told(...OFFICER), []);
});

test('A calendar that changes moves the reminders', async () => {
  at('2027-03-01T10:00');
  await begin();
  await city.deadlines.loadCalendar('test', {
    knownFrom: '2027-01-01',
    knownThrough: '2027-12-31',
    days: [{ date: '2027-03-05', kind: 'holiday', name: '临时放假' }],
  });
  try {
    at('2027-03-05T09:00');
    await reminders.walk();
    assert.deepEqual(await told(...OFFICER), [], 'nobody works');
    at('2027-03-08T09:00');
    await reminders.walk();
    assert.deepEqual(await told(...OFFICER), ['剩余 1 个工作日，03-09 到期后计入超期。']);
  } finally {
    await city.deadlines.loadCalendar('test', PLAIN);
  }
});

test('Several workers tell each thing once, and a thing that is gone stops nobody', async () => {
  at('2027-03-01T10:00');
  for (let n = 0; n < 30; n += 1) await begin();
  waiting.delete(next);
  at('2027-03-05T09:00');
  await Promise.all([reminders.walk(), remindersOf(city).walk(), remindersOf(city).walk()]);
  assert.equal((await told(...OFFICER)).length, 29);
});

async function overdue(who: readonly [string, Role], query = ''): Promise<Overdue> {
  const { status, body } = await (await city.as(...who)).get<Overdue>(`/api/reminders/overdue${query}`);
  assert.equal(status, 200);
  return body;
}

test('What is overdue: a department sees its own sides, an authority its region, nobody else anything', async () => {
  at('2027-03-01T10:00');
  await begin('civil', 5);
  await begin('market', 3);
  await begin('streets', 3, ['streets', 'zhanhe']);
  await event(await begin('civil', 3), 'pause');
  at('2027-03-09T10:00');
  const names = (found: Overdue) => found.items.map(one => [one.department.name, one.due, one.lateDays]);
  const market = ['平顶山市市场监督管理局', '2027-03-04', 3];
  const civil = ['平顶山市民政局', '2027-03-08', 1];
  assert.deepEqual(names(await overdue(OFFICER)), [market, civil]);
  assert.deepEqual(names(await overdue(OFFICER, '?box=ours')), [civil]);
  assert.deepEqual(names(await overdue(OFFICER, '?box=theirs')), [market]);
  assert.deepEqual(names(await overdue(OFFICER, '?late=3')), [market]);
  assert.deepEqual(names(await overdue(['shilong', 'data_officer'])), []);
  const streets = ['湛河区城市管理局', '2027-03-04', 3];
  const all = await overdue(['authority', 'authority']);
  assert.deepEqual(names(all), [market, streets, civil]);
  assert.deepEqual(
    all.departments.map(one => [one.name, one.clocks, one.worst]),
    [
      ['平顶山市民政局', 1, 1],
      ['平顶山市市场监督管理局', 1, 3],
      ['湛河区城市管理局', 1, 3],
    ],
  );
  assert.deepEqual(names(await overdue(['zhanhe', 'authority'])), [streets]);
  assert.deepEqual(
    all.items[0]?.others.map(one => one.name),
    ['平顶山市民政局'],
  );
  const page = await overdue(['authority', 'authority'], '?size=1&page=2');
  assert.deepEqual([page.total, names(page)], [3, [streets]]);
});

test('What is overdue comes as a file too', async () => {
  at('2027-03-01T10:00');
  await begin();
  at('2027-03-09T10:00');
  const client = await city.as(...OFFICER);
  const { body } = await client.text('/api/reminders/overdue/export?format=csv');
  assert.match(body, /“低保对象信息”申请.*,共-\d+,答复,平顶山市民政局,平顶山市市场监督管理局,2027-03-08,1/);
});

test('The calendar of deadlines counts each day by its worst, and a day lists its own', async () => {
  at('2027-03-01T10:00');
  await begin('civil', 3); // due on the 4th
  await begin('civil', 5); // due on the 8th
  await begin('civil', 6); // due on the 9th: two are near
  await begin('civil', 20);
  await begin('streets', 5, ['streets', 'zhanhe']);
  at('2027-03-08T10:00');
  const calendar = async (who: readonly [string, Role], query: string) => {
    const { body } = await (await city.as(...who)).get<{
      days: { date: string; clocks: number; tone: string }[];
    }>(`/api/reminders/calendar?${query}`);
    return body.days.map(one => [one.date, one.clocks, one.tone]);
  };
  const march = 'from=2027-03-01&to=2027-03-31';
  const own = [
    ['2027-03-04', 1, 'late'],
    ['2027-03-08', 1, 'due_today'],
    ['2027-03-09', 1, 'near'],
    ['2027-03-29', 1, 'normal'],
  ];
  assert.deepEqual(await calendar(OFFICER, march), own);
  assert.deepEqual((await calendar(['authority', 'authority'], march))[1], ['2027-03-08', 2, 'due_today']);
  const { streets = 0, civil = 0 } = city.departments;
  assert.deepEqual(await calendar(['authority', 'authority'], `${march}&departmentId=${civil}`), own);
  assert.deepEqual(await calendar(OFFICER, `${march}&departmentId=${streets}`), []);

  const authority = await city.as('authority', 'authority');
  const { body } = await authority.get<{ items: Item[]; total: number }>(
    '/api/reminders/calendar/2027-03-08',
  );
  assert.equal(body.total, 2);
  assert.deepEqual(
    body.items.map(one => one.department.name),
    ['平顶山市民政局', '湛河区城市管理局'],
  );
  for (const wrong of ['from=2027-03-02&to=2027-03-01', 'from=2027-01-01&to=2027-03-04'])
    assert.equal(
      (await authority.get<Problem>(`/api/reminders/calendar?${wrong}`)).body.code,
      'reminders.stretch',
    );
  assert.equal((await authority.get(`/api/reminders/calendar?from=2027-01-01&to=2027-03-03`)).status, 200);
});
