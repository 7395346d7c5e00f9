import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { ArchiveBatch } from './archiveFile.ts';

/** The stretch of numbers that a log appended in a month. */
export interface MonthSpan {
  log: number;
  first: number;
  until: number;
}

export interface ArchiveRow extends MonthSpan {
  month: string;
  /** The seal point that the file reaches. */
  size: number;
  file: string;
  sha256: Buffer;
}

export const spansOf = (db: Db, month: string): Promise<MonthSpan[]> =>
  db.many(sql`select log, min(first) as first, max(first + n) as until
    from record.batch where month = ${`${month}-01`}::date group by log order by log`);

export interface MonthRow extends MonthSpan {
  month: string;
  bytes: number;
  at: Date | null;
  sha256: Buffer | null;
  removedAt: Date | null;
}

/** What lies in the database, by month and log, with what was exported of it; then what was removed. */
export const listMonths = (db: Db): Promise<MonthRow[]> =>
  db.many(sql`with inside as (
      select log, month, min(first) as first, max(first + n) as until,
        sum(octet_length(body) + 16 * n)::bigint as bytes
      from record.batch group by log, month)
    select to_char(coalesce(i.month, a.month), 'YYYY-MM') as month, coalesce(i.log, a.log) as log,
      coalesce(i.first, a.first) as first, coalesce(i.until, a.until) as until, coalesce(i.bytes, 0) as bytes,
      a.at, a.sha256, a.removed_at as "removedAt"
    from inside i full join ledger.archive a on a.log = i.log and a.month = i.month
    order by 1 desc, 2`);

/** The first seal point at or after a number that falls between two batches. */
export const findSealAtBatchEnd = (
  db: Db,
  log: number,
  from: number,
): Promise<{ size: number; note: string } | undefined> =>
  db.find(sql`select c.size, c.note from ledger.checkpoint c where c.log = ${log} and c.size >= ${from}
      and (exists (select from record.batch b where b.log = ${log} and b.first = c.size)
        or c.size = (select e.number from record.end_of(${log}::smallint, '-infinity') e))
    order by c.size limit 1`);

export const originOf = async (db: Db, log: number): Promise<string | undefined> =>
  (
    await db.find<{ origin: string }>(
      sql`select origin from record.log where id = ${log} and origin is not null`,
    )
  )?.origin;

/** With salts: for the login that may read them. */
export const listFrom = (db: Db, log: number, from: number, limit: number): Promise<ArchiveBatch[]> =>
  db.many(
    sql`select first, n, body, salts from record.batch where log = ${log} and first >= ${from} order by first limit ${limit}`,
  );

export const saveArchive = (tx: Tx, row: ArchiveRow, at: Date): Promise<number> =>
  tx.run(sql`insert into ledger.archive (log, month, first, until, size, file, sha256, at)
    values (${row.log}, ${`${row.month}-01`}::date, ${row.first}, ${row.until}, ${row.size}, ${row.file}, ${row.sha256}, ${at})
    on conflict (log, month) do update set first = excluded.first, until = excluded.until, size = excluded.size,
      file = excluded.file, sha256 = excluded.sha256, at = excluded.at`);

export const listArchives = (db: Db, month: string): Promise<ArchiveRow[]> =>
  db.many(sql`select log, to_char(month, 'YYYY-MM') as month, first, until, size, file, sha256
    from ledger.archive where month = ${`${month}-01`}::date and removed_at is null order by log`);

export const removeMonth = (tx: Tx, month: string): Promise<number> =>
  tx.run(sql`select record.remove_month(${`${month}-01`}::date)`);
