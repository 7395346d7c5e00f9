/** What the outbox keeps of an attempt, whichever way it was sent. */
import type { Tx } from '#kernel/db.ts';
import * as store from './outboxStore.ts';
import { nextTry } from './rules.ts';

/** Longer than anything takes that is sent: until then nobody else takes it. */
export const LEASE = 120_000;

/** Writes of the outbox, each a transaction of its own. */
export type Keep = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** An attempt in vain: again later, or, after the last or when it is final, given up. */
export function noteFailure(
  tx: Tx,
  { id, attempts }: { id: number; attempts: number },
  error: string,
  now: number,
  final = false,
): Promise<number> {
  const next = final ? undefined : nextTry(attempts, now);
  return store.markFailed(tx, id, error, next === undefined ? undefined : new Date(next), new Date(now));
}
