/** Which run goes first, when it may go, and what becomes of it when a database is lost. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import type { Mover } from '#planes/mover/runs/runner.ts';
import type { MovePlan } from '#vocabulary/plans.ts';
import { type MoverHouse, type MoverOptions, differences, moverHouse } from './moverHouse.ts';

const ROWS = 20_000;
const PIECES = { bytes: 200_000, milliseconds: 0 };
const RETRIES = [0.1, 0.1, 0.2, 0.2];

let house: MoverHouse;
const movers: Mover[] = [];
before(async () => {
  house = await moverHouse('orders');
  const person = `create table person (id bigint primary key, xm text, born date, changed timestamp);
    insert into person select i, '张三' || i, date '1950-01-01' + (i % 20000)::int, timestamp '2026-01-01' + i * interval '1 second'
      from generate_series(1, ${ROWS}) i`;
  // So much that what lies in buffers on the way is little of it.
  const wide = `create table wide as select i as id, repeat(md5(i::text), 30) as xm, null::date as born, null::timestamp as changed
      from generate_series(1::bigint, ${ROWS}) i`;
  for (const scratch of [house.from, house.to]) await scratch.run(`${person}; ${wide}`);
});
after(() => house?.close());
afterEach(async () => {
  for (const mover of movers.splice(0)) await mover.close();
  house.ways.from.up();
  house.ways.to.up();
});

function start(options: MoverOptions = {}, now?: () => number): Mover {
  const mover = house.start({ retrySeconds: RETRIES, ...options }, now);
  movers.push(mover);
  return mover;
}

const wrong = (plan: Pick<MovePlan, 'sink' | 'table'>): Promise<number> =>
  differences(
    house.to,
    `select id, xm, born, changed from ${plan.table.table}`,
    `select id, xm, born, changed from ${plan.sink.schema}.${plan.sink.table}`,
  );

describe('which run goes first', () => {
  test('the one of the lowest priority number, and of one source no more than two at once', async () => {
    const slow = { pace: 8_000 };
    const ids: number[] = [];
    for (const priority of [5, 5, 1, 9]) ids.push(await house.order(house.movePlan(slow), { priority }));
    // Of another department, whose source nobody reads.
    const other = await house.order(
      house.movePlan({ ...slow, table: { sourceId: 2, schema: 'public', table: 'person' } }),
      { priority: 9 },
    );
    start();
    await house.until(other, run => run.state !== 'queued');
    const states = await Promise.all(ids.map(async id => (await house.look(id)).state));
    assert.deepEqual(states, ['running', 'queued', 'running', 'queued']);
    for (const id of ids) assert.equal((await house.ended(id)).state, 'delivered');
    const started = await Promise.all(
      ids.map(
        async id =>
          (
            await house.owner.query<{ at: Date }>(
              'select started_at as at from plans.progress where run_id = $1',
              [id],
            )
          ).rows[0]?.at.getTime() ?? 0,
      ),
    );
    const [first = 0, second = 0, , last = 0] = started;
    assert.ok(first < second && second <= last, 'of equal priority the older one, and the last one last');
  });
});

test('runs whose sinks went away behind the point of no return do not keep others from their source', async () => {
  const stuck = [await house.order(house.movePlan()), await house.order(house.movePlan())];
  await house.owner.query(
    `update plans.progress set state = 'delivering', digest_key = decode(md5('x'), 'hex'), started_at = now(),
       lease_until = now() + interval '1 hour' where run_id = any($1)`,
    [stuck],
  );
  // It lives, so that the leases hold.
  const other = start();
  const id = await house.order(house.movePlan());
  start();
  assert.equal((await house.ended(id)).state, 'delivered');
  await other.close();
  await house.owner.query(`update plans.progress set state = 'failed' where run_id = any($1)`, [stuck]);
});

describe('hours', () => {
  /** 23:58 Beijing time. */
  const late = Date.UTC(2026, 5, 1, 15, 58);
  const clockFrom = (at: number): (() => number) => {
    const begun = Date.now();
    return () => at + Date.now() - begun;
  };

  test('a run outside its hours waits for them, and says until when', async () => {
    const id = await house.order(house.movePlan({ window: { from: 60, to: 300 } }));
    start({}, () => late);
    const run = await house.until(id, ({ notices }) => notices.length > 0);
    assert.deepEqual([run.state, run.stage, run.attempt], ['queued', 'waiting', 1]);
    const notice = run.notices[0];
    assert.ok(notice?.kind === 'hours');
    assert.equal(notice.until, new Date(Date.UTC(2026, 5, 1, 17, 0)).toISOString(), '01:00 of the next day');
    const seconds = ((run.leaseUntil?.getTime() ?? 0) - Date.now()) / 1000;
    assert.ok(Math.abs(seconds - 62 * 60) < 20, `${seconds} s until 01:00`);
    await house.owner.query(
      'update plans.progress set stop_requested = true, lease_until = null where run_id = $1',
      [id],
    );
  });

  test('a run whose hours end goes back to the queue with what it has, and ends in the next ones', async () => {
    // Three seconds before midnight.
    const plan = house.movePlan({ window: { from: 23 * 60, to: 24 * 60 }, pace: 5_000 });
    const id = await house.order(plan);
    const mover = start({ pieces: PIECES }, clockFrom(late + 117_000));
    const run = await house.until(id, ({ notices }) => notices.some(({ kind }) => kind === 'hours'));
    assert.equal(run.state, 'queued');
    assert.equal(
      await house.to
        .run(`select 1 from shuqiao.run where starts_with(run_no, '${run.no}') and kept > 0`)
        .then(rows => rows.length),
      1,
    );
    await mover.close();
    await house.owner.query('update plans.progress set lease_until = null where run_id = $1', [id]);
    start({ pieces: PIECES }, clockFrom(late + 24 * 3_600_000 - 3_000_000));
    const done = await house.ended(id);
    assert.equal(done.state, 'delivered', JSON.stringify(done));
    const repaired = done.notices.find(notice => notice.kind === 'repaired');
    assert.ok(repaired && repaired.kept > 0 && repaired.sent < ROWS);
    assert.equal(await wrong(plan), 0);
  });
});

