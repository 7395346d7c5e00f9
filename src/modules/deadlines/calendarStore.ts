import { type Db, type Tx, sql } from '#kernel/db.ts';
import { LOCKS } from '#kernel/locks.ts';
import type { CalendarChange, CalendarEntry } from './changes.ts';

/** Before any row: a date that is told while the calendar changes would be wrong and nobody would tell it anew. */
export const holdCalendar = (tx: Tx): Promise<object> =>
  tx.get(sql`select pg_advisory_xact_lock_shared(${LOCKS.calendar}, 0)`);

export const lockCalendar = (tx: Tx): Promise<object> =>
  tx.get(sql`select pg_advisory_xact_lock(${LOCKS.calendar}, 0)`);

/** 0 while there is none. */
export const newestChange = async (db: Db): Promise<number> =>
  (await db.get<{ id: number }>(sql`select coalesce(max(id), 0) as id from deadlines.calendar_change`)).id;

export interface ChangeRow extends CalendarChange {
  source: string;
  reason: string;
  at: Date;
  post: string;
  name: string;
  days: CalendarEntry[];
}

/** Everything that was ever said about the calendar, in order. */
export const listChanges = (db: Db): Promise<ChangeRow[]> =>
  db.many(sql`select c.id, c.year, c.source, c.reason, c.at, c.post, c.name,
      coalesce((select jsonb_agg(jsonb_build_object('date', e.day, 'kind', e.kind, 'name', e.name) order by e.day)
        from deadlines.calendar_entry e where e.change_id = c.id), '[]') as days
    from deadlines.calendar_change c order by c.id`);

export const insertChange = async (
  tx: Tx,
  change: Omit<ChangeRow, 'id' | 'days'>,
  days: readonly CalendarEntry[],
): Promise<number> => {
  const { year, source, reason, at, post, name } = change;
  const { id } = await tx.get<{ id: number }>(
    sql`insert into deadlines.calendar_change (year, source, reason, at, post, name)
      values (${year}, ${source}, ${reason}, ${at}, ${post}, ${name}) returning id`,
  );
  await tx.run(sql`insert into deadlines.calendar_entry (change_id, day, kind, name)
    select ${id}, * from unnest(${days.map(day => day.date)}::date[], ${days.map(day => day.kind)}::text[], ${days.map(day => day.name)}::text[])`);
  return id;
};

export interface MovedRow {
  subject: string;
  step: string;
  parties: number[];
  localBefore: string | null;
  localAfter: string | null;
  legalBefore: string | null;
  legalAfter: string | null;
  localProvisional: boolean;
  legalProvisional: boolean;
}

/** Clocks whose dates a change of the calendar moved: what was told before, and since. */
export const listMoved = (db: Db, changeId: number, limit: number): Promise<MovedRow[]> =>
  db.many(sql`select c.subject, c.step, c.parties, b.local_due as "localBefore", t.local_due as "localAfter",
      b.legal_due as "legalBefore", t.legal_due as "legalAfter", t.local_provisional as "localProvisional", t.legal_provisional as "legalProvisional"
    from deadlines.telling t join deadlines.clock c on c.id = t.clock_id
    left join lateral (select local_due, legal_due from deadlines.telling x where x.clock_id = t.clock_id and x.id < t.id order by x.id desc limit 1) b on true
    where t.change_id = ${changeId} order by least(t.local_due, t.legal_due), t.id limit ${limit}`);

export const countMoved = (db: Db): Promise<{ changeId: number; clocks: number }[]> =>
  db.many(
    sql`select change_id as "changeId", count(*)::int as clocks from deadlines.telling where change_id is not null group by 1`,
  );

/** Running clocks whose last told date waits for a year that is not known. */
export const listProvisional = (db: Db, limit: number): Promise<MovedRow[]> =>
  db.many(sql`select c.subject, c.step, c.parties, t.local_due as "localBefore", t.local_due as "localAfter",
      t.legal_due as "legalBefore", t.legal_due as "legalAfter", t.local_provisional as "localProvisional", t.legal_provisional as "legalProvisional"
    from deadlines.clock c
    join lateral (select * from deadlines.telling x where x.clock_id = c.id order by x.id desc limit 1) t on t.local_provisional or t.legal_provisional
    where not exists (select from deadlines.clock_event e where e.clock_id = c.id and e.kind = 'stop')
    order by least(t.local_due, t.legal_due), c.id limit ${limit}`);
