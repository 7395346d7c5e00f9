/** Pools, runs and the live display as seen by whom they do not concern, and with values that are none. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Role } from '#vocabulary/permissions.ts';
import type { Problem } from './controlPlane.ts';
import { type Collection, type Key, type PoolsCity, openPoolsCity } from './poolsCity.ts';

let city: PoolsCity;
let entry = 0;
let unasked = 0;
let collected: Collection;
before(async () => {
  city = await openPoolsCity('pools_hostile');
  await city.sources.civil.run(`
    create table person (sfzh text primary key, xm text, djrq date);
    insert into person select 'p' || i, '张' || i, '2026-01-01' from generate_series(1, 30) i`);
  const columns = { 公民身份号码: 'sfzh', 姓名: 'xm', 登记日期: 'djrq' };
  const table = { schema: 'public', table: 'person', columns };
  entry = await city.published('civil', '户籍登记信息', table, { updateCycle: 'daily' });
  unasked = await city.published('civil', '婚姻登记信息', table, { updateCycle: 'daily' });
  const officer = await city.as('civil', 'data_officer');
  await city.ok(officer, `/api/pools/entries/${entry}/confirm`);
  collected = await city.ended(officer, entry);
  assert.equal(collected.lastRun?.state, 'delivered');
});
after(() => city.close());

interface Route {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  body?: object;
}

/** Every route that names a task, a run, an entry's collection or a department's pool. */
function routes(): Route[] {
  const task = `/api/exchange/tasks/${collected.taskId}`;
  const run = `/api/exchange/runs/${collected.lastRun?.id}`;
  const pool = `/api/pools/entries/${entry}`;
  const post = (path: string, body: object = {}): Route => ({ method: 'post', path, body });
  return [
    ...[
      task,
      run,
      `${run}/set-aside`,
      `${run}/set-aside?open=true`,
      `${run}/set-aside/file`,
      `${run}/receipt`,
      `${run}/differences`,
      `${run}/lineage`,
      pool,
      `${pool}/lineage`,
      `/api/pools/${city.departments.civil}`,
      `/api/exchange/choice?taskId=${collected.taskId}`,
    ].map((path): Route => ({ method: 'get', path })),
    { method: 'put', path: task, body: { settings: { priority: 1 } } },
    post(`${task}/pause`, { paused: true }),
    post(`${task}/runs`),
    post(`${run}/stop`),
    post(`${run}/compare`),
    post(`${run}/resend`),
    { method: 'put', path: `${run}/set-aside/1`, body: { value: 'x' } },
    { method: 'delete', path: `${run}/set-aside/1` },
    post('/api/exchange/check', { taskId: collected.taskId, settings: {} }),
    post(`/api/pools/${city.departments.civil}/collect`),
    post(`${pool}/start`),
    post(`${pool}/confirm`),
    post(`${pool}/refuse`, { ground: { rank: 'law', title: '保密法', article: '第一条' }, reason: 'x' }),
    post(`${pool}/rows`, { value: 'p1' }),
  ];
}

const ask = async (key: Key, role: Role, { method, path, body = {} }: Route): Promise<number> => {
  const person = await city.as(key, role);
  const reply =
    method === 'get' || method === 'delete' ? await person[method](path) : await person[method](path, body);
  return reply.status;
};

test('what should be collected and what is are the numbers that the catalog and the runs give', async () => {
  const { rows } = await city.owner.query<{ departmentId: number; should: number; collected: number }>(
    `select e.department_id as "departmentId", count(*)::int as should,
        count(*) filter (where exists (select from plans.run r join plans.progress p on p.run_id = r.id
          where r.plan->>'kind' = 'collect' and (r.plan->>'entryId')::int = e.id and p.state = 'delivered'))::int as collected
       from catalog.entry e join catalog.entry_version v on v.entry_id = e.id and v.version = e.serving
       join resources.resource m on m.entry_id = e.id
      where v.content->>'shareType' <> 'withheld' group by 1 order by 1`,
  );
  const { body } = await (await city.as('authority', 'authority')).get<{
    departments: { departmentId: number; should: number; collected: number }[];
    totals: { should: number; collected: number };
  }>('/api/pools');
  const shown = body.departments
    .filter(one => one.should > 0)
    .map(({ departmentId, should, collected: n }) => ({ departmentId, should, collected: n }));
  assert.deepEqual(shown, rows);
  assert.deepEqual([body.totals.should, body.totals.collected], [2, 1]);
});

