/** Runs whose rows cannot all travel: what is set aside, what is kept of it, and when it is too much. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { KEPT_ROWS } from '#planes/mover/reading/wrongRows.ts';
import type { Mover } from '#planes/mover/runs/runner.ts';
import { setAsidePlace } from '#vocabulary/setAside.ts';
import { type MoverHouse, type RunState, differences, moverHouse } from './moverHouse.ts';

let house: MoverHouse;
const movers: Mover[] = [];
before(async () => {
  house = await moverHouse('wrongrows');
  await house.from.run(`create table person (id bigint primary key, xm text, born date, changed timestamp);
    insert into person select i, case i % 100 when 7 then '秘密某' || i when 8 then null else '张三' end, date '1950-01-01',
        timestamp '2026-01-01' + i * interval '1 microsecond'
      from generate_series(1, 2000) i;
    create table many as select i as id, 'x' as xm, null::date as born, null::timestamp as changed
      from generate_series(1::bigint, ${KEPT_ROWS + 600}) i`);
});
after(() => house?.close());
afterEach(async () => {
  for (const mover of movers.splice(0)) await mover.close();
});

async function run(changes: Parameters<MoverHouse['movePlan']>[0], between?: (id: number) => Promise<void>) {
  const plan = house.movePlan(changes);
  const id = await house.order(plan);
  await between?.(id);
  movers.push(house.start());
  return { plan, ended: await house.ended(id, 60) };
}

interface Kept {
  n: number;
  row: number;
  column: string;
  type: string;
  reason: string;
  raw: string;
  key: Record<string, string>;
}

async function kept(id: number): Promise<Kept[]> {
  const { rows } = await house.owner.query<Omit<Kept, 'raw' | 'key'> & { raw: Buffer; key: Buffer }>(
    `select n, source_row::int as row, "column", type, reason, raw_sealed as raw, key_sealed as key
       from plans.set_aside where run_id = $1 order by n`,
    [id],
  );
  const { keys } = house.storage;
  return rows.map(({ raw, key, ...row }) => {
    assert.ok(!raw.includes('秘密'), 'nothing lies there in clear');
    const opened = keys.open('set-aside', setAsidePlace('raw', id, row.n), raw);
    return {
      ...row,
      raw: Buffer.from(opened, 'latin1').toString(),
      key: JSON.parse(keys.open('set-aside', setAsidePlace('key', id, row.n), key)) as Kept['key'],
    };
  });
}

const numbers = ({ receipt }: RunState) => [receipt?.rowsRead, receipt?.rowsWritten, receipt?.setAside];
const CHECKS = [null, { required: true as const, codes: ['张三'] }, null, null];

test('rows that fail are kept sealed with row, column, reason and key, and the numbers add up', async () => {
  const { plan, ended } = await run({ checks: CHECKS }, async id => {
    // What an earlier attempt had kept.
    await house.owner.query(
      `insert into plans.set_aside (run_id, n, source_row, "column", type, reason, raw_sealed, key_sealed)
       select $1, n, 1, 'old', 'text', 'missing', '', '' from generate_series(1, 50) n`,
      [id],
    );
  });
  assert.equal(ended.state, 'delivered', JSON.stringify(ended));
  assert.deepEqual(numbers(ended), [2_000, 1_960, 40]);
  assert.equal(ended.setAside, 40);
  const found = await kept(ended.id);
  assert.equal(found.length, 40);
  assert.deepEqual(found.slice(0, 2), [
    { n: 1, row: 7, column: 'xm', type: 'text', reason: 'unknown_code', raw: '秘密某7', key: { id: '7' } },
    { n: 2, row: 8, column: 'xm', type: 'text', reason: 'missing', raw: '', key: { id: '8' } },
  ]);
  const columns = 'id, xm, born, changed';
  await house.to.run(`create table expected as select i::bigint as id, '张三'::text as xm, date '1950-01-01' as born,
      timestamp '2026-01-01' + i * interval '1 microsecond' as changed
    from generate_series(1, 2000) i where i % 100 not in (7, 8)`);
  const shown = `select ${columns} from ${plan.sink.schema}.${plan.sink.table}`;
  assert.equal(await differences(house.to, `select ${columns} from expected`, shown), 0);
});

test('more than the plan forgives ends the run, places nothing, and says where the first one was', async () => {
  for (const [tolerance, facts] of [
    [{ rows: 5 }, { setAside: '6', most: '5' }],
    [{ share: 0.01 }, { share: '0.01' }],
  ] as const) {
    const { plan, ended } = await run({ checks: CHECKS, tolerance });
    assert.deepEqual([ended.state, ended.problemCode], ['failed', 'too_many_wrong']);
    const { column, reason, row, ...rest } = ended.problemFacts;
    assert.deepEqual([column, reason, row], ['xm', 'unknown_code', '7']);
    for (const [name, value] of Object.entries(facts)) assert.equal(rest[name], value);
    assert.ok(!JSON.stringify(ended).includes('秘密'));
    const [there] = (await house.to.run(
      `select to_regclass('${plan.sink.schema}.${plan.sink.table}') is not null as there`,
    )) as { there: boolean }[];
    assert.equal(there?.there, false);
  }
  const { ended } = await run({ checks: CHECKS, tolerance: { rows: 40, share: 0.03 } });
  assert.equal(ended.state, 'delivered');
});

test('so many are kept and no more; all are counted', async () => {
  const { ended } = await run({
    table: { sourceId: 1, schema: 'public', table: 'many' },
    checks: CHECKS,
  });
  assert.equal(ended.state, 'delivered', JSON.stringify(ended));
  assert.deepEqual(numbers(ended), [KEPT_ROWS + 600, 0, KEPT_ROWS + 600]);
  const found = await kept(ended.id);
  assert.deepEqual(
    found.map(({ n, row }) => [n, row]),
    Array.from({ length: KEPT_ROWS }, (_, i) => [i + 1, i + 1]),
  );
});

test('rows that the conditions leave out are counted at the source', async () => {
  const { ended } = await run({
    checks: CHECKS,
    rows: [{ column: 'id', type: 'bigint', op: 'between', values: ['1', '150'] }],
  });
  assert.deepEqual([...numbers(ended), ended.receipt?.excluded], [150, 146, 4, 1_850]);
});
