/**
 * The calendar as what was said about it: years that were loaded whole and corrections of single days, each with its
 * source. The last load of a year holds, a correction stands above every load of its day, and in which order different
 * years came makes no difference.
 */
import { type CalendarDay, type WorkingCalendar, buildCalendar, isWeekend } from './calendar.ts';

export interface CalendarEntry {
  date: string;
  /** `ordinary` gives a day back to the rule of the week; only corrections say it. */
  kind: CalendarDay['kind'] | 'ordinary';
  name: string;
}

export interface CalendarChange {
  id: number;
  /** The year that was loaded whole; null for a correction. */
  year: number | null;
  days: readonly CalendarEntry[];
}

export interface Effective {
  /** In order. */
  years: { year: number; changeId: number }[];
  /** By date: what holds, and which change says so. */
  days: Map<string, CalendarEntry & { changeId: number; corrected: boolean }>;
}

/** What holds after all changes. Of a date that two years' notices name, either may be the one kept: they must agree. */
export function effectiveOf(changes: readonly CalendarChange[]): Effective {
  const loads = new Map<number, CalendarChange>();
  const days: Effective['days'] = new Map();
  const inOrder = changes.toSorted((a, b) => a.id - b.id);
  for (const change of inOrder) if (change.year !== null) loads.set(change.year, change);
  const years = [...loads.values()].toSorted((a, b) => (a.year ?? 0) - (b.year ?? 0));
  for (const { id, days: said } of years)
    for (const day of said) days.set(day.date, { ...day, changeId: id, corrected: false });
  for (const { id, year, days: said } of inOrder)
    if (year === null) for (const day of said) days.set(day.date, { ...day, changeId: id, corrected: true });
  return { years: years.map(({ id, year }) => ({ year: year ?? 0, changeId: id })), days };
}

/** Undefined while no year is known. */
export function calendarOf(changes: readonly CalendarChange[]): WorkingCalendar | undefined {
  const { years, days } = effectiveOf(changes);
  if (years.length === 0) return undefined;
  const special = [...days.values()].flatMap(({ date, kind, name }) =>
    kind === 'ordinary' ? [] : [{ date, kind, name }],
  );
  return buildCalendar(
    ...years.map(({ year }, index) => ({
      knownFrom: `${year}-01-01`,
      knownThrough: `${year}-12-31`,
      days: index === 0 ? special : [],
    })),
  );
}

/** A date of which the load says another thing than the years that hold already; undefined when they agree. */
export function findContradiction(
  changes: readonly CalendarChange[],
  year: number,
  days: readonly CalendarEntry[],
): string | undefined {
  const others = effectiveOf(changes.filter(change => change.year !== null && change.year !== year)).days;
  return days.find(({ date, kind }) => {
    const other = others.get(date);
    return other !== undefined && other.kind !== kind;
  })?.date;
}

/** The end of the last year up to which no year is missing, counted from the year of `today`; null when it is unknown. */
export function knownThroughFrom(years: readonly number[], today: string): string | null {
  let year = Number(today.slice(0, 4));
  if (!years.includes(year)) return null;
  while (years.includes(year + 1)) year += 1;
  return `${year}-12-31`;
}

export type YearProblem = 'outside' | 'told_twice' | 'workday_in_week' | 'feast_missing';

/** What speaks against days as the whole schedule of a year. A notice may reach back into the December before. */
export function findYearProblem(
  year: number,
  days: readonly CalendarDay[],
): { problem: YearProblem; date: string } | undefined {
  const seen = new Map<string, CalendarDay['kind']>();
  for (const { date, kind } of days) {
    if (date < `${year - 1}-12-01` || date > `${year}-12-31`) return { problem: 'outside', date };
    if (seen.has(date)) return { problem: 'told_twice', date };
    seen.set(date, kind);
    if (kind === 'workday' && !isWeekend(date)) return { problem: 'workday_in_week', date };
  }
  // Off by law in every year (全国年节及纪念日放假办法 第二条): a text that was pasted in part lacks one of them.
  for (const feast of ['01-01', '05-01', '10-01', '10-02', '10-03'])
    if (seen.get(`${year}-${feast}`) !== 'holiday')
      return { problem: 'feast_missing', date: `${year}-${feast}` };
  return undefined;
}
