/**
 * A clock is what happened (start, pauses, extensions, stop); everything that is shown is computed from that and the
 * calendar, never stored as a counter. One step has two limits: the local promise, which the evaluation counts, and
 * the legal ceiling, whose breach is N809 39(四). The form of the view is that of the page's DeadlineBar.
 */
import { type WorkingCalendar, civilDay, dateOfDay } from './calendar.ts';

export type ClockEvent =
  | { kind: 'pause' | 'resume' | 'stop'; at: number }
  /** Moves the legal date; the local one only with `local`, where the local text knows extensions. */
  | { kind: 'extend'; at: number; days: number; local?: boolean };

/** Instants in milliseconds since the epoch, limits in working days; null or absent where no text sets one. */
export interface ClockFacts {
  started: number;
  localDays?: number | null;
  legalDays?: number | null;
  events: readonly ClockEvent[];
}

export type ClockState = 'normal' | 'near' | 'due_today' | 'late' | 'paused' | 'done' | 'provisional';
export type ClockTone = 'primary' | 'warning' | 'error' | 'muted' | 'success';

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
  localLateDays: number;
  legalLateDays: number;
  usedDays: number;
  extendedDays: number;
  state: ClockState;
  provisional: boolean;
  tone: ClockTone;
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

/** Second pauses, resumptions of a running clock and whatever follows the stop change nothing. */
function readEvents(events: readonly ClockEvent[], today: number): History {
  const history: History = { pauses: [], openPause: false, stop: undefined, extended: 0, extendedLocal: 0 };
  let pausedOn: number | undefined;
  for (const event of events.toSorted((a, b) => a.at - b.at)) {
    const day = civilDay(event.at);
    if (day > today || history.stop !== undefined) break;
    if (event.kind === 'pause') pausedOn ??= day;
    else if (event.kind === 'extend') {
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

/** What a clock says at `now`. */
export function readClock(clock: ClockFacts, calendar: WorkingCalendar, now: number): ClockReading {
  const start = civilDay(clock.started);
  const today = civilDay(now);
  const history = readEvents(clock.events, today);
  const upTo = history.stop ?? today;

  const counts = (day: number): boolean =>
    calendar.worksOnDay(day) && !history.pauses.some(span => span.after < day && day <= span.through);

  function countDays(after: number, through: number): number {
    let count = 0;
    for (let day = after + 1; day <= through; day += 1) if (counts(day)) count += 1;
    return count;
  }

  function dueOf(limit: number): { day: number; provisional: boolean } {
    let day = start;
    let provisional = !calendar.knowsDay(day);
    for (let left = limit; left > 0; ) {
      day += 1;
      if (!calendar.knowsDay(day)) provisional = true;
      if (counts(day)) left -= 1;
    }
    return { day, provisional };
  }

  function limitOf(days: number | null | undefined, extension: number) {
    if (days === null || days === undefined) return undefined;
    const limit = days + extension;
    const due = dueOf(limit);
    return { limit, ...due, lateDays: countDays(due.day, upTo) };
  }

  const local = limitOf(clock.localDays, history.extendedLocal);
  const legal = limitOf(clock.legalDays, history.extended);
  const extendedPastLocal = history.extended > history.extendedLocal;
  const localBinds = local !== undefined && (!legal || (!extendedPastLocal && local.day <= legal.day));
  const bound = localBinds ? local : legal;
  const usedDays = countDays(start, upTo);
  const remaining = bound ? Math.max(0, bound.limit - usedDays) : 0;

  const state = ((): ClockState => {
    if (history.stop !== undefined) return 'done';
    if (bound && today > bound.day) return 'late';
    if (history.openPause) return 'paused';
    if (!bound) return 'normal';
    if (today === bound.day) return 'due_today';
    if (bound.provisional) return 'provisional';
    return remaining <= Math.max(1, Math.ceil(bound.limit * 0.2)) ? 'near' : 'normal';
  })();
  const doneLate = state === 'done' && bound !== undefined && upTo > bound.day;

  return {
    localDays: clock.localDays ?? null,
    legalDays: clock.legalDays ?? null,
    localDue: local ? dateOfDay(local.day) : null,
    legalDue: legal ? dateOfDay(legal.day) : null,
    binding: bound ? (localBinds ? 'local' : 'legal') : null,
    due: bound ? dateOfDay(bound.day) : null,
    limitDays: bound?.limit ?? null,
    remaining,
    lateDays: bound?.lateDays ?? 0,
    localLateDays: local?.lateDays ?? 0,
    legalLateDays: legal?.lateDays ?? 0,
    usedDays,
    extendedDays: history.extended,
    state,
    provisional: bound?.provisional ?? false,
    tone: doneLate ? 'error' : TONES[state],
  };
}

const TONES: Record<ClockState, ClockTone> = {
  normal: 'primary',
  near: 'warning',
  due_today: 'warning',
  late: 'error',
  paused: 'muted',
  done: 'success',
  provisional: 'primary',
};

/** The line above the bar (ui.md 5.3). */
export function clockWords(reading: ClockReading): { zh: string; en: string } {
  const { remaining, lateDays, usedDays, limitDays, due } = reading;
  const day = (due ?? '').slice(5);
  switch (reading.state) {
    case 'normal':
    case 'near':
      if (due === null) return { zh: '未规定期限', en: 'No time limit' };
      if (reading.extendedDays > 0 && reading.state === 'normal')
        return {
          zh: `已延期 ${reading.extendedDays} 个工作日 · ${day} 到期`,
          en: `Extended by ${reading.extendedDays} working days · due ${due}`,
        };
      if (reading.state === 'near')
        return { zh: `剩余 ${remaining} 个工作日`, en: `${remaining} working days left` };
      return {
        zh: `剩余 ${remaining} 个工作日 · ${day} 到期`,
        en: `${remaining} working days left · due ${due}`,
      };
    case 'due_today':
      return { zh: '今天到期（24:00 前）', en: 'Due today (before 24:00)' };
    case 'late':
      return lateDays === 0
        ? { zh: '已超期', en: 'Late' }
        : { zh: `已超 ${lateDays} 个工作日`, en: `${lateDays} working days late` };
    case 'paused':
      return {
        zh: `暂停计时（等对方补材料），还剩 ${remaining} 个工作日`,
        en: `Paused (waiting for material), ${remaining} working days left`,
      };
    case 'provisional':
      return {
        zh: `约 ${due} 到期（${(due ?? '').slice(0, 4)} 年放假安排公布后重算）`,
        en: `Due about ${due} (recomputed once the holidays of that year are published)`,
      };
    case 'done':
      return limitDays === null
        ? { zh: `第 ${usedDays} 个工作日办结`, en: `Done on working day ${usedDays}` }
        : {
            zh: `第 ${usedDays} 个工作日办结（限 ${limitDays} 个）`,
            en: `Done on working day ${usedDays} (limit ${limitDays})`,
          };
  }
}
