import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import type { Audited, Command, Recorded } from '#record/audited.ts';
import { type Actor, PLATFORM, type SystemActor } from '#vocabulary/actor.ts';
import {
  type CalendarData,
  type CalendarDay,
  type WorkingCalendar,
  civilDate,
  isWeekend,
} from './calendar.ts';
import * as store from './calendarStore.ts';
import {
  type CalendarChange,
  type CalendarEntry,
  calendarOf,
  effectiveOf,
  findContradiction,
  findYearProblem,
  knownThroughFrom,
} from './changes.ts';
import { findFeastDoubts, findMissingFeasts } from './feasts.ts';
import { type NoticeReading, plainNumber, readNotice } from './notice.ts';
import { recompute, tellMoved } from './recompute.ts';
import { NOTICE_PROBLEMS, YEAR_PROBLEMS, refuse } from './refusals.ts';

export interface KeepingNeeds {
  db: Db;
  audited: Audited;
  clock: Clock;
  /** Whose authority keeps the calendar: the whole installation counts by it. */
  homeRegion: string;
}

/** 国办发明电〔2025〕7号, 国发〔2007〕33号: an issuer, a year, a number. */
const NOTICE_NUMBER = /^\p{Script=Han}{2,20}〔\d{4}〕\d{1,4}号$/u;

export interface Moved {
  changeId: number;
  /** Running clocks that were computed anew, and those whose date changed. */
  clocks: number;
  moved: number;
}

