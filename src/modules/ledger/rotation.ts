import type { Static } from 'typebox';
import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { type Db, bookkeeping } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import { sha256 } from '#kernel/merkle.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { KeyList, KeysAnnounced } from './contract.ts';
import { sealedKey } from './signing.ts';
import * as store from './store.ts';

/** Sixteen bytes of SHA-256 of the raw key: short enough to be read out on the telephone. */
export const fingerprintOf = (publicKey: Uint8Array): string => sha256(publicKey).toString('hex', 0, 16);

export interface Rotation {
  list(): Promise<Static<typeof KeyList>>;
  /** Makes the next keys and announces them in the record; they sign once that entry is sealed by those before them. */
  announce(actor: Actor): Promise<Static<typeof KeysAnnounced>>;
}

export function createRotation(needs: {
  db: Db;
  workerPool: pg.Pool;
  audited: Audited;
  keys: Keys;
  clock: Clock;
}): Rotation {
  const { db, workerPool, audited, keys, clock } = needs;
  return {
    list: async () => ({
      items: (await store.listPublicKeys(db)).map(row => ({
        id: row.id,
        algorithm: row.algorithm,
        fingerprint: fingerprintOf(row.publicKey),
        createdAt: row.createdAt.toISOString(),
        activeAt: row.activeAt?.toISOString() ?? null,
        retiredAt: row.retiredAt?.toISOString() ?? null,
        announced: row.announced,
      })),
    }),

    announce: async actor => {
      const first = await store.nextKeyId(db);
      const made = (['ed25519', 'sm2'] as const).map((algorithm, i) => sealedKey(keys, first + i, algorithm));
      const facts = {
        keys: made.map(({ id, algorithm, publicKey }) => ({
          id,
          algorithm,
          publicKey: publicKey.toString('base64'),
        })),
      };
      const { record } = await audited(actor, 'ledger.announce_keys', 'ledger:1', () =>
        Promise.resolve({ value: undefined, facts }),
      );
      // A crash before this leaves an announced key that never signs: the next announcement replaces it.
      await bookkeeping(workerPool, 'the next signing keys', async tx => {
        for (const row of made)
          await store.insertKey(tx, row, new Date(clock.now()), { activeAt: undefined, announced: record });
      });
      return { record };
    },
  };
}
