/** Exchange tasks: how they are told to run, by whom, and what is known before. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Problem } from './controlPlane.ts';
import { type ExchangeHouse, type Run, type Task, exchangeHouse } from './exchangeHouse.ts';

let house: ExchangeHouse;
before(async () => {
  house = await exchangeHouse('exchange_tasks');
});
after(() => house.close());

async function refusal(settings: object, grantId?: number): Promise<string> {
  const body = {
    grantId: grantId ?? (await house.giveGrant()),
    sourceId: house.sources.receive,
    schema: 'shared',
    table: 'refused',
    settings,
  };
  return (await (await house.officer()).post<Problem>('/api/exchange/tasks', body)).body.code;
}

test('a task is told how and when it runs, and a change keeps what it does not name', async () => {
  const { id } = await house.newTask({
    schedule: { kind: 'daily', time: '02:00' },
    priority: 3,
    mode: { kind: 'incremental', item: '更新时间', overlap: 60 },
  });
  const made = await house.task(id);
  assert.deepEqual(
    [made.plan.zh, made.settings.priority, made.settings.mode.kind],
    ['每天 02:00', 3, 'incremental'],
  );
  assert.match(made.nextAt ?? '', /T18:00:00/);
  const changed = await (await house.officer()).put<{ task: Task }>(`/api/exchange/tasks/${id}`, {
    settings: { schedule: { kind: 'none' } },
  });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  const { task } = changed.body;
  assert.deepEqual([task.nextAt, task.settings.priority, task.settings.mode.kind], [null, 3, 'incremental']);
});

test('a paused task has no next moment, and goes on where its schedule is', async () => {
  const { id } = await house.newTask({ schedule: { kind: 'every', n: 1, unit: 'hours' } });
  const pause = async (paused: boolean): Promise<Task> =>
    (
      await house.done<{ task: Task }>(['civil', 'data_officer'], `/api/exchange/tasks/${id}/pause`, {
        paused,
      })
    ).task;
  const resting = await pause(true);
  assert.deepEqual(
    [resting.paused, resting.nextAt, resting.actions],
    [true, null, ['run', 'change', 'resume']],
  );
  assert.ok((await pause(false)).nextAt !== null);
});

test('settings that cannot be done are refused, each with its reason', async () => {
  const masked = await house.giveGrant();
  const plan = house.grants.get(masked)?.plan;
  assert.ok(plan);
  plan.items = plan.items.map(item =>
    item.name === '更新时间' ? { ...item, mask: { kind: 'month' } } : item,
  );
  const keyless = await house.giveGrant({ key: [] });
  const hours = await house.giveGrant({ window: { from: 22 * 60, to: 6 * 60 } });
  const incremental = (item: string) => ({ mode: { kind: 'incremental', item, overlap: 0 } });
  const cases: [string, object, number?][] = [
    ['exchange.bad_cron', { schedule: { kind: 'cron', line: '61 * * * *' } }],
    ['exchange.never_runs', { schedule: { kind: 'cron', line: '0 0 31 2 *' } }],
    ['exchange.watermark_unknown', incremental('没有的项')],
    ['exchange.watermark_unfit', incremental('姓名')],
    ['exchange.watermark_unfit', incremental('更新时间'), masked],
    ['exchange.no_key', incremental('更新时间'), keyless],
    ['exchange.append_needs_files', { mode: { kind: 'append' } }],
    ['exchange.source_not_files', { on: [{ kind: 'source' }] }],
    ['exchange.outside_grant_hours', { window: { from: '20:00', to: '23:00' } }, hours],
    ['exchange.unknown_task', { after: [99_999] }],
    ['platform.bad_input', { priority: 0 }],
    ['exchange.bad_setting', { schedule: { kind: 'daily', time: '24:00' } }],
    ['exchange.bad_setting', { schedule: { kind: 'every', n: 0, unit: 'hours' } }],
    ['exchange.bad_setting', { schedule: { kind: 'weekly', days: [], time: '02:00' } }],
    ['exchange.bad_setting', { schedule: { kind: 'monthly', days: [32], time: '02:00' } }],
    ['exchange.bad_setting', { mode: { kind: 'incremental', item: '更新时间', overlap: -1 } }],
    ['platform.bad_input', { tolerance: { rows: null, share: 2 } }],
  ];
  for (const [code, settings, grant] of cases)
    assert.equal(await refusal(settings, grant), code, JSON.stringify(settings));
  assert.equal(
    (await house.newTask({ window: { from: '23:00', to: '05:30' } }, hours)).id > 0,
    true,
    'hours within those of the grant, past midnight',
  );
});

test('what is wrong with a schedule is said of its field', async () => {
  const { id } = await house.newTask();
  const officer = await house.officer();
  const told = async (schedule: object): Promise<string> =>
    (await officer.put<Problem>(`/api/exchange/tasks/${id}`, { settings: { schedule } })).body.title;
  assert.equal(
    await told({ kind: 'every', n: 0, unit: 'minutes' }),
    'schedule.n 不对：须是 1 到 1440 的整数',
  );
  assert.equal(
    await told({ kind: 'daily', time: '24:00' }),
    'schedule.time 不对：须是 00:00 到 23:59 的时间',
  );
});

test('hours that keep a run back are said to be the task’s or the grant’s', async () => {
  const minute = Math.floor(Date.now() / 60_000) + 8 * 60;
  const at = (offset: number): number => (minute + offset + 1440) % 1440;
  const time = (offset: number): string =>
    `${String(Math.floor(at(offset) / 60)).padStart(2, '0')}:${String(at(offset) % 60).padStart(2, '0')}`;
  const officer = await house.officer();
  const told = async (id: number): Promise<string> => {
    const { status, body } = await officer.post<Problem>(`/api/exchange/tasks/${id}/runs`, {});
    assert.deepEqual([status, body.code], [409, 'exchange.outside_hours']);
    return body.title;
  };
  const own = await house.newTask({ window: { from: time(60), to: time(120) } });
  assert.match(await told(own.id), /^任务的运行时段是/);
  const granted = await house.newTask({}, await house.giveGrant({ window: { from: at(60), to: at(120) } }));
  assert.match(await told(granted.id), /^授权的使用时段是/);
});

test('of the grant of another department nothing is said, whatever its kind', async () => {
  const grant = await house.giveGrant();
  const facts = house.grants.get(grant);
  assert.ok(facts);
  house.grants.set(grant, { ...facts, mode: 'query' } as typeof facts);
  const body = { grantId: grant, sourceId: house.sources.receive, schema: 'shared', table: 'other' };
  const stranger = await house.city.as('streets', 'data_officer');
  const seen = await stranger.post<Problem>('/api/exchange/tasks', body);
  assert.deepEqual([seen.status, seen.body.code], [404, 'platform.not_found']);
  const own = await (await house.officer()).post<Problem>('/api/exchange/tasks', body);
  assert.equal(own.body.code, 'exchange.not_batch');
});

test('tasks that wait for each other in a circle are refused, however long it is', async () => {
  const a = await house.newTask();
  const b = await house.newTask({ after: [a.id] });
  const c = await house.newTask({ on: [{ kind: 'task', taskId: b.id }] });
  const officer = await house.officer();
  const told = await officer.put<Problem>(`/api/exchange/tasks/${a.id}`, { settings: { after: [c.id] } });
  assert.deepEqual([told.status, told.body.code], [422, 'exchange.circle']);
  assert.match(told.body.title, new RegExp(`${a.id} → ${c.id} → ${b.id} → ${a.id}`));
  const self = await officer.put<Problem>(`/api/exchange/tasks/${a.id}`, { settings: { after: [a.id] } });
  assert.equal(self.body.code, 'exchange.circle');
});

test('two changes at once that would close a circle together: one is refused', async () => {
  const a = await house.newTask();
  const b = await house.newTask();
  const officer = await house.officer();
  const [one, other] = await Promise.all([
    officer.put<Problem>(`/api/exchange/tasks/${a.id}`, { settings: { after: [b.id] } }),
    officer.put<Problem>(`/api/exchange/tasks/${b.id}`, { settings: { after: [a.id] } }),
  ]);
  assert.deepEqual(
    [one.status, other.status].toSorted((a, b) => a - b),
    [200, 422],
  );
});

test('only the consumer’s data officer says how a delivery runs', async () => {
  const { id } = await house.newTask();
  const url = `/api/exchange/tasks/${id}`;
  const settings = { settings: { priority: 1 } };
  assert.equal((await (await house.provider()).put(url, settings)).status, 403);
  assert.equal((await (await house.city.as('civil', 'sharing_head')).put(url, settings)).status, 403);
  assert.equal((await (await house.city.as('streets', 'data_officer')).put(url, settings)).status, 404);
  assert.equal((await (await house.officer()).put(url, settings)).status, 200);
});

test('what there is to choose from, and what the target can hold, is said before', async () => {
  const grant = await house.giveGrant();
  const officer = await house.officer();
  const { body: choice } = await officer.get<{
    modes: string[];
    watermarks: { item: string; unit: string }[];
    key: string[];
    mostPace: number | null;
  }>(`/api/exchange/choice?grantId=${grant}`);
  assert.deepEqual(choice.modes, ['full', 'incremental']);
  assert.deepEqual(
    choice.watermarks.map(({ item, unit }) => [item, unit]),
    [
      ['编号', 'units'],
      ['更新时间', 'seconds'],
    ],
  );
  const asked = {
    grantId: grant,
    sourceId: house.sources.receive,
    schema: 'shared',
    table: 'checked',
    settings: { schedule: { kind: 'daily', time: '03:00' } },
  };
  const { status, body: check } = await officer.post<{
    apply: string;
    keepsRuns: boolean;
    warnings: unknown[];
    next: string[];
  }>('/api/exchange/check', asked);
  assert.equal(status, 200, JSON.stringify(check));
  assert.deepEqual(
    [check.apply, check.keepsRuns, check.warnings, check.next.length],
    ['replace', true, [], 5],
  );
  assert.equal(
    (
      await house.city.db.many({
        text: `select 1 from exchange.task where "table" = 'checked'`,
        values: [],
      } as never)
    ).length,
    0,
  );
});

test('a sink whose account may keep no runs is told so, and refused for what adds to it', async () => {
  const { address } = house.to;
  const role = `bare_${process.pid}`;
  await house.to.run(`
    create schema bare; create role ${role} login password 'x';
    grant connect on database ${address.database} to ${role}; revoke create on database ${address.database} from public;
    grant usage, create on schema bare to ${role}`);
  try {
    const body = { ...address, user: role, use: 'receive', password: 'x', note: '' };
    const { source } = await house.done<{ source: { id: number } }>(
      ['civil', 'data_officer'],
      '/api/sources',
      body,
    );
    const task = { grantId: await house.giveGrant(), sourceId: source.id, schema: 'bare', table: 'x' };
    const officer = await house.officer();
    const { body: check } = await officer.post<{ keepsRuns: boolean; warnings: { zh: string }[] }>(
      '/api/exchange/check',
      { ...task, settings: {} },
    );
    assert.equal(check.keepsRuns, false, JSON.stringify(check));
    assert.match(check.warnings[0]?.zh ?? '', /要么全部送达，要么全不送达/);
    const refused = await officer.post<Problem>('/api/exchange/tasks', {
      ...task,
      settings: { mode: { kind: 'incremental', item: '更新时间', overlap: 0 } },
    });
    assert.equal(refused.body.code, 'exchange.keeps_no_runs');
    const made = await officer.post('/api/exchange/tasks', task);
    assert.equal(made.status, 201);
  } finally {
    await house.to.run(`drop owned by ${role} cascade; drop role ${role}`);
  }
});

test('a provider says how fast its database may be read, and every run keeps to it', async () => {
  const url = `/api/exchange/bounds/${house.sources.provide}`;
  assert.equal((await (await house.officer()).put(url, { pace: 5 })).status, 404);
  const bound = await (await house.provider()).put<{ bound: object }>(url, { pace: 2_000 });
  assert.equal(bound.status, 200, JSON.stringify(bound.body));
  const paceOf = async (pace: number | null): Promise<unknown> => {
    const run = await house.order((await house.newTask({ pace })).id);
    const { plan } = await house.city.db.get<{ plan: { pace?: number } }>({
      text: 'select plan from plans.run where id = $1',
      values: [run.id],
    } as never);
    return plan.pace;
  };
  assert.deepEqual([await paceOf(null), await paceOf(9_000), await paceOf(500)], [2_000, 2_000, 500]);
  await (await house.provider()).put(url, { pace: null });
  assert.equal(await paceOf(null), undefined);
});

test('an order carries what the catalog asks of its items, and the columns as they were at the mount', async () => {
  const run = await house.order((await house.newTask()).id);
  const { plan } = await house.city.db.get<{
    plan: { checks: ({ required?: true; codes?: string[]; number?: string } | null)[]; expected: unknown };
  }>({ text: 'select plan from plans.run where id = $1', values: [run.id] } as never);
  const [id, number, name, sex, changed] = plan.checks;
  assert.deepEqual(
    [id, number, name, changed],
    [
      { required: true },
      { required: true, number: 'person' },
      // Masked in the source: past it nobody sees the value.
      null,
      { required: true },
    ],
  );
  assert.deepEqual(sex?.required, undefined);
  assert.ok(
    ['1', '2', '男性'].every(code => sex?.codes?.includes(code)),
    JSON.stringify(sex),
  );
  assert.deepEqual(plan.expected, [
    { name: 'id', databaseType: 'bigint' },
    { name: 'idno', databaseType: 'text' },
    { name: 'xm', databaseType: 'text' },
    { name: 'xb', databaseType: 'text' },
    { name: 'changed', databaseType: 'timestamp without time zone' },
  ]);
});

test('lists and counts go by state, side, mode, day, words and rows set aside', async () => {
  const { id } = await house.newTask({ mode: { kind: 'incremental', item: '更新时间', overlap: 0 } });
  const run = await house.ended((await house.order(id)).id);
  assert.equal(run.state, 'delivered', run.problem);
  assert.deepEqual([run.mode, run.apply, run.receipt?.mode], ['incremental', 'merge', 'incremental']);
  const officer = await house.officer();
  const found = async (query: string): Promise<number[]> =>
    (await officer.get<{ items: Run[] }>(`/api/exchange/runs?taskId=${id}&${query}`)).body.items.map(
      one => one.id,
    );
  const today = new Date(house.city.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const { civil, market } = house.city.departments;
  for (const query of [
    'state=delivered',
    'mode=incremental',
    `consumerId=${civil}&providerId=${market}`,
    `from=${today}&to=${today}`,
    'equal=true',
    `q=${encodeURIComponent('户籍 民政')}`,
  ])
    assert.deepEqual(await found(query), [run.id], query);
  for (const query of [
    'state=failed',
    'mode=full',
    `consumerId=${market}`,
    'to=2026-01-01',
    'setAside=true',
    'equal=false',
    'q=100%25',
    'kind=collection',
  ])
    assert.deepEqual(await found(query), [], query);
  const { body: counts } = await officer.get<Record<string, unknown>>('/api/exchange/counts');
  const [{ n } = { n: 0 }] = await house.city.db.many<{ n: number }>({
    text: `select count(*) as n from plans.progress where state = 'delivered'`,
    values: [],
  } as never);
  assert.deepEqual(
    [counts['date'], counts['equal'], counts['setAside'], counts['unequal']],
    [today, n, 0, 0],
  );
  const tasks = await officer.get<{ total: number; items: Task[] }>(
    '/api/exchange/tasks?mode=incremental&state=delivered',
  );
  assert.deepEqual(
    tasks.body.items.map(one => one.id),
    [id],
  );
});

test('a name that PostgreSQL would cut is refused for a target', async () => {
  for (const [schema, table] of [
    ['shared', '低保对象信息'.repeat(4)],
    ['低保对象信息'.repeat(4), 't'],
  ]) {
    const body = { grantId: await house.giveGrant(), sourceId: house.sources.receive, schema, table };
    const reply = await (await house.officer()).post<Problem>('/api/exchange/tasks', body);
    assert.deepEqual([reply.status, reply.body.code], [422, 'exchange.name_too_long']);
  }
});

test('a schema of PostgreSQL or of the platform is refused for a target', async () => {
  for (const schema of ['pg_catalog', 'information_schema', 'pg_toast', 'shuqiao']) {
    const body = { grantId: await house.giveGrant(), sourceId: house.sources.receive, schema, table: 't' };
    for (const path of ['/api/exchange/tasks', '/api/exchange/check']) {
      const reply = await (await house.officer()).post<Problem>(path, { ...body, settings: {} });
      assert.deepEqual([reply.status, reply.body.code], [422, 'exchange.schema_reserved']);
    }
  }
});

test('intervals beyond a day and hours that are none are refused, since they would not be what they say', async () => {
  assert.equal(await refusal({ schedule: { kind: 'every', n: 36, unit: 'hours' } }), 'exchange.too_seldom');
  assert.equal(await refusal({ window: { from: '02:00', to: '02:00' } }), 'exchange.no_hours');
});
