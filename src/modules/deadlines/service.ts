import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import type { Citation } from '#kernel/errors.ts';
import type { Command } from '#record/audited.ts';
import { type WorkingCalendar, civilDate, endOfDay } from './calendar.ts';
import { holdCalendar } from './calendarStore.ts';
import type { ClockView } from './contract.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type KeepingNeeds, createKeeping } from './keeping.ts';
import { findEventProblem, findExtensionProblem } from './events.ts';
import { createDues } from './dues.ts';
import { daysOf, factsOf } from './recompute.ts';
import { refuse } from './refusals.ts';
import { type ClockFacts, type ClockUnit, readClock, readDates } from './rules.ts';
import { dropRunning, putRunning } from './runningStore.ts';
import * as store from './store.ts';

/** One side of a step's limit: how many working days, and the clause that says so. */
export interface Limit {
  days: number | null;
  citation: Citation | null;
}

/** How far a step is extended, and the clause that allows it. */
export interface Extension {
  days: number;
  /** The most that the clause allows, in the clock’s days (N809 21: 10). */
  most: number;
  /** Whether the local text knows extensions: then the local date moves too. */
  local: boolean;
  citation: Citation | null;
}

export type ClockSight = Static<typeof ClockView>;

export interface DeadlinesNeeds extends KeepingNeeds {
  /** Something happened to a clock: what was said of its date before no longer holds. */
  moved?(tx: Command, clockId: number): Promise<void>;
}

