/** What a task is told: its usual values, and what may be said for what it moves. Pure. */
import type { Static } from 'typebox';
import { applyOf } from '#vocabulary/moves.ts';
import type { Apply, MoveMode, MoveTerms, Watermark } from '#vocabulary/moves.ts';
import type { ColumnType, DayWindow, PlanItem } from '#vocabulary/plans.ts';
import { timeOfDay } from '#vocabulary/plans.ts';
import { parseCron } from './cron.ts';
import * as rules from './rules.ts';
import type { TaskKind, TaskMode } from './rules.ts';
import { type Settings, minuteOf, nextMoment } from './schedule.ts';
import type { SettingsBody } from './content.ts';

export type Asked = Static<typeof SettingsBody>;

const USUAL: Settings = {
  mode: { kind: 'full' },
  schedule: { kind: 'none' },
  workingDaysOnly: false,
  window: null,
  priority: 5,
  pace: null,
  // One row in a hundred: fewer are set aside and told, more say that something is wrong with all.
  tolerance: { rows: null, share: 0.01 },
  drift: 'stop',
  after: [],
  afterSince: 'today',
  on: [],
  compareEvery: null,
};

/** What was said over what is usual. */
export const settingsOf = (said: Partial<Settings>): Settings => ({ ...USUAL, ...said });

/** What is left out keeps its value. */
export const merged = (before: Settings, asked: Asked): Settings => ({ ...before, ...asked });

/** What a task moves, as far as its settings depend on it. */
export interface Movable {
  kind: TaskKind;
  items: readonly PlanItem[];
  key: readonly string[];
  /** The hours of the grant. */
  window?: DayWindow;
  /** The source is files. */
  files: boolean;
}

const UNITS: Record<Watermark, 'units' | 'days' | 'seconds'> = {
  bigint: 'units',
  numeric: 'units',
  date: 'days',
  timestamp: 'seconds',
};
const isWatermark = (type: ColumnType): type is Watermark => type in UNITS;

/**
 * Items whose highest value may tell where the next run begins. A masked one may not: that value is kept in the consumer's
 * database, in clear.
 */
export const watermarksOf = (items: readonly PlanItem[]) =>
  items.flatMap(({ name, column, type, mask }) =>
    mask.kind === 'none' && isWatermark(type) ? [{ item: name, column, type, unit: UNITS[type] }] : [],
  );

/** A collection keeps what a row was before; a delivery does as its mode has it. */
export const applyFor = (kind: TaskKind, mode: TaskMode): Apply =>
  kind === 'collection' ? 'history' : applyOf({ mode: { kind: mode } as MoveMode });

/** What may be chosen for it. */
export const modesOf = ({ files, key }: Movable): Settings['mode']['kind'][] => [
  'full',
  ...(key.length > 0 ? (['incremental'] as const) : []),
  ...(files ? (['append'] as const) : []),
];

const windowOf = ({ window }: Settings): DayWindow | undefined =>
  window === null ? undefined : { from: minuteOf(window.from), to: minuteOf(window.to) };

const minutesOf = ({ from, to }: DayWindow): number => (to - from + 1440) % 1440;

/** Both go past midnight or not: counted from where the outer one begins. */
function liesWithin(inner: DayWindow, outer: DayWindow): boolean {
  const begins = (inner.from - outer.from + 1440) % 1440;
  return begins + minutesOf(inner) <= minutesOf(outer) && minutesOf(inner) > 0;
}

const shown = ({ from, to }: DayWindow): string => `${timeOfDay(from)}—${timeOfDay(to)}`;

/** The hours in which a run may go on: the task's, as long as the grant allows them, or the grant's. */
export function hoursOf(settings: Settings, granted: DayWindow | undefined): DayWindow | undefined {
  const own = windowOf(settings);
  return own && (granted === undefined || liesWithin(own, granted)) ? own : granted;
}

/** Whose hours they are, and how one comes to others. */
export const hoursWords = (own: boolean): Record<'whose' | 'whoseEn' | 'change' | 'changeEn', string> =>
  own
    ? {
        whose: '任务的运行时段',
        whoseEn: 'The task runs',
        change: '请修改任务的计划',
        changeEn: 'change the task’s plan',
      }
    : {
        whose: '授权的使用时段',
        whoseEn: 'The grant may be used',
        change: '请申请变更授权',
        changeEn: 'apply for a change of the grant',
      };

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const isWhole = (value: number, least: number, most: number): boolean => value >= least && value <= most;

