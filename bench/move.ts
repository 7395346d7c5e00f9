/**
 * Rows a second of a whole run of the mover, PostgreSQL → PostgreSQL with two masked columns, digest of both sides,
 * read-back in the sink's transaction and the switch of the view, against `psql copy | psql copy` (text) into a
 * table of the same definition. Promise: at least 0.7 of the pipe.
 *
 *   node bench/move.ts [--rows 1000000] [--pairs 5]
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openPostgresSource } from '#connectors/postgres.ts';
import { openPostgresSink } from '#connectors/postgresSink.ts';
import { createKeys } from '#kernel/keys.ts';
import { createMaskDigest } from '#planes/mover/maskDigests.ts';
import { transfer } from '#planes/mover/transfer.ts';
import type { MovePlanPart, TransferResult, TransferSummary } from '#planes/mover/transfer.ts';
import type { PlanItem } from '#vocabulary/plans.ts';
import { loadAverage, printMachine } from './lib/machine.ts';
import { median, runPairs } from './lib/pairs.ts';
import { failRun, promiseLine } from './lib/promise.ts';
import { addressOf, benchServer, pipeTables, withClient, withDatabases } from './lib/scratch.ts';
import type { Server } from './lib/scratch.ts';

const sourceDatabase = 'shuqiao_bench_move_source';
const sinkDatabase = 'shuqiao_bench_move_sink';

const item = (
  column: string,
  type: PlanItem['type'],
  mask: PlanItem['mask'] = { kind: 'none' },
): PlanItem => ({
  name: column,
  column,
  type,
  mask,
  filter: false,
});

const items: PlanItem[] = [
  item('id', 'bigint'),
  item('idno', 'text', { kind: 'middle', head: 6, tail: 4 }),
  item('xm', 'text', { kind: 'name' }),
  item('born', 'date'),
  item('address', 'text'),
  item('phone', 'text'),
  item('income', 'numeric'),
  item('score', 'double'),
  item('active', 'boolean'),
  item('changed', 'timestamp'),
];

const plan: MovePlanPart = {
  grantNo: 'bench',
  version: 1,
  entryTitle: 'bench',
  table: { sourceId: 1, schema: 'public', table: 'person' },
  sink: { sourceId: 2, schema: 'public', table: 'placed' },
  items,
  rows: [],
  key: ['id'],
};

/** The target's definition, for both sides. */
const columns =
  'id bigint, idno text, xm text, born date, address text, phone text, income numeric, score double precision, active boolean, changed timestamp';

/** Rows from formulas, so that every run of every machine has the same. */
const fill = (rows: number): string => `
  create table person (${columns});
  insert into person
  select i, '4104' || lpad((i * 7919 % 100)::text, 2, '0') || to_char(date '1940-01-01' + (i * 31 % 28000)::int, 'YYYYMMDD')
            || lpad((i * 104729 % 10000)::text, 4, '0'),
         substr('王李张刘陈杨黄赵吴周', (i % 10)::int + 1, 1) || substr('伟芳娜秀英敏静丽强磊军洋', (i * 7 % 12)::int + 1, 1 + (i % 2)::int),
         date '1940-01-01' + (i * 31 % 28000)::int,
         '河南省平顶山市湛河区' || (i * 13 % 400) || '号院' || (i % 30) || '号楼' || (i % 6) || '单元',
         '13' || lpad((i * 48271 % 1000000000)::text, 9, '0'),
         case when i % 17 = 0 then null else round((i * 37 % 2000000) / 100.0, 2) end,
         (i * 97 % 100000) / 7.0::float8, i % 3 = 0, timestamp '2020-01-01' + (i * 61 % 150000000) * interval '1 second'
    from generate_series(1, ${rows}::bigint) i`;

/** The masks once more, written another way: what a third party expects to find. */
const expected = `select id, regexp_replace(idno, '^(.{6}).{8}(.{4})$', '\\1********\\2'), overlay(xm placing repeat('*', length(xm) - 1) from 2),
  born, address, phone, income, score, active, changed from person`;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Differences both ways between two tables of the sink, counted by the database. */
function countDifferences(server: Server, a: string, b: string): Promise<number> {
  return withClient(server, sinkDatabase, async client => {
    await client.query(`set work_mem = '256MB'`);
    const { rows } = await client.query<{ n: string }>(
      `select (select count(*) from (select * from ${a} except all select * from ${b}) x)
            + (select count(*) from (select * from ${b} except all select * from ${a}) y) as n`,
    );
    return Number(rows[0]?.n ?? Number.NaN);
  });
}

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
      const different = await countDifferences(server, 'piped', 'expected_clear');
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
      runNo: `bench-${round}`,
      digestKey: randomBytes(16),
      subjectKey: () => Buffer.alloc(32, 5),
      maskDigest: () => createMaskDigest(createKeys(Buffer.alloc(32, 5)), 1),
      checkpoint: () => Promise.resolve(),
      beforeSwitch: options.beforeSwitch ?? (() => Promise.resolve()),
    };
    let result: TransferResult | undefined;
    const took = await seconds(async () => {
      result = await transfer(order);
    });
    if (result === undefined || result.rowsWritten !== options.rows)
      throw new Error('The run wrote another number of rows.');
    stages.push(result.milliseconds);
    bytes = result.bytes;
    const different = await countDifferences(server, 'placed', 'expected_masked');
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
    options: { rows: { type: 'string', default: '1000000' }, pairs: { type: 'string', default: '5' } },
  });
  const ratio = await benchMove({ rows: Number(values.rows), pairs: Number(values.pairs) });
  promiseLine('move-pg', ratio, '>=0.7');
}
