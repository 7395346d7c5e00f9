import type { Db } from '#kernel/db.ts';
import { failpoint } from '#kernel/failpoint.ts';
import type { Keys } from '#kernel/keys.ts';
import type { OutsideFile } from './outside.ts';
import { ownKeys } from './signing.ts';
import * as store from './store.ts';

/** How seal points that are committed reach the file outside the database. */
export interface Publication {
  publish(db: Db, outside: OutsideFile, point: store.CheckpointRow): Promise<void>;
  /** Seal points that a crash kept from the file are written now. */
  catchUp(db: Db, outside: OutsideFile): Promise<void>;
}

/** Seal points that are written at once when the file is behind. */
const AT_ONCE = 500;

export function createPublication(needs: {
  log: number;
  keys: Keys;
  info: (facts: object, message: string) => void;
}): Publication {
  const { log, keys, info } = needs;

  /** Each key stands in the file before the first seal point that it signed. */
  async function nameKeys(db: Db, outside: OutsideFile): Promise<void> {
    for (const { id: key, publicKey, algorithm, introduction } of await ownKeys(db, keys)) {
      if (outside.names(publicKey)) continue;
      await outside.append([{ key, publicKey, algorithm, introduction }]);
      failpoint('ledger.keys-named');
    }
  }

  return {
    publish: async (db, outside, point) => {
      failpoint('ledger.before-publish');
      await nameKeys(db, outside);
      await outside.append([{ ...point, at: point.at.toISOString() }]);
    },
    catchUp: async (db, outside) => {
      await nameKeys(db, outside);
      for (;;) {
        const missing = await store.listCheckpoints(db, log, outside.last?.size ?? 0, AT_ONCE);
        if (missing.length === 0) return;
        info(
          { from: missing[0]?.size, seals: missing.length },
          'seal points that were not published yet are published now',
        );
        await outside.append(missing.map(row => ({ ...row, at: row.at.toISOString() })));
      }
    },
  };
}
