/** The rows that a run sends again: what the earlier run set aside, and what became of it. */
import { type Db, sql } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import type { ResentRow } from '#planes/mover/reading/resend.ts';
import { type SealedCorrection, correctionPlace, setAsidePlace } from '#vocabulary/setAside.ts';

interface Link {
  /** Whose row it was to begin with. */
  origin: number;
  /** That is the run whose rows are sent; others go along, for the target is made anew. */
  own: boolean;
  /** The row that is sent, of the run that set it aside last. */
  first: number;
  runId: number;
  n: number;
  depth: number;
  column: string;
  type: ResentRow['type'];
  reason: ResentRow['reason'];
  raw: Buffer;
  key: Buffer;
  value: Buffer | null;
}

/**
 * A row that was set aside by a run that sent it again takes along what was corrected before: there its place is its
 * number among the rows of the run before.
 */
export async function listResent(db: Db, keys: Pick<Keys, 'open'>, runId: number): Promise<ResentRow[]> {
  const links = await db.many<Link>(sql`
    with recursive chain as (
      select c.run_id as origin, c.n as first, c.run_id, c.n, 0 as depth, c.value_sealed from plans.correction c where c.sent_by = ${runId}
      union all
      select chain.origin, chain.first, c.run_id, c.n, chain.depth + 1, c.value_sealed
        from chain join plans.set_aside s on s.run_id = chain.run_id and s.n = chain.n
        join plans.run r on r.id = chain.run_id
        join plans.correction c on c.run_id = r.resend_of and c.n = -s.source_row and c.sent_by = chain.run_id)
    select chain.origin, chain.origin = (select resend_of from plans.run where id = ${runId}) as own, chain.first, chain.run_id as "runId", chain.n, chain.depth, s."column", s.type, s.reason, s.raw_sealed as raw,
           s.key_sealed as key, chain.value_sealed as value
      from chain join plans.set_aside s on s.run_id = chain.run_id and s.n = chain.n
     order by own, chain.origin, chain.first, chain.depth`);
  const open = (place: string, sealed: Buffer): string => keys.open('set-aside', place, sealed);
  const rows = [...Map.groupBy(links, link => `${link.origin}/${link.first}`).values()].flatMap(chain => {
    const [newest] = chain;
    if (!newest) return [];
    const values = new Map<string, string | null>();
    for (const { runId: of, n: at, column, value } of chain) {
      if (value === null || values.has(column)) continue;
      values.set(column, (JSON.parse(open(correctionPlace(of, at), value)) as SealedCorrection).value);
    }
    const { column, type, reason, own } = newest;
    return {
      // A row that goes along has no number among those that are sent.
      n: own ? newest.first : 0,
      column,
      type,
      reason,
      raw: Buffer.from(open(setAsidePlace('raw', newest.runId, newest.n), newest.raw), 'latin1'),
      key: JSON.parse(open(setAsidePlace('key', newest.runId, newest.n), newest.key)) as Record<
        string,
        string
      >,
      values,
    };
  });
  return joinedByKey(rows);
}

/** A row that goes along, and was set aside once more since, is one row with all that was corrected; the newest holds. */
function joinedByKey(rows: readonly ResentRow[]): ResentRow[] {
  const kept = new Map<string, ResentRow>();
  for (const [at, row] of rows.entries()) {
    const known = Object.keys(row.key).length > 0 ? JSON.stringify(row.key) : `${at}`;
    const before = kept.get(known);
    kept.set(known, before ? { ...row, values: new Map([...before.values, ...row.values]) } : row);
  }
  return [...kept.values()];
}
