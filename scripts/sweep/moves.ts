/**
 * `npm run sweep:moves`: kills movers (`kill -9`) and cuts their ways to the source and to the sink, at random moments
 * of full runs in pieces, incremental and appending ones, while the source goes on changing between them. After each
 * run the receipt must be equal and source and target must not differ by a row, doubles as often as they are. Then rows
 * are altered, lost and doubled in a target of a million behind everybody's back, and the comparison has to name them.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { compareWithSource } from '#planes/mover/proof/compare.ts';
import { openReading } from '#planes/mover/transfer/reading.ts';
import type { MovePlan } from '#vocabulary/plans.ts';
import {
  type MoverChild,
  type MoverHouse,
  type RunState,
  differences,
  moverHouse,
} from '../../test/moverHouse.ts';

const USAGE = `npm run sweep:moves [-- --kills N] [--seed N] [--rows N] [--planted N]

Kills and cuts N times (200) in runs of --rows rows (15000). The seed, printed at the start, gives the same moments again.
--planted: rows of the table in which faults are planted at the end (1000000; 0: none). Ends with 1 when anything was lost.`;

/** Numbers from 0 to below 1 that the seed alone decides (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How long a run takes that nobody disturbs, about, and how long at most until the next blow. */
const RUN_SECONDS = 1.5;
const WITHIN = 1_800;
const OPTIONS = {
  leaseSeconds: 2,
  retrySeconds: Array.from({ length: 50 }, () => 0.2),
  pieces: { bytes: 150_000, milliseconds: 0 },
};
const VICTIMS = ['mover', 'source', 'sink'] as const;
const COLUMNS = 'id, xm, born, changed';

interface Mode {
  plan: MovePlan;
  table: string;
  /** What happens at the source before the next run. */
  happens(round: number): string;
  /** What the target then has to hold, beside what it held. */
  keeps: boolean;
}

const fill = (table: string, rows: number): string => `
  create table ${table} (id bigint primary key, xm text, born date, changed timestamp);
  insert into ${table} select i, '张三' || i, date '1950-01-01' + (i % 20000)::int, timestamp '2026-01-01' + i * interval '1 millisecond'
    from generate_series(1::bigint, ${rows}) i`;

/** Some rows change, some come; where a run sees it, some go. */
const changes = (table: string, rows: number, round: number, goes: boolean): string => `
  update ${table} set xm = '李四' || ${round}, changed = timestamp '2027-01-01' + ${round} * interval '1 hour' where id % 23 = ${round % 23};
  insert into ${table} select i, '王五', '2000-01-01', timestamp '2027-01-01' + ${round} * interval '1 hour'
    from generate_series(${rows + round * 100}::bigint + 1, ${rows + round * 100 + 100}) i;
  ${goes ? `delete from ${table} where id % 301 = ${round % 301}` : 'select 1'}`;

function modesOf(house: MoverHouse, rows: number): Record<string, Mode> {
  const plan = (table: string, more: Partial<MovePlan>): MovePlan =>
    house.movePlan({
      pace: Math.round(rows / RUN_SECONDS),
      table: { sourceId: 1, schema: 'public', table },
      ...more,
    });
  const mode = { kind: 'incremental', column: 'changed', type: 'timestamp', overlap: 3_600 } as const;
  return {
    full: {
      plan: plan('full_rows', {}),
      table: 'full_rows',
      happens: round => changes('full_rows', rows, round, true),
      keeps: false,
    },
    incremental: {
      plan: plan('new_rows', { mode }),
      table: 'new_rows',
      happens: round => changes('new_rows', rows, round, false),
      keeps: false,
    },
    append: {
      plan: plan('more_rows', { apply: 'append' }),
      table: 'more_rows',
      happens: round => `truncate more_rows; insert into more_rows
        select i, '记录' || ${round}, date '2026-01-01', null from generate_series(1::bigint, ${rows}) i`,
      keeps: true,
    },
  };
}

/** The same at the source and in the copy of it that lies beside the target. */
async function atBoth(house: MoverHouse, sql: string): Promise<void> {
  await house.from.run(sql);
  await house.to.run(sql);
}

const OPEN = ['queued', 'running', 'delivering'];

/** One run, with blows at random moments until it is through or none is left. Answers how many there were. */
async function sufferRun(
  house: MoverHouse,
  mover: { child: MoverChild },
  plan: MovePlan,
  random: () => number,
  most: number,
): Promise<{ run: RunState; blows: string[] }> {
  const id = await house.order(plan);
  const blows: string[] = [];
  const wanted = Math.min(most, 1 + Math.floor(random() * 3));
  while (blows.length < wanted) {
    const moment = Math.floor(random() * WITHIN);
    await new Promise(done => setTimeout(done, moment));
    if (!OPEN.includes((await house.look(id)).state)) break;
    const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? 'mover';
    blows.push(`${victim} after ${moment} ms`);
    if (victim === 'mover') {
      await mover.child.kill();
      mover.child = await house.child(OPTIONS);
    } else house.ways[victim === 'source' ? 'from' : 'to'].cut();
  }
  return { run: await house.ended(id, 120), blows };
}

