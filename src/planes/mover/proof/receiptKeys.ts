/**
 * The keys with which receipts are signed in departments' names: one in force for each, made at its first use, kept
 * sealed, and announced in the record before it signs anything, so that it cannot be exchanged for another later.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '#kernel/clock.ts';
import { type Bookkeeper, sql } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import { makeSigningKey } from '#kernel/notes/signingKey.ts';
import { verifierKey, writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { sm2PublicKey, sm2Sign } from '#kernel/sm2.ts';
import type { Recorder } from '#record/append.ts';

export interface ReceiptKeyNeeds {
  db: Bookkeeper;
  keys: Keys;
  clock: Clock;
  recorder: Pick<Recorder, 'record'>;
}

export interface ReceiptSigner {
  /** The key's fingerprint, as halves name it. */
  keyId: string;
  /** Base 64 of r ‖ s: SM2 with SM3 over the text. */
  sign(text: string): string;
}

/** The notice by which a key becomes known. */
export const ANNOUNCE_RECEIPT_KEY = 'move.receipt_key';

/** As fingerprints of the ledger's keys: the first 16 bytes of SHA-256 of the raw key. */
export const receiptKeyId = (publicKey: Uint8Array): string =>
  createHash('sha256').update(publicKey).digest('hex').slice(0, 32);

/** The name under which a department's key is published: it says which department's receipts it signs. */
export const receiptKeyName = (departmentId: number): string => `receipts/${departmentId}`;

interface KeyRow {
  no: number;
  publicKey: Buffer;
  sealed: Buffer;
  announced: number | null;
}

const placeOf = (departmentId: number, no: number): string =>
  `plans.receipt_key/sealed/${departmentId}/${no}`;

const findInForce = (db: Bookkeeper, departmentId: number): Promise<KeyRow | undefined> =>
  db.find(sql`select no, public_key as "publicKey", sealed, announced from plans.receipt_key
    where department_id = ${departmentId} and retired_at is null`);

/** Two movers may come here together: the one that is too late adds nothing. */
async function addKey(
  { db, keys, clock }: ReceiptKeyNeeds,
  departmentId: number,
  department: string,
): Promise<void> {
  const { no } = await db.get<{ no: number }>(
    sql`select coalesce(max(no), 0) + 1 as no from plans.receipt_key where department_id = ${departmentId}`,
  );
  const { publicKey, secret } = makeSigningKey('sm2');
  const sealed = keys.seal('receipt-signing', placeOf(departmentId, no), secret);
  await db.run(sql`insert into plans.receipt_key (department_id, no, department, public_key, sealed, created_at)
    values (${departmentId}, ${no}, ${department}, ${publicKey}, ${sealed}, ${new Date(clock.now())}) on conflict do nothing`);
}

/** Announced twice after a crash in between: both entries name the same key, and the first that was noted counts. */
async function announce(
  { db, clock, recorder }: ReceiptKeyNeeds,
  departmentId: number,
  department: string,
  { no, publicKey }: KeyRow,
): Promise<void> {
  const entry = {
    kind: 'notice' as const,
    at: clock.now(),
    body: {
      action: ANNOUNCE_RECEIPT_KEY,
      facts: {
        departmentId,
        department,
        no,
        key: writeVerifierKey(verifierKey(receiptKeyName(departmentId), 'sm2', publicKey)),
      },
    },
  };
  const { number } = await recorder.record({ entry, instead: () => entry });
  await db.run(sql`update plans.receipt_key set announced = ${number}
    where department_id = ${departmentId} and no = ${no} and announced is null`);
}

/** The department's key in force, ready to sign. Throws when it does not open with this master key, or was exchanged. */
export async function receiptSigner(
  needs: ReceiptKeyNeeds,
  departmentId: number,
  department: string,
): Promise<ReceiptSigner> {
  if (!(await findInForce(needs.db, departmentId))) await addKey(needs, departmentId, department);
  const row = await findInForce(needs.db, departmentId);
  if (!row) throw new Error(`the receipt key of department ${departmentId} was ended as it was made`);
  const opened = needs.keys.open('receipt-signing', placeOf(departmentId, row.no), row.sealed);
  const secret = Buffer.from(opened, 'base64');
  if (!sm2PublicKey(secret).equals(row.publicKey))
    throw new Error(`the public half of the receipt key of department ${departmentId} was replaced`);
  if (row.announced === null) await announce(needs, departmentId, department, row);
  const { publicKey } = row;
  return {
    keyId: receiptKeyId(publicKey),
    sign: text => sm2Sign(Buffer.from(text), secret, publicKey).toString('base64'),
  };
}
