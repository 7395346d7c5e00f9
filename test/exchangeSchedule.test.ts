/** The scheduler: one run for each moment that comes, whatever the workers, the clock and the other tasks do. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import { type ExchangeHouse, exchangeHouse, exchangeOver } from './exchangeHouse.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let house: ExchangeHouse;
before(async () => {
  house = await exchangeHouse('exchange_schedule');
});
after(() => house.close());
// Tasks of earlier tests rest, so that each sees its own alone.
beforeEach(() =>
  house.city.audited(PLATFORM, 'test.rest', 'tasks', async tx => {
    await tx.run(sql`update exchange.task set paused = true, next_at = null, due_at = null, due_why = null`);
    return { value: undefined };
  }),
);

const hourly = { schedule: { kind: 'every', n: 1, unit: 'hours' } };
const tick = (): Promise<void> => house.exchange.everyMoment();

/** Runs the task to its end by hand, and lets the platform follow that up. */
async function deliver(taskId: number): Promise<void> {
  const run = await house.ended((await house.order(taskId)).id);
  assert.equal(run.state, 'delivered', run.problem);
  await tick();
}

test('a task runs at its moment, once, and then waits for the next', async () => {
  const { id } = await house.newTask(hourly);
  const { nextAt } = await house.task(id);
  await tick();
  assert.deepEqual(await house.runsOf(id), []);
  house.city.pass(HOUR);
  await tick();
  await tick();
  const [run, ...others] = await house.runsOf(id);
  assert.deepEqual([run?.trigger, run?.state, run?.priority, others.length], ['schedule', 'queued', 5, 0]);
  const task = await house.task(id);
  assert.equal(Date.parse(task.nextAt ?? '') - Date.parse(nextAt ?? ''), HOUR);
  assert.equal((await house.ended(run?.id ?? 0)).state, 'delivered');
});

test('eight workers that look at the same instant start one run', async () => {
  const { id } = await house.newTask(hourly);
  house.city.pass(HOUR);
  await Promise.all(Array.from({ length: 8 }, tick));
  assert.equal((await house.runsOf(id)).length, 1);
  const records = await house.city.db.get<{ n: number }>(
    sql`select count(*) as n from plans.run where task_id = ${id}`,
  );
  assert.equal(records.n, 1);
});

test('moments that were missed while nobody looked are one run, and a clock that goes back starts none', async () => {
  const { id } = await house.newTask(hourly);
  house.city.pass(50 * HOUR);
  await tick();
  assert.equal((await house.runsOf(id)).length, 1);
  house.city.pass(-30 * HOUR);
  await tick();
  assert.equal((await house.runsOf(id)).length, 1);
  const next = Date.parse((await house.task(id)).nextAt ?? '');
  assert.ok(next > house.city.clock.now() + 29 * HOUR);
  house.city.pass(30 * HOUR);
});

test('a run that is still open when the next moment comes is not started twice: the task is late, and told once', async () => {
  const { id } = await house.newTask(hourly);
  const run = await house.order(id);
  for (let hour = 0; hour < 3; hour += 1) {
    house.city.pass(HOUR);
    await tick();
    await tick();
  }
  const task = await house.task(id);
  assert.deepEqual(
    [(await house.runsOf(id)).length, task.troubles.map(one => one.kind), task.waitingSince],
    [1, ['late'], null],
  );
  const told = (await house.told('civil')).filter(one => one.path === `/exchange/tasks/${id}`);
  assert.equal(told.length, 1);
  assert.match(told[0]?.zh ?? '', new RegExp(`没有按时开始：运行 ${run.no} 还没有结束`));
  await house.ended(run.id);
  await tick();
  assert.deepEqual((await house.task(id)).troubles, []);
  assert.equal((await house.told('civil')).find(one => one.path === `/exchange/tasks/${id}`)?.settled, true);
});

