import type { Static } from 'typebox';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import type { Citation } from '#kernel/errors.ts';
import type { Audited, Command } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { type CalendarData, type WorkingCalendar, buildCalendar, civilDate } from './calendar.ts';
import type { ClockView } from './contract.ts';
import { type ClockFacts, readClock } from './rules.ts';
import * as store from './store.ts';

/** One side of a step's limit: how many working days, and the clause that says so. */
export interface Limit {
  days: number | null;
  citation: Citation | null;
}

export interface DeadlinesNeeds {
  db: Db;
  audited: Audited;
  clock: Clock;
}

export type ClockSight = Static<typeof ClockView>;

export async function createDeadlines({ db, audited, clock }: DeadlinesNeeds) {
  let calendar: WorkingCalendar | undefined;

  async function load(): Promise<void> {
    const known = await store.findCalendar(db);
    calendar = known
      ? buildCalendar({ knownThrough: known.knownThrough, days: await store.listCalendarDays(db) })
      : undefined;
  }
  await load();

  function inForce(): WorkingCalendar {
    if (!calendar) throw new Error('no working calendar is loaded');
    return calendar;
  }

  function sight(row: store.ClockRow): ClockSight {
    const facts: ClockFacts = {
      started: row.startedAt.getTime(),
      localDays: row.localDays,
      legalDays: row.legalDays,
      events: row.events.map(event =>
        event.kind === 'extend'
          ? { kind: 'extend', at: event.at, days: event.days ?? 0 }
          : { kind: event.kind, at: event.at },
      ),
    };
    const reading = readClock(facts, inForce(), clock.now());
    const { localDays, legalDays, localDue, legalDue, remaining, lateDays, usedDays, extendedDays, state } =
      reading;
    return {
      step: row.step,
      started: row.startedAt.toISOString(),
      localDays,
      legalDays,
      localDue,
      legalDue,
      remaining,
      lateDays,
      usedDays,
      extendedDays,
      state,
      localCitation: row.localCitation,
      legalCitation: row.legalCitation,
    };
  }

  return {
    /** Today's civil date in Asia/Shanghai. */
    today: () => civilDate(clock.now()),
    calendar: inForce,

    /** Loads holidays as data, with a record; clocks computed afterwards use them. */
    async loadCalendar(source: string, data: CalendarData): Promise<void> {
      await audited(PLATFORM, 'deadlines.load_calendar', 'calendar', async tx => {
        await store.replaceCalendar(tx, source, data.knownThrough, new Date(tx.at), data.days);
        return {
          value: undefined,
          facts: { source, knownThrough: data.knownThrough, days: data.days.length },
        };
      });
      await load();
    },

    hasCalendar: () => calendar !== undefined,

    async start(tx: Command, subject: string, step: string, local: Limit, legal: Limit): Promise<void> {
      await store.insertClock(tx, {
        subject,
        step,
        startedAt: new Date(tx.at),
        localDays: local.days,
        legalDays: legal.days,
        localCitation: local.citation,
        legalCitation: legal.citation,
      });
    },

    /** Moves the running clock of a step; nothing happens when there is none, as after its stop. */
    async move(
      tx: Command,
      subject: string,
      step: string,
      kind: 'pause' | 'resume' | 'stop' | 'extend',
      days: number | null = null,
    ): Promise<void> {
      await store.insertEvent(tx, subject, step, kind, new Date(tx.at), days);
    },

    async clocksOf(subjects: readonly string[], within: Db = db): Promise<Map<string, ClockSight>> {
      if (subjects.length === 0) return new Map();
      return new Map((await store.listClocks(within, subjects)).map(row => [row.subject, sight(row)]));
    },
  };
}

export type Deadlines = Awaited<ReturnType<typeof createDeadlines>>;
