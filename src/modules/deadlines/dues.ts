/** The clocks that run, by the days on which something is to be said of them. */
import type { Clock } from '#kernel/clock.ts';
import type { Db, Tx } from '#kernel/db.ts';
import type { Text } from '#kernel/errors.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { type WorkingCalendar, civilDate, dateOfDay, dayNumber } from './calendar.ts';
import { daysOf, factsOf } from './recompute.ts';
import { type ClockReading, readClock } from './rules.ts';
import * as store from './runningStore.ts';
import type { ClockRow } from './store.ts';

/** A clock that runs and has a date, as it stands now. */
export interface DueClock {
  id: number;
  subject: string;
  step: string;
  parties: number[];
  reading: ClockReading;
}

/** What a clock belongs to, in the words of the module that started it. */
export interface Described {
  /** “低保对象信息”申请 */
  title: Text;
  /** 共-2026-00203, where it has a number. */
  no: string;
  /** The page. */
  path: string;
  /** Whose turn it is. */
  waitsFor: { departmentId: number; roles: readonly Role[] };
}

/** Describes things of one kind by their numbers and the steps whose clocks run; what is gone is left out. */
export type Describe = (
  things: readonly { id: number; step: string }[],
  within: Db,
) => Promise<Map<number, Described>>;

export interface DuesNeeds {
  db: Db;
  clock: Clock;
  current: (within?: Db) => Promise<WorkingCalendar | undefined>;
}

export function createDues({ db, clock, current }: DuesNeeds) {
  const today = (): string => civilDate(clock.now());
  const dueClock = (row: ClockRow, calendar: WorkingCalendar): DueClock => ({
    id: row.id,
    subject: row.subject,
    step: row.step,
    parties: row.parties,
    reading: readClock(factsOf(row), calendar, clock.now()),
  });

  return {
    /** Whether offices work today; not known without a calendar. */
    async worksToday(): Promise<boolean> {
      return (await current())?.worksOnDay(dayNumber(today())) ?? false;
    },

    /** Whether there is a clock of which something may be to be said today. */
    waits: async (): Promise<boolean> => (await store.findToLookAt(db, today())) !== undefined,

    /** The next of them, held until the transaction ends; they are looked at again tomorrow at the earliest. */
    async take(tx: Tx, limit: number): Promise<DueClock[]> {
      const calendar = await current(tx);
      if (!calendar) return [];
      const rows = await store.takeToLookAt(tx, today(), limit);
      const days = rows.map(row => daysOf(row.id, factsOf(row), calendar, clock.now()));
      // Tomorrow, unless nothing can be to be said before a later day.
      const tomorrow = dateOfDay(dayNumber(today()) + 1);
      if (days.length > 0)
        await store.putRunning(
          tx,
          days.map(one => ({ ...one, look: one.look !== null && one.look < tomorrow ? tomorrow : one.look })),
        );
      return rows.map(row => dueClock(row, calendar));
    },

    /** The clocks that are due in a stretch of days and concern the departments, the first due first. */
    async list(filter: store.DueFilter, limit: number): Promise<DueClock[]> {
      const calendar = await current();
      if (!calendar) return [];
      return (await store.listDue(db, filter, limit)).map(row => dueClock(row, calendar));
    },

    /** How many are due on each day, and how many of them have little time left. */
    byDay: (filter: store.DueFilter): Promise<store.DayCount[]> => store.countByDay(db, filter, today()),
  };
}

export type Dues = ReturnType<typeof createDues>;
