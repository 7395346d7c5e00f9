/**
 * The one store that reads across schemas: statistics join what several modules keep, through the reading login, and
 * nothing else of any module is known here than columns to be counted. It never writes.
 */
import { type Db, sql } from '#kernel/db.ts';
import type { RedatedKind } from './rules.ts';

const TODAY = sql`(date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai')`;
const CALL = sql`u.kind = 'usage' and u.action in ('gateway.call', 'gateway.closed')`;
const MOVED = sql`u.kind = 'usage' and u.action = 'move.delivered' and u.result = 'served'`;

export interface FailedRun {
  id: number;
  no: string;
  entryTitle: string;
  provider: string;
  state: string;
  code: string | null;
  at: Date;
}

/** The newest run of each of the department's tasks, where it did not deliver and its grant still lives. */
export const listFailedRuns = (db: Db, departmentId: number): Promise<FailedRun[]> =>
  db.many(sql`select * from (
      select distinct on (r.task_id) r.id, r.no, g.entry_title as "entryTitle", d.name as provider, p.state, p.problem_code as code,
        coalesce(p.finished_at, r.created_at) as at
      from plans.run r
      join plans.progress p on p.run_id = r.id
      join sharing.grant g on g.id = r.grant_id and g.state = 'active' and g.consumer_id = ${departmentId}
      join org.department d on d.id = g.provider_id
      order by r.task_id, r.id desc) newest
    where state in ('failed', 'mismatch') order by at`);

export interface RedatedRow {
  kind: RedatedKind;
  objectId: number;
  title: string;
  no: string;
  step: string;
  at: Date;
  source: string;
  localBefore: string | null;
  localAfter: string | null;
  legalBefore: string | null;
  legalAfter: string | null;
  localProvisional: boolean;
  legalProvisional: boolean;
}

/** The department's running clocks of which the last thing told is that the calendar moved a date; the nearest first. */
export async function listRedated(
  db: Db,
  departmentId: number,
  kinds: readonly RedatedKind[],
  limit: number,
): Promise<{ rows: RedatedRow[]; total: number }> {
  const found = await db.many<RedatedRow & { total: number }>(sql`
    select k.kind, k.id as "objectId", coalesce(a.entry_title, g.entry_title, e.title, d.terms ->> 'matter', '') as title,
      coalesce(a.no, e.code, d.no, '') as no, c.step, last.at, x.source, before.local_due as "localBefore",
      last.local_due as "localAfter", before.legal_due as "legalBefore", last.legal_due as "legalAfter",
      last.local_provisional as "localProvisional", last.legal_provisional as "legalProvisional", count(*) over ()::int as total
    from deadlines.clock c
    cross join lateral (select split_part(c.subject, ':', 1) as kind, split_part(c.subject, ':', 2)::int as id) k
    join lateral (select * from deadlines.telling t where t.clock_id = c.id order by t.id desc limit 1) last
      on last.cause = 'calendar'
    join lateral (select * from deadlines.telling t where t.clock_id = c.id and t.id < last.id order by t.id desc limit 1) before
      on before.local_due is distinct from last.local_due or before.legal_due is distinct from last.legal_due
    join deadlines.calendar_change x on x.id = last.change_id
    left join sharing.application a on k.kind = 'application' and a.id = k.id
    left join sharing.grant g on k.kind = 'grant' and g.id = k.id
    left join catalog.entry e on k.kind = 'entry' and e.id = k.id
    left join mandates.mandate d on k.kind = 'mandate' and d.id = k.id
    where c.parties @> array[${departmentId}::int] and k.kind = any(${[...kinds]})
      and not exists (select from deadlines.clock_event v where v.clock_id = c.id and v.kind = 'stop')
    order by least(last.local_due, last.legal_due), c.id limit ${limit}`);
  return {
    rows: found.map(({ total: _total, ...row }) => row),
    total: found[0]?.total ?? 0,
  };
}

export interface MonthFigures {
  entries: number;
  unmounted: number;
  grantsGiven: number;
  calls: number;
  failures: number;
  answered: number;
  answeredInTime: number;
}

/** A department's last thirty days; its entries and grants as they stand. */
export const getMonth = (db: Db, departmentId: number): Promise<MonthFigures> =>
  db.get(sql`select
      (select count(*) from catalog.entry where department_id = ${departmentId} and serving is not null) as entries,
      (select count(*) from catalog.shelf where department_id = ${departmentId} and not mounted and share_type <> 'withheld') as unmounted,
      (select count(*) from sharing.grant where provider_id = ${departmentId} and state = 'active') as "grantsGiven",
      coalesce(use.calls, 0)::bigint as calls, coalesce(use.failures, 0)::bigint as failures,
      answer.answered, answer.in_time as "answeredInTime"
    from (select sum(u.calls) as calls, sum(u.calls) filter (where u.result <> 'served') as failures from ledger.usage_hour u
        where ${CALL} and u.hour >= now() - interval '30 days' and ${departmentId} in (u.provider_id, u.consumer_id)) use,
      (select count(*) as answered, count(*) filter (where answered_in_time) as in_time from sharing.application
        where provider_id = ${departmentId} and answered_at >= now() - interval '30 days') answer`);

