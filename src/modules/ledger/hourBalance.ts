import { type Db, sql } from '#kernel/db.ts';
import { HOUR, type HourRow } from './rules.ts';

interface Balance extends Pick<HourRow, 'calls' | 'rows' | 'bytes' | 'micros' | 'hour'> {
  /** The newest record on our side and in the table. */
  ours: number;
  theirs: number;
}

/**
 * What the entries add up to by hour, minus what `ledger.usage_hour` says. Sums can be taken apart: an hour is compared
 * as soon as both logs have passed it, and a record that comes late evens out what was left open. So only hours under
 * way and differences are held.
 */
export interface HourBalance {
  add(rows: readonly HourRow[]): void;
  /** Takes the table's rows of all hours before this moment (milliseconds) into account. */
  settle(before: number): Promise<void>;
  /** After the last hour: the first that does not even out. */
  firstWrong(): number | undefined;
  /** So many differences that nothing can even them out any more. */
  isHopeless(): boolean;
}

const MOST_OPEN = 200_000;
const PAGE = 5000;

type TableRow = HourRow & { [name: string]: unknown };

/** Hours before `from` (milliseconds) rest on entries that were removed past their retention. */
export function balanceHours(db: Db, from: number): HourBalance {
  const open = new Map<string, Balance>();
  let settled = from;

  function apply(row: HourRow, sign: 1 | -1): void {
    const { hour, kind, action, result, grantId, providerId, consumerId } = row;
    if (hour < from) return;
    const key = JSON.stringify([hour, kind, action, result, grantId, providerId, consumerId].map(String));
    const sum = open.get(key) ?? { hour, calls: 0, rows: 0, bytes: 0, micros: 0, ours: 0, theirs: 0 };
    sum.calls += sign * row.calls;
    sum.rows += sign * row.rows;
    sum.bytes += sign * row.bytes;
    sum.micros += sign * row.micros;
    if (sign === 1) sum.ours = Math.max(sum.ours, row.lastAt);
    else sum.theirs = Math.max(sum.theirs, row.lastAt);
    const isEven = [sum.calls, sum.rows, sum.bytes, sum.micros, sum.ours - sum.theirs].every(n => n === 0);
    if (isEven) open.delete(key);
    else open.set(key, sum);
  }

  /** The table's rows from one moment to another, a page at a time, in the order of its key. */
  async function takeTable(begin: number, end: number): Promise<void> {
    let after: TableRow | undefined;
    for (;;) {
      const next = after
        ? sql`and (hour, kind, action, result, grant_id, provider_id, consumer_id) > (to_timestamp(${after.hour}::float8 / 1000),
            ${after.kind}, ${after.action}, ${after.result}, ${after.grantId}, ${after.providerId}, ${after.consumerId})`
        : sql``;
      const until = Number.isFinite(end) ? sql`and hour < to_timestamp(${end}::float8 / 1000)` : sql``;
      const since = Number.isFinite(begin) ? sql`and hour >= to_timestamp(${begin}::float8 / 1000)` : sql``;
      const page: TableRow[] = await db.many<TableRow>(
        sql`select round(extract(epoch from hour) * 1000)::float8 as hour, kind, action, result, grant_id as "grantId",
            provider_id as "providerId", consumer_id as "consumerId", calls, rows, bytes, micros,
            round(extract(epoch from last_at) * 1000)::float8 as "lastAt"
          from ledger.usage_hour where true ${since} ${until} ${next}
          order by hour, kind, action, result, grant_id, provider_id, consumer_id limit ${PAGE}`,
      );
      for (const row of page) apply(row, -1);
      if (page.length < PAGE) return;
      after = page.at(-1);
    }
  }

  return {
    add: rows => {
      for (const row of rows) apply(row, 1);
    },
    settle: async before => {
      const end = Number.isFinite(before) ? Math.floor(before / HOUR) * HOUR : before;
      if (end <= settled) return;
      const begin = settled;
      settled = end;
      await takeTable(begin, end);
    },
    firstWrong: () => {
      const hours = [...open.values()].map(one => one.hour);
      return hours.length === 0 ? undefined : hours.reduce((a, b) => Math.min(a, b));
    },
    isHopeless: () => open.size > MOST_OPEN && [...open.values()].every(one => one.hour < settled),
  };
}
