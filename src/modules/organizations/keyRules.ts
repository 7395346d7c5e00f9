/** Keys of systems: how long they live, and which conventions ask for what. */

export const ENVIRONMENTS = ['live', 'sandbox'] as const;
export type KeyEnvironment = (typeof ENVIRONMENTS)[number];
export const KEY_KINDS = ['secret', 'certificate'] as const;
export const KEY_ORIGINS = ['registration', 'person', 'refresh'] as const;
export const KEY_STATES = ['coming', 'valid', 'ending', 'ended'] as const;

/** The conventions by which a system may prove who it is, as the gateway names them. */
export const CONVENTIONS = ['national', 'bg_hmac', 'tif', 'sm3', 'token', 'front'] as const;
export type Convention = (typeof CONVENTIONS)[number];
/** What a new system is offered: the national platform's, ours, and tokens for clients that can do nothing else. */
export const USUAL_CONVENTIONS: readonly Convention[] = ['national', 'sm3', 'token'];
/** Those that sign neither the body nor, some of them, the address: where a call comes from must prove the rest. */
const LOOSE: readonly Convention[] = ['national', 'bg_hmac', 'tif'];

const DAY = 86_400_000;
export const KEY_DAYS = 365;
export const MOST_KEY_DAYS = 731;
export const OVERLAP_DAYS = 7;
export const MOST_OVERLAP_DAYS = 90;
/** Each valid key may cost a call one more MAC. */
export const MOST_VALID_KEYS = 8;
/** A key says in the page that it ends from so many days before on. */
const ENDING_DAYS = 30;
/** Days before the end of a key on which its department is told. Ours. */
export const TELL_DAYS = [30, 7, 1] as const;

/** A secret that a system fetched for itself lives so long. */
export const REFRESHED_MILLISECONDS = DAY;
/**
 * While a fetched secret has so long to live it is given again: all processes of a system hold the same one, every end
 * that was told stays true, and at most two of them are valid at a time.
 */
export const REFRESH_AGAIN_MILLISECONDS = DAY / 2;
/** Refreshes that one system may ask for in ten minutes; some clients ask before every call. */
export const MOST_REFRESHES = 300;
export const REFRESH_SPAN_MILLISECONDS = 600_000;
export const REFRESH_WINDOW_MILLISECONDS = 300_000;

export const daysAfter = (at: number, days: number): Date => new Date(at + days * DAY);

export function stateOf(since: Date, until: Date, now: number): (typeof KEY_STATES)[number] {
  if (now >= until.getTime()) return 'ended';
  if (now < since.getTime()) return 'coming';
  return until.getTime() - now <= ENDING_DAYS * DAY ? 'ending' : 'valid';
}

/** Of which of the days before its end a key is to be told today; undefined when none has come. */
export const tellingOf = (until: Date, now: number): number | undefined =>
  TELL_DAYS.findLast(days => until.getTime() - now <= days * DAY);

/**
 * Networks that are no list of addresses but nearly everybody: wider than a /8, or a /32 of IPv6. A system that uses a
 * loose convention may not register them.
 */
export function tooWide(addresses: readonly string[], conventions: readonly Convention[]): string[] {
  if (!conventions.some(one => LOOSE.includes(one))) return [];
  return addresses.filter(network => {
    const [address = '', bits] = network.split('/');
    return bits !== undefined && Number(bits) < (address.includes(':') ? 32 : 8);
  });
}
