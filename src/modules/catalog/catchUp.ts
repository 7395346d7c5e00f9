/** Entries that a release before this one published are filed as it would have filed them. */
import { pause } from '#kernel/clock.ts';
import { Refusal } from '#kernel/errors.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import * as rules from './rules.ts';
import type { CatalogNeeds } from './service.ts';
import * as store from './store.ts';

/** Entries of one command: each is compared with all others. */
const PORTION = 50;
/** Milliseconds between two commands, so that people who publish meanwhile wait for one at most. */
const REST = 20;

/**
 * What an upgrade cannot do in SQL, because words are cut here: until it is done, what these entries collect is not
 * known to be shared already, and their classes count as unused. Safe to run in several processes and to be broken off.
 */
export const createCatchUp =
  ({ audited, sources, standards }: CatalogNeeds) =>
  async (signal: AbortSignal): Promise<void> => {
    for (let left = true; left && !signal.aborted; ) {
      const ids = await sources.listUnfiled(PORTION);
      if (ids.length === 0) return;
      const { value } = await audited(PLATFORM, 'catalog.catch_up', 'platform', async tx => {
        const rows = (await store.lockServing(tx, ids)).filter(row => row.serving !== null);
        for (const row of rows) {
          await sources.index(tx, row);
          // What was removed since keeps its name in the entry; the entry is filed all the same.
          await standards.noteUse(tx, rules.usesOf(row.content)).catch((error: unknown) => {
            if (!(error instanceof Refusal)) throw error;
          });
        }
        return { value: rows.length, facts: { entries: rows.map(row => row.id) } };
      });
      left = value > 0;
      await pause(REST, signal);
    }
  };
