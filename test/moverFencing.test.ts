/** A mover that stands still while another takes its run over, and that wakes up again, commits nothing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bookkeeper } from '#kernel/db.ts';
import { createMetrics } from '#kernel/observe.ts';
import type { PlacedRun } from '#planes/mover/ports.ts';
import { finishDelivered } from '#planes/mover/runs/delivered.ts';
import { createRecorder } from '#record/append.ts';
import type { MovePlan } from '#vocabulary/plans.ts';
import { type MoverHouse, differences, moverHouse } from './moverHouse.ts';
import { connector } from '../src/storage.ts';

const ROWS = 30_000;
const LEASE = 2;
const PIECES = { bytes: 300_000, milliseconds: 0 };

let house: MoverHouse;
before(async () => {
  house = await moverHouse('fencing');
  const person = `create table person (id bigint primary key, xm text, born date, changed timestamp);
    insert into person select i, '张三' || i, date '1950-01-01' + (i % 20000)::int, timestamp '2026-01-01' + i * interval '1 second'
      from generate_series(1, ${ROWS}) i`;
  await house.from.run(person);
  await house.to.run(person);
});
after(() => house?.close());

/** What the other side holds is there as it is at the source: the test's own copy of it lies beside. */
const wrong = (plan: MovePlan): Promise<number> =>
  differences(
    house.to,
    'select id, xm, born, changed from person',
    `select id, xm, born, changed from shared.${plan.sink.table}`,
  );

const modes: Record<string, Partial<MovePlan>> = {
  'a full run in pieces': { pace: 12_000 },
  'an incremental run': {
    pace: 12_000,
    mode: { kind: 'incremental', column: 'changed', type: 'timestamp', overlap: 60 },
  },
};

for (const [name, changes] of Object.entries(modes)) {
  test(`${name} that is stopped while it copies is finished by another mover, once`, async () => {
    const plan = house.movePlan(changes);
    const first = await house.child({ leaseSeconds: LEASE, pieces: PIECES });
    const id = await house.order(plan);
    await house.until(id, run => run.rowsRead > 8_000 && run.rowsRead < ROWS);
    first.process.kill('SIGSTOP');
    const second = house.start({ leaseSeconds: LEASE, pieces: PIECES });
    const run = await house.ended(id);
    assert.deepEqual([run.state, run.rowsWritten, run.attempt], ['delivered', ROWS, 2], JSON.stringify(run));
    if (plan.mode === undefined)
      assert.ok(
        run.notices.some(notice => notice.kind === 'repaired'),
        'it went on with what was kept',
      );
    first.process.kill('SIGCONT');
    // It finds out within two checkpoints and goes on looking for other work.
    await new Promise(done => setTimeout(done, 3_000));
    await checkOnce(id, plan);
    await first.kill();
    await second.close();
  });
}

test('a run that is stopped at the very switch is finished by another mover, once', async () => {
  const plan = house.movePlan();
  // Holds the first mover up between its record and its commit: the view waits for this reader.
  const before = house.start();
  const old = await house.order(plan);
  assert.equal((await house.ended(old)).state, 'delivered');
  await before.close();
  await house.to.run(`begin; select 1 from shared.${plan.sink.table} limit 1`);
  const first = await house.child({ leaseSeconds: LEASE });
  const id = await house.order(plan);
  await house.until(id, run => run.state === 'delivering');
  first.process.kill('SIGSTOP');
  await house.to.run('rollback');
  const second = house.start({ leaseSeconds: LEASE });
  const run = await house.ended(id);
  assert.equal(run.state, 'delivered', JSON.stringify(run));
  first.process.kill('SIGCONT');
  await new Promise(done => setTimeout(done, 3_000));
  await checkOnce(id, plan);
  await first.kill();
  await second.close();
});

/** The rows are right, the run was delivered once, and its receipt is as it was. */
async function checkOnce(id: number, plan: MovePlan): Promise<void> {
  const run = await house.look(id);
  assert.equal(run.state, 'delivered');
  assert.equal(run.receipt?.equal, true);
  assert.equal(await wrong(plan), 0);
  const delivered = (await house.recorded(run.no)).filter(
    ({ body }) => (body as { action: string }).action === 'move.delivered',
  );
  assert.equal(delivered.length, 1, 'one record of the delivery');
  const runs = await house.to.run(
    `select run_no from shuqiao.run where starts_with(run_no, '${run.no}') and showing`,
  );
  assert.equal(runs.length, 1);
}

test('an attempt that hears late that the run was placed does not record the delivery again', async () => {
  const plan = house.movePlan();
  const mover = house.start({ leaseSeconds: LEASE });
  const id = await house.order(plan);
  const { no } = await house.ended(id);
  await mover.close();
  const delivered = async (): Promise<number> =>
    (await house.recorded(no)).filter(({ body }) => 'action' in body && body.action === 'move.delivered')
      .length;
  assert.equal(await delivered(), 1);
  const { storage } = house;
  const recorder = createRecorder(connector(storage, 'mover'));
  const needs = {
    db: bookkeeper(storage.pools.mover),
    keys: storage.keys,
    clock: { now: Date.now },
    recorder,
    metrics: createMetrics(),
  };
  const order = {
    id,
    no,
    createdAt: new Date(),
    plan,
    key: Buffer.alloc(16, 9),
    attempt: 1,
    restarted: true,
    tries: 0,
  };
  const placed: PlacedRun = {
    ...plan.sink,
    runNo: no,
    grantNo: plan.grantNo,
    version: plan.version,
    rows: ROWS,
    sha256: '',
    generation: '',
    placedAt: new Date(),
    showing: true,
    position: undefined,
  };
  await finishDelivered(needs, order, placed);
  await recorder.close();
  assert.equal(await delivered(), 1);
});
