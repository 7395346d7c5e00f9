/**
 * Rows a second of a run of the mover, MariaDB → PostgreSQL with two masked columns, against what an administrator
 * would type, `mariadb --quick | psql \copy`, and against pgloader, into tables of the same definition. Promises: the
 * load with its digest at least 0.9 of the pipe; the whole run with read-back in the sink's transaction and the switch
 * of the view at least 0.7 of it, and at least twice as fast as pgloader. The pipe masks, digests and proves nothing.
 *
 *   node bench/moveMysql.ts [--rows 1000000] [--pairs 5]
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { openMysqlSource } from '#connectors/mysql/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { transfer } from '#planes/mover/transfer.ts';
import type { TransferResult } from '#planes/mover/transfer.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { loadAverage, printMachine } from './lib/machine.ts';
import { countDifferences, orderOf, planFor, seconds } from './lib/moving.ts';
import { median, runPairs } from './lib/pairs.ts';
import { PEOPLE_ITEMS } from './lib/people.ts';
import { failRun, promiseLine } from './lib/promise.ts';
import { addressOf, benchServer, withClient, withDatabases } from './lib/scratch.ts';

const DATABASE = 'shuqiao_bench_move_mysql';

const url = new URL(process.env['BENCH_MARIADB_URL'] ?? 'mysql://root@127.0.0.1:3306');
const mariadb = {
  host: url.hostname,
  port: Number(url.port || 3306),
  user: decodeURIComponent(url.username),
  password: decodeURIComponent(url.password),
};
const from: SourceAddress = { ...mariadb, kind: 'mysql', database: DATABASE };

const plan = planFor(DATABASE, 'person', PEOPLE_ITEMS);

/** Rows from formulas, so that every run of every machine has the same. */
const fill = (rows: number): string => `
  create table person (id bigint, idno varchar(18), xm varchar(50), born date, address varchar(200), phone varchar(20),
    income decimal(12,2), score double, active tinyint(1), changed datetime) character set utf8mb4;
  insert into person
  select seq, concat('4104', lpad(seq * 7919 % 100, 2, '0'), date_format(date '1940-01-01' + interval seq * 31 % 28000 day, '%Y%m%d'),
           lpad(seq * 104729 % 10000, 4, '0')),
         concat(substr('王李张刘陈杨黄赵吴周', seq % 10 + 1, 1), substr('伟芳娜秀英敏静丽强磊军洋', seq * 7 % 12 + 1, 1 + seq % 2)),
         date '1940-01-01' + interval seq * 31 % 28000 day,
         concat('河南省平顶山市湛河区', seq * 13 % 400, '号院', seq % 30, '号楼', seq % 6, '单元'),
         concat('13', lpad(seq * 48271 % 1000000000, 9, '0')),
         if(seq % 17 = 0, null, round((seq * 37 % 2000000) / 100, 2)),
         (seq * 97 % 100000) / 7e0, seq % 3 = 0, timestamp '2020-01-01 00:00:00' + interval seq * 61 % 150000000 second
    from seq_1_to_${rows}`;

const columns =
  'id bigint, idno text, xm text, born date, address text, phone text, income numeric, score double precision, active boolean, changed timestamp';

/** The masks once more, written another way: what a third party expects to find. */
const masked = `select id, regexp_replace(idno, '^(.{6}).{8}(.{4})$', '\\1********\\2') as idno,
  overlay(xm placing repeat('*', length(xm) - 1) from 2) as xm, born, address, phone, income, score, active, changed from clear`;

function run(command: string, args: string[], env: Record<string, string>): Promise<void> {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', code => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))));
  });
}

const server = benchServer();
const inSink = <T = unknown>(sql: string): Promise<T[]> =>
  withClient(server, DATABASE, async client => (await client.query(sql)).rows as T[]);

/** Both sides start with the same quiet server. */
const settle = async (sql: string): Promise<void> => {
  await inSink(sql);
  await inSink('checkpoint');
};

/** The client prints the word NULL for a value that is none; a text that says NULL would be lost, and none here does. */
function pipe(table: string): Promise<void> {
  const script = `set -o pipefail
    mariadb --quick -N -B --default-character-set=utf8mb4 -h ${mariadb.host} -P ${mariadb.port} -u ${mariadb.user} ${DATABASE} -e 'select * from person' |
    psql -X -q -v ON_ERROR_STOP=1 -h ${server.host} -p ${server.port} -U ${server.user} -d ${DATABASE} -c "\\copy ${table} from stdin with (null 'NULL')"`;
  return run('bash', ['-c', script], { PGPASSWORD: server.password, MYSQL_PWD: mariadb.password });
}

const signedIn = (user: string, password: string): string =>
  password === '' ? user : `${user}:${encodeURIComponent(password)}`;

