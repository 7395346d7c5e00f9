import { type Db, sql } from '#kernel/db.ts';

/** A received application with the facts of its answer's clock; instants in milliseconds since the epoch. */
export interface PastCase {
  id: number;
  no: string;
  entryTitle: string;
  shareType: 'unconditional' | 'conditional';
  state: string;
  providerId: number;
  provider: string;
  regionCode: string;
  consumer: string;
  started: number;
  localDays: number | null;
  legalDays: number | null;
  events: { kind: 'pause' | 'resume' | 'extend' | 'stop'; at: number; days: number | null; local: boolean }[];
}

export interface PastCases {
  /** Instants; `since` included, `until` not. */
  since: Date;
  until: Date;
  regions: readonly string[];
  openOnly: boolean;
}

/**
 * The next cases after an id, in the order of ids. Clocks of the page's cases are found by their subjects at once:
 * of several clocks of a case (its entry changed, another way began) the last counts.
 */
export const listPastCases = (db: Db, ask: PastCases, after: number, size: number): Promise<PastCase[]> =>
  db.many(sql`with page as materialized (
      select a.id, a.no, a.entry_title, a.share_type, a.state, a.provider_id, p.name as provider, p.region_code, c.name as consumer,
        'application:' || a.id as subject
      from sharing.application a join org.department p on p.id = a.provider_id join org.department c on c.id = a.consumer_id
      where a.id > ${after} and a.received_at >= ${ask.since} and a.received_at < ${ask.until} and p.region_code = any(${[...ask.regions]})
        and (not ${ask.openOnly} or a.answered_at is null and a.state in ('awaiting_authorisation', 'awaiting_answer', 'awaiting_material'))
      order by a.id limit ${size}),
    clock as materialized (
      select distinct on (k.subject) k.subject, k.id, k.started_at, k.local_days, k.legal_days
      from page join deadlines.clock k on k.subject = page.subject and k.step = 'answer'
      order by k.subject, k.id desc),
    event as materialized (
      select e.clock_id, jsonb_agg(jsonb_build_object('kind', e.kind, 'at', (extract(epoch from e.at) * 1000)::bigint, 'days', e.days, 'local', e.local)
        order by e.id) as events
      from clock join deadlines.clock_event e on e.clock_id = clock.id group by e.clock_id)
    select page.id, page.no, page.entry_title as "entryTitle", page.share_type as "shareType", page.state, page.provider_id as "providerId",
      page.provider, page.region_code as "regionCode", page.consumer, (extract(epoch from clock.started_at) * 1000)::bigint as started,
      clock.local_days as "localDays", clock.legal_days as "legalDays", coalesce(event.events, '[]') as events
    from page join clock on clock.subject = page.subject left join event on event.clock_id = clock.id
    order by page.id`);
