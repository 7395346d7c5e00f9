import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { Citation } from '#kernel/errors.ts';
import type { CalendarDay } from './calendar.ts';

export interface ClockRow {
  id: number;
  subject: string;
  step: string;
  startedAt: Date;
  localDays: number | null;
  legalDays: number | null;
  localCitation: Citation | null;
  legalCitation: Citation | null;
  events: { kind: 'pause' | 'resume' | 'extend' | 'stop'; at: number; days: number | null }[];
}

export const insertClock = (tx: Tx, clock: Omit<ClockRow, 'id' | 'events'>): Promise<{ id: number }> =>
  tx.get(sql`insert into deadlines.clock (subject, step, started_at, local_days, legal_days, local_citation, legal_citation)
    values (${clock.subject}, ${clock.step}, ${clock.startedAt}, ${clock.localDays}, ${clock.legalDays},
      ${JSON.stringify(clock.localCitation)}::jsonb, ${JSON.stringify(clock.legalCitation)}::jsonb) returning id`);

/** Adds an event to the running clock of a subject's step; answers how many clocks there were (0 or 1). */
export const insertEvent = (
  tx: Tx,
  subject: string,
  step: string,
  kind: string,
  at: Date,
  days: number | null,
): Promise<number> =>
  tx.run(sql`insert into deadlines.clock_event (clock_id, kind, at, days)
    select c.id, ${kind}, ${at}, ${days}::int from deadlines.clock c
    where c.subject = ${subject} and c.step = ${step}
      and not exists (select from deadlines.clock_event e where e.clock_id = c.id and e.kind = 'stop')
    order by c.id desc limit 1`);

/** The last clock of each subject. */
export const listClocks = (db: Db, subjects: readonly string[]): Promise<ClockRow[]> =>
  db.many(sql`select distinct on (c.subject) c.id, c.subject, c.step, c.started_at as "startedAt", c.local_days as "localDays",
      c.legal_days as "legalDays", nullif(c.local_citation, 'null'::jsonb) as "localCitation", nullif(c.legal_citation, 'null'::jsonb) as "legalCitation",
      coalesce((select jsonb_agg(jsonb_build_object('kind', e.kind, 'at', (extract(epoch from e.at) * 1000)::bigint, 'days', e.days) order by e.id)
        from deadlines.clock_event e where e.clock_id = c.id), '[]') as events
    from deadlines.clock c where c.subject = any(${[...subjects]}) order by c.subject, c.id desc`);

export const findCalendar = (db: Db): Promise<{ source: string; knownThrough: string } | undefined> =>
  db.find(sql`select source, known_through as "knownThrough" from deadlines.calendar`);

export const listCalendarDays = (db: Db): Promise<CalendarDay[]> =>
  db.many(sql`select day as date, kind, name from deadlines.calendar_day order by day`);

export const replaceCalendar = async (
  tx: Tx,
  source: string,
  knownThrough: string,
  at: Date,
  days: readonly CalendarDay[],
): Promise<void> => {
  await tx.run(sql`insert into deadlines.calendar (source, known_through, loaded_at) values (${source}, ${knownThrough}, ${at})
    on conflict (one) do update set source = excluded.source, known_through = excluded.known_through, loaded_at = excluded.loaded_at`);
  await tx.run(sql`insert into deadlines.calendar_day (day, kind, name)
    select * from unnest(${days.map(day => day.date)}::date[], ${days.map(day => day.kind)}::text[], ${days.map(day => day.name)}::text[])
    on conflict (day) do update set kind = excluded.kind, name = excluded.name`);
};
