import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { Citation } from '#kernel/errors.ts';
import type { ClockDates, ClockUnit } from './rules.ts';

export type EventKind = 'pause' | 'resume' | 'extend' | 'stop';

export interface EventRow {
  kind: EventKind;
  at: number;
  days: number | null;
  local: boolean;
}

export interface ClockRow {
  id: number;
  subject: string;
  step: string;
  startedAt: Date;
  localDays: number | null;
  legalDays: number | null;
  unit: ClockUnit;
  localCitation: Citation | null;
  legalCitation: Citation | null;
  parties: number[];
  events: EventRow[];
}

const EVENTS = sql`coalesce((select jsonb_agg(jsonb_build_object('kind', e.kind, 'at', (extract(epoch from e.at) * 1000)::bigint, 'days', e.days, 'local', e.local) order by e.id)
        from deadlines.clock_event e where e.clock_id = c.id), '[]') as events`;
/** What `ClockRow` needs of `deadlines.clock c`. */
export const CLOCK_COLUMNS = sql`c.id, c.subject, c.step, c.started_at as "startedAt", c.local_days as "localDays", c.legal_days as "legalDays",
      nullif(c.local_citation, 'null'::jsonb) as "localCitation", nullif(c.legal_citation, 'null'::jsonb) as "legalCitation", c.parties, c.unit, ${EVENTS}`;

export const insertClock = (tx: Tx, clock: Omit<ClockRow, 'id' | 'events'>): Promise<{ id: number }> =>
  tx.get(sql`insert into deadlines.clock (subject, step, started_at, local_days, legal_days, local_citation, legal_citation, parties, unit)
    values (${clock.subject}, ${clock.step}, ${clock.startedAt}, ${clock.localDays}, ${clock.legalDays},
      ${JSON.stringify(clock.localCitation)}::jsonb, ${JSON.stringify(clock.legalCitation)}::jsonb, ${clock.parties}, ${clock.unit}) returning id`);

/** The clock of a subject's step that has not stopped, held until the transaction ends. */
export const findRunning = (tx: Tx, subject: string, step: string): Promise<ClockRow | undefined> =>
  tx.find(sql`select ${CLOCK_COLUMNS} from deadlines.clock c where c.subject = ${subject} and c.step = ${step}
      and not exists (select from deadlines.clock_event e where e.clock_id = c.id and e.kind = 'stop')
    order by c.id desc limit 1 for no key update`);

export const insertEvent = (
  tx: Tx,
  clockId: number,
  event: { kind: EventKind; at: Date; days: number | null; local: boolean; citation: Citation | null },
): Promise<number> =>
  tx.run(sql`insert into deadlines.clock_event (clock_id, kind, at, days, local, citation)
    values (${clockId}, ${event.kind}, ${event.at}, ${event.days}, ${event.local}, ${event.citation === null ? null : JSON.stringify(event.citation)}::jsonb)`);

export interface SightRow extends ClockRow {
  /** Only while the last that was told is a change of the calendar: the dates told before it. */
  beforeLocal: string | null;
  beforeLegal: string | null;
}

/** The last clock of each subject. */
export const listClocks = (db: Db, subjects: readonly string[]): Promise<SightRow[]> =>
  db.many(sql`select distinct on (c.subject) ${CLOCK_COLUMNS}, b.local_due as "beforeLocal", b.legal_due as "beforeLegal"
    from deadlines.clock c
    left join lateral (select t.id, t.cause from deadlines.telling t where t.clock_id = c.id order by t.id desc limit 1) last on true
    left join lateral (select x.local_due, x.legal_due from deadlines.telling x
      where last.cause = 'calendar' and x.clock_id = c.id and x.id < last.id order by x.id desc limit 1) b on true
    where c.subject = any(${[...subjects]}) order by c.subject, c.id desc`);

export interface RunningRow {
  id: number;
  /** Milliseconds. */
  startedAt: number;
  localDays: number | null;
  legalDays: number | null;
  unit: ClockUnit;
  events: EventRow[];
  /** The dates last told; undefined when the parties were never told one. */
  told: ClockDates | undefined;
}

