import type { Db } from '#kernel/db.ts';
import { ANNOUNCED, decodeEntry } from '#record/decode.ts';
import { USE_LOGS } from '#record/logs.ts';
import { ANYTHING } from './search.ts';
import { HOUR } from './rules.ts';
import { searchHits } from './usageSearch.ts';

/** What one question may look through: somebody waits for the page that asks it. */
const MOST = 20_000;

/** Which items were given out under a grant, as its newest records say. */
export interface GrantReads {
  /** How many records were looked through. */
  looked: number;
  /** There are older ones in the period that were not. */
  capped: boolean;
  /** Positions of items in the plan, by the plan’s version. */
  versions: Map<number, Set<number>>;
}

/** Read from the records themselves: a summary by item would cost the integrator on every record. */
export async function readItems(db: Db, grantId: number, since: Date): Promise<GrantReads> {
  // Whole hours, so that the summaries can tell how many records there are.
  const from = new Date(Math.floor(since.getTime() / HOUR) * HOUR);
  const reads: GrantReads = { looked: 0, capped: false, versions: new Map() };
  for (const log of USE_LOGS) {
    const search = { ...ANYTHING, sight: 'all' as const, grantId, from };
    const { hits, total, exact } = await searchHits(db, log, search, MOST);
    reads.looked += hits.length;
    reads.capped ||= !exact || total > hits.length;
    for (const { bytes } of hits) {
      const { kind, body } = decodeEntry(bytes);
      // What is only announced has given nothing out yet; what was cut off has.
      if (kind !== 'usage' || ANNOUNCED.includes(body.action)) continue;
      if (body.result !== 'served' && !(body.action === 'gateway.closed' && body.bytes > 0)) continue;
      if (body.version === null) continue;
      const items = reads.versions.get(body.version) ?? new Set<number>();
      for (const item of body.items) items.add(item);
      reads.versions.set(body.version, items);
    }
  }
  return reads;
}
