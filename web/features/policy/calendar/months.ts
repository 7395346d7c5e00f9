import type { Day } from './types.ts';

/** One cell of a month: nothing before the first day, so that weekdays stand under each other. */
export interface Cell {
  date: string;
  day: number;
  /** What is written at the day: off by a notice, worked by a notice, an ordinary rest day, an ordinary working day. */
  mark: 'holiday' | 'workday' | 'rest' | 'ordinary';
  name: string;
  corrected: boolean;
}

/** The weeks of a month, Monday first. */
export function weeksOf(year: number, month: number, special: ReadonlyMap<string, Day>): (Cell | null)[][] {
  const first = new Date(Date.UTC(year, month - 1, 1));
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const cells: (Cell | null)[] = Array.from({ length: (first.getUTCDay() + 6) % 7 }, () => null);
  for (let day = 1; day <= count; day += 1) {
    const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    const found = special.get(date);
    const weekend = cells.length % 7 >= 5;
    cells.push({
      date,
      day,
      mark: found && found.kind !== 'ordinary' ? found.kind : weekend ? 'rest' : 'ordinary',
      name: found?.name ?? '',
      corrected: found?.corrected ?? false,
    });
  }
  const weeks: (Cell | null)[][] = [];
  for (let at = 0; at < cells.length; at += 7)
    weeks.push(Array.from({ length: 7 }, (_, index) => cells[at + index] ?? null));
  return weeks;
}

/** 2019–2020、2022: years that follow each other as one span; a dash for none. */
export function spans(years: readonly number[], between: string): string {
  const found: [number, number][] = [];
  for (const year of years.toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && year === last[1] + 1) last[1] = year;
    else found.push([year, year]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(between) || '—';
}
