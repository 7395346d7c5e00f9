/** Grants as sharing keeps them, read for what their use achieved. */
import { type Db, type Sql, sql } from '#kernel/db.ts';
import type { GrantState } from '#modules/grants/index.ts';
import type { RecordKind } from './rules.ts';

export interface GrantRow {
  id: number;
  no: string;
  state: GrantState;
  entryTitle: string;
  providerId: number;
  providerName: string;
  providerRegion: string;
  consumerId: number;
  consumerName: string;
  consumerRegion: string;
  systemName: string;
  /** Civil dates in Asia/Shanghai. */
  from: string;
  until: string;
  endedOn: string | null;
}

const civil = (at: Sql): Sql => sql`(${at} at time zone 'Asia/Shanghai')::date`;

/** The columns of a grant `g` with its parties; `GRANTS` is where they come from. */
export const GRANT = sql`g.id, g.no, g.state, g.entry_title as "entryTitle", g.provider_id as "providerId", p.name as "providerName",
  p.region_code as "providerRegion", g.consumer_id as "consumerId", c.name as "consumerName", c.region_code as "consumerRegion",
  s.name as "systemName", ${civil(sql`g.since`)} as "from", g.until,
  ${civil(sql`g.ended_at`)} as "endedOn"`;
export const GRANTS = sql`sharing.grant g join org.department p on p.id = g.provider_id join org.department c on c.id = g.consumer_id
  join org.system s on s.id = g.system_id`;

export const findGrant = (db: Db, id: number): Promise<GrantRow | undefined> =>
  db.find(sql`select ${GRANT} from ${GRANTS} where g.id = ${id}`);

export interface GrantFilter {
  /** Departments whose grants the reader sees; null for all. */
  seen: readonly number[] | null;
  departmentId: number;
  side: 'holding' | 'given' | 'all';
  words: string;
}

/** Both sides of a grant see what is kept of it, and whoever looks after one of them. */
export const seenBy = ({ seen, departmentId, side, words }: GrantFilter): Sql => sql`
  (${seen === null} or ${departmentId} in (g.consumer_id, g.provider_id) or g.consumer_id = any(${seen ?? []}::int[])
    or g.provider_id = any(${seen ?? []}::int[]))
  and (${side} = 'all' or (${side} = 'holding' and g.consumer_id = ${departmentId}) or (${side} = 'given' and g.provider_id = ${departmentId}))
  and (${words} = '' or strpos(lower(concat_ws(' ', g.no, g.entry_title, p.name, c.name)), lower(${words})) > 0)`;

export interface GrantUseRow extends GrantRow {
  kinds: RecordKind[];
  lastAt: Date | null;
  results: number;
  lastReport: string | null;
}

const KEPT = sql`cross join lateral (select coalesce(array_agg(distinct kind), '{}') as kinds, max(at) as last_at
    from results.use_record where grant_id = g.id) kept
  cross join lateral (select count(*)::int as results, max(${civil(sql`at`)}) as last_report
    from results.result where grant_id = g.id) told`;

/** What must be there by now: while a grant runs, and once it has ended. */
export interface Expected {
  running: readonly RecordKind[];
  ended: readonly RecordKind[];
}

const gaps = (which: 'gaps' | 'none' | null, { running, ended }: Expected): Sql => sql`
  (${which}::text is null or (g.state <> 'awaiting_supply' and ((${which} = 'none' and cardinality(kept.kinds) = 0) or (${which} = 'gaps' and not kept.kinds @>
      case when g.ended_at is not null then ${[...ended]}::text[] else ${[...running]}::text[] end))))`;

export const listGrantUse = (
  db: Db,
  filter: GrantFilter,
  which: 'gaps' | 'none' | null,
  expected: Expected,
  size: number,
  offset: number,
): Promise<GrantUseRow[]> =>
  db.many(sql`select ${GRANT}, kept.kinds, kept.last_at as "lastAt", told.results, told.last_report as "lastReport"
    from ${GRANTS} ${KEPT} where ${seenBy(filter)} and ${gaps(which, expected)}
    order by g.id desc limit ${size} offset ${offset}`);

export const countGrantUse = (
  db: Db,
  filter: GrantFilter,
  which: 'gaps' | 'none' | null,
  expected: Expected,
): Promise<{ n: number }> =>
  db.get(
    sql`select count(*)::int as n from ${GRANTS} ${KEPT} where ${seenBy(filter)} and ${gaps(which, expected)}`,
  );

/** Grants half of whose term has passed, or that ended: a report on their results may be due. */
export const listMayBeDue = (
  db: Db,
  today: string,
  of: { consumerId: number } | { untold: true },
  limit: number,
): Promise<(GrantRow & { lastReport: string | null; told: ('half' | 'end')[] })[]> =>
  db.many(sql`select ${GRANT}, told.last_report as "lastReport", reminded.told
    from ${GRANTS} ${KEPT}
    cross join lateral (select coalesce(array_agg(occasion), '{}') as told from results.reminder where grant_id = g.id) reminded
    where (g.ended_at is not null or g.state <> 'awaiting_supply' and ${civil(sql`g.since`)} + (g.until - ${civil(sql`g.since`)}) / 2 <= ${today}::date)
      and ${
        'consumerId' in of
          ? sql`g.consumer_id = ${of.consumerId}`
          : sql`not (case when g.ended_at is not null then 'end' else 'half' end) = any(reminded.told)`
      }
    order by g.id limit ${limit}`);
