/**
 * Memory of a run whatever its size: 2 million rows of half a kilobyte, loaded, and then repaired after the run broke
 * off in the middle of its pieces; and as many rows that each name another person, whose digests go on the record. What
 * counts is the process's resident memory over what it was before, at its highest.
 *
 *   node bench/moveMemory.ts [--rows 2000000]
 */
import { parseArgs } from 'node:util';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { transfer } from '#planes/mover/transfer.ts';
import type { TransferOrder, TransferResult } from '#planes/mover/transfer.ts';
import { printMachine } from './lib/machine.ts';
import { item, orderOf, planFor } from './lib/moving.ts';
import { promiseLine } from './lib/promise.ts';
import { addressOf, benchServer, withClient, withDatabases } from './lib/scratch.ts';

const FROM = 'shuqiao_bench_memory_source';
const TO = 'shuqiao_bench_memory_sink';
const LOOK_MILLISECONDS = 20;
const MEGABYTE = 1024 * 1024;

const plan = planFor('public', 'wide', [item('id', 'bigint'), item('a', 'text'), item('b', 'text')]);

const persons = planFor('public', 'persons', [
  item('id', 'bigint'),
  { ...item('sfzh', 'text'), filter: true },
]);

/** The highest resident memory while the work went on, over what it was before, in megabytes. */
async function over(base: number, work: () => Promise<unknown>): Promise<number> {
  let most = process.memoryUsage.rss();
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, LOOK_MILLISECONDS);
  await work().finally(() => clearInterval(timer));
  return (Math.max(most, process.memoryUsage.rss()) - base) / MEGABYTE;
}

async function measure(rows: number): Promise<{ load: number; repair: number; subjects: number }> {
  const server = benchServer();
  const source = openPostgresSource(addressOf(server, FROM), server.password);
  const sink = openPostgresSink(addressOf(server, TO), server.password);
  let epoch = 0;
  const move = (runNo: string, more: Partial<TransferOrder> = {}): Promise<TransferResult> =>
    transfer({
      source,
      sink,
      plan,
      ...orderOf(++epoch),
      runNo,
      ...more,
    });
  return withDatabases(server, [FROM, TO], async () => {
    await withClient(server, FROM, client =>
      client.query(`create table wide as select i as id, repeat(md5(i::text), 10) as a, repeat(md5((-i)::text), 5) as b
        from generate_series(1::bigint, ${rows}) i;
        create table persons as select i as id, '410402' || lpad(i::text, 12, '0') as sfzh
        from generate_series(1::bigint, ${rows}) i`),
    );
    const base = process.memoryUsage.rss();
    const load = await over(base, () => move('load'));
    let kept = 0;
    const half = Math.max(1, Math.floor(rows / 2 / 50_000));
    const breakOff = (name: string): void => {
      if (name === 'move.after-keep' && ++kept === half) throw new Error('broken off');
    };
    const pieces = { bytes: 50_000 * 512, milliseconds: 0 };
    await move('again', { pieces, failpoint: breakOff }).catch((error: unknown) => {
      if (!(error instanceof Error) || error.message !== 'broken off') throw error;
    });
    let result: TransferResult | undefined;
    const repair = await over(base, async () => {
      result = await move('again');
    });
    if (result?.repaired === undefined || result.rowsWritten !== rows)
      throw new Error('The second attempt did not repair what the first had brought.');
    console.log(
      `${rows} rows; ${result.repaired.kept} were kept and ${result.repaired.sent} sent in the repair`,
    );
    let bytes = 0;
    const started = performance.now();
    const subjects = await over(base, () =>
      move('persons', {
        plan: persons,
        // As the mover does: part by part, before anything is visible.
        beforeSwitch(summary) {
          if (summary.subjects?.n !== rows) throw new Error('The list does not name every person once.');
          bytes = summary.subjects.packed.length;
          for (const part of summary.subjects.rest()) bytes += part.length;
          return Promise.resolve();
        },
      }),
    );
    const took = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${rows} persons moved in ${took} s, their list has ${(bytes / MEGABYTE).toFixed(1)} MB`);
    await source.close();
    await sink.close();
    return { load, repair, subjects };
  });
}

const { values } = parseArgs({ options: { rows: { type: 'string', default: '2000000' } } });
printMachine();
const { load, repair, subjects } = await measure(Number(values.rows));
promiseLine('move-memory-load-mb', load, '<=200');
promiseLine('move-memory-repair-mb', repair, '<=200');
promiseLine('move-memory-subjects-mb', subjects, '<=200');
