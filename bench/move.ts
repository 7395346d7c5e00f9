/**
 * Rows a second of a whole run of the mover, PostgreSQL → PostgreSQL with two masked columns, digest of both sides,
 * read-back in the sink's transaction and the switch of the view, against `psql copy | psql copy` (text) into a
 * table of the same definition. Promise: at least 0.9 of the pipe.
 *
 *   node bench/move.ts [--rows 2000000] [--pairs 5]
 */
import { parseArgs } from 'node:util';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { transfer } from '#planes/mover/transfer.ts';
import type { TransferResult, TransferSummary } from '#planes/mover/transfer.ts';
import { loadAverage, printMachine } from './lib/machine.ts';
import { countDifferences, orderOf, seconds } from './lib/moving.ts';
import { median, runPairs } from './lib/pairs.ts';
import { PERSON_COLUMNS as columns, PEOPLE_PLAN as plan, fillPeople as fill } from './lib/people.ts';
import { failRun, promiseLine } from './lib/promise.ts';
import { addressOf, benchServer, pipeTables, withClient, withDatabases } from './lib/scratch.ts';

const sourceDatabase = 'shuqiao_bench_move_source';
const sinkDatabase = 'shuqiao_bench_move_sink';

/** The masks once more, written another way: what a third party expects to find. */
const expected = `select id, regexp_replace(idno, '^(.{6}).{8}(.{4})$', '\\1********\\2'), overlay(xm placing repeat('*', length(xm) - 1) from 2),
  born, address, phone, income, score, active, changed from person`;

export interface MoveBench {
  rows: number;
  pairs: number;
  /** The ledger's record before the switch, when there is a ledger to write to; its time is inside the clock. */
  beforeSwitch?: (summary: TransferSummary) => Promise<void>;
}

export async function benchMove(options: MoveBench): Promise<number> {
  const server = benchServer();
  const source = openPostgresSource(addressOf(server, sourceDatabase), server.password);
  const sink = openPostgresSink(addressOf(server, sinkDatabase), server.password);
  const stages: TransferResult['milliseconds'][] = [];
  const copyOut = (format: string): string => `copy person to stdout${format}`;
  let bytes = 0;

  /** Both sides start with the same quiet server. */
  const settle = (sql: string): Promise<unknown> =>
    withClient(server, sinkDatabase, async client => {
      await client.query(sql);
      await client.query('checkpoint');
    });

  async function pipe(format: string, round: number): Promise<number> {
    await settle(`drop table if exists piped; create table piped (${columns})`);
    const to = { database: sinkDatabase, sql: `copy piped from stdin${format}` };
    const took = await seconds(() =>
      pipeTables(server, { database: sourceDatabase, sql: copyOut(format) }, to),
    );
    if (round === 0) {
      const different = await countDifferences(server, sinkDatabase, 'piped', 'expected_clear');
      if (different !== 0) throw new Error(`The pipe lost rows: ${different} differences.`);
    }
    return options.rows / took;
  }

  async function move(round: number): Promise<number> {
    await settle('drop table if exists piped');
    const order = {
      source,
      sink,
      plan,
      ...orderOf(round),
      ...(options.beforeSwitch && { beforeSwitch: options.beforeSwitch }),
    };
    let result: TransferResult | undefined;
    const took = await seconds(async () => {
      result = await transfer(order);
    });
    if (result === undefined || result.rowsWritten !== options.rows)
      throw new Error('The run wrote another number of rows.');
    stages.push(result.milliseconds);
    bytes = result.bytes;
    const different = await countDifferences(server, sinkDatabase, 'placed', 'expected_masked');
    if (different !== 0) throw new Error(`A third party sees ${different} rows that differ.`);
    await sink.remove(plan.sink);
    return options.rows / took;
  }

  return withDatabases(server, [sourceDatabase, sinkDatabase], async () => {
    printMachine();
    console.log(
      `${options.rows} rows × 10 columns, two masked; ${options.pairs} pairs; rows from formulas, no seed`,
    );
    await withClient(server, sourceDatabase, async client => {
      await client.query(fill(options.rows));
      await client.query('vacuum (analyze) person');
    });
    for (const [table, sql] of [
      ['expected_clear', 'table person'],
      ['expected_masked', expected],
    ] as const) {
      await settle(`create table ${table} (${columns})`);
      await pipeTables(
        server,
        { database: sourceDatabase, sql: `copy (${sql}) to stdout` },
        { database: sinkDatabase, sql: `copy ${table} from stdin` },
      );
    }
    await move(-1); // warms the code; the pipe warms itself in each of its processes
    stages.length = 0;
    const result = await runPairs({
      count: options.pairs,
      ours: move,
      bare: round => pipe('', round),
      load: loadAverage,
      onPair: (pair, ratio, round) =>
        console.log(
          `pair ${round + 1}: mover ${Math.round(pair.ours)} rows/s, text pipe ${Math.round(pair.bare)} rows/s, ratio ${ratio.toFixed(3)}, load ${pair.load.toFixed(2)}`,
        ),
    });
    const binary = [
      await pipe(' (format binary)', 1),
      await pipe(' (format binary)', 1),
      await pipe(' (format binary)', 1),
    ];
    const ours = median(result.pairs.map(pair => pair.ours));
    for (const stage of ['create', 'copy', 'readback', 'record', 'switch'] as const) {
      console.log(`  ${stage} ${Math.round(median(stages.map(one => one[stage])))} ms`);
    }
    console.log(
      `median ${result.median.toFixed(3)}, spread ${result.lowest.toFixed(3)} to ${result.highest.toFixed(3)}; ${bytes} bytes of rows`,
    );
    console.log(
      `every run verified by EXCEPT ALL both ways; against the binary pipe ${(ours / median(binary)).toFixed(3)}`,
    );
    if (result.disturbed)
      failRun('A pair differs by more than a third from the median: the machine was disturbed, run again.');
    await source.close();
    await sink.close();
    return result.median;
  });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { rows: { type: 'string', default: '2000000' }, pairs: { type: 'string', default: '5' } },
  });
  const ratio = await benchMove({ rows: Number(values.rows), pairs: Number(values.pairs) });
  promiseLine('move-pg', ratio, '>=0.9');
}
