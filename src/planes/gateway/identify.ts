import { timingSafeEqual } from 'node:crypto';
import { networks } from '#kernel/addresses.ts';
import type { Mac } from './mac.ts';
import type { Head } from './parse.ts';
import { refuse } from './refusals.ts';

const WINDOW_MILLISECONDS = 300_000;

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

/**
 * Proves that the head was signed with the caller's secret and comes from one of its addresses; returns the
 * signature. A refusal here is a stranger's: the rid alone proves nothing.
 */
export function identify(head: Head, caller: Caller | undefined, address: string, now: number): Buffer {
  if (!caller) throw refuse.unknown_caller();
  const expected = caller.mac(head.sid + head.rid + head.rtime);
  const given = Buffer.from(head.sign, 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected) || now >= caller.secretUntil)
    throw refuse.wrong_signature();
  if (address !== caller.lastAddress) {
    if (!caller.allowed.has(address)) throw refuse.address_not_allowed({ address });
    caller.lastAddress = address;
  }
  return expected;
}

export function checkWindow(rtime: string, now: number): void {
  const off = /^\d{13}$/.test(rtime) ? Math.abs(now - Number(rtime)) : Number.NaN;
  if (!(off <= WINDOW_MILLISECONDS))
    throw refuse.outside_window({ seconds: Number.isNaN(off) ? '?' : Math.round(off / 1000) });
}
