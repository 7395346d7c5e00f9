/**
 * 100,000 running clocks, pauses and extensions among them, computed anew because a day of the calendar was corrected:
 * the whole command, from the refusal check over reading, computing and telling whoever’s date moved to the record and
 * the commit. Beside it, in the same run, a plain loop that reads the same rows and does nothing with them. Promises:
 * at most 5 seconds, and at least a quarter of the plain loop’s speed.
 *
 *   node bench/clocks.ts [--clocks 100000] [--pairs 5]
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { reader, sql } from '#kernel/db.ts';
import { type CalendarData, createDeadlines } from '#modules/deadlines/index.ts';
import { listRunning } from '#modules/deadlines/store.ts';
import { createAudited } from '#record/audited.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import { permissionsOf } from '#vocabulary/permissions.ts';
import { loadAverage, printMachine } from './lib/machine.ts';
import { median, runPairs } from './lib/pairs.ts';
import { failRun, promiseLine } from './lib/promise.ts';
import { withGround } from './lib/records.ts';
import { benchServer } from './lib/scratch.ts';

const DATABASE = 'shuqiao_bench_clocks';
const REGION = '410400';
const NOW = Date.parse('2026-11-21T10:00:00+08:00');
/** Corrected back and forth: many clocks run over it. */
const DAY = '2026-11-24';
const PAGE = 10_000;

const keeper: Actor = {
  accountId: 1,
  postId: 1,
  role: 'authority',
  post: 'bench',
  name: 'bench',
  departmentId: 1,
  departmentName: 'bench',
  regionCode: REGION,
  permissions: permissionsOf('authority'),
};

export interface ClocksBench {
  seconds: number;
  ratio: number;
}

export async function benchClocks({
  clocks,
  pairs,
}: {
  clocks: number;
  pairs: number;
}): Promise<ClocksBench> {
  return withGround(benchServer(), DATABASE, async ({ storage }) => {
    printMachine();
    const db = reader(storage.pools.read);
    const audited = createAudited(storage.pools.write, () => NOW);
    const deadlines = await createDeadlines({ db, audited, clock: { now: () => NOW }, homeRegion: REGION });
    const { source, ...data } = JSON.parse(
      readFileSync(new URL('../reference/calendar/cn.json', import.meta.url), 'utf8'),
    ) as CalendarData & { source: string };
    await deadlines.loadCalendar(source, data);

    // From formulas, so that every run of every machine has the same: started over the last 30 days, one in six
    // paused and resumed, one in ten still paused, one in seven extended.
    await audited(PLATFORM, 'bench.clocks', 'clocks', async tx => {
      await tx.run(sql`insert into deadlines.clock (subject, step, started_at, local_days, legal_days, parties)
        select 'application:' || i, 'answer', timestamptz '2026-11-20 12:00+08' - (i * 7919 % 30) * interval '1 day' - (i % 600) * interval '1 minute',
               case when i % 3 = 0 then null else 5 end, 10 + (i % 2) * 10, array[i % 40 + 1, i % 37 + 1]
          from generate_series(1, ${clocks}::int) i`);
      await tx.run(sql`insert into deadlines.clock_event (clock_id, kind, at, days)
        select c.id, e.kind, c.started_at + e.after * interval '1 day', e.days
          from deadlines.clock c cross join lateral (values ('pause', 1, null, c.id % 6 = 0 or c.id % 10 = 1), ('resume', 4, null, c.id % 6 = 0), ('extend', 3, 5, c.id % 7 = 0)) e(kind, after, days, wanted)
         where e.wanted order by c.id, e.after`);
      return { value: undefined };
    });
    let corrected = false;
    const correct = async () => {
      corrected = !corrected;
      const { value } = await deadlines.correctDay(keeper, {
        date: DAY,
        kind: corrected ? 'holiday' : 'ordinary',
        name: 'bench',
        source: '国办发明电〔2026〕1号',
        reason: 'bench',
      });
      return value;
    };
    const first = await correct(); // nobody was told anything before: every date is told now

    let moved = 0;
    /** Seconds of CPU of this process, the database's apart. */
    const worked: number[] = [];
    const ours = async (): Promise<number> => {
      const begun = performance.now();
      const cpu = process.cpuUsage();
      const value = await correct();
      const { user, system } = process.cpuUsage(cpu);
      worked.push((user + system) / 1e6);
      const seconds = (performance.now() - begun) / 1000;
      if (value.clocks !== clocks) throw new Error(`${value.clocks} clocks were computed, not ${clocks}.`);
      if (value.moved === 0) throw new Error('No date moved.');
      moved = value.moved;
      return seconds;
    };
    const bare = async (): Promise<number> => {
      const begun = performance.now();
      let rows = 0;
      for (let after: number | undefined = 0; after !== undefined; ) {
        const page: Awaited<ReturnType<typeof listRunning>> = await listRunning(db, after, PAGE);
        rows += page.rows.length;
        after = page.next;
      }
      if (rows !== clocks) throw new Error(`${rows} rows were read, not ${clocks}.`);
      return (performance.now() - begun) / 1000;
    };
    await ours();
    await bare();
    const result = await runPairs({
      count: pairs,
      ours,
      bare,
      lessIsBetter: true,
      load: loadAverage,
      onPair: (pair, ratio, round) =>
        console.log(
          `pair ${round + 1}: computed and told ${pair.ours.toFixed(2)} s, only read ${pair.bare.toFixed(2)} s, ratio ${ratio.toFixed(3)}, load ${pair.load.toFixed(2)}`,
        ),
    });
    console.log(
      `${clocks} clocks, ${first.moved} told at first, ${moved} dates moved by the correction of one day`,
    );
    console.log(`of that ${median(worked).toFixed(2)} s of CPU in this process`);
    if (result.disturbed)
      failRun('A pair differs by more than a third from the median: the machine was disturbed, run again.');
    return { seconds: median(result.pairs.map(pair => pair.ours)), ratio: result.median };
  });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { clocks: { type: 'string', default: '100000' }, pairs: { type: 'string', default: '5' } },
  });
  const { seconds, ratio } = await benchClocks({
    clocks: Number(values.clocks),
    pairs: Number(values.pairs),
  });
  promiseLine('clocks-seconds', seconds, '<=5');
  promiseLine('clocks-ratio', ratio, '>=0.25');
}
