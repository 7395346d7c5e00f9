/** Reads and copies take as long as they take: what ends them is a database that stands still, not a total of minutes. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'node:test';
import { openMysqlSink } from '#connectors/mysql/sink.ts';
import { openMysqlSource } from '#connectors/mysql/source.ts';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { readRows } from '#planes/mover/ports.ts';
import type { PlanItem } from '#vocabulary/plans.ts';
import { createMariadb, createPostgres, mariadbMissing } from './databases.ts';
import { PAIRS, collect, encode, placing, targetOf } from './sinkSuite.ts';
import { isProblem } from './suite.ts';

const item = (column: string): PlanItem => ({
  name: column,
  column,
  type: 'text',
  mask: { kind: 'none' },
  filter: false,
});
/** In milliseconds; what the reader needs is several times as long. */
const LIMIT = 400;

for (const kind of ['postgres', 'mysql'] as const)
  test(`${kind}: a reader that takes longer than a read may stand still gets all rows, and a count its limit back`, {
    skip: kind === 'mysql' && (await mariadbMissing()),
  }, async t => {
    const scratch = kind === 'mysql' ? await createMariadb('patient') : await createPostgres('patient');
    t.after(() => scratch.drop());
    await scratch.run('create table big (a text)');
    if (kind === 'postgres')
      await scratch.run(`insert into big select repeat('x', 20000) from generate_series(1, 2000)`);
    else await scratch.run(`insert into big select repeat('x', 20000) from seq_1_to_2000`);
    await scratch.run(
      `create view slow as select ${kind === 'mysql' ? 'sleep(15)' : 'pg_sleep(15)::text'} as a`,
    );
    const open = kind === 'mysql' ? openMysqlSource : openPostgresSource;
    const source = open(scratch.address, scratch.password, { readMilliseconds: LIMIT });
    t.after(() => source.close());
    const schema = kind === 'mysql' ? scratch.address.database : 'public';
    const big = { table: { schema, table: 'big' }, items: [item('a')], rows: [] };
    const snapshot = await source.snapshot();
    let bytes = 0;
    let chunks = 0;
    const started = performance.now();
    for await (const chunk of snapshot.read(big)) {
      bytes += chunk.length;
      if (chunks++ % 10 === 0) await pause(100);
    }
    assert.equal(bytes, 2000 * (20_000 + 6));
    assert.ok(performance.now() - started > 3 * LIMIT, 'the reading took longer than the limit');
    assert.equal(await snapshot.count(big), 2000);
    const slow = { ...big, table: { schema, table: 'slow' } };
    await assert.rejects(snapshot.highest(slow, 'a', 'text'), isProblem('timeout'));
    await snapshot.close();
    const waiting = performance.now();
    await assert.rejects(collect(readRows(source, slow)), isProblem('timeout'));
    assert.ok(performance.now() - waiting < 10_000);
  });

/** Of statements of a sink that make its tables too, which a busy machine takes its time for. */
const SINK_LIMIT = 2_000;

for (const kind of ['postgres', 'mysql'] as const)
  test(`${kind}: rows in a sink are read back however long it takes`, {
    skip: kind === 'mysql' && (await mariadbMissing()),
  }, async t => {
    const scratch = kind === 'mysql' ? await createMariadb('read_back') : await createPostgres('read_back');
    const open = kind === 'mysql' ? openMysqlSink : openPostgresSink;
    const sink = open(scratch.address, scratch.password, { statementMilliseconds: SINK_LIMIT });
    const place = { schema: kind === 'mysql' ? scratch.address.database : 'shared', table: 'big' };
    t.after(async () => {
      await sink.remove(place);
      if (kind === 'mysql')
        await scratch.run(`delete from shuqiao.run where target_schema = '${place.schema}'`);
      await scratch.drop();
    });
    /** Stands still for longer than the limit with most of the rows still to come. */
    const slowly = async (pages: AsyncIterable<Buffer>): Promise<number> => {
      let bytes = 0;
      for await (const page of pages) {
        if (bytes === 0) await pause(1.5 * SINK_LIMIT);
        bytes += page.length;
      }
      return bytes;
    };
    const rows = 2_000;
    const whole = rows * (2 + 4 + 8 + 4 + 20_000);
    // Other tests are at work in the same account of runs.
    const delivery = await sink.begin(targetOf(place, PAIRS, { runNo: place.schema }));
    try {
      for (let at = 0; at < rows; at += 100)
        await delivery.write(
          encode(
            PAIRS,
            Array.from({ length: 100 }, (_, i) => [String(at + i), 'x'.repeat(20_000)]),
          ),
        );
      assert.equal(await delivery.finish(), rows);
      assert.equal(await slowly(delivery.readBack()), whole);
      await delivery.place(placing(rows));
    } catch (error) {
      await delivery.abort();
      throw error;
    }
    assert.equal(await slowly(sink.readPlaced(place, PAIRS)), whole);
  });

test('a sink whose source is slow takes its rows; one that stands still is given up', async t => {
  const scratch = await createPostgres('patient_sink');
  t.after(() => scratch.drop());
  const place = { schema: 'shared', table: 'p' };
  const sink = openPostgresSink(scratch.address, scratch.password, {
    statementMilliseconds: LIMIT,
    patienceMilliseconds: LIMIT,
  });
  const slow = await sink.begin(targetOf(place, PAIRS));
  for (let i = 0; i < 8; i++) {
    await slow.write(encode(PAIRS, [[String(i), 'a']]));
    await pause(LIMIT / 4);
  }
  assert.equal(await slow.finish(), 8);
  await collect(slow.readBack());
  const [limit] = await scratch.run('select 1 as n');
  assert.ok(limit);
  await slow.place(placing(8));

  const still = await sink.begin(targetOf(place, PAIRS));
  const [{ pid } = { pid: 0 }] = (await scratch.run(
    `select pid from pg_stat_activity where application_name like 'shuqiao %' and datname = current_database()`,
  )) as { pid: number }[];
  await still.write(encode(PAIRS, [['1', 'a']]));
  try {
    process.kill(pid, 'SIGSTOP');
  } catch {
    await still.abort();
    return t.skip('the server’s processes are not ours to stop');
  }
  try {
    const much = encode(PAIRS, [['1', 'x'.repeat(4_000_000)]]);
    await assert.rejects(async () => {
      for (let i = 0; i < 20; i++) await still.write(much);
    }, isProblem('timeout'));
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await still.abort();
});
