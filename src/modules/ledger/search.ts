import { type Db, type Sql, empty, join, sql } from '#kernel/db.ts';

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
}

/** Where an act lies. */
export interface FoundRow {
  number: number;
  batchFirst: number;
}

/** Up to here a search counts exactly; beyond it says "more". */
export const EXACT = 1000;

function where(search: Search): Sql {
  const parts: Sql[] = [];
  if (search.from) parts.push(sql`at >= ${search.from}`);
  if (search.until) parts.push(sql`at < ${search.until}`);
  if (search.departmentId !== undefined)
    parts.push(sql`(department_id = ${search.departmentId} or provider_id = ${search.departmentId})`);
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

/** A run that is only announced is no use yet, so it is not counted twice. */
const USE = sql`kind = 'usage' and action <> 'move.delivering'`;
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

export const listMonths = (db: Db, since: Date): Promise<MonthCount[]> =>
  db.many(sql`select to_char(hour at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
      coalesce(sum(calls) filter (where kind = 'command'), 0)::bigint as commands,
      coalesce(sum(calls) filter (where kind = 'usage'), 0)::bigint as usage
    from ledger.usage_hour where hour >= ${since} group by 1 order by 1`);
