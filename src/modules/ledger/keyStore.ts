import { type Db, type Tx, sql } from '#kernel/db.ts';
import { LOCKS } from '#kernel/locks.ts';

export type Algorithm = 'ed25519' | 'sm2';

export interface PublicKeyRow {
  id: number;
  algorithm: Algorithm;
  /** 32 bytes of Ed25519, or 65 of SM2 (uncompressed point). */
  publicKey: Buffer;
  createdAt: Date;
  /** Null until the entry that announces it is sealed. */
  activeAt: Date | null;
  retiredAt: Date | null;
  /** The entry of the control log that announces it; the first keys have none. */
  announced: number | null;
  /** The note in which the keys before it announce it; empty for the first keys. */
  introduction: string;
}

export const listPublicKeys = (db: Db): Promise<PublicKeyRow[]> =>
  db.many(
    sql`select id, algorithm, public_key as "publicKey", created_at as "createdAt", active_at as "activeAt",
      retired_at as "retiredAt", announced, introduction from ledger.signing_key order by id`,
  );

/** Every key with its private half, for the login that may read that: what was put in by hand does not open. */
export const listAllKeys = (
  db: Db,
): Promise<(SealedKeyRow & { activeAt: Date | null; introduction: string })[]> =>
  db.many(
    sql`select id, algorithm, public_key as "publicKey", sealed, active_at as "activeAt", introduction from ledger.signing_key order by id`,
  );

export interface SealedKeyRow {
  id: number;
  algorithm: Algorithm;
  publicKey: Buffer;
  sealed: Buffer;
}

/** The keys that sign now, one of each kind at most. */
export const listSealedKeys = (db: Db): Promise<SealedKeyRow[]> =>
  db.many(
    sql`select id, algorithm, public_key as "publicKey", sealed from ledger.signing_key where retired_at is null and active_at is not null order by id`,
  );

export const nextKeyId = async (db: Db): Promise<number> =>
  (await db.get<{ id: number }>(sql`select coalesce(max(id), 0) + 1 as id from ledger.signing_key`)).id;

export const insertKey = (
  tx: Tx,
  row: SealedKeyRow,
  at: Date,
  use: { activeAt: Date | undefined; announced: number | undefined; introduction: string },
): Promise<number> =>
  tx.run(
    sql`insert into ledger.signing_key (id, algorithm, public_key, sealed, created_at, active_at, announced, introduction)
      values (${row.id}, ${row.algorithm}, ${row.publicKey}, ${row.sealed}, ${at}, ${use.activeAt ?? null}, ${use.announced ?? null},
        ${use.introduction})`,
  );

/** Until the end of the transaction: who makes keys and who puts them in force come one after the other. */
export const lockKeys = (tx: Tx): Promise<object> =>
  tx.get(sql`select pg_advisory_xact_lock(${LOCKS.ledgerKeys}, 0)`);

/** Whether announced keys wait to be put in force. */
export const hasPendingKeys = async (db: Db): Promise<boolean> =>
  (
    await db.get<{ pending: boolean }>(
      sql`select exists (select from ledger.signing_key where active_at is null and retired_at is null) as pending`,
    )
  ).pending;

/** Puts the newest announced keys in force whose announcement is sealed, and retires all before them. Answers how many. */
export const activateKeys = async (tx: Tx, sealed: number, at: Date): Promise<number> =>
  (
    await tx.many(sql`with newest as (
      select distinct on (algorithm) id, algorithm from ledger.signing_key
       where active_at is null and retired_at is null and announced < ${sealed} order by algorithm, id desc)
    update ledger.signing_key k
       set active_at = case when k.id = newest.id then ${at}::timestamptz else k.active_at end,
           retired_at = case when k.id < newest.id then ${at}::timestamptz end
      from newest where k.algorithm = newest.algorithm and k.id <= newest.id and k.retired_at is null returning k.id`)
  ).length;
