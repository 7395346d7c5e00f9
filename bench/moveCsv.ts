/**
 * Rows a second of a whole run of the mover, CSV → PostgreSQL: types, required values, a code table and the check digits
 * of identity numbers looked at, digest of both sides, read-back in the sink's transaction and the switch of the view,
 * against `psql \copy` of the same file into a table of the same definition, which looks at types alone. Promise: at
 * least 0.6 of it.
 *
 *   node bench/moveCsv.ts [--rows 1000000] [--pairs 5]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createConnectors } from '#connectors/open.ts';
import { type TransferResult, transfer } from '#planes/mover/transfer.ts';
import type { ItemCheck } from '#vocabulary/moves.ts';
import type { PlanItem } from '#vocabulary/plans.ts';
import { loadAverage, printMachine } from './lib/machine.ts';
import { countDifferences, item, orderOf, planFor, seconds } from './lib/moving.ts';
import { median, runPairs } from './lib/pairs.ts';
import { failRun, promiseLine } from './lib/promise.ts';
import { type Server, addressOf, benchServer, withClient, withDatabases } from './lib/scratch.ts';

const database = 'shuqiao_bench_move_csv';

const items: PlanItem[] = [
  item('id', 'bigint'),
  item('idno', 'text'),
  item('xm', 'text'),
  item('sex', 'text'),
  item('born', 'date'),
  item('address', 'text'),
  item('phone', 'text'),
  item('income', 'numeric'),
  item('active', 'boolean'),
  item('changed', 'timestamp'),
];

const checks: (ItemCheck | null)[] = [
  { required: true },
  { required: true, number: 'person' },
  { required: true },
  { required: true, codes: ['0', '1', '2', '9'] },
  { required: true },
  null,
  null,
  null,
  null,
  null,
];

const columns =
  'id bigint, idno text, xm text, sex text, born date, address text, phone text, income numeric, active boolean, changed timestamp';

/** Rows from formulas, so that every run of every machine has the same; identity numbers with their check digits. */
const fill = (rows: number): string => `
  create table person (${columns});
  with weights as (select '{7,9,10,5,8,4,2,1,6,3,7,9,10,5,8,4,2}'::int[] as w),
  numbers as (
    select i, '4104' || lpad((i * 7919 % 100)::text, 2, '0') || to_char(date '1940-01-01' + (i * 31 % 28000)::int, 'YYYYMMDD')
              || lpad((i * 104729 % 1000)::text, 3, '0') as n
      from generate_series(1, ${rows}::bigint) i)
  insert into person
  select i, n || substr('10X98765432', 1 + (select sum(substr(n, k, 1)::int * w[k]) from generate_series(1, 17) k)::int % 11, 1),
         substr('王李张刘陈杨黄赵吴周', (i % 10)::int + 1, 1) || substr('伟芳娜秀英敏静丽强磊军洋', (i * 7 % 12)::int + 1, 1 + (i % 2)::int),
         (array['1', '2', '1', '2', '9'])[1 + i % 5], date '1940-01-01' + (i * 31 % 28000)::int,
         '河南省平顶山市湛河区' || (i * 13 % 400) || '号院' || (i % 30) || '号楼' || (i % 6) || '单元',
         '13' || lpad((i * 48271 % 1000000000)::text, 9, '0'),
         case when i % 17 = 0 then null else round((i * 37 % 2000000) / 100.0, 2) end,
         i % 3 = 0, timestamp '2020-01-01' + (i * 61 % 150000000) * interval '1 second'
    from numbers, weights`;

function psql(server: Server, sql: string): Promise<void> {
  const child = spawn(
    'psql',
    [
      '-X',
      '-q',
      '-v',
      'ON_ERROR_STOP=1',
      '-h',
      server.host,
      '-p',
      String(server.port),
      '-U',
      server.user,
      '-d',
      database,
      '-c',
      sql,
    ],
    { env: { ...process.env, PGPASSWORD: server.password }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', code => (code === 0 ? resolve() : reject(new Error(`psql ended with ${code}`))));
  });
}

export async function benchMoveCsv(options: { rows: number; pairs: number }): Promise<number> {
  const server = benchServer();
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-bench-csv-'));
  const file = join(folder, 'person.csv');
  const { openSource, openSink } = createConnectors(new Map([['bench/drop', folder]]));
  const source = openSource({
    kind: 'files',
    host: 'bench/drop',
    port: 0,
    database: '',
    user: '',
    password: '',
  });
  const sink = openSink({ ...addressOf(server, database), password: server.password });
  const stages: TransferResult['milliseconds'][] = [];
  const plan = planFor('.', 'person.csv', items, { checks });

  const settle = (sql: string): Promise<unknown> =>
    withClient(server, database, async client => {
      await client.query(sql);
      await client.query('checkpoint');
    });
  const countWrong = (table: string): Promise<number> => countDifferences(server, database, table, 'person');

  async function copy(round: number): Promise<number> {
    await settle(`drop table if exists copied; create table copied (${columns})`);
    const took = await seconds(() => psql(server, `\\copy copied from '${file}' csv header`));
    if (round === 0 && (await countWrong('copied')) !== 0) throw new Error('psql loaded other rows.');
    return options.rows / took;
  }

  async function move(round: number): Promise<number> {
    await settle('drop table if exists copied');
    let result: TransferResult | undefined;
    const took = await seconds(async () => {
      result = await transfer({
        source,
        sink,
        plan,
        ...orderOf(round),
      });
    });
    if (result === undefined || result.rowsWritten !== options.rows || result.grade !== 'snapshot')
      throw new Error('The run wrote another number of rows.');
    stages.push(result.milliseconds);
    if (round < 1 && (await countWrong('placed')) !== 0) throw new Error('A third party sees other rows.');
    await sink.remove(plan.sink);
    return options.rows / took;
  }

  try {
    return await withDatabases(server, [database], async () => {
      printMachine();
      await withClient(server, database, async client => {
        await client.query(fill(options.rows));
        await client.query('vacuum (analyze) person');
      });
      await psql(server, `\\copy person to '${file}' csv header`);
      console.log(
        `${options.rows} rows × 10 columns, ${statSync(file).size} bytes of CSV, 5 columns checked; ${options.pairs} pairs; rows from formulas, no seed`,
      );
      await move(-1); // warms the code; psql warms itself in each of its processes
      stages.length = 0;
      const result = await runPairs({
        count: options.pairs,
        ours: move,
        bare: copy,
        load: loadAverage,
        onPair: (pair, ratio, round) =>
          console.log(
            `pair ${round + 1}: mover ${Math.round(pair.ours)} rows/s, psql copy ${Math.round(pair.bare)} rows/s, ratio ${ratio.toFixed(3)}, load ${pair.load.toFixed(2)}`,
          ),
      });
      for (const stage of ['create', 'copy', 'readback', 'record', 'switch'] as const)
        console.log(`  ${stage} ${Math.round(median(stages.map(one => one[stage])))} ms`);
      console.log(
        `median ${result.median.toFixed(3)}, spread ${result.lowest.toFixed(3)} to ${result.highest.toFixed(3)}`,
      );
      if (result.disturbed)
        failRun('A pair differs by more than a third from the median: the machine was disturbed, run again.');
      await source.close();
      await sink.close();
      return result.median;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { rows: { type: 'string', default: '1000000' }, pairs: { type: 'string', default: '5' } },
  });
  const ratio = await benchMoveCsv({ rows: Number(values.rows), pairs: Number(values.pairs) });
  promiseLine('move-csv', ratio, '>=0.6');
}