const groupByClock = <R extends { clockId: number }>(rows: readonly R[]): Map<number, R[]> => {
  const groups = new Map<number, R[]>();
  for (const row of rows) {
    const group = groups.get(row.clockId);
    if (group) group.push(row);
    else groups.set(row.clockId, [row]);
  }
  return groups;
};

/**
 * Clocks that have not stopped, with their events and the dates last told: the next of at most `limit` clocks after a
 * number, and the number to go on from. Three plain scans of index ranges: a subquery a clock costs several times as much.
 */
export const listRunning = async (
  db: Db,
  after: number,
  limit: number,
): Promise<{ rows: RunningRow[]; next: number | undefined }> => {
  const clocks = await db.many<Omit<RunningRow, 'events' | 'told'>>(
    sql`select id, (extract(epoch from started_at) * 1000)::bigint as "startedAt", local_days as "localDays", legal_days as "legalDays", unit
      from deadlines.clock where id > ${after} order by id limit ${limit}`,
  );
  const last = clocks.at(-1)?.id;
  if (last === undefined) return { rows: [], next: undefined };
  const events = groupByClock(
    await db.many<EventRow & { clockId: number }>(
      sql`select clock_id as "clockId", kind, (extract(epoch from at) * 1000)::bigint as at, days, local
        from deadlines.clock_event where clock_id > ${after} and clock_id <= ${last} order by id`,
    ),
  );
  const told = new Map(
    (
      await db.many<ClockDates & { clockId: number }>(
        sql`select distinct on (clock_id) clock_id as "clockId", local_due as "localDue", legal_due as "legalDue", local_provisional as "localProvisional", legal_provisional as "legalProvisional"
          from deadlines.telling where clock_id > ${after} and clock_id <= ${last} order by clock_id, id desc`,
      )
    ).map(row => [row.clockId, row]),
  );
  const rows = clocks
    .map(clock => ({ ...clock, events: events.get(clock.id) ?? [], told: told.get(clock.id) }))
    .filter(clock => clock.events.at(-1)?.kind !== 'stop');
  return { rows, next: clocks.length < limit ? undefined : last };
};

export interface NewTelling extends ClockDates {
  clockId: number;
}

/** One statement for as many as there are. */
export const insertTellings = (
  tx: Tx,
  tellings: readonly NewTelling[],
  cause: 'start' | 'resume' | 'extend' | 'calendar',
  at: Date,
  changeId: number | null = null,
): Promise<number> =>
  tx.run(sql`insert into deadlines.telling (clock_id, at, cause, change_id, local_due, legal_due, local_provisional, legal_provisional)
    select x.clock_id, ${at}, ${cause}, ${changeId}::int, x.local_due, x.legal_due, x.local_provisional, x.legal_provisional
    from unnest(${tellings.map(one => one.clockId)}::int[], ${tellings.map(one => one.localDue)}::date[],
      ${tellings.map(one => one.legalDue)}::date[], ${tellings.map(one => one.localProvisional)}::bool[],
      ${tellings.map(one => one.legalProvisional)}::bool[]) x(clock_id, local_due, legal_due, local_provisional, legal_provisional)`);

export interface TellingRow {
  step: string;
  parties: number[];
  at: Date;
  cause: 'start' | 'resume' | 'extend' | 'calendar';
  source: string | null;
  localDue: string | null;
  legalDue: string | null;
  localProvisional: boolean;
  legalProvisional: boolean;
}

/** All that the parties of a subject's clocks were told, the first first. */
export const listTellings = (db: Db, subject: string): Promise<TellingRow[]> =>
  db.many(sql`select c.step, c.parties, t.at, t.cause, x.source, t.local_due as "localDue", t.legal_due as "legalDue", t.local_provisional as "localProvisional", t.legal_provisional as "legalProvisional"
    from deadlines.telling t join deadlines.clock c on c.id = t.clock_id left join deadlines.calendar_change x on x.id = t.change_id
    where c.subject = ${subject} order by t.id`);
