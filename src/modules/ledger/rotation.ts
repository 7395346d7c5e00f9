import type { Static } from 'typebox';
import type pg from 'pg';
import { type Db, bookkeeping } from '#kernel/db.ts';
import { failpoint } from '#kernel/failpoint.ts';
import type { Keys } from '#kernel/keys.ts';
import { sha256 } from '#kernel/merkle.ts';
import { writeAnnouncement } from '#kernel/notes/announcement.ts';
import { signNote } from '#kernel/notes/signingKey.ts';
import type { Audited } from '#record/audited.ts';
import { CONTROL } from '#record/logs.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { KeyList, KeysAnnounced } from './contract.ts';
import { ANNOUNCE } from './keyChain.ts';
import * as store from './keyStore.ts';
import { refuse } from './refusals.ts';
import { openKeysInForce, sealedKey } from './signing.ts';
import { listLogs } from './store.ts';

/** Sixteen bytes of SHA-256 of the raw key: short enough to be read out on the telephone. */
export const fingerprintOf = (publicKey: Uint8Array): string => sha256(publicKey).toString('hex', 0, 16);

export interface Rotation {
  list(): Promise<Static<typeof KeyList>>;
  /**
   * Makes the next keys and announces them in the record, in a note that the keys in force sign; they sign once that
   * entry is sealed by those before them. Refuses while the last ones that were announced are not in force yet.
   */
  announce(actor: Actor): Promise<Static<typeof KeysAnnounced>>;
}

export function createRotation(needs: {
  db: Db;
  workerPool: pg.Pool;
  audited: Audited;
  keys: Keys;
}): Rotation {
  const { db, workerPool, audited, keys } = needs;
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
      const record = await bookkeeping(workerPool, 'the next signing keys', async tx => {
        await store.lockKeys(tx);
        const { value: next, record: announced } = await audited(
          actor,
          ANNOUNCE,
          'ledger:1',
          async command => {
            if (await store.hasPendingKeys(tx)) throw refuse.keys_pending();
            const origin = (await listLogs(tx)).find(row => row.id === CONTROL)?.origin;
            const signing = origin && (await openKeysInForce(tx, keys));
            if (!signing) throw refuse.keys_unusable();
            const first = await store.nextKeyId(tx);
            const made = (['ed25519', 'sm2'] as const).map((type, i) => sealedKey(keys, first + i, type));
            const from = new Date(command.at);
            const named = made.map(({ algorithm: type, publicKey }) => ({ type, publicKey }));
            const text = writeAnnouncement({ name: origin, from, keys: named });
            const introduction = signNote(text, signing.of(origin));
            return { value: { made, from, introduction }, facts: { announcement: introduction } };
          },
        );
        // A crash before the commit leaves announced keys that nobody holds and that never sign.
        const { made, from, introduction } = next;
        for (const row of made)
          await store.insertKey(tx, row, from, { activeAt: undefined, announced, introduction });
        failpoint('ledger.before-keys');
        return announced;
      });
      failpoint('ledger.after-keys');
      return { record };
    },
  };
}
