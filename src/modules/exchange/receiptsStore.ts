import { type Db, type Tx, empty, sql } from '#kernel/db.ts';
import type { Receipt } from '#vocabulary/moves.ts';
import type { RunPlan } from '#vocabulary/plans.ts';

export interface ReceiptRow {
  no: string;
  state: string;
  plan: RunPlan;
  receipt: Receipt | null;
}

export const getReceipt = (db: Db, runId: number): Promise<ReceiptRow> =>
  db.get(
    sql`select r.no, r.plan, p.state, p.receipt from plans.run r join plans.progress p on p.run_id = r.id where r.id = ${runId}`,
  );

/** Key and sums of the digest; the login that writes alone reads them, and of delivered runs alone. */
export const findCheck = (tx: Tx, runId: number): Promise<{ key: Buffer; buckets: Buffer } | undefined> =>
  tx.find(sql`select digest_key as key, digest as buckets from plans.receipt_check where run_id = ${runId}`);

export const findDifferences = async (tx: Tx, runId: number): Promise<Buffer | undefined> =>
  (await tx.find<{ sealed: Buffer }>(sql`select sealed from plans.difference where run_id = ${runId}`))
    ?.sealed;

export interface ReceiptKeyRow {
  departmentId: number;
  department: string;
  no: number;
  publicKey: Buffer;
  createdAt: Date;
  retiredAt: Date | null;
  announced: number | null;
}

export const listKeys = (db: Db, departmentId: number | undefined): Promise<ReceiptKeyRow[]> =>
  db.many(sql`select department_id as "departmentId", department, no, public_key as "publicKey", created_at as "createdAt",
      retired_at as "retiredAt", announced from plans.receipt_key
    ${departmentId === undefined ? empty : sql`where department_id = ${departmentId}`} order by department_id, no`);

/** The key that was in force; undefined when there was none. */
export const retireKey = (
  tx: Tx,
  departmentId: number,
  at: Date,
): Promise<{ no: number; publicKey: Buffer } | undefined> =>
  tx.find(sql`update plans.receipt_key set retired_at = ${at} where department_id = ${departmentId} and retired_at is null
    returning no, public_key as "publicKey"`);
