/** The two ends of a move, opened with passwords that only here become clear. */
import { outwardAddress } from '#kernel/addresses.ts';
import { Refusal } from '#kernel/errors.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import type { Execution } from './needs.ts';
import { type SealedAddress, findAddress } from './orders.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';

export type EndAddress = SourceAddress & { password: string };

/** The address to connect to, asked again at every use: a network may have been forbidden since the registration. */
async function allowedHost(
  { address: { kind, host, port, database }, allowed }: SealedAddress,
  rule: Execution['addresses'],
): Promise<string> {
  // A folder is no address: whether it is open, the connector knows.
  if (kind === 'files') return host;
  try {
    return await outwardAddress(host, port, { allowed, ...rule }, database);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const code = error.code === 'address.unknown_name' ? 'unreachable' : 'not_allowed';
    throw new ConnectionProblem(code, { host: `${host}:${port}` }, { cause: error });
  }
}

/** Throws `ConnectionProblem`: `no_database` when it is no longer registered, `not_allowed` when it may not be reached. */
export async function openEnd<T>(
  { db, keys, addresses }: Pick<Execution, 'db' | 'keys' | 'addresses'>,
  id: number,
  open: (address: EndAddress) => T,
): Promise<T> {
  const found = await findAddress(db, id);
  if (!found) throw new ConnectionProblem('no_database', { host: '', database: `#${id}` });
  const host = await allowedHost(found, addresses);
  const password = keys.open('credentials', `plans.source/password/${id}`, found.sealed);
  return open({ ...found.address, host, password });
}