describe('a database that is lost in the middle', () => {
  for (const end of ['from', 'to'] as const) {
    test(`(${end}), once, costs an attempt and nothing else`, async () => {
      const plan = house.movePlan({ pace: 15_000, table: { sourceId: 1, schema: 'public', table: 'wide' } });
      const id = await house.order(plan);
      start({ pieces: PIECES });
      await house.until(id, run => run.rowsRead > 6_000);
      house.ways[end].cut();
      const run = await house.ended(id);
      assert.equal(run.state, 'delivered', JSON.stringify(run));
      assert.equal(run.attempt, 2);
      const again = run.notices.find(notice => notice.kind === 'again');
      assert.equal(again?.code, 'connection_lost');
      assert.ok(run.notices.some(notice => notice.kind === 'repaired'));
      assert.equal(await wrong(plan), 0);
    });

    test(`(${end}), for good, ends the run after five attempts with one word`, async () => {
      const id = await house.order(house.movePlan());
      house.ways[end].down();
      start();
      const run = await house.ended(id);
      assert.deepEqual([run.state, run.attempt], ['failed', 5], JSON.stringify(run));
      assert.match(run.problemCode ?? '', /^(unreachable|connection_lost)$/);
      const entries = (await house.recorded(run.no)).map(({ body }) => (body as { code?: string }).code);
      assert.deepEqual(entries, [`move.${run.problemCode}`], 'one record, of the end');
    });
  }

  test('by an administrator who ends all its connections is no loss either', async () => {
    const plan = house.movePlan({
      pace: 15_000,
      mode: { kind: 'incremental', column: 'changed', type: 'timestamp', overlap: 0 },
    });
    const id = await house.order(plan);
    start();
    await house.until(id, run => run.rowsRead > 6_000);
    for (const scratch of [house.from, house.to])
      await scratch.run(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`);
    const run = await house.ended(id);
    assert.deepEqual([run.state, run.attempt], ['delivered', 2], JSON.stringify(run));
    assert.equal(await wrong(plan), 0);
  });

  test('what will not pass by itself is not tried again', async () => {
    const id = await house.order(
      house.movePlan({ table: { sourceId: 1, schema: 'public', table: 'nowhere' } }),
    );
    start();
    const run = await house.ended(id);
    assert.deepEqual([run.state, run.problemCode, run.attempt], ['failed', 'no_table', 1]);
  });
});

test('a collection needs no grant, keeps what a row was, and its records are notices', async () => {
  const plan = house.collectPlan({ apply: 'history' });
  const id = await house.order(plan);
  start();
  const run = await house.ended(id);
  assert.equal(run.state, 'delivered', JSON.stringify(run));
  const entries = await house.recorded(run.no);
  assert.deepEqual(
    entries.map(({ kind, body }) => [kind, (body as { action: string }).action]),
    [
      ['notice', 'move.collecting'],
      ['notice', 'move.collected'],
    ],
  );
  assert.equal(await wrong(plan), 0);
});

test('rows that cannot travel are set aside and counted, and the numbers add up', async () => {
  await house.from.run(`create or replace view marked as
    select id, case when id % 1000 = 0 then '' else xm end as xm, born, changed from person`);
  const plan = house.movePlan({
    table: { sourceId: 1, schema: 'public', table: 'marked' },
    checks: [null, { required: true }, null, null],
    rows: [{ column: 'id', type: 'bigint', op: 'between', values: ['1', '10000'] }],
  });
  const id = await house.order(plan);
  start();
  const { receipt, setAside, ...run } = await house.ended(id);
  assert.equal(run.state, 'delivered', JSON.stringify(run));
  assert.deepEqual(
    [receipt?.rowsRead, receipt?.rowsWritten, receipt?.setAside, receipt?.excluded, setAside],
    [10_000, 9_990, 10, ROWS - 10_000, 10],
  );
  const { rows } = await house.owner.query(
    'select n, "column", reason from plans.set_aside where run_id = $1 order by n',
    [id],
  );
  assert.equal(rows.length, 10);
  assert.deepEqual(rows[0], { n: 1, column: 'xm', reason: 'missing' });
});

test('columns that came and went at the source are told, and stop the run only where they are needed', async () => {
  const expected = [
    { name: 'id', databaseType: 'bigint' },
    { name: 'xm', databaseType: 'text' },
    { name: 'born', databaseType: 'date' },
    { name: 'changed', databaseType: 'timestamp without time zone' },
    { name: 'gone', databaseType: 'text' },
  ];
  start();
  const stopped = await house.ended(await house.order(house.movePlan({ expected })));
  assert.deepEqual(
    [stopped.state, stopped.problemCode, stopped.problemFacts['column']],
    ['failed', 'drift', 'gone'],
  );
  const plan = house.movePlan({ expected, drift: 'go_on' });
  const run = await house.ended(await house.order(plan));
  assert.equal(run.state, 'delivered', JSON.stringify(run));
  assert.deepEqual(run.notices, [
    { kind: 'drift', drift: [{ kind: 'dropped', column: 'gone', before: 'text' }] },
  ]);
});

test('a grant that ends while a run waits to be tried again ends the run', async () => {
  const plan = house.movePlan();
  const id = await house.order(plan);
  house.ways.from.down();
  start({ retrySeconds: [1, 1, 1, 1] });
  await house.until(id, run => run.notices.length > 0);
  await house.write(sql`update plans.live set version = 0 where grant_id = ${plan.grantId}`);
  house.ways.from.up();
  assert.equal((await house.ended(id)).state, 'revoked');
});

test('a run whose number another run had, on another installation or before a restore, is carried out all the same', async () => {
  start();
  const plan = house.movePlan();
  assert.equal((await house.ended(await house.order(plan))).state, 'delivered');
  await house.from.run(`update person set xm = '改名' where id = 7`);
  await house.to.run(`update person set xm = '改名' where id = 7`);
  // The next number, as the target knows it from elsewhere: placed into this very table, later than anything of ours.
  const { sink } = plan;
  const next = `运-2026-${String((await house.look(await house.order(house.movePlan()))).id + 1).padStart(6, '0')}`;
  await house.to.run(`insert into shuqiao.run (run_no, target_schema, target_table, generation, grant_no, version, rows, sha256, showing, placed_at)
    values ('${next}', '${sink.schema}', '${sink.table}', '', '', 1, 3, '', false, now())`);
  const id = await house.order(plan);
  const run = await house.ended(id);
  assert.equal(run.no, next);
  assert.deepEqual(
    [run.state, run.receipt?.grade, run.receipt?.rowsWritten],
    ['delivered', 'snapshot', ROWS],
  );
  assert.equal(await wrong(plan), 0);
});
