import { type Db, type Sql, empty, join, raw, sql } from '#kernel/db.ts';
import type { Sight } from '#vocabulary/sight.ts';
import { percentileOf } from './latency.ts';
import type { Step } from './minutes.ts';

/** Which calls are summed up; everything but the times may be left out. */
export interface CallFilter {
  sight: Sight;
  /** Instants at the beginning of a step; `until` does not belong to it. */
  from: Date;
  until: Date;
  grantIds?: readonly number[] | undefined;
  entryIds?: readonly number[] | undefined;
  systemId?: number | undefined;
  consumerId?: number | undefined;
  providerId?: number | undefined;
  result?: string | undefined;
  code?: string | undefined;
  /** Words to sum by that grants carry and records do not: a grant and its word at the same position. */
  labels?: { grantIds: readonly number[]; words: readonly string[] } | undefined;
}

/** What calls can be told apart by. */
const COLUMNS = {
  at: 'at',
  grant: 'grant_id',
  entry: 'entry_id',
  system: 'system_id',
  consumer: 'consumer_id',
  provider: 'provider_id',
  result: 'result',
  code: 'code',
  label: 'label',
} as const;
export type CallDimension = keyof typeof COLUMNS;

export interface CallSum {
  calls: number;
  refused: number;
  failed: number;
  /** Answered calls that found no row. */
  empty: number;
  rows: number;
  bytes: number;
  /** Microseconds of the answered calls; null where none was answered. Off by at most 9.1 percent (`latency.ts`). */
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

export type CallGroup = CallSum & {
  at: Date | null;
  grantId: number | null;
  entryId: number | null;
  systemId: number | null;
  consumerId: number | null;
  providerId: number | null;
  result: string | null;
  code: string | null;
  /** Empty for calls of no grant. */
  label: string | null;
};

function conditions(filter: CallFilter): Sql {
  const { sight, grantIds, entryIds, systemId, consumerId, providerId, result, code } = filter;
  const parts: Sql[] = [sql`s.at >= ${filter.from} and s.at < ${filter.until}`];
  if (sight !== 'all') {
    const ids = sql`any(${[...sight]}::int[])`;
    parts.push(sql`(s.consumer_id = ${ids} or s.provider_id = ${ids})`);
  }
  if (grantIds !== undefined) parts.push(sql`s.grant_id = any(${[...grantIds]}::int[])`);
  if (entryIds !== undefined) parts.push(sql`s.entry_id = any(${[...entryIds]}::int[])`);
  if (systemId !== undefined) parts.push(sql`s.system_id = ${systemId}`);
  if (consumerId !== undefined) parts.push(sql`s.consumer_id = ${consumerId}`);
  if (providerId !== undefined) parts.push(sql`s.provider_id = ${providerId}`);
  if (result !== undefined) parts.push(sql`s.result = ${result}`);
  if (code !== undefined) parts.push(sql`s.code = ${code}`);
  return join(parts, ' and ');
}

const KEPT = raw(
  's.grant_id, s.entry_id, s.system_id, s.consumer_id, s.provider_id, s.result, s.code, s.calls, s.rows, s.bytes, s.empty, s.latency',
);
const DAY_OF = raw(`date_trunc('day', s.at, 'Asia/Shanghai')`);

const isDue = (step: 'hour' | 'day', at: Sql): Sql =>
  sql`exists (select from ledger.call_due d where d.step = ${step} and d.at = ${at})`;

/** Rows of the minutes of hours that are not summed up yet. */
const openMinutes = (at: Sql, where: Sql): Sql =>
  sql`select ${at} as at, ${KEPT} from ledger.call_due d
      join ledger.call_minute s on s.at >= d.at and s.at < d.at + interval '1 hour'
      where d.step = 'hour' and ${where}`;

/** The rows that add up to what is asked for, each call in exactly one of them. */
function rowsOf(step: Step, filter: CallFilter): Sql {
  const where = conditions(filter);
  if (step === 'minute') return sql`select s.at, ${KEPT} from ledger.call_minute s where ${where}`;
  if (step === 'hour')
    return sql`select s.at, ${KEPT} from ledger.call_hour s where ${where} and not ${isDue('hour', raw('s.at'))}
      union all ${openMinutes(raw(`date_trunc('hour', s.at)`), where)}`;
  return sql`select s.at, ${KEPT} from ledger.call_day s where ${where} and not ${isDue('day', raw('s.at'))}
    union all
    select ${DAY_OF} as at, ${KEPT} from ledger.call_hour s
      where ${where} and ${isDue('day', DAY_OF)} and not ${isDue('hour', raw('s.at'))}
    union all ${openMinutes(DAY_OF, where)}`;
}

const labelled = (rows: Sql, { labels }: CallFilter): Sql =>
  labels === undefined
    ? rows
    : sql`select r.*, coalesce(l.label, '') as label from (${rows}) r
        left join unnest(${[...labels.grantIds]}::int[], ${[...labels.words]}::text[]) l(grant_id, label) using (grant_id)`;

interface SumRow extends Omit<CallGroup, 'p50' | 'p95' | 'p99'> {
  latency: number[] | null;
}

/** Sums by everything in `by`; with nothing in it one row, or none where there was no call. */
export async function sumCalls(
  db: Db,
  step: Step,
  filter: CallFilter,
  by: readonly CallDimension[],
): Promise<CallGroup[]> {
  const of = (name: CallDimension): Sql => (by.includes(name) ? raw(`f.${COLUMNS[name]}`) : raw('null'));
  const keys = by.map(name => COLUMNS[name]);
  const list = keys.length === 0 ? empty : raw(`${keys.map(key => `${key},`).join(' ')}`);
  const grouped = keys.length === 0 ? empty : raw(`group by ${keys.join(', ')}`);
  const found = await db.many<SumRow>(sql`
    with f as materialized (${labelled(rowsOf(step, filter), filter)}),
    counted as (
      select ${list} array_agg(n order by i)::float8[] as latency
        from (select ${list} i, sum(n) as n from f, unnest(f.latency) with ordinality x(n, i)
               where f.result = 'served' group by ${list} i) buckets ${grouped})
    select ${of('at')} as at, ${of('grant')} as "grantId", ${of('entry')} as "entryId", ${of('system')} as "systemId",
        ${of('consumer')} as "consumerId", ${of('provider')} as "providerId", ${of('result')} as result, ${of('code')} as code,
        ${of('label')} as label,
        f.calls, f.refused, f.failed, f.empty, f.rows, f.bytes, counted.latency
      from (select ${list} sum(calls)::bigint as calls, coalesce(sum(calls) filter (where result = 'refused'), 0)::bigint as refused,
              coalesce(sum(calls) filter (where result = 'failed'), 0)::bigint as failed, sum(empty)::bigint as empty,
              sum(rows)::bigint as rows, sum(bytes)::bigint as bytes
              from f ${grouped}) f
      left join counted ${keys.length === 0 ? raw('on true') : raw(`using (${keys.join(', ')})`)}
     where f.calls is not null`);
  return found.map(({ latency, ...row }) => ({
    ...row,
    p50: percentileOf(latency ?? [], 0.5),
    p95: percentileOf(latency ?? [], 0.95),
    p99: percentileOf(latency ?? [], 0.99),
  }));
}

/** Since when calls are summed up by minute. */
export const findBegin = async (db: Db): Promise<Date> =>
  (await db.get<{ at: Date }>(sql`select at from ledger.call_begin`)).at;