/** The working calendar as data: what is known of it, and how it changes. */
export function createKeeping({ db, audited, clock, homeRegion }: KeepingNeeds) {
  /** The calendar after this change; another process may have made a newer one. */
  let held: { change: number; calendar: WorkingCalendar | undefined } = { change: 0, calendar: undefined };

  /** The calendar in force, loaded anew when it has changed; undefined while no year is known. */
  async function current(within: Db = db): Promise<WorkingCalendar | undefined> {
    const change = await store.newestChange(within);
    if (change !== held.change) held = { change, calendar: calendarOf(await store.listChanges(within)) };
    return held.calendar;
  }

  const mayKeep = (actor: Actor): boolean =>
    actor.permissions.has('calendar.manage') && actor.regionCode === homeRegion;

  function checkSource(source: string): string {
    const plain = plainNumber(source);
    if (!NOTICE_NUMBER.test(plain)) throw refuse.source_needed();
    return plain;
  }

  function checkYear(
    changes: readonly CalendarChange[],
    year: number,
    days: readonly CalendarDay[],
  ): CalendarDay[] {
    const found = findYearProblem(year, days);
    if (found) {
      const words = YEAR_PROBLEMS[found.problem];
      throw refuse.year_unsound({
        date: found.date,
        problem: words?.zh ?? '',
        problemEn: words?.en ?? '',
      });
    }
    const feasts = findMissingFeasts(days);
    if (feasts.length > 0) throw refuse.feasts_missing({ feasts: feasts.join('、') });
    const date = findContradiction(changes, year, days);
    if (date !== undefined) throw refuse.contradicts({ date });
    return days.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  }

  /** Writes a change and tells everybody whose date it moves. */
  async function apply(
    tx: Command,
    actor: Actor | SystemActor,
    change: { year: number | null; source: string; reason: string },
    days: readonly CalendarEntry[],
  ): Promise<Moved> {
    const { post, name } = actor;
    const changeId = await store.insertChange(tx, { ...change, at: new Date(tx.at), post, name }, days);
    const calendar = calendarOf(await store.listChanges(tx));
    if (!calendar) throw new Error('a calendar change left no calendar');
    return { changeId, ...(await tellMoved(tx, calendar, tx.at, changeId)) };
  }

  async function keep(
    actor: Actor,
    action: string,
    object: string,
    work: (tx: Command) => Promise<{ value: Moved; facts: Record<string, unknown> }>,
  ): Promise<Recorded<Moved>> {
    return audited(actor, action, object, async tx => {
      if (!mayKeep(actor)) throw refuse.calendar_elsewhere();
      await store.lockCalendar(tx);
      const { value, facts } = await work(tx);
      return { value, facts: { ...facts, clocks: value.clocks, moved: value.moved } };
    });
  }

  return {
    current,
    mayKeep,

    /** Loads years at once, as an installation does with what it ships with: one change a year, one record. */
    async loadCalendar(source: string, data: CalendarData): Promise<void> {
      const first = data.knownFrom ?? `${(data.days[0]?.date ?? data.knownThrough).slice(0, 4)}-01-01`;
      const years: number[] = [];
      for (let year = Number(first.slice(0, 4)); year <= Number(data.knownThrough.slice(0, 4)); year += 1)
        years.push(year);
      await audited(PLATFORM, 'deadlines.load_calendar', 'calendar', async tx => {
        await store.lockCalendar(tx);
        for (const year of years) {
          const days = data.days.filter(day => day.date.startsWith(`${year}-`));
          await apply(tx, PLATFORM, { year, source: data.notices?.[year] ?? source, reason: '' }, days);
        }
        const { knownThrough, notices = {} } = data;
        return { value: undefined, facts: { source, notices, knownThrough, days: data.days.length } };
      });
      await current();
    },

    /** Reads a notice and says what loading it would do; nothing is kept. */
    async preview(actor: Actor, year: number, text: string) {
      if (!mayKeep(actor)) throw refuse.calendar_elsewhere();
      const reading = read(year, text);
      const changes = await store.listChanges(db);
      const days = checkYear(changes, year, reading.days);
      const calendar = calendarOf([...changes, { id: Number.MAX_SAFE_INTEGER, year, days }]);
      if (!calendar) throw new Error('a loaded year left no calendar');
      const { clocks, moved } = await recompute(db, calendar, clock.now());
      return {
        year,
        number: reading.number,
        days,
        doubts: findFeastDoubts(year, days),
        replaces: changes.some(change => change.year === year),
        clocks,
        moved: moved.length,
      };
    },

    loadYear(actor: Actor, { year, source, text }: { year: number; source: string; text: string }) {
      return keep(actor, 'deadlines.load_year', `calendar:${year}`, async tx => {
        const number = checkSource(source);
        const days = checkYear(await store.listChanges(tx), year, read(year, text).days);
        const value = await apply(tx, actor, { year, source: number, reason: '' }, days);
        return { value, facts: { year, source: number, days: days.length } };
      });
    },

    correctDay(
      actor: Actor,
      { date, kind, name, source, reason }: CalendarEntry & { source: string; reason: string },
    ) {
      return keep(actor, 'deadlines.correct_day', `calendar:${date}`, async tx => {
        const number = checkSource(source);
        const { years, days } = effectiveOf(await store.listChanges(tx));
        const year = Number(date.slice(0, 4));
        if (!years.some(one => one.year === year)) throw refuse.year_unknown({ year });
        const held = days.get(date)?.kind ?? 'ordinary';
        const worked = held === 'ordinary' && !isWeekend(date) && kind === 'workday';
        if (held === kind || worked) throw refuse.nothing_changed({ date });
        const change = { year: null, source: number, reason: reason.trim() };
        const value = await apply(tx, actor, change, [{ date, kind, name: name.trim() }]);
        return { value, facts: { date, kind, name, source: number, reason } };
      });
    },

    /** What is known, year by year, and the days of one year with the change that each rests on. */
    async overview(actor: Actor, asked: number | undefined) {
      const today = civilDate(clock.now());
      const [changes, moved] = await Promise.all([store.listChanges(db), store.countMoved(db)]);
      const { years, days } = effectiveOf(changes);
      const known = years.map(one => one.year);
      const year = asked ?? Number(today.slice(0, 4));
      const clocksOf = new Map(moved.map(one => [one.changeId, one.clocks]));
      const sourceOf = new Map(changes.map(one => [one.id, one.source]));
      return {
        today,
        year,
        years: known,
        bases: years.map(({ year: of, changeId }) => {
          const source = sourceOf.get(changeId) ?? '';
          return { year: of, source, byNotice: NOTICE_NUMBER.test(source) };
        }),
        knownThrough: knownThroughFrom(known, today),
        days: [...days.values()]
          .filter(day => day.date.startsWith(`${year}-`))
          .map(({ date, kind, name, corrected }) => ({ date, kind, name, corrected }))
          .sort((a, b) => (a.date < b.date ? -1 : 1)),
        changes: changes.toReversed().map(one => ({
          id: one.id,
          year: one.year,
          days: one.days.length,
          date: one.year === null ? (one.days[0]?.date ?? null) : null,
          kind: one.year === null ? (one.days[0]?.kind ?? null) : null,
          source: one.source,
          reason: one.reason,
          at: one.at.toISOString(),
          post: one.post,
          name: one.name,
          moved: clocksOf.get(one.id) ?? 0,
          inForce: years.some(({ changeId }) => changeId === one.id) || one.year === null,
        })),
        mayKeep: mayKeep(actor),
      };
    },

    /** Clocks that a change moved; without one, those that still wait for a year. */
    async movedClocks(actor: Actor, changeId: number | undefined) {
      if (!mayKeep(actor)) throw refuse.calendar_elsewhere();
      return changeId === undefined ? store.listProvisional(db, 200) : store.listMoved(db, changeId, 200);
    },
  };
}

/** The days of a notice, or the refusal that names the sentence. */
function read(year: number, text: string): NoticeReading {
  const reading = readNotice(text, year);
  const [first] = reading.problems;
  if (!first) return reading;
  const words = NOTICE_PROBLEMS[first.problem];
  throw refuse.notice_unread({
    line: first.line,
    sentence: first.sentence.slice(0, 60),
    problem: words?.zh ?? '',
    problemEn: words?.en ?? '',
  });
}
