/**
 * Working days of the People's Republic of China from data: weekends, minus shifted working days, plus holidays.
 * Every date is a civil date `YYYY-MM-DD` in Asia/Shanghai, whatever the process's own zone. Beyond what the data
 * knows, weekdays are taken for working days, except feasts whose date the law itself fixes, and the answer says that
 * it is provisional: guessing in silence is how a deadline across New Year goes wrong.
 */

export interface CalendarDay {
  date: string;
  kind: 'holiday' | 'workday';
  name: string;
}

/** What was loaded at once; both ends belong to the known time. Without `knownFrom`, the year of the first day. */
export interface CalendarData {
  knownFrom?: string;
  knownThrough: string;
  /** By year, the number of the notice that it rests on; the other years rest on the source of the whole. */
  notices?: Readonly<Record<string, string>>;
  days: readonly CalendarDay[];
}

export interface WorkingCalendar {
  /** By days since 1970-01-01 (`dayNumber`): clocks walk many days, and turning each into text is slow. */
  knowsDay(day: number): boolean;
  worksOnDay(day: number): boolean;
}

const DAY = 86_400_000;
/** Beijing time; no summer time since 1991, and nothing here is older. */
const OFFSET = 8 * 3_600_000;

/** Days since 1970-01-01; throws `RangeError` on what is no date. */
export function dayNumber(date: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const millis = match ? Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) : Number.NaN;
  if (!match || dateOfDay(millis / DAY) !== date)
    throw new RangeError(`“${date}” is not a date (YYYY-MM-DD)`);
  return millis / DAY;
}

export function dateOfDay(day: number): string {
  const time = new Date(day * DAY);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(0, 10);
}

/** The civil date so many calendar days later. */
export const daysAfter = (date: string, days: number): string => dateOfDay(dayNumber(date) + days);

/** Saturday or Sunday, whatever a notice makes of it. */
export const isWeekend = (date: string): boolean => fallsOnWeekend(dayNumber(date));

/** The same by days since 1970-01-01, which was a Thursday. */
function fallsOnWeekend(day: number): boolean {
  const weekday = (day + 4) % 7;
  return weekday === 0 || weekday === 6;
}

/** The civil date in Asia/Shanghai at an instant in milliseconds since the epoch. */
export function civilDate(instant: number): string {
  return dateOfDay(civilDay(instant));
}

/** The same as days since 1970-01-01. */
export function civilDay(instant: number): number {
  return Math.floor((instant + OFFSET) / DAY);
}

/** 24:00 of a civil date in Asia/Shanghai, in milliseconds since the epoch. */
export function endOfDay(date: string): number {
  return (dayNumber(date) + 1) * DAY - OFFSET;
}

interface DayRange {
  from: number;
  through: number;
}

/** Years that follow each other become one range: every day of a clock's way asks for it. */
function mergeRanges(ranges: readonly DayRange[]): DayRange[] {
  const merged: DayRange[] = [];
  for (const { from, through } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.through + 1) last.through = Math.max(last.through, through);
    else merged.push({ from, through });
  }
  return merged;
}

/** Off in every year, known or not: 全国年节及纪念日放假办法 第二条 (2024) names these by their dates. */
const FIXED_FEASTS = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);

/** Throws `RangeError` when two loads contradict each other on one date. The order of loading does not matter. */
export function buildCalendar(...loads: readonly CalendarData[]): WorkingCalendar {
  const special = new Map<number, CalendarDay>();
  const known = loads.map(load => {
    for (const day of load.days) {
      const number = dayNumber(day.date);
      const other = special.get(number);
      if (other !== undefined && other.kind !== day.kind)
        throw new RangeError(`The calendar says both ${other.kind} and ${day.kind} of ${day.date}`);
      special.set(number, day);
    }
    const first = load.knownFrom ?? `${(load.days[0]?.date ?? load.knownThrough).slice(0, 4)}-01-01`;
    return { from: dayNumber(first), through: dayNumber(load.knownThrough) };
  });

  const merged = mergeRanges(known);
  const isKnownDay = (day: number): boolean =>
    merged.some(range => range.from <= day && day <= range.through);

  function works(day: number): boolean {
    const found = special.get(day);
    if (found !== undefined) return found.kind === 'workday';
    if (fallsOnWeekend(day)) return false;
    return isKnownDay(day) || !FIXED_FEASTS.has(dateOfDay(day).slice(5));
  }

  return {
    knowsDay: isKnownDay,
    worksOnDay: works,
  };
}
