import { type Db, sql } from '#kernel/db.ts';
import { findSubjects } from '#record/subjectList.ts';
import { subjectKey } from './lookups.ts';

/**
 * The keys of all deliveries whose lists hold one of these digests; the digests are of this year, the last, and so on.
 * Reads every list of those years: deliveries are few, and a look-up is rare and counted.
 */
export async function rootsWith(db: Db, digests: readonly string[], thisYear: number): Promise<Buffer[]> {
  const keys: Buffer[] = [];
  for (const [ago, digest] of digests.entries()) {
    const wanted = new Set([Buffer.from(digest, 'base64url').readBigUInt64BE()]);
    for (let after: Buffer = Buffer.alloc(0); ; ) {
      const lists = await db.many<{ root: Buffer; packed: Buffer }>(
        sql`select root, packed from record.subjects where year = ${thisYear - ago} and root > ${after} order by root limit 20`,
      );
      for (const { root, packed } of lists)
        if (findSubjects(packed, wanted).length > 0) keys.push(subjectKey(root.toString('base64url')));
      const last = lists.at(-1);
      if (!last) break;
      after = last.root;
    }
  }
  return keys;
}
