import { ACTIONS, RESULTS } from '#record/decode.ts';
import type { UsageFacts } from '#record/usageFacts.ts';
import { bucketOf } from './latency.ts';
import { DAY, HOUR, type IndexRow } from './rules.ts';

export const MINUTE = 60_000;

/** Calls of one minute that have all of these in common. */
export interface MinuteRow {
  /** Milliseconds of the minute's beginning. */
  at: number;
  grantId: number;
  systemId: number;
  consumerId: number;
  providerId: number;
  entryId: number;
  result: string;
  code: string;
  calls: number;
  rows: number;
  bytes: number;
  micros: number;
  /** Answered calls that found no row. */
  empty: number;
  /** Calls by bucket of `latency.ts`. */
  latency: number[];
}

export type MinuteKey = Pick<
  MinuteRow,
  'at' | 'grantId' | 'systemId' | 'consumerId' | 'providerId' | 'entryId' | 'result' | 'code'
>;

/**
 * What is a call: one with a whole answer, or the end of one that was streamed. What only opens a stream is not counted
 * until its end is, and what went to a sandbox is nobody's data.
 */
const CALLS = ['gateway.call', 'gateway.closed'];
const IS_CALL = ACTIONS.map(action => CALLS.includes(action));
const SERVED = RESULTS.indexOf('served');

export const keyOf = (row: MinuteKey): string =>
  `${row.at}|${row.grantId}|${row.systemId}|${row.consumerId}|${row.providerId}|${row.entryId}|${row.result}|${row.code}`;

/** Milliseconds from UTC to Asia/Shanghai, where days begin. */
const EAST = 8 * HOUR;

export const STEPS = ['minute', 'hour', 'day'] as const;
export type Step = (typeof STEPS)[number];

/** Milliseconds of the beginning of the minute, hour or day (Beijing time) that an instant lies in. */
export function startOf(step: Step, at: number): number {
  if (step === 'day') return Math.floor((at + EAST) / DAY) * DAY - EAST;
  return at - (at % (step === 'hour' ? HOUR : MINUTE));
}

export interface Minutes {
  add(row: IndexRow): void;
  /** The same from a usage record's facts. */
  addUsage(facts: UsageFacts, bytes: Buffer): void;
  rows(): MinuteRow[];
}

/** Summaries of the minutes. */
export function collectMinutes(): Minutes {
  const sums = new Map<string, MinuteRow>();
  /** The last summary of a grant's answered calls: nearly always the next belongs to it. */
  const latest = new Map<number, MinuteRow>();

  function sumOf(key: MinuteKey): MinuteRow {
    const text = keyOf(key);
    let sum = sums.get(text);
    if (!sum) {
      sum = { ...key, calls: 0, rows: 0, bytes: 0, micros: 0, empty: 0, latency: [] };
      sums.set(text, sum);
    }
    return sum;
  }

  function add(sum: MinuteRow, rows: number, bytes: number, micros: number, isEmpty: boolean): void {
    sum.calls += 1;
    sum.rows += rows;
    sum.bytes += bytes;
    sum.micros += micros;
    if (isEmpty) sum.empty += 1;
    const bucket = bucketOf(micros);
    while (sum.latency.length <= bucket) sum.latency.push(0);
    sum.latency[bucket] = (sum.latency[bucket] ?? 0) + 1;
  }

  const idOf = (id: number | null): number => (id === null || id < 0 ? 0 : id);

  return {
    add: row => {
      const { kind, action, result, code, at } = row;
      if (kind !== 'usage' || !CALLS.includes(action) || row.isSandbox) return;
      const sum = sumOf({
        at: startOf('minute', at),
        grantId: idOf(row.grantId),
        systemId: idOf(row.systemId),
        consumerId: idOf(row.consumerId),
        providerId: idOf(row.providerId),
        entryId: idOf(row.entryId),
        result,
        code,
      });
      add(sum, row.rows ?? 0, row.bytes ?? 0, row.micros ?? 0, result === 'served' && (row.rows ?? 0) === 0);
    },
    addUsage: (facts, bytes) => {
      const { action, result, grantId, codeFrom, codeTo, rows } = facts;
      if (IS_CALL[action] !== true) return;
      const at = startOf('minute', facts.at);
      const isPlain = result === SERVED && codeFrom === codeTo;
      let sum = isPlain ? latest.get(grantId) : undefined;
      // One system has a grant; who provides may change, and an entry's grants may move with it.
      if (
        sum?.at !== at ||
        sum.providerId !== idOf(facts.providerId) ||
        sum.systemId !== idOf(facts.systemId)
      ) {
        sum = sumOf({
          at,
          grantId: idOf(grantId),
          systemId: idOf(facts.systemId),
          consumerId: idOf(facts.consumerId),
          providerId: idOf(facts.providerId),
          entryId: idOf(facts.entryId),
          result: RESULTS[result] ?? '',
          code: bytes.toString('utf8', codeFrom, codeTo).replaceAll('\0', ''),
        });
        if (isPlain) latest.set(grantId, sum);
      }
      add(sum, rows, facts.bytes, facts.micros, result === SERVED && rows === 0);
    },
    rows: () => [...sums.values()],
  };
}

/** Adds one summary to another of the same key. */
export function addTo(sum: MinuteRow, more: MinuteRow): void {
  sum.calls += more.calls;
  sum.rows += more.rows;
  sum.bytes += more.bytes;
  sum.micros += more.micros;
  sum.empty += more.empty;
  more.latency.forEach((n, bucket) => {
    while (sum.latency.length <= bucket) sum.latency.push(0);
    sum.latency[bucket] = (sum.latency[bucket] ?? 0) + n;
  });
}