export async function createDeadlines(needs: DeadlinesNeeds) {
  const { db, clock } = needs;
  const keeping = createKeeping(needs);
  let known = (await keeping.current()) !== undefined;

  /** The calendar for a command that tells a date; undefined while no year is known, when nothing can be told. */
  async function tellingCalendar(tx: Command): Promise<WorkingCalendar | undefined> {
    await holdCalendar(tx);
    return keeping.current(tx);
  }

  async function tell(
    tx: Command,
    row: Pick<store.ClockRow, 'id' | 'startedAt' | 'localDays' | 'legalDays' | 'unit' | 'events'>,
    cause: 'start' | 'resume' | 'extend',
    calendar: WorkingCalendar | undefined,
  ): Promise<void> {
    await putRunning(tx, [daysOf(row.id, factsOf(row), calendar, tx.at)]);
    const dates = calendar && readDates(factsOf(row), calendar, tx.at);
    if (dates) await store.insertTellings(tx, [{ clockId: row.id, ...dates }], cause, new Date(tx.at));
  }

  /** Adds an event to the running clock of a step; nothing happens when there is none, as after its stop. */
  async function happen(
    tx: Command,
    subject: string,
    step: string,
    kind: store.EventKind,
    extension?: Extension,
  ): Promise<void> {
    const tells = kind === 'resume' || kind === 'extend';
    const calendar = tells ? await tellingCalendar(tx) : undefined;
    const row = await store.findRunning(tx, subject, step);
    if (!row) return;
    const facts = factsOf(row);
    const problem = findEventProblem(facts.events, kind);
    if (problem) throw refuse[problem]();
    if (extension) checkExtension(facts, calendar, tx.at, extension);
    const { days = null, local = false, citation = null } = extension ?? {};
    const event = { kind, days, local, citation };
    await store.insertEvent(tx, row.id, { ...event, at: new Date(tx.at) });
    await needs.moved?.(tx, row.id);
    if (kind === 'stop') await dropRunning(tx, row.id);
    if (kind === 'pause') await putRunning(tx, [{ clockId: row.id, due: null, near: null, look: null }]);
    if (tells) await tell(tx, { ...row, events: [...row.events, { ...event, at: tx.at }] }, kind, calendar);
  }

  function checkExtension(
    facts: ClockFacts,
    calendar: WorkingCalendar | undefined,
    now: number,
    { days, most, citation }: Extension,
  ): void {
    const found = findExtensionProblem(facts, calendar, now, { days, most });
    if (found) throw refuse[found.problem]({ most, due: found.due ?? '' }, citation ?? undefined);
  }

  function sight(row: store.SightRow, calendar: WorkingCalendar): ClockSight {
    const reading = readClock(factsOf(row), calendar, clock.now());
    const before = reading.binding === 'local' ? row.beforeLocal : row.beforeLegal;
    return {
      step: row.step,
      started: row.startedAt.toISOString(),
      unit: row.unit,
      localDays: reading.localDays,
      legalDays: reading.legalDays,
      localDue: reading.localDue,
      legalDue: reading.legalDue,
      localProvisional: reading.localProvisional,
      legalProvisional: reading.legalProvisional,
      due: reading.due,
      provisional: reading.provisional,
      limitDays: reading.limitDays,
      remaining: reading.remaining,
      lateDays: reading.lateDays,
      usedDays: reading.usedDays,
      extendedDays: reading.extendedDays,
      state: reading.state,
      late: reading.late,
      movedFrom: before === reading.due ? null : before,
      localMovedFrom: row.beforeLocal === reading.localDue ? null : row.beforeLocal,
      legalMovedFrom: row.beforeLegal === reading.legalDue ? null : row.beforeLegal,
      localCitation: row.localCitation,
      legalCitation: row.legalCitation,
    };
  }

  return {
    ...keeping,

    /** The clocks that run, by their days. */
    dues: createDues({ db, clock, current: keeping.current }),

    /** Today's civil date in Asia/Shanghai. */
    today: () => civilDate(clock.now()),

    async loadCalendar(...data: Parameters<typeof keeping.loadCalendar>): Promise<void> {
      await keeping.loadCalendar(...data);
      known = true;
    },

    hasCalendar: () => known,

    /**
     * Starts a step's clock; `parties` are the departments that are told its dates, with whoever sees the step. Limits
     * count working days unless `unit` says natural days.
     */
    async start(
      tx: Command,
      subject: string,
      step: string,
      local: Limit,
      legal: Limit,
      {
        parties = [],
        unit = 'working',
        from,
      }: {
        parties?: readonly number[];
        unit?: ClockUnit;
        /** The civil date of what is counted from, where it lies before the command. */
        from?: string;
      } = {},
    ): Promise<void> {
      const calendar = await tellingCalendar(tx);
      const started = {
        startedAt: new Date(from === undefined ? tx.at : Math.min(tx.at, endOfDay(from) - 1)),
        localDays: local.days,
        legalDays: legal.days,
        unit,
      };
      const { id } = await store.insertClock(tx, {
        ...started,
        subject,
        step,
        localCitation: local.citation,
        legalCitation: legal.citation,
        parties: [...new Set(parties)],
      });
      await tell(tx, { ...started, id, events: [] }, 'start', calendar);
    },

    /** Moves the running clock of a step; nothing happens when there is none, as after its stop. */
    move: (tx: Command, subject: string, step: string, kind: 'pause' | 'resume' | 'stop'): Promise<void> =>
      happen(tx, subject, step, kind),

    /**
     * Extends the running clock: once, before the date that moves has passed, and by no more than the clause allows;
     * else a refusal that names the clause. The legal date moves; the local one only with `local`.
     */
    extend: (tx: Command, subject: string, step: string, extension: Extension): Promise<void> =>
      happen(tx, subject, step, 'extend', extension),

    async clocksOf(subjects: readonly string[], within: Db = db): Promise<Map<string, ClockSight>> {
      if (subjects.length === 0) return new Map();
      const calendar = await keeping.current(within);
      if (!calendar) throw new Error('no working calendar is loaded');
      return new Map(
        (await store.listClocks(within, subjects)).map(row => [row.subject, sight(row, calendar)]),
      );
    },

    /** Which dates the parties of a subject's clocks were told, when and why, for whoever keeps the calendar. */
    async tellings(actor: Actor, subject: string) {
      if (!keeping.mayKeep(actor)) throw refuse.calendar_elsewhere();
      const told = await store.listTellings(db, subject);
      return told.map(({ at, ...one }) => ({ ...one, at: at.toISOString() }));
    },
  };
}

export type Deadlines = Awaited<ReturnType<typeof createDeadlines>>;
