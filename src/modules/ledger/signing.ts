import type { Clock } from '#kernel/clock.ts';
import type { Db, Tx } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import { type SigningKey, makeSigningKey, openSigningKey } from '#kernel/notes/signingKey.ts';
import type { VerifierKey } from '#kernel/notes/verifierKey.ts';
import { addKeysOf, openKeyChain } from './keyChain.ts';
import * as store from './keyStore.ts';

const PLACE = 'ledger.signing_key/sealed';
const ALGORITHMS = ['ed25519', 'sm2'] as const;

/** The keys that sign now, one of each kind. Every log signs with the same ones, under its own name. */
export interface SigningKeys {
  of(origin: string): SigningKey[];
}

/** Undefined when a key does not open with this master key, or is not the other half of its public key. */
function openKeys(keys: Keys, rows: readonly store.SealedKeyRow[]): SigningKeys | undefined {
  try {
    const opened = rows.map(row => ({
      row,
      secret: keys.open('ledger-signing', `${PLACE}/${row.id}`, row.sealed),
    }));
    const of = (origin: string): SigningKey[] =>
      opened.map(({ row, secret }) => openSigningKey(origin, row.algorithm, row.publicKey, secret));
    of('check');
    return { of };
  } catch {
    return undefined;
  }
}

/** The keys that signed for this platform and are its own: a row that somebody put in does not open with its key. */
export async function ownKeys(
  db: Db,
  keys: Keys,
): Promise<(store.SealedKeyRow & { introduction: string })[]> {
  return (await store.listAllKeys(db)).filter(
    row => row.activeAt !== null && openKeys(keys, [row]) !== undefined,
  );
}

/** A new key, sealed to its row. */
export function sealedKey(keys: Keys, id: number, algorithm: store.Algorithm): store.SealedKeyRow {
  const { publicKey, secret } = makeSigningKey(algorithm);
  return { id, algorithm, publicKey, sealed: keys.seal('ledger-signing', `${PLACE}/${id}`, secret) };
}

/**
 * The keys in force, made at the first start; undefined when they do not open with this master key. Inside a transaction of the caller's, which holds a lock: two logs that
 * start together must not make two sets.
 */
export async function ensureKeys(tx: Tx, keys: Keys, clock: Clock): Promise<SigningKeys | undefined> {
  const active = await store.listSealedKeys(tx);
  for (const algorithm of ALGORITHMS) {
    if (active.some(row => row.algorithm === algorithm)) continue;
    const row = sealedKey(keys, await store.nextKeyId(tx), algorithm);
    const at = new Date(clock.now());
    await store.insertKey(tx, row, at, { activeAt: at, announced: undefined, introduction: '' });
    active.push(row);
  }
  return openKeys(keys, active);
}

/** The keys in force, to sign an announcement with; undefined before there are any, and when they do not open. */
export async function openKeysInForce(db: Db, keys: Keys): Promise<SigningKeys | undefined> {
  const rows = await store.listSealedKeys(db);
  return rows.length === 0 ? undefined : openKeys(keys, rows);
}

/** Every key that ever signed and that the first ones lead to, under the name of one log. */
export async function verifiersOf(db: Db, origin: string): Promise<readonly VerifierKey[]> {
  const chain = await openKeyChain(db);
  await addKeysOf(db, chain);
  return chain.under(origin);
}
