import { timingSafeEqual } from 'node:crypto';
import type { networks } from '#kernel/addresses.ts';
import type { Environment, ProfileName, Proof } from '#planes/gateway/call.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import { type Mac, createMac } from './mac.ts';

/** A secret of a system, ready to be calculated with. Times are milliseconds since the epoch, the end excluded. */
export interface CallerKey {
  /** Its number in the system; 0 is the one that the system was registered with. */
  no: number;
  environment: Environment;
  from: number;
  until: number;
  secret: Buffer;
  /** HMAC-SHA256 under the secret. */
  mac: Mac;
  /** HMAC-SM3 under the secret. */
  sm3: Mac;
}

/** A certificate that a system registered: `sha256:<hex>` or `sm3:<hex>` over its DER. */
export interface CallerCertificate {
  no: number;
  environment: Environment;
  from: number;
  until: number;
  fingerprint: string;
}

/** A registered system, as a call is checked against it. */
export interface Caller {
  id: number;
  rid: string;
  departmentId: number;
  /** Those that have not ended, the newest first. */
  keys: readonly CallerKey[];
  certificates: readonly CallerCertificate[];
  /** The conventions that the system said it uses. */
  profiles: ReadonlySet<ProfileName>;
  allowed: ReturnType<typeof networks>;
  /** At most this many different calls are accepted under one signature. */
  spread: number;
  /** The address that was last found allowed: a system calls from few, and the look-up is not free. */
  lastAddress: string | undefined;
  /** The key that last proved a call: it is asked first, so that a call costs one MAC however many keys there are. */
  lastKey: CallerKey | undefined;
}

/** A system calls from the addresses that it is registered with, and from no other. */
export function checkAddress(caller: Caller, address: string): void {
  if (address === caller.lastAddress) return;
  if (!caller.allowed.has(address)) throw refuse.address_not_allowed({ address });
  caller.lastAddress = address;
}

/** A system uses the conventions that it said it would: the weakest that it never uses does not weaken it. */
export function checkConvention(caller: Caller, name: ProfileName): void {
  if (!caller.profiles.has(name)) throw refuse.convention_not_registered({ convention: name });
}

export function makeKey(of: Pick<CallerKey, 'no' | 'environment' | 'from' | 'until' | 'secret'>): CallerKey {
  const { secret } = of;
  let prepared: Mac | undefined;
  return {
    ...of,
    mac: createMac(secret),
    // Most systems never use it.
    sm3: (text, body) => (prepared ??= createMac(secret, 'sm3'))(text, body),
  };
}

export const isValid = (key: { from: number; until: number }, now: number): boolean =>
  now >= key.from && now < key.until;

function proves(key: CallerKey, how: 'mac' | 'sm3', text: string, given: Buffer): boolean {
  const expected = key[how](text);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The key of the caller under which the text has the given MAC; undefined when there is none that is valid now. */
export function findKey(
  caller: Caller,
  how: 'mac' | 'sm3',
  text: string,
  given: Buffer,
  now: number,
): CallerKey | undefined {
  const { lastKey } = caller;
  if (lastKey && isValid(lastKey, now) && proves(lastKey, how, text, given)) return lastKey;
  for (const key of caller.keys) {
    if (key === lastKey || !isValid(key, now) || !proves(key, how, text, given)) continue;
    caller.lastKey = key;
    return key;
  }
  return undefined;
}

/**
 * Which key a call was proven with, for its record. Of a system with one key the commands in the ledger say it already,
 * and a record without facts of its own is read faster.
 */
export const keyFacts = (caller: Caller, { key }: Proof): Record<string, unknown> | undefined =>
  key !== undefined && caller.keys.length + caller.certificates.length > 1 ? { key } : undefined;
