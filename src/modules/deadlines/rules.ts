/**
 * A clock is what happened (start, pauses, extensions, stop); everything that is shown is computed from that and the
 * calendar, never stored as a counter. One step has two limits: the local promise, which the evaluation counts, and
 * the legal ceiling, whose breach is N809 39(四).
 */
import { type WorkingCalendar, civilDay, dateOfDay } from './calendar.ts';

export type ClockEvent =
  | { kind: 'pause' | 'resume' | 'stop'; at: number }
  /** Moves the legal date; the local one only with `local`, where the local text knows extensions. */
  | { kind: 'extend'; at: number; days: number; local?: boolean };

export type ClockUnit = 'working' | 'natural';

/** Instants in milliseconds since the epoch, limits in days of the unit; null or absent where no text sets one. */
export interface ClockFacts {
  started: number;
  /** Working days unless the text says otherwise. Natural days end on a working day (民法典 203). */
  unit?: ClockUnit;
  localDays?: number | null;
  legalDays?: number | null;
  events: readonly ClockEvent[];
}

export type ClockState = 'normal' | 'near' | 'due_today' | 'late' | 'paused' | 'done' | 'provisional';

export interface ClockReading {
  /** As the texts say, without extensions. */
  localDays: number | null;
  legalDays: number | null;
  /** With pauses and extensions. While paused: as if it went on today. */
  localDue: string | null;
  legalDue: string | null;
  /** Which of the two is shown as the date: the nearer one, or the extended one after an extension. */
  binding: 'local' | 'legal' | null;
  due: string | null;
  /** The binding limit in working days, extensions included. */
  limitDays: number | null;
  /** Working days after today up to and including the due day; 0 on the due day and after it. */
  remaining: number;
  /** Working days after the due day through today (or the stop); the day after a Friday's date is 0 and yet late. */
  lateDays: number;
  usedDays: number;
  extendedDays: number;
  /** The date that counts has passed, today or at the stop; lateDays may still be 0. */
  late: boolean;
  /** The same of each date alone, whichever counts: an extension within the law does not mend a broken promise. */
  localLate: boolean;
  localLateDays: number;
  legalLate: boolean;
  state: ClockState;
  /** Of the date that counts: the way there crosses days of a year whose holidays are not known. */
  provisional: boolean;
  /** The same of each date: a promise of this year may bind while the ceiling lies in an unknown one. */
  localProvisional: boolean;
  legalProvisional: boolean;
}

interface Span {
  /** Days after `after` through `through` do not count: like the day of receipt, the day of resumption is free. */
  after: number;
  through: number;
}

interface History {
  pauses: Span[];
  openPause: boolean;
  stop: number | undefined;
  extended: number;
  extendedLocal: number;
}

/**
 * Events in the order of their moments. A clock pauses once: material that is missing is asked for once and whole
 * (N809 21). Further pauses, resumptions of a running clock and whatever follows the stop change nothing.
 */
function readEvents(events: readonly ClockEvent[], today: number): History {
  const history: History = { pauses: [], openPause: false, stop: undefined, extended: 0, extendedLocal: 0 };
  let pausedOn: number | undefined;
  for (const event of events.toSorted((a, b) => a.at - b.at)) {
    const day = civilDay(event.at);
    if (day > today || history.stop !== undefined) break;
    if (event.kind === 'pause') {
      if (history.pauses.length === 0) pausedOn ??= day;
    } else if (event.kind === 'extend') {
      history.extended += event.days;
      if (event.local === true) history.extendedLocal += event.days;
    } else {
      if (pausedOn !== undefined) history.pauses.push({ after: pausedOn, through: day });
      pausedOn = undefined;
      if (event.kind === 'stop') history.stop = day;
    }
  }
  if (pausedOn !== undefined) {
    history.pauses.push({ after: pausedOn, through: today });
    history.openPause = true;
  }
  return history;
}

interface Limit {
  /** In working days, extensions included. */
  limit: number;
  /** The last day, which ends at 24:00 in Beijing. */
  day: number;
  provisional: boolean;
}

interface Course {
  history: History;
  counts: (day: number) => boolean;
  local: Limit | undefined;
  legal: Limit | undefined;
}

/**
 * Both limits of a clock on the calendar, by days since 1970-01-01. The day of the start does not count (民法典 201).
 * A clock that was paused on its last day has one day after it goes on: whoever asks in time for what is missing must
 * not be late at the moment in which it comes.
 */
