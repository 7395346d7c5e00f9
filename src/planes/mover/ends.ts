/** The two ends of a move, opened with passwords that only here become clear. */
import type { Db } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { findAddress } from './orders.ts';
import { ConnectionProblem } from './ports.ts';

export type EndAddress = SourceAddress & { password: string };

export async function openEnd<T>(
  { db, keys }: { db: Db; keys: Keys },
  id: number,
  open: (address: EndAddress) => T,
): Promise<T> {
  const found = await findAddress(db, id);
  if (!found) throw new ConnectionProblem('no_database', { host: '', database: `#${id}` });
  const password = keys.open('credentials', `plans.source/password/${id}`, found.sealed);
  return open({ ...found.address, password });
}