/** What the schema of a kind leaves open, because a union of kinds cannot say which of its fields is wrong. */
function checkSpans({ mode, schedule }: Settings): void {
  const bad = (field: string, problem: string, problemEn: string) =>
    rules.refuse.bad_setting({ field, problem, problemEn });
  if (mode.kind === 'incremental' && !isWhole(mode.overlap, 0, 1_000_000_000))
    throw bad('mode.overlap', '须是 0 到 1000000000 的整数', 'write a whole number from 0 to 1000000000');
  if (schedule.kind === 'every' && !isWhole(schedule.n, 1, 1440))
    throw bad('schedule.n', '须是 1 到 1440 的整数', 'write a whole number from 1 to 1440');
  if ('time' in schedule && !TIME.test(schedule.time))
    throw bad('schedule.time', '须是 00:00 到 23:59 的时间', 'write a time from 00:00 to 23:59');
  if (!('days' in schedule)) return;
  const { days } = schedule;
  const most = schedule.kind === 'weekly' ? 7 : 31;
  if (days.length === 0 || new Set(days).size < days.length || !days.every(day => isWhole(day, 1, most)))
    throw bad(
      'schedule.days',
      `须是 1 到 ${most} 的整数，至少一个，不重复`,
      `write whole numbers from 1 to ${most}, at least one, each once`,
    );
}

function checkMode(mode: Settings['mode'], movable: Movable): void {
  const { items, key, files } = movable;
  if (mode.kind === 'append' && !files) throw rules.refuse.append_needs_files();
  if (mode.kind !== 'incremental') return;
  const names = watermarksOf(items)
    .map(({ item }) => item)
    .join('、');
  if (!items.some(({ name }) => name === mode.item))
    throw rules.refuse.watermark_unknown({ item: mode.item, items: names || '—' });
  if (!watermarksOf(items).some(({ item }) => item === mode.item))
    throw rules.refuse.watermark_unfit({ item: mode.item, items: names || '—' });
  if (key.length === 0) throw rules.refuse.no_key();
}

/** Refuses what could not be done, whoever asked for it. */
export function checkSettings(settings: Settings, movable: Movable, now: number): void {
  const { schedule, on } = settings;
  checkSpans(settings);
  checkMode(settings.mode, movable);
  if (schedule.kind === 'cron' && !parseCron(schedule.line))
    throw rules.refuse.bad_cron({ line: schedule.line });
  if (schedule.kind === 'every' && schedule.unit === 'hours' && schedule.n > 24)
    throw rules.refuse.too_seldom({ n: schedule.n });
  if (schedule.kind !== 'none' && nextMoment(schedule, now) === undefined) throw rules.refuse.never_runs();
  if (on.some(one => one.kind === 'source') && !movable.files) throw rules.refuse.source_not_files();
  const own = windowOf(settings);
  if (own && minutesOf(own) === 0) throw rules.refuse.no_hours({ at: timeOfDay(own.from) });
  if (own && movable.window && !liesWithin(own, movable.window))
    throw rules.refuse.outside_grant_hours({ window: shown(own), hours: shown(movable.window) });
}

/** The tasks that this one waits for or follows. */
export const beforeOf = ({ after, on }: Settings): number[] => [
  ...new Set([...after, ...on.flatMap(one => (one.kind === 'task' ? [one.taskId] : []))]),
];

/** A way back to `id` along the edges, as the numbers of tasks; undefined: no circle goes through it. */
export function circleThrough(
  id: number,
  edges: readonly { id: number; before: number }[],
): number[] | undefined {
  const before = Map.groupBy(edges, edge => edge.id);
  const seen = new Set<number>();
  const open: number[][] = [[id]];
  for (let path = open.pop(); path; path = open.pop()) {
    const last = path.at(-1) ?? id;
    for (const edge of before.get(last) ?? []) {
      if (edge.before === id) return [...path, id];
      if (seen.has(edge.before)) continue;
      seen.add(edge.before);
      open.push([...path, edge.before]);
    }
  }
  return undefined;
}

/** The part of a plan that settings say; `pace` is the lower of the task's and the provider's. */
export function termsOf(
  settings: Settings,
  movable: Movable,
  pace: number | null,
): Pick<MoveTerms, 'mode' | 'apply' | 'tolerance' | 'pace' | 'drift'> & { window?: DayWindow } {
  const { mode, tolerance, drift } = settings;
  const window = hoursOf(settings, movable.window);
  // Neither said: the first wrong row stops the run.
  const { rows, share } =
    tolerance.rows === null && tolerance.share === null ? { rows: 0, share: null } : tolerance;
  return {
    mode: modeOf(mode, movable.items),
    ...(movable.kind === 'collection' ? { apply: applyFor('collection', mode.kind) } : {}),
    tolerance: { ...(rows === null ? {} : { rows }), ...(share === null ? {} : { share }) },
    ...(pace === null ? {} : { pace }),
    drift,
    ...(window === undefined ? {} : { window }),
  };
}

function modeOf(mode: Settings['mode'], items: readonly PlanItem[]): MoveMode {
  if (mode.kind !== 'incremental') return mode;
  const found = watermarksOf(items).find(({ item }) => item === mode.item);
  // A later version of the grant may have taken the item away, or masked it.
  if (!found) throw rules.refuse.watermark_unknown({ item: mode.item, items: '—' });
  return { kind: 'incremental', column: found.column, type: found.type, overlap: mode.overlap };
}

export const lowest = (...paces: (number | null | undefined)[]): number | null => {
  const known = paces.filter(one => typeof one === 'number');
  return known.length === 0 ? null : Math.min(...known);
};
