import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { ReminderKind } from './rules.ts';

export interface NewTold {
  clockId: number;
  kind: ReminderKind;
  day: string;
  lateDays: number;
  authorityId: number | null;
}

/** Keeps what is said now; answers which of it was not said before. */
export const insertTold = (tx: Tx, told: readonly NewTold[], at: Date): Promise<{ clockId: number }[]> =>
  tx.many(sql`insert into reminders.told (clock_id, kind, day, late_days, authority_id, at)
    select x.clock_id, x.kind, x.day, x.late_days, x.authority_id, ${at}
    from unnest(${told.map(one => one.clockId)}::int[], ${told.map(one => one.kind)}::text[], ${told.map(one => one.day)}::date[],
      ${told.map(one => one.lateDays)}::int[], ${told.map(one => one.authorityId)}::int[]) x(clock_id, kind, day, late_days, authority_id)
    on conflict do nothing returning clock_id as "clockId"`);

export interface Escalation {
  authorityId: number;
  clocks: number;
  worst: number;
}

/** What authorities are still to be told of today. */
export const listToEscalate = (db: Db, today: string): Promise<Escalation[]> =>
  db.many(sql`select t.authority_id as "authorityId", count(*) as clocks, max(t.late_days) as worst from reminders.told t
    where t.day = ${today} and t.kind = 'late' and t.authority_id is not null
      and not exists (select from reminders.escalation e where e.department_id = t.authority_id and e.day = ${today})
    group by 1 order by 1`);

/** Answers whether it was not said before. */
export const insertEscalation = async (
  tx: Tx,
  { authorityId, clocks }: Escalation,
  today: string,
  at: Date,
): Promise<boolean> =>
  (await tx.run(sql`insert into reminders.escalation (department_id, day, clocks, at)
    values (${authorityId}, ${today}, ${clocks}, ${at}) on conflict do nothing`)) > 0;
