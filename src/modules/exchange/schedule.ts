/**
 * When a task runs: the next moment of its schedule, in Beijing time, which is eight hours ahead all year. A function of
 * the schedule and an instant alone, so that every worker finds the same moments. Pure.
 */
import type { Static } from 'typebox';
import type { Text } from '#kernel/errors.ts';
import { type Cron, isCronDay, parseCron } from './cron.ts';
import type { TaskSettings } from './content.ts';

export type Settings = Static<typeof TaskSettings>;
export type Schedule = Settings['schedule'];

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const AHEAD = 8 * 60 * MINUTE;
const DAY_MINUTES = 24 * 60;
/** 29 February, on a given weekday too: 28 years, and 12 more across a century’s end. */
const FARTHEST_DAYS = 41 * 366;

export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

interface Day {
  /** Days since 1970-01-01, Beijing time. */
  number: number;
  month: number;
  day: number;
  /** 0 Sunday. */
  weekday: number;
  /** The last day of its month. */
  last: number;
}

function dayAt(number: number): Day {
  const date = new Date(number * DAY);
  return {
    number,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    last: new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate(),
  };
}

/** Which days a schedule has, and the minutes since midnight of each; undefined: it has none at all. */
interface Moments {
  holds(day: Day): boolean;
  /** In order. */
  minutes: readonly number[];
}

function cronMoments(cron: Cron): Moments {
  const minutes = [...cron.hours].flatMap(hour => [...cron.minutes].map(minute => hour * 60 + minute));
  return {
    holds: ({ month, day, weekday }) => isCronDay(cron, month, day, weekday),
    minutes: minutes.toSorted((a, b) => a - b),
  };
}

function momentsOf(schedule: Schedule): Moments | undefined {
  switch (schedule.kind) {
    case 'none':
      return undefined;
    case 'daily':
      return { holds: () => true, minutes: [minuteOf(schedule.time)] };
    case 'weekly':
      return {
        holds: ({ weekday }) => schedule.days.includes(weekday === 0 ? 7 : weekday),
        minutes: [minuteOf(schedule.time)],
      };
    case 'monthly':
      return {
        holds: ({ day, last }) =>
          schedule.days.includes(day) || (day === last && schedule.days.some(one => one > last)),
        minutes: [minuteOf(schedule.time)],
      };
    case 'every': {
      const step = schedule.n * (schedule.unit === 'hours' ? 60 : 1);
      // Counted from each midnight: what does not divide the day begins anew there.
      const minutes = Array.from({ length: Math.ceil(DAY_MINUTES / step) }, (_one, at) => at * step);
      return { holds: () => true, minutes };
    }
    case 'cron': {
      const cron = parseCron(schedule.line);
      return cron && cronMoments(cron);
    }
  }
}

/**
 * The first moment after an instant, milliseconds; undefined where there is none. `worksOn` leaves days out (days since
 * 1970-01-01, Beijing time).
 */
export function nextMoment(
  schedule: Schedule,
  after: number,
  worksOn: (day: number) => boolean = () => true,
): number | undefined {
  const moments = momentsOf(schedule);
  if (!moments) return undefined;
  const first = Math.floor((after + AHEAD) / DAY);
  for (let number = first; number <= first + FARTHEST_DAYS; number += 1) {
    if (!moments.holds(dayAt(number)) || !worksOn(number)) continue;
    const midnight = number * DAY - AHEAD;
    const found = moments.minutes.find(minute => midnight + minute * MINUTE > after);
    if (found !== undefined) return midnight + found * MINUTE;
  }
  return undefined;
}

/** The next moments, at most so many. */
export function nextMoments(
  schedule: Schedule,
  after: number,
  worksOn: (day: number) => boolean,
  most: number,
): number[] {
  const found: number[] = [];
  for (let at = nextMoment(schedule, after, worksOn); at !== undefined && found.length < most; ) {
    found.push(at);
    at = nextMoment(schedule, at, worksOn);
  }
  return found;
}

const WEEK = ['一', '二', '三', '四', '五', '六', '日'];
const WEEK_EN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const listed = (days: readonly number[]): number[] => days.toSorted((a, b) => a - b);

/** Days of the month, 31 being its last one: `1 日、最后一天` and `day 1, the last day`. */
function dayWords(days: readonly number[]): Text {
  return {
    zh: days.map(day => (day === 31 ? '最后一天' : `${day} 日`)).join('、'),
    en: days.map(day => (day === 31 ? 'the last day' : `day ${day}`)).join(', '),
  };
}

const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** One time on days of certain months is said in words; of other lines nobody gains by a translation. */
function cronWords(line: string): Text {
  const [, minute, hour, days, months] =
    /^(\d{1,2}) (\d{1,2}) (\d[\d,]*) (\d[\d,]*) \*$/.exec(line.trim()) ?? [];
  if (minute === undefined || hour === undefined || days === undefined || months === undefined)
    return { zh: `Cron ${line}`, en: `Cron ${line}` };
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  // A cron line's 31 is the 31st alone.
  const on = days.split(',');
  return {
    zh: `每年 ${months.split(',').join('、')} 月的 ${on.join('、')} 日 ${time}`,
    en: `Day ${on.join(', ')} of ${months
      .split(',')
      .map(month => MONTHS_EN[Number(month) - 1])
      .join(', ')} at ${time}`,
  };
}

function scheduleWords(schedule: Schedule): Text {
  switch (schedule.kind) {
    case 'none':
      return { zh: '手动', en: 'By hand' };
    case 'daily':
      return { zh: `每天 ${schedule.time}`, en: `Daily at ${schedule.time}` };
    case 'weekly':
      return {
        zh: `每周${listed(schedule.days)
          .map(day => WEEK[day - 1])
          .join('、')} ${schedule.time}`,
        en: `${listed(schedule.days)
          .map(day => WEEK_EN[day - 1])
          .join(', ')} at ${schedule.time}`,
      };
    case 'monthly': {
      const { zh, en } = dayWords(listed(schedule.days));
      return {
        zh: `每月${/^\d/.test(zh) ? ' ' : ''}${zh} ${schedule.time}`,
        en: `Monthly on ${en} at ${schedule.time}`,
      };
    }
    case 'every': {
      const hours = schedule.unit === 'hours';
      return {
        zh: `每 ${schedule.n} ${hours ? '小时' : '分钟'}`,
        en: `Every ${schedule.n} ${hours ? 'hours' : 'minutes'}`,
      };
    }
    case 'cron':
      return cronWords(schedule.line);
  }
}

/** 每天 02:00（仅工作日），户籍任务送达后 */
export function planWords({ schedule, workingDaysOnly, on }: Settings): Text {
  const words = scheduleWords(schedule);
  const working = workingDaysOnly && schedule.kind !== 'none';
  const zh = [`${words.zh}${working ? '（仅工作日）' : ''}`];
  const en = [`${words.en}${working ? ' (working days)' : ''}`];
  if (on.some(one => one.kind === 'task')) {
    zh.push('前序任务送达后');
    en.push('after another task');
  }
  if (on.some(one => one.kind === 'source')) {
    zh.push('来源文件更新后');
    en.push('when the source’s file grows');
  }
  if (on.some(one => one.kind === 'collected')) {
    zh.push('归集后');
    en.push('after collection');
  }
  // What runs by events alone is not said to run by hand.
  if (zh.length > 1 && schedule.kind === 'none') {
    zh.shift();
    en.shift();
  }
  return { zh: zh.join('，'), en: en.join(', ') };
}