async function sweep(house: MoverHouse, kills: number, rows: number, random: () => number): Promise<number> {
  const modes = Object.entries(modesOf(house, rows));
  for (const [, { table }] of modes) await atBoth(house, fill(table, rows));
  await house.to.run(`create table kept_rows as select ${COLUMNS} from more_rows where false`);
  const mover = { child: await house.child(OPTIONS) };
  let [bad, done, calm] = [0, 0, 0];
  for (let round = 1; done < kills; round++) {
    const [name, mode] = modes[round % modes.length] ?? modes[0]!;
    await atBoth(house, mode.happens(round));
    const { run, blows } = await sufferRun(house, mover, mode.plan, random, kills - done);
    if (mode.keeps) await house.to.run(`insert into kept_rows select ${COLUMNS} from ${mode.table}`);
    done += blows.length;
    if (blows.length === 0) calm += 1;
    const target = `select ${COLUMNS} from shared.${mode.plan.sink.table}`;
    const expected = `select ${COLUMNS} from ${mode.keeps ? 'kept_rows' : mode.table}`;
    const problems: string[] = [];
    if (run.state !== 'delivered') problems.push(`the run is ${run.state}: ${run.problemCode}`);
    else {
      if (run.receipt?.equal !== true) problems.push('its receipt is not equal');
      const differ = await differences(house.to, expected, target);
      if (differ > 0) problems.push(`${differ} rows differ`);
    }
    if (problems.length > 0) bad += 1;
    const how = blows.length === 0 ? 'nobody was hit' : blows.join(', ');
    const repaired = run.notices.some(notice => notice.kind === 'repaired') ? ', repaired' : '';
    const verdict = problems.length === 0 ? 'whole' : problems.join('; ');
    console.log(
      `${String(done).padStart(4)}  ${name} (${how}; ${run.attempt} attempts${repaired}): ${verdict}`,
    );
  }
  await mover.child.kill();
  console.log(
    `${done} blows, ${calm} runs passed without one; after ${bad} runs something was lost or doubled`,
  );
  return bad;
}

/** Three rows altered, two lost, one doubled, and nothing else is named. */
async function plant(house: MoverHouse, rows: number): Promise<boolean> {
  await house.from.run(fill('many_rows', rows));
  const plan = house.movePlan({ table: { sourceId: 1, schema: 'public', table: 'many_rows' } });
  const mover = house.start();
  const run = await house.ended(await house.order(plan), 600);
  await mover.close();
  if (run.state !== 'delivered') throw new Error(`the run is ${run.state}: ${run.problemCode}`);
  const source = openPostgresSource(house.from.address, house.from.password);
  const sink = openPostgresSink(house.to.address, house.to.password);
  const generation = `shuqiao."${(await sink.findShowing(plan.sink))?.generation ?? ''}"`;
  await house.to.run(`update ${generation} set xm = '假' where id in (10, 20, 30);
    delete from ${generation} where id in (40, 50); insert into ${generation} select * from ${generation} where id = 60`);
  const snapshot = await source.snapshot();
  const maskDigest = (): never => {
    throw new Error('nothing is masked here');
  };
  const reading = openReading({ plan, maskDigest }, snapshot, { rows: [], after: undefined });
  const started = performance.now();
  const found = await compareWithSource({
    sink,
    plan,
    key: randomBytes(16),
    expected: () => reading.rows(true),
  });
  const seconds = (performance.now() - started) / 1000;
  await snapshot.close();
  await source.close();
  await sink.close();
  const named = found.rows
    .map(
      row =>
        `${row.kind} ${row.key.join(' ')}${row.columns.length > 0 ? ` (${row.columns.join(', ')})` : ''}`,
    )
    .sort();
  console.log(`${rows} rows compared in ${seconds.toFixed(1)} s: ${named.join('; ')}`);
  const expected = [
    'changed 10 (xm)',
    'changed 20 (xm)',
    'changed 30 (xm)',
    'extra 60',
    'missing 40',
    'missing 50',
  ];
  return JSON.stringify(named) === JSON.stringify(expected);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '200' },
      seed: { type: 'string' },
      rows: { type: 'string', default: '15000' },
      planted: { type: 'string', default: '1000000' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const [kills, rows, planted] = [values.kills, values.rows, values.planted].map(Number) as [
    number,
    number,
    number,
  ];
  if (![seed, kills, rows, planted].every(n => Number.isSafeInteger(n) && n >= 0) || kills < 1 || rows < 1)
    throw new Error('--kills, --seed, --rows and --planted are whole numbers.');
  console.log(`${kills} blows, seed ${seed}`);
  const house = await moverHouse('sweep');
  try {
    const bad = await sweep(house, kills, rows, randomFrom(seed));
    const isNamed = planted === 0 || (await plant(house, planted));
    if (!isNamed) console.log('what was planted was not named, or something else was');
    return bad === 0 && isNamed ? 0 : 1;
  } finally {
    await house.close();
  }
}

process.exitCode = await main();
