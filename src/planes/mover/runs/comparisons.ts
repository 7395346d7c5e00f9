/** What the mover keeps of comparisons, and what it asks before it reads a source for one. */
import { type Bookkeeper, type Db, sql } from '#kernel/db.ts';
import type { ComparisonSummary } from '#vocabulary/moves.ts';

export interface ComparisonEnd {
  comparison?: ComparisonSummary;
  /** The rows that it named. */
  sealed?: Buffer;
  problem?: { code: string; facts: Record<string, string> };
}

/** The rows first: whoever reads the result finds those that it speaks of. */
async function saveDifferences(db: Bookkeeper, id: number, sealed: Buffer | undefined): Promise<void> {
  if (sealed)
    await db.run(sql`insert into plans.difference (run_id, sealed) values (${id}, ${sealed})
      on conflict (run_id) do update set sealed = ${sealed}`);
  else await db.run(sql`delete from plans.difference where run_id = ${id}`);
}

/** A comparison that could not be made leaves the one before as it is. */
export async function saveComparison(
  db: Bookkeeper,
  id: number,
  { comparison, sealed, problem }: ComparisonEnd,
): Promise<void> {
  if (comparison) await saveDifferences(db, id, sealed);
  await db.run(sql`update plans.progress set compare_requested = false,
      comparison = coalesce(${comparison === undefined ? null : JSON.stringify(comparison)}::jsonb, comparison),
      differs_untold = differs_untold or ${comparison?.equal === false},
      problem_code = ${problem?.code ?? null}, problem_facts = ${JSON.stringify(problem?.facts ?? {})}
    where run_id = ${id}`);
}

/** The grant of a run may still be used in the version of its plan; a collection rests on none. */
export const isLive = async (db: Db, id: number): Promise<boolean> =>
  (
    await db.get<{ live: boolean }>(
      sql`select r.grant_id is null or coalesce(l.version = r.version, false) as live
        from plans.run r left join plans.live l on l.grant_id = r.grant_id where r.id = ${id}`,
    )
  ).live;