test('whom a collection does not concern reads nothing of it and changes nothing', async () => {
  for (const role of ['data_officer', 'sharing_head', 'department_head', 'integrator'] as const)
    for (const route of routes()) {
      const status = await ask('market', role, route);
      assert.ok(status === 403 || status === 404, `${role} ${route.method} ${route.path}: ${status}`);
    }
  for (const { method, path, body } of routes()) {
    const reply = await fetch(city.base + path, {
      method: method.toUpperCase(),
      ...(method === 'post' || method === 'put'
        ? { body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json' } }
        : {}),
    });
    assert.ok(reply.status === 401 || reply.status === 403, `${method} ${path}: ${reply.status}`);
  }
});

test('who reads of a collection changes it only where that is his to do', async () => {
  const asHead = async (path: string, body: object = {}): Promise<number> =>
    (await (await city.as('civil', 'department_head')).post(path, body)).status;
  for (const path of [`/api/pools/entries/${unasked}/confirm`, `/api/pools/entries/${unasked}/start`])
    assert.equal(await asHead(path), 403);
  // The authority has a table collected; it does not confirm in the department's place, nor does the department ask itself.
  const authority = await city.as('authority', 'authority');
  assert.equal((await authority.post(`/api/pools/entries/${unasked}/confirm`, {})).status, 403);
  const officer = await city.as('civil', 'data_officer');
  assert.equal((await officer.post(`/api/pools/entries/${unasked}/start`, {})).status, 403);
  assert.equal((await officer.post(`/api/pools/${city.departments.civil}/collect`, {})).status, 403);
  assert.equal((await city.collection(officer, unasked)).state, 'due');
});

test('a value that no text can be is refused, and one that looks like a statement is a value', async () => {
  const officer = await city.as('civil', 'data_officer');
  const look = async (value: string) =>
    (await officer.post<Problem>(`/api/pools/entries/${entry}/rows`, { value })).status;
  assert.equal(await look('p1\u0000'), 400);
  assert.ok((await look('\ud800')) < 500);
  for (const value of ["'; drop table x --", '%', '张'.repeat(500)]) assert.equal(await look(value), 200);
});

test('what was collected by one key does not go on by another, which every run would fail with', async () => {
  const officer = await city.as('civil', 'data_officer');
  const path = `/api/pools/entries/${entry}`;
  const ground = { rank: 'law', title: '某某法', article: '第一条' };
  await city.ok(officer, `${path}/refuse`, { ground, reason: '另有规定' });
  const other = await officer.post<Problem>(`${path}/confirm`, { key: ['姓名'] });
  assert.deepEqual([other.status, other.body.code], [409, 'pools.other_key']);
  await city.ok(officer, `${path}/confirm`, { key: collected.key });
  const again = await city.ended(officer, entry, collected.lastRun?.id ?? 0);
  assert.equal(again.lastRun?.state, 'delivered');
});

test('whoever takes an entry over sees its runs, and whoever handed it over sees them no more', async () => {
  const run = `/api/exchange/runs/${collected.lastRun?.id}`;
  const [before, later] = [await city.as('civil', 'data_officer'), await city.as('market', 'data_officer')];
  assert.deepEqual([(await before.get(run)).status, (await later.get(run)).status], [200, 404]);
  await city.ok(await city.as('authority', 'authority'), `/api/entries/${entry}/transfer`, {
    departmentId: city.departments.market,
    reason: '机构改革',
  });
  assert.deepEqual([(await before.get(run)).status, (await later.get(run)).status], [404, 200]);
  assert.equal((await before.get(`${run}/set-aside?open=true`)).status, 404);
  assert.equal((await later.get(`${run}/set-aside?open=true`)).status, 200);
});
