import { type Db, type Sql, empty, join, sql } from '#kernel/db.ts';
import { ANNOUNCED } from '#record/decode.ts';
import type { Sight } from '#vocabulary/sight.ts';
import { SANDBOX } from './rules.ts';

/** What the record is asked for; instants, not days. */
export interface Search {
  from: Date | undefined;
  until: Date | undefined;
  departmentId: number | undefined;
  grantId: number | undefined;
  entryId: number | undefined;
  action: string | undefined;
  result: string | undefined;
  object: string | undefined;
  systemId: number | undefined;
  post: string | undefined;
  caseNo: string | undefined;
  /** Keys of a person or company, one a year: only the recorded look-up sets it. */
  key: readonly Buffer[] | undefined;
  /** Only records that touch one of these departments: as the one that acted, as provider or as consumer. */
  sight: Sight;
}

/** Asks for nothing in particular. */
export const ANYTHING: Omit<Search, 'sight'> = {
  from: undefined,
  until: undefined,
  departmentId: undefined,
  grantId: undefined,
  entryId: undefined,
  action: undefined,
  result: undefined,
  object: undefined,
  systemId: undefined,
  post: undefined,
  caseNo: undefined,
  key: undefined,
};

/** Where an act lies. */
export interface FoundRow {
  number: number;
  batchFirst: number;
}

/** Up to here a search counts exactly; beyond it says "more". */
export const EXACT = 1000;

const touches = (departments: readonly number[]): Sql => {
  const ids = sql`any(${[...departments]}::int[])`;
  return sql`(department_id = ${ids} or provider_id = ${ids} or consumer_id = ${ids})`;
};

function where(search: Search): Sql {
  const parts: Sql[] = [];
  if (search.sight !== 'all') parts.push(touches(search.sight));
  if (search.from) parts.push(sql`at >= ${search.from}`);
  if (search.until) parts.push(sql`at < ${search.until}`);
  if (search.departmentId !== undefined) parts.push(touches([search.departmentId]));
  if (search.grantId !== undefined) parts.push(sql`grant_id = ${search.grantId}`);
  if (search.entryId !== undefined) parts.push(sql`entry_id = ${search.entryId}`);
  if (search.action !== undefined) parts.push(sql`starts_with(action, ${search.action})`);
  if (search.result !== undefined) parts.push(sql`result = ${search.result}`);
  if (search.object !== undefined) parts.push(sql`object = ${search.object}`);
  if (search.post !== undefined) parts.push(sql`post = ${search.post}`);
  // Acts of the control plane have neither.
  if (search.systemId !== undefined || search.caseNo !== undefined || search.key !== undefined)
    parts.push(sql`false`);
  return parts.length === 0 ? empty : sql`where ${join(parts, ' and ')}`;
}

/** The newest first. */
export const searchRows = (db: Db, search: Search, skip: number, take: number): Promise<FoundRow[]> =>
  db.many(
    sql`select number, batch_first as "batchFirst" from ledger.entry ${where(search)} order by at desc, number desc offset ${skip} limit ${take}`,
  );

/** One more than EXACT when there are more. */
export const countRows = async (db: Db, search: Search): Promise<number> =>
  (
    await db.get<{ n: number }>(
      sql`select count(*) as n from (select from ledger.entry ${where(search)} limit ${EXACT + 1}) found`,
    )
  ).n;

/** To the hour. */
export const findOldest = (db: Db): Promise<{ at: Date } | undefined> =>
  db.find(sql`select hour as at from ledger.usage_hour order by hour limit 1`);

/** What is only announced, a run or a streamed answer, is no use yet, so it is not counted twice. */
const USE = sql`kind = 'usage' and action <> all(${[...ANNOUNCED, SANDBOX]}::text[])`;
const DAY = sql`to_char(hour at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`;

export interface GrantUse {
  grantId: number;
  calls: number;
  failures: number;
  rows: number;
  lastAt: Date;
}

export const listGrantUse = (db: Db, grantIds: readonly number[], since: Date): Promise<GrantUse[]> =>
  db.many(sql`select grant_id as "grantId", sum(calls)::bigint as calls,
      coalesce(sum(calls) filter (where result <> 'served'), 0)::bigint as failures, sum(rows)::bigint as rows, max(last_at) as "lastAt"
    from ledger.usage_hour where ${USE} and grant_id = any(${[...grantIds]}::int[]) and grant_id <> 0 and hour >= ${since} group by grant_id`);

export interface DayUse {
  /** Civil date in Asia/Shanghai. */
  day: string;
  calls: number;
  failures: number;
  rows: number;
}

export const listDayUse = (db: Db, since: Date, grantId: number | undefined): Promise<DayUse[]> =>
  db.many(sql`select ${DAY} as day, sum(calls)::bigint as calls,
      coalesce(sum(calls) filter (where result <> 'served'), 0)::bigint as failures, sum(rows)::bigint as rows
    from ledger.usage_hour where ${USE} and hour >= ${since} ${grantId === undefined ? empty : sql`and grant_id = ${grantId}`}
    group by 1 order by 1`);

export interface Flow {
  providerId: number;
  consumerId: number;
  calls: number;
  rows: number;
}

export const listFlows = (db: Db, since: Date): Promise<Flow[]> =>
  db.many(sql`select provider_id as "providerId", consumer_id as "consumerId", sum(calls)::bigint as calls, sum(rows)::bigint as rows
    from ledger.usage_hour where ${USE} and result = 'served' and provider_id <> 0 and consumer_id <> 0 and hour >= ${since}
    group by 1, 2 order by 3 desc`);

export interface MonthCount {
  /** 2026-11, in Asia/Shanghai. */
  month: string;
  commands: number;
  usage: number;
}

export const listMonths = (db: Db, since: Date, sight: Sight): Promise<MonthCount[]> =>
  sight === 'all'
    ? db.many(sql`select to_char(hour at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
        coalesce(sum(calls) filter (where kind = 'command'), 0)::bigint as commands,
        coalesce(sum(calls) filter (where kind = 'usage'), 0)::bigint as usage
      from ledger.usage_hour where hour >= ${since} group by 1 order by 1`)
    : listMonthsOf(db, since, sight);

/** The summaries do not know who acted: acts are counted one by one. */
function listMonthsOf(db: Db, since: Date, departments: readonly number[]): Promise<MonthCount[]> {
  const ids = sql`any(${[...departments]}::int[])`;
  return db.many(sql`select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
      sum(commands)::bigint as commands, sum(usage)::bigint as usage
    from (select e.at, 1 as commands, 0 as usage from ledger.entry e
           where e.at >= ${since} and e.kind = 'command'
             and (e.department_id = ${ids} or e.provider_id = ${ids} or e.consumer_id = ${ids})
          union all
          select u.hour, 0, u.calls from ledger.usage_hour u
           where u.hour >= ${since} and u.kind = 'usage' and (u.provider_id = ${ids} or u.consumer_id = ${ids})) found
    group by 1 order by 1`);
}