export interface Figures {
  published: number;
  mounted: number;
  grants: number;
  callsToday: number;
  callsTotal: number;
  rowsMoved: number;
  answered: number;
  answeredInTime: number;
  departments: number;
}

export const getFigures = (db: Db): Promise<Figures> =>
  db.get(sql`select shelf.published, shelf.mounted, shelf.departments,
      (select count(*) from sharing.grant where state = 'active') as grants,
      coalesce(use.today, 0)::bigint as "callsToday", coalesce(use.total, 0)::bigint as "callsTotal",
      coalesce(use.moved, 0)::bigint as "rowsMoved", answer.answered, answer.in_time as "answeredInTime"
    from (select count(*) as published, count(*) filter (where mounted) as mounted, count(distinct department_id) as departments from catalog.shelf) shelf,
      (select sum(u.calls) filter (where ${CALL}) as total, sum(u.calls) filter (where ${CALL} and u.hour >= ${TODAY}) as today,
        sum(u.rows) filter (where ${MOVED}) as moved from ledger.usage_hour u) use,
      (select count(*) as answered, count(*) filter (where answered_in_time) as in_time from sharing.application where answered_at is not null) answer`);

export interface OpenCase {
  id: number;
  providerId: number;
}

export const listOpenCases = (db: Db): Promise<OpenCase[]> =>
  db.many(
    sql`select id, provider_id as "providerId" from sharing.application where state in ('awaiting_authorisation', 'awaiting_answer')`,
  );

export interface DayRow {
  day: string;
  query: number;
  verify: number;
  refused: number;
}

/** Thirty days, also those without a call. */
export const listDays = (db: Db): Promise<DayRow[]> =>
  db.many(sql`select to_char(x.day, 'YYYY-MM-DD') as day,
      coalesce(sum(u.calls) filter (where u.result = 'served' and coalesce(g.mode, 'query') = 'query'), 0)::bigint as query,
      coalesce(sum(u.calls) filter (where u.result = 'served' and g.mode = 'verify'), 0)::bigint as verify,
      coalesce(sum(u.calls) filter (where u.result <> 'served'), 0)::bigint as refused
    from generate_series((now() at time zone 'Asia/Shanghai')::date - 29, (now() at time zone 'Asia/Shanghai')::date, interval '1 day') x(day)
    left join ledger.usage_hour u on ${CALL} and (u.hour at time zone 'Asia/Shanghai')::date = x.day::date
    left join sharing.grant g on g.id = u.grant_id
    group by 1 order by 1`);

export interface FlowRow {
  provider: string;
  consumer: string;
  grants: number;
  calls: number;
  rows: number;
}

/** From whom to whom, the sixty busiest: live grants, and what was served in thirty days. */
export const listFlows = (db: Db): Promise<FlowRow[]> =>
  db.many(sql`with given as (
      select provider_id, consumer_id, count(*) as grants from sharing.grant where state = 'active' group by 1, 2),
    used as (
      select u.provider_id, u.consumer_id, sum(u.calls) filter (where ${CALL}) as calls, sum(u.rows) as rows
      from ledger.usage_hour u
      where u.kind = 'usage' and u.result = 'served' and u.action not in ('move.delivering', 'gateway.opened', 'gateway.sandbox') and u.hour >= now() - interval '30 days'
        and u.provider_id <> 0 and u.consumer_id <> 0 group by 1, 2)
    select p.short_name as provider, c.short_name as consumer, coalesce(g.grants, 0) as grants, coalesce(u.calls, 0)::bigint as calls,
      coalesce(u.rows, 0)::bigint as rows
    from given g full join used u using (provider_id, consumer_id)
    join org.department p on p.id = provider_id
    join org.department c on c.id = consumer_id
    order by grants desc, calls desc, provider, consumer limit 60`);

export interface DepartmentRow {
  id: number;
  name: string;
  regionCode: string;
  entries: number;
  published: number;
  mounted: number;
  inUse: number;
  answered: number;
  late: number;
}

export const listDepartments = (db: Db): Promise<DepartmentRow[]> =>
  db.many(sql`select d.id, d.name, d.region_code as "regionCode", e.entries, e.published, e.mounted, e.in_use as "inUse",
      coalesce(a.answered, 0) as answered, coalesce(a.late, 0) as late
    from (select department_id, count(*) as entries, count(*) filter (where serving is not null) as published,
        count(*) filter (where serving is not null and mounted_rows is not null) as mounted, count(*) filter (where used_by > 0) as in_use
      from catalog.entry where state <> 'withdrawn' group by 1) e
    join org.department d on d.id = e.department_id
    left join (select provider_id, count(*) as answered, count(*) filter (where not answered_in_time) as late
      from sharing.application where answered_at is not null group by 1) a on a.provider_id = d.id
    order by d.region_code, d.id`);

export const listShareTypes = (db: Db): Promise<{ shareType: string; count: number }[]> =>
  db.many(
    sql`select share_type as "shareType", count(*) as count from catalog.shelf group by 1 order by 2 desc`,
  );