test('a task waits until those before it were delivered today', async () => {
  const first = await house.newTask();
  const then = await house.newTask({ ...hourly, after: [first.id] });
  // At noon: the hours of this test are of one day.
  const day = 24 * HOUR;
  house.city.pass(day - ((house.city.clock.now() + 8 * HOUR) % day) + 12 * HOUR);
  await tick();
  const waits = await house.task(then.id);
  assert.deepEqual(
    [(await house.runsOf(then.id)).length, waits.waitingFor?.zh],
    [0, '前序任务未送达：户籍登记'],
  );
  // The mover's own clock is the machine's, so the delivery is said to be of now.
  await deliver(first.id);
  await house.city.audited(PLATFORM, 'test.noon', 'runs', async tx => {
    await tx.run(sql`update exchange.task set troubles = '{}'`);
    return { value: undefined };
  });
  const moved = new Date(house.city.clock.now());
  await ownerRun(`update plans.progress set finished_at = $1 where state = 'delivered'`, [moved]);
  await tick();
  const [run] = await house.runsOf(then.id);
  assert.equal(run?.trigger, 'schedule');
});

async function ownerRun(text: string, values: unknown[]): Promise<void> {
  const { default: pg } = await import('pg');
  const owner = new pg.Client({ connectionString: house.city.storage.ownerUrl });
  await owner.connect();
  await owner.query(text, values).finally(() => owner.end());
}

test('a task follows another’s delivery, also one that came while it ran itself', async () => {
  const first = await house.newTask();
  // A hundred rows at twenty a second: it is still under way when the other is delivered again.
  const follower = await house.newTask({ on: [{ kind: 'task', taskId: first.id }], pace: 20 });
  assert.equal((await house.task(follower.id)).nextAt, null);
  await deliver(first.id);
  const [begun] = await house.runsOf(follower.id);
  assert.equal(begun?.trigger, 'event');
  assert.ok(begun.state === 'queued' || begun.state === 'running', begun.state);
  await deliver(first.id);
  assert.ok((await house.task(follower.id)).waitingSince !== null);
  await house.ended(begun?.id ?? 0);
  await tick();
  assert.equal((await house.runsOf(follower.id)).length, 2);
});

test('an event that waits stays when the task is told something else, and goes when it follows no event any more', async () => {
  const first = await house.newTask();
  const follower = await house.newTask({
    on: [{ kind: 'task', taskId: first.id }],
    window: { from: '01:00', to: '01:01' },
  });
  await deliver(first.id);
  const changed = async (settings: object): Promise<string | null> => {
    const { body } = await (await house.officer()).put<{ task: { waitingSince: string | null } }>(
      `/api/exchange/tasks/${follower.id}`,
      { settings },
    );
    return body.task.waitingSince;
  };
  assert.notEqual(await changed({ priority: 2 }), null);
  assert.equal(await changed({ on: [] }), null);
});

test('outside its hours a due task waits, and starts when they begin', async () => {
  const { id } = await house.newTask({ ...hourly, window: { from: '01:00', to: '05:00' } });
  const day = 24 * HOUR;
  const midnight = day - ((house.city.clock.now() + 8 * HOUR) % day);
  house.city.pass(midnight + 12 * HOUR + MINUTE);
  await tick();
  const task = await house.task(id);
  assert.deepEqual([(await house.runsOf(id)).length, task.waitingFor?.zh], [0, '时段 01:00—05:00 之外']);
  house.city.pass(13 * HOUR);
  await tick();
  assert.equal((await house.runsOf(id)).length, 1);
});

test('a task whose grant is over is told once, and its moments pass', async () => {
  const grant = await house.giveGrant();
  const { id } = await house.newTask(hourly, grant);
  await house.revoke(grant);
  for (let hour = 0; hour < 3; hour += 1) {
    house.city.pass(HOUR);
    await tick();
  }
  const task = await house.task(id);
  assert.deepEqual([task.troubles.map(one => one.kind), (await house.runsOf(id)).length], [['blocked'], 0]);
  assert.match(task.troubles[0]?.zh ?? '', /不能使用/);
  assert.equal((await house.told('civil')).filter(one => one.path === `/exchange/tasks/${id}`).length, 1);
});

