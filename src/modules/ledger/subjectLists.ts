import { type Db, sql } from '#kernel/db.ts';
import { findSubjects } from '#record/subjectList.ts';
import { subjectKey } from './lookups.ts';

/** Lists that are in memory at once, a part of each. */
const AT_ONCE = 20;

/**
 * The keys of all deliveries whose lists hold one of these digests; the digests are of this year, the last, and so on.
 * Reads of every list of those years the part in which the digest would be: deliveries are few, and a look-up is rare
 * and counted.
 */
export async function rootsWith(db: Db, digests: readonly string[], thisYear: number): Promise<Buffer[]> {
  const keys: Buffer[] = [];
  for (const [ago, text] of digests.entries()) {
    const digest = Buffer.from(text, 'base64url');
    const wanted = new Set([digest.readBigUInt64BE()]);
    for (let after: Buffer = Buffer.alloc(0); ; ) {
      const lists = await db.many<{ root: Buffer; packed: Buffer }>(sql`
        select s.root, coalesce(p.packed, s.packed) as packed
          from (select root, packed from record.subjects
                 where year = ${thisYear - ago} and root > ${after} order by root limit ${AT_ONCE}) s
          left join lateral (select packed from record.subject_part
                              where root = s.root and least <= ${digest} order by least desc limit 1) p on true
         order by s.root`);
      for (const { root, packed } of lists)
        if (findSubjects(packed, wanted).length > 0) keys.push(subjectKey(root.toString('base64url')));
      const last = lists.at(-1);
      if (!last) break;
      after = last.root;
    }
  }
  return keys;
}
