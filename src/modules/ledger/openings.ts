import type pg from 'pg';
import { type Db, type Tx, sql } from '#kernel/db.ts';
import { appendInside } from '#record/append.ts';
import type { Sight } from '#vocabulary/sight.ts';
import { UNCLOSED_MILLISECONDS } from '#vocabulary/streams.ts';
import type { IndexRow } from './rules.ts';
import { transact } from './transact.ts';

/**
 * Streamed answers whose opening is in a log and whose closing is not. Most are under way; one that stays has lost the
 * process that wrote it, and what left before that is known to nobody: so it is told, as a notice in the same log.
 */
export const OPENED = 'gateway.opened';
export const CLOSED = 'gateway.closed';
export const UNCLOSED = 'gateway.unclosed';

export interface OpeningRow {
  number: number;
  /** Milliseconds. */
  at: number;
  grantId: number | null;
  providerId: number | null;
  consumerId: number | null;
  grantNo: string;
}

export interface Openings {
  /** Of the log's order: closings come after what they close. */
  add(row: IndexRow): void;
  opened(): OpeningRow[];
  /** Closed, or told; of openings that are not among these entries. */
  closed(): number[];
  told(): number[];
}

export function collectOpenings(): Openings {
  const opened = new Map<number, OpeningRow>();
  const closed: number[] = [];
  const told: number[] = [];
  return {
    add: ({ number, at, action, kind, opening, grantId, providerId, consumerId, grantNo }) => {
      if (kind === 'usage' && action === OPENED)
        opened.set(number, { number, at, grantId, providerId, consumerId, grantNo });
      else if (opening === null) return;
      else if (kind === 'usage' && action === CLOSED) {
        if (!opened.delete(opening)) closed.push(opening);
      } else if (kind === 'notice' && action === UNCLOSED) told.push(opening);
    },
    opened: () => [...opened.values()],
    closed: () => closed,
    told: () => told,
  };
}

/** Takes up what a stretch of entries opened, closed and told, in this order. */
export async function saveOpenings(tx: Tx, log: number, openings: Openings): Promise<void> {
  const [rows, closed, told] = [openings.opened(), openings.closed(), openings.told()];
  if (rows.length > 0)
    await tx.run(sql`insert into ledger.opening (log, number, at, grant_id, provider_id, consumer_id, grant_no)
      select ${log}::smallint, number, to_timestamp(at / 1000.0), grant_id, provider_id, consumer_id, grant_no
        from unnest(${rows.map(row => row.number)}::bigint[], ${rows.map(row => row.at)}::float8[],
          ${rows.map(row => row.grantId)}::int[], ${rows.map(row => row.providerId)}::int[],
          ${rows.map(row => row.consumerId)}::int[], ${rows.map(row => row.grantNo)}::text[])
          x(number, at, grant_id, provider_id, consumer_id, grant_no)`);
  if (closed.length > 0)
    await tx.run(sql`delete from ledger.opening where log = ${log} and number = any(${closed}::bigint[])`);
  if (told.length > 0)
    await tx.run(
      sql`update ledger.opening set told = true where log = ${log} and number = any(${told}::bigint[])`,
    );
}

/** The numbers that the table holds, in rising order. */
export const openingsIn = async (db: Db, log: number): Promise<number[]> =>
  (
    await db.many<{ number: number }>(
      sql`select number from ledger.opening where log = ${log} order by number`,
    )
  ).map(row => row.number);

export interface Unclosed {
  log: number;
  number: number;
  at: Date;
  grantId: number | null;
  grantNo: string;
}

/** Openings that have no closing to wait for, the newest first, as far as the reader sees their departments. */
export const listUnclosed = (db: Db, now: number, sight: Sight): Promise<Unclosed[]> =>
  db.many(sql`select log, number, at, grant_id as "grantId", grant_no as "grantNo" from ledger.opening
    where at < ${new Date(now - UNCLOSED_MILLISECONDS)}
      ${sight === 'all' ? sql`` : sql`and (provider_id = any(${[...sight]}::int[]) or consumer_id = any(${[...sight]}::int[]))`}
    order by at desc limit 100`);

/** Tells of each such opening once, as an entry of its log. `now`: milliseconds. */
export async function tellUnclosed(client: pg.ClientBase, db: Tx, log: number, now: number): Promise<number> {
  const due = await db.many<{ number: number; at: Date; grantId: number | null; consumerId: number | null }>(
    sql`select number, at, grant_id as "grantId", consumer_id as "consumerId" from ledger.opening
      where log = ${log} and not told and at < ${new Date(now - UNCLOSED_MILLISECONDS)} order by number limit 100`,
  );
  if (due.length === 0) return 0;
  const notices = due.map(({ number, at, grantId, consumerId }) => ({
    kind: 'notice' as const,
    at: now,
    body: {
      action: UNCLOSED,
      facts: { opening: number, openedAt: at.toISOString(), grantId, departmentId: consumerId },
    },
  }));
  await transact(client, async () => {
    const numbers = due.map(row => row.number);
    await db.run(
      sql`update ledger.opening set told = true where log = ${log} and number = any(${numbers}::bigint[])`,
    );
    await appendInside(client, notices, log);
  });
  return due.length;
}