/** The whole table by pgloader, without indexes; undefined where it is not installed. */
async function loadByPgloader(rows: number): Promise<number | undefined> {
  if (spawnSync('pgloader', ['--version']).error) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-bench-'));
  const file = join(folder, 'person.load');
  writeFileSync(
    file,
    `load database from mysql://${signedIn(mariadb.user, mariadb.password)}@${mariadb.host}:${mariadb.port}/${DATABASE}
       into postgresql://${signedIn(server.user, server.password)}@${server.host}:${server.port}/${DATABASE}
       with include drop, create tables, create no indexes, no foreign keys, no truncate
       including only table names matching 'person'
       cast type datetime to timestamp;`,
  );
  try {
    const took = await seconds(() => run('pgloader', ['--quiet', file], {}));
    const [found] = await inSink<{ n: string }>(`select count(*) as n from ${DATABASE}.person`);
    if (Number(found?.n) !== rows) throw new Error(`pgloader loaded ${found?.n ?? 'no'} rows.`);
    await inSink(`drop schema ${DATABASE} cascade`);
    return rows / took;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function benchMoveMysql(rows: number, pairs: number): Promise<void> {
  const source = openMysqlSource(from, mariadb.password);
  const sink = openPostgresSink(addressOf(server, DATABASE), server.password);
  const stages: TransferResult['milliseconds'][] = [];
  const whole: number[] = [];

  /** Rows a second of the load with its digest; those of the whole run are kept beside. */
  async function move(round: number): Promise<number> {
    await settle('drop table if exists piped');
    const result = await transfer({
      source,
      sink,
      plan,
      ...orderOf(round),
    });
    if (result.rowsWritten !== rows) throw new Error('The run wrote another number of rows.');
    const different = await countDifferences(server, DATABASE, 'placed', `(${masked}) expected`);
    if (different !== 0) throw new Error(`A third party sees ${different} rows that differ.`);
    await sink.remove(plan.sink);
    const { create, copy } = result.milliseconds;
    const all = Object.values(result.milliseconds).reduce((sum, value) => sum + value, 0);
    stages.push(result.milliseconds);
    whole.push((rows * 1000) / all);
    return (rows * 1000) / (create + copy);
  }

  async function bare(): Promise<number> {
    await settle(`drop table if exists piped; create table piped (${columns})`);
    return rows / (await seconds(() => pipe('piped')));
  }

  printMachine();
  console.log(`${rows} rows × 10 columns, two masked; ${pairs} pairs; rows from formulas, no seed`);
  const connection = await createConnection({ ...mariadb, multipleStatements: true, charset: 'utf8mb4' });
  await connection.query(
    `drop database if exists ${DATABASE}; create database ${DATABASE} character set utf8mb4; use ${DATABASE}; ${fill(rows)}`,
  );
  try {
    await settle(`create table clear (${columns})`);
    await pipe('clear');
    await move(-1); // warms the code; the pipe warms itself in each of its processes
    stages.length = 0;
    whole.length = 0;
    const result = await runPairs({
      count: pairs,
      ours: move,
      bare,
      load: loadAverage,
      onPair: (pair, ratio, round) =>
        console.log(
          `pair ${round + 1}: load with digest ${Math.round(pair.ours)} rows/s, whole run ${Math.round(whole.at(-1) ?? 0)} rows/s, pipe ${Math.round(pair.bare)} rows/s, ratio ${ratio.toFixed(3)}, load ${pair.load.toFixed(2)}`,
        ),
    });
    for (const stage of ['create', 'copy', 'readback', 'record', 'switch'] as const)
      console.log(`  ${stage} ${Math.round(median(stages.map(one => one[stage])))} ms`);
    console.log(
      `median ${result.median.toFixed(3)}, spread ${result.lowest.toFixed(3)} to ${result.highest.toFixed(3)}; every run verified by EXCEPT ALL both ways`,
    );
    promiseLine('move-mysql-load', result.median, '>=0.9');
    const receipts = result.pairs.map((pair, i) => (whole[i] ?? 0) / pair.bare);
    promiseLine('move-mysql', median(receipts), '>=0.7');
    const loaded = await loadByPgloader(rows);
    if (loaded === undefined) console.log('pgloader is not installed: no comparison with it');
    else {
      console.log(`pgloader ${Math.round(loaded)} rows/s`);
      promiseLine('move-mysql-pgloader', median(whole) / loaded, '>=2');
    }
    if (result.disturbed)
      failRun('A pair differs by more than a third from the median: the machine was disturbed, run again.');
  } finally {
    await source.close();
    await sink.close();
    await connection.query(`drop database if exists ${DATABASE}`);
    await connection.end();
  }
}

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, pairs: { type: 'string', default: '5' } },
});
await withDatabases(server, [DATABASE], () => benchMoveMysql(Number(values.rows), Number(values.pairs)));
