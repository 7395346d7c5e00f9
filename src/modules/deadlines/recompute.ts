import type { Db, Tx } from '#kernel/db.ts';
import { type WorkingCalendar, civilDate, dateOfDay, dayNumber } from './calendar.ts';
import { type ClockDates, type ClockFacts, type ClockUnit, readDates, readDays } from './rules.ts';
import { type RunningDays, moveRunning } from './runningStore.ts';
import * as store from './store.ts';

/** Clocks that are read at once: enough to keep the database busy, few enough to hold in memory. */
const PAGE = 10_000;

export function factsOf(row: {
  startedAt: Date | number;
  localDays: number | null;
  legalDays: number | null;
  unit: ClockUnit;
  events: readonly store.EventRow[];
}): ClockFacts {
  return {
    started: Number(row.startedAt),
    localDays: row.localDays,
    legalDays: row.legalDays,
    unit: row.unit,
    events: row.events.map(({ kind, at, days, local }) =>
      kind === 'extend' ? { kind, at, days: days ?? 0, local } : { kind, at },
    ),
  };
}

/** The days that are kept of a running clock: all null where it has no date now. */
export function daysOf(
  clockId: number,
  facts: ClockFacts,
  calendar: WorkingCalendar | undefined,
  now: number,
): RunningDays {
  const days = calendar && readDays(facts, calendar, now);
  if (!days) return { clockId, due: null, near: null, look: null };
  // Whoever just began knows it; and the day on which the near date is due says more than that it is near.
  const first = dateOfDay(Math.max(dayNumber(days.near), dayNumber(civilDate(facts.started)) + 1));
  return { clockId, ...days, look: first };
}

export interface Recomputed {
  /** Running clocks that were looked at. */
  clocks: number;
  /** Those whose date, or whose certainty, is no longer what was told. */
  moved: store.NewTelling[];
  /** The days of those that may have moved on this calendar. */
  days: RunningDays[];
}

/** What the running clocks say on this calendar, against what their parties were told last. */
export async function recompute(db: Db, calendar: WorkingCalendar, now: number): Promise<Recomputed> {
  const moved: store.NewTelling[] = [];
  const days: RunningDays[] = [];
  let clocks = 0;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: Awaited<ReturnType<typeof store.listRunning>> = await store.listRunning(db, after, PAGE);
    for (const row of page.rows) {
      const facts = factsOf(row);
      const dates = readDates(facts, calendar, now);
      const stands = dates !== undefined && isTold(dates, row.told);
      if (dates !== undefined && !stands) moved.push({ clockId: row.id, ...dates });
      // What is near is counted in working days: it moves with the date, and without it only where days are natural.
      if (!stands || facts.unit === 'natural') days.push(daysOf(row.id, facts, calendar, now));
    }
    clocks += page.rows.length;
    after = page.next;
  }
  return { clocks, moved, days };
}

const isTold = (dates: ClockDates, told: ClockDates | undefined): boolean =>
  told !== undefined &&
  dates.localDue === told.localDue &&
  dates.legalDue === told.legalDue &&
  dates.localProvisional === told.localProvisional &&
  dates.legalProvisional === told.legalProvisional;

/** Tells them, and keeps that they were told. */
export async function tellMoved(
  tx: Tx,
  calendar: WorkingCalendar,
  at: number,
  changeId: number,
): Promise<{ clocks: number; moved: number }> {
  const { clocks, moved, days } = await recompute(tx, calendar, at);
  if (days.length > 0) await moveRunning(tx, days);
  if (moved.length > 0) await store.insertTellings(tx, moved, 'calendar', new Date(at), changeId);
  return { clocks, moved: moved.length };
}