function courseOf(clock: ClockFacts, calendar: WorkingCalendar, today: number): Course {
  const start = civilDay(clock.started);
  const history = readEvents(clock.events, today);
  const { pauses } = history;
  const natural = clock.unit === 'natural';
  const counts = (day: number): boolean =>
    (natural || calendar.worksOnDay(day)) && !pauses.some(span => span.after < day && day <= span.through);

  function limitOf(days: number | null | undefined, extension: number): Limit | undefined {
    if (days === null || days === undefined) return undefined;
    const limit = days + extension;
    let day = start;
    let provisional = !calendar.knowsDay(day);
    const step = (): void => {
      day += 1;
      if (!calendar.knowsDay(day)) provisional = true;
    };
    for (let left = limit; left > 0; ) {
      step();
      if (counts(day)) left -= 1;
    }
    const last = pauses.find(span => span.after === day && span.through > day);
    if (last !== undefined) while (day <= last.through || !counts(day)) step();
    if (natural) while (!calendar.worksOnDay(day)) step();
    return { limit, day, provisional };
  }

  return {
    history,
    counts,
    local: limitOf(clock.localDays, history.extendedLocal),
    legal: limitOf(clock.legalDays, history.extended),
  };
}

/** The dates that a clock has and its parties are told. */
export interface ClockDates {
  localDue: string | null;
  legalDue: string | null;
  localProvisional: boolean;
  legalProvisional: boolean;
}

/** Undefined while a clock is paused or after its stop: then there is no date to tell. */
export function readDates(clock: ClockFacts, calendar: WorkingCalendar, now: number): ClockDates | undefined {
  const { history, local, legal } = courseOf(clock, calendar, civilDay(now));
  if (history.openPause || history.stop !== undefined) return undefined;
  return {
    localDue: local ? dateOfDay(local.day) : null,
    legalDue: legal ? dateOfDay(legal.day) : null,
    localProvisional: local?.provisional ?? false,
    legalProvisional: legal?.provisional ?? false,
  };
}

/** Which date counts: the nearer one, or the legal one once an extension moved that alone. */
function boundOf({ history, local, legal }: Course): 'local' | 'legal' | null {
  const extendedPastLocal = history.extended > history.extendedLocal;
  const localBinds = local !== undefined && (!legal || (!extendedPastLocal && local.day <= legal.day));
  return localBinds ? 'local' : legal ? 'legal' : null;
}

/** Few days are left of a limit: a fifth of it, and one at least. */
const nearOf = ({ limit }: Limit): number => Math.max(1, Math.ceil(limit * 0.2));

/**
 * The date that counts, and the first day on which few are left until it. Undefined while the clock is paused, after
 * its stop, and where it has no limit.
 */
export function readDays(
  clock: ClockFacts,
  calendar: WorkingCalendar,
  now: number,
): { due: string; near: string } | undefined {
  const course = courseOf(clock, calendar, civilDay(now));
  const binding = boundOf(course);
  const bound = binding && course[binding];
  if (course.history.openPause || course.history.stop !== undefined || !bound) return undefined;
  const start = civilDay(clock.started);
  let near = bound.day;
  for (let left = nearOf(bound); near > start; near -= 1) {
    if (course.counts(near)) left -= 1;
    if (left < 0) break;
  }
  return { due: dateOfDay(bound.day), near: dateOfDay(near) };
}

/** What a clock says at `now`. */
export function readClock(clock: ClockFacts, calendar: WorkingCalendar, now: number): ClockReading {
  const start = civilDay(clock.started);
  const today = civilDay(now);
  const course = courseOf(clock, calendar, today);
  const { history, counts, local, legal } = course;
  const upTo = history.stop ?? today;

  function countDays(after: number, through: number): number {
    let count = 0;
    for (let day = after + 1; day <= through; day += 1) if (counts(day)) count += 1;
    return count;
  }

  const lateDaysOf = (limit: Limit | undefined): number => (limit ? countDays(limit.day, upTo) : 0);
  const binding = boundOf(course);
  const bound = binding === null ? undefined : course[binding];
  const usedDays = countDays(start, upTo);
  const remaining = bound ? countDays(upTo, bound.day) : 0;

  const late = bound !== undefined && upTo > bound.day;
  const state = ((): ClockState => {
    if (history.stop !== undefined) return 'done';
    if (late) return 'late';
    if (history.openPause) return 'paused';
    if (!bound) return 'normal';
    if (today === bound.day) return 'due_today';
    if (bound.provisional) return 'provisional';
    return remaining <= nearOf(bound) ? 'near' : 'normal';
  })();

  return {
    localDays: clock.localDays ?? null,
    legalDays: clock.legalDays ?? null,
    localDue: local ? dateOfDay(local.day) : null,
    legalDue: legal ? dateOfDay(legal.day) : null,
    binding,
    due: bound ? dateOfDay(bound.day) : null,
    limitDays: bound?.limit ?? null,
    remaining,
    lateDays: lateDaysOf(bound),
    usedDays,
    extendedDays: history.extended,
    late,
    localLate: local !== undefined && upTo > local.day,
    localLateDays: lateDaysOf(local),
    legalLate: legal !== undefined && upTo > legal.day,
    state,
    provisional: bound?.provisional ?? false,
    localProvisional: local?.provisional ?? false,
    legalProvisional: legal?.provisional ?? false,
  };
}
