import { createHash } from 'node:crypto';
import { type Db, type Tx, sql } from '#kernel/db.ts';
import { canonicalJson } from './canonical.ts';

/**
 * What an entry rests on and is too long to stand in it: the text of an application, of a decision, of a plan. The
 * entry’s fact `documents` names each by its digest, SHA-256 of its canonical JSON in hexadecimal, so that the text can
 * be shown later as the one that was meant.
 */
export type DocumentDigests = Record<string, string>;

/** The digest alone, of what is kept elsewhere. */
export function documentDigest(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** Keeps the document with the command that is about to name it; answers its digest. */
export async function keepDocument(tx: Tx, value: unknown): Promise<string> {
  const body = canonicalJson(value);
  const digest = createHash('sha256').update(body).digest();
  await tx.run(
    sql`insert into record.document (digest, body) values (${digest}, ${body}) on conflict do nothing`,
  );
  return digest.toString('hex');
}

/** The kept documents among these digests, as canonical JSON. */
export async function findDocuments(db: Db, digests: readonly string[]): Promise<string[]> {
  const wanted = digests.map(digest => Buffer.from(digest, 'hex'));
  const rows = await db.many<{ body: string }>(
    sql`select body from record.document where digest = any(${wanted}::bytea[])`,
  );
  return rows.map(row => row.body);
}
