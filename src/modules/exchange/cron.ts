/** The five fields of a cron line: minute, hour, day of the month, month, day of the week. Pure. */

export interface Cron {
  minutes: ReadonlySet<number>;
  hours: ReadonlySet<number>;
  days: ReadonlySet<number>;
  months: ReadonlySet<number>;
  /** 0 Sunday to 6 Saturday. */
  weekdays: ReadonlySet<number>;
  /** Both days are narrowed down: then either suffices, as crontab has it since Version 7. */
  either: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Field {
  least: number;
  most: number;
  names?: readonly string[];
}
const FIELDS: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: MONTHS },
  // 7 is Sunday too.
  { least: 0, most: 7, names: WEEKDAYS },
];

function numberOf(text: string, { least, most, names }: Field): number | undefined {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  const value = named >= 0 ? named + least : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

/** `*`, `5`, `1-5`, a star with a step, `8-18/2`, parted by commas; undefined for anything else. */
function valuesOf(text: string, field: Field): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step, ...more] = part.split('/');
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d?$/.test(step))) return undefined;
    const [first = '', last, ...others] = range.split('-');
    if (others.length > 0) return undefined;
    const all = range === '*';
    const from = all ? field.least : numberOf(first, field);
    // A single number with a step goes on to the end, as 10/20 does.
    const open = last === undefined && step !== undefined;
    const to = all || open ? field.most : last === undefined ? from : numberOf(last, field);
    if (from === undefined || to === undefined || from > to) return undefined;
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

/** Undefined where the line is none. */
export function parseCron(line: string): Cron | undefined {
  const parts = line.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) return undefined;
  const read = FIELDS.map((field, at) => valuesOf(parts[at] ?? '', field));
  const [minutes, hours, days, months, weekdays] = read;
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  const starred = (at: number): boolean => (parts[at] ?? '').startsWith('*');
  return {
    minutes,
    hours,
    days,
    months,
    weekdays: new Set([...weekdays].map(day => day % 7)),
    either: !starred(2) && !starred(4),
  };
}

/** Whether a day of the civil calendar is one of the line’s. */
export function isCronDay(cron: Cron, month: number, day: number, weekday: number): boolean {
  if (!cron.months.has(month)) return false;
  const byMonth = cron.days.has(day);
  const byWeek = cron.weekdays.has(weekday);
  return cron.either ? byMonth || byWeek : byMonth && byWeek;
}
