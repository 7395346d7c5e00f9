import type pg from 'pg';
import { type Tx, sql } from '#kernel/db.ts';
import type { Audited } from '#record/audited.ts';
import { LOGS } from '#record/logs.ts';
import type { SystemActor } from '#vocabulary/actor.ts';
import { saveOpenings } from './openings.ts';
import * as rebuildStore from './rebuildStore.ts';
import { type FoundBlock, firstWholeHour, readBlocks } from './searchReading.ts';
import * as store from './store.ts';

const INDEX_CHUNK = 5_000;
/** The integrators see within seconds that their turn is wanted; this is for one that is held up. */
const WAIT_FOR_TURN = '60s';

export interface Rebuilt {
  /** Entries read. */
  entries: number;
  /** Its own entry in the control log. */
  record: number;
}

/**
 * Makes search and summaries anew from the entries, all in one transaction together with the entry that says so: readers
 * see the old tables until the new ones are whole, and whatever ends it leaves the old ones. Meanwhile nothing is
 * integrated and sealed; acts and calls are recorded. One block of a log lies in memory. Lists of persons are no search:
 * no entry holds more of them than their root.
 */
export async function rebuildSearch(needs: {
  /** Of the owner: no login of the platform may delete from these tables. */
  pool: pg.Pool;
  audited: Audited;
  actor: SystemActor;
  /** What was wrong with the tables, for the record. */
  found: string;
  onProgress?: (read: number) => void;
}): Promise<Rebuilt> {
  const { pool, audited, actor, found, onProgress } = needs;
  const { value, record } = await audited(actor, 'ledger.rebuild_search', 'ledger:search', async tx => {
    await tx.many(
      sql`select set_config('statement_timeout', '0', true), set_config('lock_timeout', ${WAIT_FOR_TURN}, true)`,
    );
    for (const log of LOGS) await rebuildStore.holdLog(tx, log);
    const since = await firstWholeHour(tx);
    await rebuildStore.clearHours(tx, since);
    let entries = 0;
    const copying = await pool.connect();
    try {
      for (const log of LOGS) {
        const { position, minimum } = await store.getState(tx, log);
        await rebuildStore.clearSearch(tx, log);
        for await (const block of readBlocks(copying, log, minimum, position)) {
          await saveBlock(tx, log, block, since);
          entries += block.entries;
          onProgress?.(entries);
        }
      }
    } finally {
      copying.release(true); // it may stand in the middle of its COPY
    }
    return { value: entries, facts: { entries, found } };
  });
  return { entries: value, record };
}

async function saveBlock(tx: Tx, log: number, block: FoundBlock, since: number): Promise<void> {
  const { rows, spans, lookups, openings } = block;
  for (let i = 0; i < rows.length; i += INDEX_CHUNK)
    await store.saveIndex(tx, rows.slice(i, i + INDEX_CHUNK));
  if (spans.length > 0) await store.saveSpans(tx, log, spans);
  if (lookups.length > 0) await store.saveLookups(tx, log, lookups);
  await saveOpenings(tx, log, openings);
  const hours = block.hours.filter(row => row.hour >= since);
  if (hours.length > 0) await store.saveHours(tx, hours);
}
