import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { type Tx, bookkeeping, reader } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import { writeAnnouncement } from '#kernel/notes/announcement.ts';
import { writeNote } from '#kernel/notes/signedNote.ts';
import { type SigningKey, makeSigningKey, openSigningKey } from '#kernel/notes/signingKey.ts';
import { type VerifierKey, verifierKey, writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { type Audited, type Recorded, recordNotice } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { refuse } from './rules.ts';
import * as store from './store.ts';

export interface OwnKeyNeeds {
  /** Of the login that may read the sealed key. */
  pool: pg.Pool;
  audited: Audited;
  keys: Keys;
  clock: Clock;
  /** What this witness is called; counts when the first key is made and never again, for others know the key by it. */
  name: string;
}

export interface OwnKey {
  /** The keys that sign: the one in use, then those before it whose overlap is not over. Refuses while one does not open. */
  signing(): Promise<SigningKey[]>;
  /** All that ever signed, the one in use first: what they cosigned is still read. */
  published(): Promise<VerifierKey[]>;
  /**
   * Makes the next key, introduced by the one in use; both sign until the overlap is over, so that every platform that
   * knows the old one can enter the new one meanwhile. Refuses a second change within a day.
   */
  change(actor: Actor): Promise<Recorded<void>>;
}

const DAY = 86_400_000;
/** How long a key that was changed still signs along. */
const OVERLAP = 30 * DAY;

const place = (id: number): string => `witness.key/sealed/${id}`;

/** This platform’s key as a witness, made at first need. */
export function createOwnKey({ pool, audited, keys, clock, name }: OwnKeyNeeds): OwnKey {
  const secrets = reader(pool);
  const published = (rows: readonly store.KeyRow[]): VerifierKey[] =>
    rows.map(row => verifierKey(row.name, 'cosignature', row.publicKey));

  function open(row: store.KeyRow): SigningKey {
    try {
      const secret = keys.open('witness-signing', place(row.id), row.sealed);
      return openSigningKey(row.name, 'cosignature', row.publicKey, secret);
    } catch (error) {
      throw Object.assign(refuse.key_unusable(), { cause: error });
    }
  }

  async function insert(tx: Tx, named: string, at: Date): Promise<SigningKey | undefined> {
    const { publicKey, secret } = makeSigningKey('cosignature');
    const isOurs = await store.insertKey(
      tx,
      { name: named, publicKey },
      id => keys.seal('witness-signing', place(id), secret),
      at,
    );
    return isOurs ? openSigningKey(named, 'cosignature', publicKey, secret) : undefined;
  }

  async function listOrMake(): Promise<store.KeyRow[]> {
    const known = await store.listKeys(secrets);
    if (known.length > 0) return known;
    const at = clock.now();
    const made = await bookkeeping(pool, 'the witness’s key', tx => insert(tx, name, new Date(at)));
    if (made) await recordNotice(pool, at, 'witness.key_made', { key: writeVerifierKey(made.verifier) });
    return store.listKeys(secrets);
  }

  return {
    // Read each time: another process may have changed the key.
    signing: async () => {
      const since = clock.now() - OVERLAP;
      return (await listOrMake())
        .filter(row => row.retiredAt === null || row.retiredAt.getTime() > since)
        .map(open);
    },

    published: async () => published(await listOrMake()),

    change: async actor => {
      await listOrMake();
      return audited(actor, 'witness.change_key', 'witness_key', async tx => {
        await store.lockKey(tx);
        const [row, before] = await store.listKeys(tx);
        if (!row || row.retiredAt !== null) throw refuse.key_unusable();
        if (before?.retiredAt && before.retiredAt.getTime() > tx.at - DAY) throw refuse.key_just_changed();
        const old = open(row);
        const at = new Date(tx.at);
        await store.retireKey(tx, row.id, at);
        const next = await insert(tx, row.name, at);
        if (!next) throw new Error('a key of the witness was made under the lock of this one');
        const { type, publicKey } = next.verifier;
        const text = writeAnnouncement({ name: row.name, from: at, keys: [{ type, publicKey }] });
        const facts = {
          key: writeVerifierKey(next.verifier),
          before: writeVerifierKey(old.verifier),
          announcement: writeNote(text, [old.sign(text, Math.floor(tx.at / 1000))]),
        };
        return { value: undefined, facts };
      });
    },
  };
}