test('a failing task is told once, and settles when it is delivered again', async () => {
  const { id } = await house.newTask();
  await house.from.run('alter table person rename to gone');
  for (let times = 0; times < 2; times += 1) {
    const run = await house.ended((await house.order(id)).id);
    assert.equal(run.state, 'failed');
    await tick();
    await tick();
  }
  await house.from.run('alter table gone rename to person');
  const told = (await house.told('civil')).filter(one => /没有送达/.test(one.zh));
  assert.equal(told.length, 1, JSON.stringify(told));
  const troubles = (await house.task(id)).troubles.map(one => one.kind);
  assert.deepEqual(troubles.toSorted(), ['drift', 'failing']);
  // The entry's owner hears that its table is not what was mounted.
  const [owner] = await house.told('market');
  assert.match(owner?.zh ?? '', /目录“户籍登记”挂载的表变了/);
  await deliver(id);
  assert.deepEqual((await house.task(id)).troubles, []);
});

test('a column that comes to the source is noticed: the run goes on, the owner is told once, with the column', async () => {
  const { id } = await house.newTask({ drift: 'go_on' });
  await house.from.run('alter table person add column note text');
  for (let times = 0; times < 2; times += 1) await deliver(id);
  await house.from.run('alter table person drop column note');
  const told = (await house.told('market')).filter(one => /note/.test(one.zh));
  assert.equal(told.length, 1);
  assert.match(told[0]?.zh ?? '', /多了一列“note”/);
});

test('every so many days what lies in the target is compared again', async () => {
  const { id } = await house.newTask({ compareEvery: 7 });
  await deliver(id);
  const asked = async (): Promise<boolean> =>
    (
      await house.city.db.get<{ asked: boolean }>(
        sql`select p.compare_requested or p.comparison is not null as asked from plans.progress p join plans.run r on r.id = p.run_id where r.task_id = ${id}`,
      )
    ).asked;
  await house.exchange.everyMinute();
  const early = await asked();
  house.city.pass(8 * 24 * HOUR);
  await house.exchange.everyMinute();
  assert.deepEqual([early, await asked()], [false, true]);
});

test('a worker that does not see a folder says so once, and starts no task by it', async () => {
  const { id } = await house.newTask();
  const said: string[] = [];
  let code: 'folder_closed' | 'timeout' = 'timeout';
  const { resources, facts } = house;
  const worker = exchangeOver(house.city, {
    resources,
    grants: { facts },
    target: {
      look: () => Promise.reject(new Error('not asked for')),
      markOf: () => Promise.reject(new ConnectionProblem(code, { host: 'in' })),
    },
    onNoFolder: folder => said.push(folder),
  });
  await house.city.audited(PLATFORM, 'test.follow', 'task', async tx => {
    await tx.run(
      sql`update exchange.task set settings = settings || '{"on": [{"kind": "source"}]}' where id = ${id}`,
    );
    return { value: undefined };
  });
  // A source that does not answer for a while is looked at again, and nobody is bothered.
  await worker.everyMinute();
  assert.deepEqual(said, []);
  code = 'folder_closed';
  for (let times = 0; times < 3; times += 1) await worker.everyMinute();
  assert.equal(said.length, 1);
  assert.deepEqual([(await house.runsOf(id)).length, (await house.task(id)).troubles], [0, []]);
});

test('a task that cannot be worked on keeps no other from its run', async () => {
  const broken = await house.newTask(hourly);
  const { id } = await house.newTask(hourly);
  await house.city.audited(PLATFORM, 'test.broken', 'task', async tx => {
    await tx.run(
      sql`update exchange.task set settings = settings || '{"schedule": null}' where id = ${broken.id}`,
    );
    return { value: undefined };
  });
  house.city.pass(HOUR);
  await assert.rejects(tick, TypeError);
  assert.equal((await house.runsOf(id)).length, 1);
});
