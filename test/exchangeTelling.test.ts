/** What people are told of a task: each trouble once, and no longer than it lasts; and events that could go round. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { sql } from '#kernel/db.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { Problem } from './controlPlane.ts';
import { type ExchangeHouse, type Run, exchangeHouse } from './exchangeHouse.ts';

const HOUR = 3_600_000;
let house: ExchangeHouse;
let owner: pg.Client;
before(async () => {
  house = await exchangeHouse('exchange_telling');
  owner = new pg.Client({ connectionString: house.city.storage.ownerUrl });
  await owner.connect();
});
after(async () => {
  await owner.end();
  await house.close();
});

const tick = (): Promise<void> => house.exchange.everyMoment();
async function runOf(taskId: number, state: string): Promise<Run> {
  const run = await house.ended((await house.order(taskId)).id);
  assert.equal(run.state, state, run.problem);
  await tick();
  return run;
}
const openTo = async (department: string, words: RegExp): Promise<string[]> =>
  (await house.told(department)).filter(one => words.test(one.zh) && !one.settled).map(one => one.zh);
const troublesOf = async (id: number): Promise<string[]> =>
  (await house.task(id)).troubles.map(one => one.kind).toSorted();

test('a failing task stays on the list of its officers until it is delivered, whatever else begins and ends', async () => {
  const { id } = await house.newTask({ schedule: { kind: 'every', n: 1, unit: 'hours' } });
  await house.from.run('alter table person rename to gone');
  await runOf(id, 'failed');
  // What was never delivered is neither equal nor unequal.
  const officer = await house.officer();
  for (const equal of [true, false]) {
    const { body } = await officer.get<{ total: number }>(`/api/exchange/runs?taskId=${id}&equal=${equal}`);
    assert.equal(body.total, 0, `equal=${equal}`);
  }
  const open = await house.order(id);
  // The moment finds this run open: late. The next one starts, and is late no more.
  house.city.pass(HOUR);
  await tick();
  assert.deepEqual(await troublesOf(id), ['drift', 'failing', 'late']);
  await house.ended(open.id);
  house.city.pass(HOUR);
  await tick();
  await tick();
  assert.deepEqual(await troublesOf(id), ['drift', 'failing']);
  assert.deepEqual(
    [(await openTo('civil', /没有送达/)).length, (await openTo('civil', /没有按时/)).length],
    [1, 0],
  );
  await house.from.run('alter table gone rename to person');
  const [last] = await house.runsOf(id);
  if (last && last.state === 'queued') await house.ended(last.id);
  await tick();
  await house.done(['civil', 'data_officer'], `/api/exchange/tasks/${id}/pause`, { paused: true });
  await runOf(id, 'delivered');
  assert.deepEqual(await troublesOf(id), []);
  assert.deepEqual(await openTo('civil', /没有送达/), []);
  assert.deepEqual(
    await openTo('market', /挂载的表变了/),
    [],
    'the table is as it was: nothing is to be confirmed',
  );
});

test('a comparison that was unequal is told once to both sides, and settled by the next delivery', async () => {
  const { id, table } = await house.newTask();
  const run = await runOf(id, 'delivered');
  const [{ name } = { name: '' }] = (await house.to.run(
    `select n.nspname || '.' || quote_ident(c.relname) as name from pg_depend d join pg_rewrite r on r.oid = d.objid
       join pg_class c on c.oid = d.refobjid join pg_namespace n on n.oid = c.relnamespace
      where r.ev_class = 'shared.${table}'::regclass and c.relkind = 'r' limit 1`,
  )) as { name: string }[];
  await house.to.run(`delete from ${name} where id = 5`);
  assert.equal((await (await house.officer()).post(`/api/exchange/runs/${run.id}/compare`, {})).status, 200);
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise(done => setTimeout(done, 50))) {
    const { rows } = await owner.query(
      'select from plans.progress where run_id = $1 and comparison is not null',
      [run.id],
    );
    if (rows.length > 0) break;
  }
  await tick();
  await tick();
  assert.deepEqual(await troublesOf(id), ['unequal']);
  assert.deepEqual(
    [(await openTo('civil', /对账不一致/)).length, (await openTo('market', /对账不一致/)).length],
    [1, 1],
  );
  await runOf(id, 'delivered');
  assert.deepEqual(await troublesOf(id), []);
  assert.deepEqual(await openTo('civil', /对账不一致/), []);
});

test('tasks cannot start each other through the pool for ever', async () => {
  const first = await house.newTask({ on: [{ kind: 'collected' }] });
  await house.city.audited(PLATFORM, 'test.collection', 'tasks', async tx => {
    await tx.run(sql`insert into exchange.task (kind, grant_id, source_id, schema, "table", grant_no, entry_id, entry_title, provider_id,
        provider, consumer_id, consumer, target, created_at, settings)
      select 'collection', null, source_id, 'pool', 'rows', '', entry_id, entry_title, provider_id, provider, consumer_id, consumer, '池',
        created_at, jsonb_build_object('on', jsonb_build_array(jsonb_build_object('kind', 'task', 'taskId', id)))
        from exchange.task where id = ${first.id}`);
    return { value: undefined };
  });
  // The collection follows the task; a task that follows the collection would start it again.
  const changed = await (await house.officer()).put<Problem>(`/api/exchange/tasks/${first.id}`, {
    settings: { on: [{ kind: 'collected' }] },
  });
  assert.equal(changed.body.code, 'exchange.circle');
});
