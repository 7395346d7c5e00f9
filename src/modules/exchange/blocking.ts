/** When a task runs next, and what a due one waits for. */
import type { Db } from '#kernel/db.ts';
import type { Text } from '#kernel/errors.ts';
import { type DayWindow, isInWindow, timeOfDay } from '#vocabulary/plans.ts';
import type { ExchangeNeeds } from './needs.ts';
import { dayStart } from './rules.ts';
import { listOpenRuns } from './runStore.ts';
import { type Settings, nextMoment } from './schedule.ts';
import { hoursOf, settingsOf } from './settings.ts';
import { type TaskRow, listDelivered, listTasksOf } from './taskStore.ts';

const always = (): boolean => true;

/** So long the hours of a grant are taken to be what they were; whoever starts a run asks again. */
const HOURS_KNOWN = 60_000;

/** What keeps a due task from starting, though nothing is wrong. */
export interface Wait extends Text {
  kind: 'hours' | 'before' | 'open';
}

/** By task: when it was delivered last. */
type Delivered = ReadonlyMap<number, number>;

const openWait = (no: string): Wait => ({
  kind: 'open',
  zh: `运行 ${no} 还没有结束`,
  en: `Run ${no} has not ended`,
});
const hoursWait = ({ from, to }: DayWindow): Wait => ({
  kind: 'hours',
  zh: `时段 ${timeOfDay(from)}—${timeOfDay(to)} 之外`,
  en: `Outside ${timeOfDay(from)} to ${timeOfDay(to)}`,
});
const beforeWait = (titles: readonly string[]): Wait => ({
  kind: 'before',
  zh: `前序任务未送达：${titles.join('、')}`,
  en: `Not delivered yet: ${titles.join(', ')}`,
});

export function createBlocking({
  db,
  clock,
  deadlines,
  grants,
}: Pick<ExchangeNeeds, 'db' | 'clock' | 'deadlines' | 'grants'>) {
  /** Which days the schedule may use. Where no calendar is loaded, every day is a working day. */
  async function worksOn({ workingDaysOnly }: Settings, within: Db = db): Promise<(day: number) => boolean> {
    const calendar = workingDaysOnly ? await deadlines.current(within) : undefined;
    return calendar ? day => calendar.worksOnDay(day) : always;
  }

  async function nextAt(settings: Settings, after: number, within: Db = db): Promise<Date | null> {
    const found = nextMoment(settings.schedule, after, await worksOn(settings, within));
    return found === undefined ? null : new Date(found);
  }

  /** Grants as they were a moment ago: looks that bind nobody come every two seconds, for as long as a task waits. */
  const hours = new Map<number, { at: number; window: DayWindow | undefined }>();
  async function grantedHours(grantId: number, at: number, within: Db): Promise<DayWindow | undefined> {
    const known = hours.get(grantId);
    if (within === db && known && Math.abs(at - known.at) < HOURS_KNOWN) return known.window;
    const window = (await grants.facts(grantId, within))?.plan?.window;
    hours.set(grantId, { at, window });
    return window;
  }

  /** Tasks that this one waits for and that were not delivered since midnight, or since its own last delivery. */
  function missing(
    { id }: TaskRow,
    { after, afterSince }: Settings,
    at: number,
    delivered: Delivered,
  ): number[] {
    const since = afterSince === 'today' ? dayStart(at) : (delivered.get(id) ?? 0);
    return after.filter(one => (delivered.get(one) ?? -1) < since || !delivered.has(one));
  }

  /** What each of these tasks waits for; those that could start are not in it. A few statements, however many wait. */
  async function waitsOf(tasks: readonly TaskRow[], at: number, within: Db = db): Promise<Map<number, Wait>> {
    const ids = tasks.map(task => task.id);
    const settings = new Map(tasks.map(task => [task.id, settingsOf(task.settings)]));
    const before = [...settings.values()].flatMap(one => one.after);
    const open = new Map((await listOpenRuns(within, ids)).map(run => [run.taskId, run.no]));
    const known = before.length === 0 ? [] : await listDelivered(within, [...before, ...ids]);
    const delivered: Delivered = new Map(known.map(one => [one.taskId, one.at.getTime()]));
    const waits = new Map<number, Wait>();
    const lacking = new Map<number, number[]>();
    for (const task of tasks) {
      const no = open.get(task.id);
      const said = settings.get(task.id) ?? settingsOf(task.settings);
      const allowed =
        no === undefined
          ? hoursOf(said, task.grantId === null ? undefined : await grantedHours(task.grantId, at, within))
          : undefined;
      const missed = missing(task, said, at, delivered);
      if (no !== undefined) waits.set(task.id, openWait(no));
      else if (allowed && !isInWindow(allowed, at)) waits.set(task.id, hoursWait(allowed));
      else if (missed.length > 0) lacking.set(task.id, missed);
    }
    const named = [...new Set([...lacking.values()].flat())];
    const titles = new Map(
      named.length === 0
        ? []
        : (await listTasksOf(within, named, 'all')).map(one => [one.id, one.entryTitle] as const),
    );
    for (const [id, missed] of lacking)
      waits.set(id, beforeWait(missed.map(one => titles.get(one) ?? String(one))));
    return waits;
  }

  const waitOf = async (task: TaskRow, at: number, within: Db = db): Promise<Wait | undefined> =>
    (await waitsOf([task], at, within)).get(task.id);

  return {
    worksOn,
    nextAt,
    waitOf,
    waitsOf,

    /** Of those that wait: for what. */
    async waitingFor(tasks: readonly TaskRow[]): Promise<Map<number, Text>> {
      const waits = await waitsOf(
        tasks.filter(task => task.dueAt && !task.paused),
        clock.now(),
      );
      return new Map([...waits].map(([id, { zh, en }]) => [id, { zh, en }]));
    },
  };
}

export type Blocking = ReturnType<typeof createBlocking>;
