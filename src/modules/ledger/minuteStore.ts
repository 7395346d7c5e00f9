import { type Db, type Sql, type Tx, sql } from '#kernel/db.ts';
import type { MinuteRow } from './minutes.ts';

export const readMinute = (db: Db, log: number, at: number): Promise<MinuteRow[]> =>
  db.many(sql`select ${at}::float8 as at, grant_id as "grantId", system_id as "systemId", consumer_id as "consumerId",
      provider_id as "providerId", entry_id as "entryId", result, code, calls, rows, bytes, micros, empty, latency
    from ledger.call_minute where log = ${log} and at = to_timestamp(${at}::float8 / 1000)`);

const CHUNK = 5000;

/** Whole rows: they take the place of what was there. */
export async function saveMinutes(tx: Tx, log: number, rows: readonly MinuteRow[]): Promise<void> {
  for (let i = 0; i < rows.length; i += CHUNK) await saveChunk(tx, log, rows.slice(i, i + CHUNK));
}

async function saveChunk(tx: Tx, log: number, rows: readonly MinuteRow[]): Promise<void> {
  const of = <T>(part: (row: MinuteRow) => T): T[] => rows.map(part);
  await tx.run(sql`insert into ledger.call_minute
      (at, log, grant_id, system_id, consumer_id, provider_id, entry_id, result, code, calls, rows, bytes, micros, empty, latency)
    select to_timestamp(at / 1000.0), ${log}, grant_id, system_id, consumer_id, provider_id, entry_id, result, code,
        calls, rows, bytes, micros, empty, latency::int[]
      from unnest(${of(row => row.at)}::float8[], ${of(row => row.grantId)}::int[], ${of(row => row.systemId)}::int[],
        ${of(row => row.consumerId)}::int[], ${of(row => row.providerId)}::int[], ${of(row => row.entryId)}::int[],
        ${of(row => row.result)}::text[], ${of(row => row.code)}::text[], ${of(row => row.calls)}::bigint[],
        ${of(row => row.rows)}::bigint[], ${of(row => row.bytes)}::bigint[], ${of(row => row.micros)}::bigint[],
        ${of(row => row.empty)}::bigint[], ${of(row => `{${row.latency.join(',')}}`)}::text[])
        x(at, grant_id, system_id, consumer_id, provider_id, entry_id, result, code, calls, rows, bytes, micros, empty, latency)
    on conflict (at, log, grant_id, system_id, consumer_id, provider_id, entry_id, result, code) do update set
      calls = excluded.calls, rows = excluded.rows, bytes = excluded.bytes, micros = excluded.micros,
      empty = excluded.empty, latency = excluded.latency`);
}

/**
 * These hours (milliseconds) have grown, and the days (Beijing time) that they belong to. The rows stay locked until the
 * commit: whoever sums an hour up waits for what grows in it, and the other way round.
 */
export const noteDue = (tx: Tx, hours: readonly number[], days: readonly number[]): Promise<number> =>
  tx.run(sql`insert into ledger.call_due (step, at)
    select step, to_timestamp(at / 1000.0)
      from (select 'hour' as step, unnest(${[...hours]}::float8[]) as at
            union all select 'day', unnest(${[...days]}::float8[])) x order by step, at
    on conflict (step, at) do update set at = excluded.at`);

/** What is over and has grown since it was summed up, the oldest first; an hour before its day. */
export const listDue = (db: Db, step: 'hour' | 'day', over: Date): Promise<{ at: Date }[]> =>
  db.many(sql`select at from ledger.call_due where step = ${step}
    and at + case step when 'hour' then interval '1 hour' else interval '1 day' end <= ${over} order by at limit 100`);

export const takeDue = (tx: Tx, step: 'hour' | 'day', at: Date): Promise<number> =>
  tx.run(sql`delete from ledger.call_due where step = ${step} and at = ${at}`);

const KEYS = sql`grant_id, system_id, consumer_id, provider_id, entry_id, result, code`;

/** The sums of `found` (rows of a summary), by key. */
const sumUp = (at: Date, found: Sql): Sql => sql`
  with found as materialized (${found}),
  sums as (
    select ${KEYS}, sum(calls) as calls, sum(rows) as rows, sum(bytes) as bytes, sum(micros) as micros, sum(empty) as empty
      from found group by ${KEYS}),
  times as (
    select ${KEYS}, array_agg(n order by i)::int[] as latency
      from (select ${KEYS}, i, sum(n) as n from found, unnest(latency) with ordinality x(n, i) group by ${KEYS}, i) counted
      group by ${KEYS})
  select ${at}::timestamptz, ${KEYS}, calls, rows, bytes, micros, empty, latency from sums join times using (${KEYS})`;

const INTO = sql`(at, ${KEYS}, calls, rows, bytes, micros, empty, latency)`;

/** Makes the summary of an hour anew from its minutes. */
export async function sumHour(tx: Tx, hour: Date): Promise<void> {
  await tx.run(sql`delete from ledger.call_hour where at = ${hour}`);
  const minutes = sql`select * from ledger.call_minute where at >= ${hour} and at < ${hour}::timestamptz + interval '1 hour'`;
  await tx.run(sql`insert into ledger.call_hour ${INTO} ${sumUp(hour, minutes)}`);
}

/** Makes the summary of a day (its first instant) anew from its hours. */
export async function sumDay(tx: Tx, day: Date): Promise<void> {
  await tx.run(sql`delete from ledger.call_day where at = ${day}`);
  const hours = sql`select * from ledger.call_hour where at >= ${day} and at < ${day}::timestamptz + interval '1 day'`;
  await tx.run(sql`insert into ledger.call_day ${INTO} ${sumUp(day, hours)}`);
}

/** Minutes so many days older than the newest one, of hours that are summed up. The clock is the record's own. */
export const forgetMinutes = (tx: Tx, days: number): Promise<number> =>
  tx.run(sql`delete from ledger.call_minute m
    where m.at < (select max(at) from ledger.call_minute) - make_interval(days => ${days})
      and not exists (select from ledger.call_due d where d.step = 'hour' and d.at = date_trunc('hour', m.at))`);
