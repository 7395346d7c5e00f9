import { type Db, type Tx, sql } from '#kernel/db.ts';
import { LOCKS } from '#kernel/locks.ts';
import { CONTROL } from '#record/logs.ts';

/** Until the commit nobody integrates this log, and no month of it is removed. */
export async function holdLog(tx: Tx, log: number): Promise<void> {
  await tx.many(sql`select pg_advisory_xact_lock(${LOCKS.integrate}::int, ${log}::int)`);
  await tx.many(sql`select from ledger.state where log = ${log} for share`);
}

/** Somebody waits for the turn of a log: only whoever makes its search anew does, integrators come again. */
export const isTurnWanted = async (db: Db, log: number): Promise<boolean> =>
  (
    await db.get<{ wanted: boolean }>(sql`select exists (
      select from pg_locks l join pg_database d on d.oid = l.database
       where d.datname = current_database() and l.locktype = 'advisory' and not l.granted
         and l.classid = ${LOCKS.integrate}::int::oid and l.objid = ${log}::int::oid and l.objsubid = 2) as wanted`)
  ).wanted;

/** Deleted, not truncated: whoever searches meanwhile reads on. */
export async function clearSearch(tx: Tx, log: number): Promise<void> {
  if (log === CONTROL) await tx.run(sql`delete from ledger.entry`);
  await tx.run(sql`delete from ledger.span where log = ${log}`);
  await tx.run(sql`delete from ledger.lookup where log = ${log}`);
  await tx.run(sql`delete from ledger.opening where log = ${log}`);
}

/** From an hour (milliseconds) on. */
export const clearHours = (tx: Tx, from: number): Promise<number> =>
  tx.run(
    Number.isFinite(from)
      ? sql`delete from ledger.usage_hour where hour >= to_timestamp(${from}::float8 / 1000)`
      : sql`delete from ledger.usage_hour`,
  );
