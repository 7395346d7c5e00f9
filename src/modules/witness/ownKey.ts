import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { bookkeeping, reader } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import { type SigningKey, makeSigningKey, openSigningKey } from '#kernel/notes/signingKey.ts';
import { writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { recordNotice } from '#record/audited.ts';
import { refuse } from './rules.ts';
import * as store from './store.ts';

export interface OwnKeyNeeds {
  /** Of the login that may read the sealed key. */
  pool: pg.Pool;
  keys: Keys;
  clock: Clock;
  /** What this witness is called; counts when the key is made and never again, for others know the key by it. */
  name: string;
}

const place = (id: number): string => `witness.key/sealed/${id}`;

/** This platform’s key as a witness, made at first need. Refuses while it does not open. */
export function createOwnKey({ pool, keys, clock, name }: OwnKeyNeeds): () => Promise<SigningKey> {
  const secrets = reader(pool);
  let opened: Promise<SigningKey> | undefined;

  async function open(): Promise<SigningKey> {
    const known = (await store.findKey(secrets)) ?? (await make());
    try {
      const secret = keys.open('witness-signing', place(known.id), known.sealed);
      return openSigningKey(known.name, 'cosignature', known.publicKey, secret);
    } catch (error) {
      throw Object.assign(refuse.key_unusable(), { cause: error });
    }
  }

  async function make(): Promise<store.KeyRow> {
    const { publicKey, secret } = makeSigningKey('cosignature');
    const at = clock.now();
    const isOurs = await bookkeeping(pool, 'the witness’s key', tx =>
      store.insertKey(
        tx,
        { name, publicKey },
        id => keys.seal('witness-signing', place(id), secret),
        new Date(at),
      ),
    );
    const row = await store.findKey(secrets);
    if (!row) throw new Error('the witness’s key is gone as soon as it was made');
    if (isOurs) {
      const { verifier } = openSigningKey(name, 'cosignature', publicKey, secret);
      await recordNotice(pool, at, 'witness.key_made', { key: writeVerifierKey(verifier) });
    }
    return row;
  }

  return () => {
    // What failed once is tried again: the operator may have put the right master key back.
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}
