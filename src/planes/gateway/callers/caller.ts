import type { networks } from '#kernel/addresses.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import type { Mac } from './mac.ts';

/** A registered system, as a call is checked against it. */
export interface Caller {
  id: number;
  rid: string;
  departmentId: number;
  mac: Mac;
  /** Milliseconds since the epoch; the secret is good until then. */
  secretUntil: number;
  allowed: ReturnType<typeof networks>;
  /** At most this many different calls are accepted under one signature. */
  spread: number;
  /** The address that was last found allowed: a system calls from few, and the look-up is not free. */
  lastAddress: string;
}

/** A system calls from the addresses that it is registered with, and from no other. */
export function checkAddress(caller: Caller, address: string): void {
  if (address === caller.lastAddress) return;
  if (!caller.allowed.has(address)) throw refuse.address_not_allowed({ address });
  caller.lastAddress = address;
}
