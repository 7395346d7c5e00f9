/** kill -9 at every place of a run that a failpoint names, for each way in which a run changes its target. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import type { Failpoint } from '#kernel/failpoint.ts';
import type { MoveMode } from '#vocabulary/moves.ts';
import type { MovePlan } from '#vocabulary/plans.ts';
import { type MoverHouse, type RunState, differences, moverHouse } from './moverHouse.ts';

const ROWS = 12_000;
/** A killed mover's connections may be there for a moment: then its lease has to run out. */
const OPTIONS = { leaseSeconds: 2, pieces: { bytes: 100_000, milliseconds: 0 } };
/** In the order of a run; what is kept in pieces belongs to `replace` alone. */
const PLACES: readonly Failpoint[] = [
  'move.after-create',
  'move.mid-copy',
  'move.after-copy',
  'move.after-readback',
  'move.before-swap',
  'move.after-swap',
];
const IN_PIECES: readonly Failpoint[] = [
  'move.after-create',
  'move.mid-copy',
  'move.after-keep',
  'move.mid-repair',
  'move.after-keep',
  'move.after-copy',
  'move.after-readback',
  'move.before-swap',
  'move.mid-repair',
  'move.after-swap',
];

let house: MoverHouse;
before(async () => {
  house = await moverHouse('crash');
});
after(() => house?.close());

const INCREMENTAL: MoveMode = { kind: 'incremental', column: 'changed', type: 'timestamp', overlap: 60 };
const fill = `drop table if exists person;
  create table person (id bigint primary key, xm text, born date, changed timestamp);
  insert into person select i, '张三' || i, date '1950-01-01' + (i % 20000)::int, timestamp '2026-01-01' + i * interval '1 second'
    from generate_series(1, ${ROWS}) i`;
/** At the source, and to the copy of it that the test holds beside the target. */
async function happen(what: string): Promise<void> {
  for (const scratch of [house.from, house.to]) await scratch.run(what);
}
/** What the department goes on with: known persons change, new ones come. */
const LATER = `update person set xm = '李四', changed = timestamp '2026-02-01' + id * interval '1 microsecond' where id % 10 = 0;
  insert into person select i, '王五' || i, date '2000-01-01', timestamp '2026-02-02' + i * interval '1 second'
    from generate_series(${ROWS + 1}, ${ROWS + 3_000}) i`;

interface Mode {
  plan: Partial<MovePlan>;
  /** What the target has to hold after so many runs. */
  expected: (runs: number) => string;
  places: readonly Failpoint[];
}

const columns = 'id, xm, born, changed';
const person = `select ${columns} from person`;
const MODES: Record<string, Mode> = {
  'a run that replaces, in pieces,': { plan: {}, expected: () => person, places: IN_PIECES },
  'a run that merges': { plan: { mode: INCREMENTAL }, expected: () => person, places: PLACES },
  'a run that appends': {
    plan: { apply: 'append' },
    expected: runs => Array.from({ length: runs }, () => person).join(' union all '),
    places: PLACES,
  },
};

/** Kills movers one after another at these places, and lets one bring the run to its end. */
async function bringToEnd(plan: MovePlan, places: readonly Failpoint[]): Promise<RunState> {
  const id = await house.order(plan);
  for (const place of places) {
    const child = await house.child(OPTIONS, place);
    assert.equal(await child.ended, 'SIGKILL', `${place} was never reached`);
  }
  const mover = house.start(OPTIONS);
  const run = await house.ended(id);
  await mover.close();
  assert.equal(run.state, 'delivered', JSON.stringify(run));
  assert.equal(run.receipt?.equal, true);
  return run;
}

interface Row {
  position: { kind: string; value: string } | null;
  rows: string;
  highest: string;
}

async function check(plan: MovePlan, { no, receipt }: RunState, expected: string): Promise<void> {
  const target = `shared.${plan.sink.table}`;
  assert.equal(await differences(house.to, expected, `select ${columns} from ${target}`), 0);
  const [row] =
    (await house.to.run(`select position, rows, (select max(changed)::text from ${target}) as highest
    from shuqiao.run where starts_with(run_no, '${no}') and showing`)) as Row[];
  assert.equal(Number(row?.rows), receipt?.rowsWritten);
  if (plan.mode !== undefined) assert.deepEqual(row?.position, { kind: 'watermark', value: row?.highest });
}

for (const [name, { plan: changes, expected, places }] of Object.entries(MODES))
  test(`${name} loses and doubles nothing wherever it is killed, and its position agrees with its rows`, async () => {
    await happen(fill);
    const plan = house.movePlan(changes);
    await check(plan, await bringToEnd(plan, []), expected(1));
    if (plan.apply !== 'append') await happen(LATER);
    const run = await bringToEnd(plan, places);
    await check(plan, run, expected(2));
    assert.equal(run.attempt, places.length, 'the last one had only to be written down');
    if (places === IN_PIECES) assert.ok(run.notices.some(({ kind }) => kind === 'repaired'));
    await check(plan, await bringToEnd(plan, ['move.before-receipt']), expected(3));
  });

test('what a killed run kept is dropped once its grant is over, however long the target stays away', async () => {
  await happen(fill);
  const plan = house.movePlan();
  const id = await house.order(plan);
  const child = await house.child(OPTIONS, 'move.after-keep');
  assert.equal(await child.ended, 'SIGKILL');
  const kept = `select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace join shuqiao.run r on r.generation = relname
    where n.nspname = 'shuqiao' and starts_with(r.run_no, '${(await house.look(id)).no}')`;
  assert.equal((await house.to.run(kept)).length, 1);
  const dueSince = async (): Promise<Date | null | undefined> =>
    (
      await house.owner.query<{ at: Date | null }>(
        'select forget_at as at from plans.progress where run_id = $1',
        [id],
      )
    ).rows[0]?.at;

  house.ways.to.down();
  await house.write(sql`delete from plans.live where grant_id = ${plan.grantId}`);
  const mover = house.start(OPTIONS);
  assert.equal((await house.ended(id)).state, 'revoked');
  assert.ok(await dueSince(), 'rows of a dead grant lie there, and nobody knows');

  house.ways.to.up();
  await house.owner.query('update plans.progress set forget_at = now() where run_id = $1', [id]);
  for (
    const end = Date.now() + 20_000;
    (await dueSince()) !== null;
    await new Promise(done => setTimeout(done, 50))
  )
    assert.ok(Date.now() < end, 'what the run kept was never dropped');
  assert.deepEqual(await house.to.run(kept), []);
  await mover.close();
});
