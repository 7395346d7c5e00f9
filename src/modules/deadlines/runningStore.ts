import { type Db, type Sql, type Tx, empty, sql } from '#kernel/db.ts';
import { type ClockRow, CLOCK_COLUMNS } from './store.ts';

/** The days of a running clock; all null while it is paused, has no limit, or no calendar is known. */
export interface RunningDays {
  clockId: number;
  due: string | null;
  near: string | null;
  look: string | null;
}

const upsert = (
  days: readonly RunningDays[],
): Sql => sql`insert into deadlines.running (clock_id, due_on, near_on, look_on)
    select x.clock_id, x.due, x.near, x.look from unnest(${days.map(one => one.clockId)}::int[],
      ${days.map(one => one.due)}::date[], ${days.map(one => one.near)}::date[], ${days.map(one => one.look)}::date[])
      x(clock_id, due, near, look)
    on conflict (clock_id) do update set due_on = excluded.due_on, near_on = excluded.near_on, look_on = excluded.look_on`;

export const putRunning = (tx: Tx, days: readonly RunningDays[]): Promise<number> => tx.run(upsert(days));

/** The same for a whole calendar: what did not move is left, with the day on which it is looked at next. */
export const moveRunning = (tx: Tx, days: readonly RunningDays[]): Promise<number> =>
  tx.run(sql`${upsert(days)}
    where (running.due_on, running.near_on) is distinct from (excluded.due_on, excluded.near_on)`);

export const dropRunning = (tx: Tx, clockId: number): Promise<number> =>
  tx.run(sql`delete from deadlines.running where clock_id = ${clockId}`);

export const findToLookAt = (db: Db, today: string): Promise<object | undefined> =>
  db.find(sql`select 1 as one from deadlines.running where look_on <= ${today} limit 1`);

/** Clocks to look at, held until the transaction ends; those that another worker holds are left to it. */
export const takeToLookAt = (tx: Tx, today: string, limit: number): Promise<ClockRow[]> =>
  tx.many(sql`select ${CLOCK_COLUMNS} from deadlines.running r join deadlines.clock c on c.id = r.clock_id
    where r.look_on <= ${today} order by r.look_on, r.clock_id limit ${limit} for update of r skip locked`);

export interface DueFilter {
  /** Civil dates, both included; null for open. */
  from: string | null;
  to: string;
  /** Departments that a clock concerns. */
  departments: 'all' | readonly number[];
}

const within = ({ from, to, departments }: DueFilter): Sql => sql`deadlines.running r
  join deadlines.clock c on c.id = r.clock_id
  where r.due_on <= ${to} and (${from}::date is null or r.due_on >= ${from})
    ${departments === 'all' ? empty : sql`and c.parties && ${[...departments]}::int[]`}`;

/** Those that are due first, first. */
export const listDue = (db: Db, filter: DueFilter, limit: number): Promise<ClockRow[]> =>
  db.many(sql`select ${CLOCK_COLUMNS} from ${within(filter)} order by r.due_on, r.clock_id limit ${limit}`);

export interface DayCount {
  date: string;
  clocks: number;
  /** How many of them have little time left. */
  near: number;
}

export const countByDay = (db: Db, filter: DueFilter, today: string): Promise<DayCount[]> =>
  db.many(sql`select r.due_on::text as date, count(*) as clocks, count(*) filter (where r.near_on <= ${today}) as near
    from ${within(filter)} group by r.due_on order by r.due_on`);
