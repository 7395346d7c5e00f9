import type pg from 'pg';
import type { Tx } from '#kernel/db.ts';
import { appendInside } from '#record/append.ts';
import { ANCHOR } from './rules.ts';
import * as store from './store.ts';
import { transact } from './transact.ts';

const LOCK_NOT_AVAILABLE = '55P03';

/**
 * The newest seal point of every other log becomes a leaf of this one: none can be put back alone. `at`: milliseconds.
 */
export async function takeAnchors(client: pg.ClientBase, db: Tx, log: number, at: number): Promise<void> {
  for (const other of await store.listUnanchored(db, log))
    await transact(client, async () => {
      await store.saveAnchor(db, log, other.log, other.size, new Date(at));
      const { origin, size, note } = other;
      const facts = { origin, size, root: other.root.toString('hex'), note };
      await appendInside(client, [{ kind: 'notice', at, body: { action: ANCHOR, facts } }], log);
    }).catch((error: { code?: string }) => {
      // Somebody holds up the log. Seal points must not wait for that; the next round takes the anchor.
      if (error.code !== LOCK_NOT_AVAILABLE) throw error;
    });
}
