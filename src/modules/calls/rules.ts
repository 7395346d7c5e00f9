import type { Step } from '#modules/ledger/index.ts';

export const ALERT_KINDS = ['sequence', 'guessing', 'volume', 'hours', 'hits', 'errors', 'persons'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];
export const RESPONSES = ['tell', 'slow', 'suspend'] as const;
export type Response = (typeof RESPONSES)[number];
export const ALERT_STATES = ['open', 'looked_into', 'false_alarm'] as const;
export type AlertState = (typeof ALERT_STATES)[number];
export const VERDICTS = ['looked_into', 'false_alarm'] as const;

/** From which measure on a kind asks for which response; null: never. */
export interface WatchRule {
  tell: number | null;
  slow: number | null;
  suspend: number | null;
  /** Calls in the hour below which nothing is judged. */
  least: number;
  /** Calls a second that are left to a grant that is slowed. */
  perSecond: number;
}

/**
 * What is judged without anybody's word: cautious. Everything is told; only identifiers or values worked through one
 * after another slow a grant down, and only gross cases suspend it. No text of law names such figures; that misuse
 * suspends is N809 27. The measure of each kind, over an hour: `sequence` calls whose identifier lies next to one of the
 * last; `guessing` tries of values that the protection of verifications told; `volume` how many times the busiest hour
 * of the four weeks before; `hours` calls in an hour of the day in which there were none in four weeks; `hits` percent of
 * the answered calls that found no row; `errors` percent of calls that were refused; `persons` persons that one post
 * asked about.
 */
export const DEFAULT_RULES: Readonly<Record<AlertKind, WatchRule>> = {
  sequence: { tell: 30, slow: 100, suspend: 500, least: 30, perSecond: 1 },
  guessing: { tell: 1, slow: 20, suspend: 200, least: 0, perSecond: 1 },
  volume: { tell: 3, slow: null, suspend: null, least: 300, perSecond: 1 },
  hours: { tell: 20, slow: null, suspend: null, least: 20, perSecond: 1 },
  hits: { tell: 80, slow: null, suspend: null, least: 100, perSecond: 1 },
  errors: { tell: 50, slow: null, suspend: null, least: 50, perSecond: 1 },
  persons: { tell: 200, slow: null, suspend: null, least: 0, perSecond: 1 },
};

/** What gateways counted of a grant in the window. */
export interface Watched {
  calls: number;
  refused: number;
  failed: number;
  empty: number;
  near: number;
  guesses: number;
  /** The most of any post in one hour. */
  persons: number;
}

/** How a grant was used in the four weeks before. */
export interface Usual {
  /** Days with calls. */
  days: number;
  /** Calls of the busiest hour. */
  busiest: number;
  /** Hours of the day, Beijing time, in which there were calls. */
  hours: ReadonlySet<number>;
}

/** A grant that was not used before. */
export const UNKNOWN: Usual = { days: 0, busiest: 0, hours: new Set() };

/** With less history than this nothing is held against it. */
const DAYS_KNOWN = 7;

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part * 100) / whole));

/** The measure of a kind; undefined where it says nothing. `hour`: of the day, Beijing time. */
export function measureOf(kind: AlertKind, seen: Watched, usual: Usual, hour: number): number | undefined {
  const known = usual.days >= DAYS_KNOWN;
  const served = seen.calls - seen.refused - seen.failed;
  switch (kind) {
    case 'sequence':
      // Where identifiers lie close together anyway, neighbours are chance: half of the calls must be such.
      return seen.near * 2 >= seen.calls ? seen.near : undefined;
    case 'guessing':
      return seen.guesses;
    case 'volume':
      return known && usual.busiest > 0 ? Math.floor((seen.calls * 10) / usual.busiest) / 10 : undefined;
    case 'hours':
      return known && !usual.hours.has(hour) ? seen.calls : undefined;
    case 'hits':
      return percent(seen.empty, served);
    case 'errors':
      return percent(seen.refused, seen.calls);
    case 'persons':
      return seen.persons;
  }
}

export interface Judged {
  response: Response;
  measure: number;
  /** The bound of the response that the measure reached. */
  bound: number;
}

/** What a rule asks for; undefined where the measure stays below it. */
export function judge(rule: WatchRule, measure: number | undefined, calls: number): Judged | undefined {
  if (measure === undefined || calls < rule.least) return undefined;
  for (const response of ['suspend', 'slow', 'tell'] as const) {
    const bound = rule[response];
    if (bound !== null && measure >= bound) return { response, measure, bound };
  }
  return undefined;
}

/** Whether one response goes further than another. */
export const isGraver = (one: Response, than: Response): boolean =>
  RESPONSES.indexOf(one) > RESPONSES.indexOf(than);

/** A rule whose bounds rise: what slows is at least what is told, what suspends at least what slows. */
export function boundsRise({ tell, slow, suspend }: WatchRule): boolean {
  const set = [tell, slow, suspend].filter(bound => bound !== null);
  return set.every((bound, i) => i === 0 || bound >= (set[i - 1] ?? 0));
}

export type Blame = 'caller' | 'provider' | 'platform';

/** Codes of failed calls that are the caller's: it went away, or took nothing. */
const CALLERS_OWN: readonly string[] = ['gateway.stream_left', 'gateway.stream_slow', 'gateway.revoked'];
const PLATFORMS_OWN: readonly string[] = ['gateway.stream_unsure'];

/** At whom a call failed: what is refused is the caller's to mend, what fails is the provider's or ours. */
export function blameOf(result: string, code: string): Blame {
  if (result === 'refused' || CALLERS_OWN.includes(code)) return 'caller';
  return code.startsWith('platform.') || PLATFORMS_OWN.includes(code) ? 'platform' : 'provider';
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How finely a range is shown, so that there are some dozens to some hundreds of points. */
export function stepFor(from: number, until: number): Step {
  if (until - from <= 3 * HOUR) return 'minute';
  return until - from <= 4 * DAY ? 'hour' : 'day';
}
