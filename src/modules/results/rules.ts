import { defineLifecycle } from '#kernel/lifecycle.ts';
import type { GrantState } from '#modules/grants/index.ts';

/** What a consumer records of its use (N809 29), in the order of the article. */
export const RECORD_KINDS = ['scenario', 'course', 'effect', 'storage', 'destruction'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** The words under which the rule `use_records.contents` names them. */
const NAMED: Record<RecordKind, string> = {
  scenario: 'use_scenario',
  course: 'use_process',
  effect: 'effect',
  storage: 'storage',
  destruction: 'destruction',
};

/** Nothing is used before the first supply. */
export type Phase = 'waiting' | 'running' | 'ended';
const ENDED: ReadonlySet<GrantState> = new Set(['expired', 'revoked', 'given_up']);
export function phaseOf(state: GrantState): Phase {
  if (ENDED.has(state)) return 'ended';
  return state === 'awaiting_supply' ? 'waiting' : 'running';
}

/**
 * Which records a grant must have by now, of those that the rules of the place name; destruction only once the use has
 * ended, because until then nothing is to be destroyed. That it waits for the end is ours.
 */
export const expectedKinds = (named: readonly string[], phase: Phase): RecordKind[] =>
  phase === 'waiting'
    ? []
    : RECORD_KINDS.filter(
        kind => named.includes(NAMED[kind]) && (phase === 'ended' || kind !== 'destruction'),
      );

export interface Term {
  state: GrantState;
  /** Civil dates: the first and last day of the term; `endedOn` where it ended, before its time or at it. */
  from: string;
  until: string;
  endedOn: string | null;
}
export type Occasion = 'half' | 'end';

const DAY = 86_400_000;
/** A shorter term is reported on once, at its end. Ours. */
const SHORTEST_WITH_HALF = 180;

const dayOf = (date: string): number => Date.parse(date) / DAY;
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The day on which half of the term has passed. */
export const halfOf = ({ from, until }: Pick<Term, 'from' | 'until'>): string =>
  dateOf(Math.floor((dayOf(from) + dayOf(until)) / 2));

/**
 * Which report on the results is due and was not made (ZH 四(三): 及时反馈数据使用情况; that it is asked for at half-term
 * and at the end is ours). `lastReport` is the day of the newest one.
 */
export function dueReport(term: Term, lastReport: string | null, today: string): Occasion | undefined {
  const half = halfOf(term);
  const last = lastReport ?? '';
  const phase = phaseOf(term.state);
  if (phase === 'waiting') return undefined;
  if (phase === 'ended') {
    const ended = term.endedOn ?? term.until;
    // A report since half-term, or since an early end, covers the use.
    return last >= (half < ended ? half : ended) ? undefined : 'end';
  }
  const long = dayOf(term.until) - dayOf(term.from) >= SHORTEST_WITH_HALF;
  return long && today >= half && last === '' ? 'half' : undefined;
}

export type ExampleState = 'proposed' | 'returned' | 'up' | 'excellent' | 'withdrawn';
export type ExampleAction = 'edit' | 'withdraw' | 'put_up' | 'return' | 'take_down' | 'mark' | 'unmark';
export type ExampleRelation = 'officer' | 'authority';

/** Examples of good use are put forward, put up and marked (ZH 四(五), LA 二(二)6). Edited after a return, one is proposed again. */
export const exampleLife = defineLifecycle<ExampleState, ExampleAction, ExampleRelation>([
  { action: 'edit', from: ['proposed', 'returned'], to: 'proposed', actor: 'officer' },
  { action: 'withdraw', from: ['proposed', 'returned'], to: 'withdrawn', actor: 'officer' },
  { action: 'put_up', from: ['proposed'], to: 'up', actor: 'authority', rule: 'applications.classes' },
  { action: 'return', from: ['proposed'], to: 'returned', actor: 'authority' },
  { action: 'take_down', from: ['up', 'excellent'], to: 'withdrawn', actor: 'authority' },
  { action: 'mark', from: ['up'], to: 'excellent', actor: 'authority', rule: 'applications.classes' },
  { action: 'unmark', from: ['excellent'], to: 'up', actor: 'authority' },
]);

/** Steps that the other side reads the reason of. */
export const NEEDS_NOTE: ReadonlySet<ExampleAction> = new Set(['return', 'take_down', 'unmark']);

export type RoundState = 'coming' | 'open' | 'over' | 'closed';

export function roundState(
  { firstDay, lastDay, closed }: { firstDay: string; lastDay: string; closed: boolean },
  today: string,
): RoundState {
  if (closed) return 'closed';
  if (today < firstDay) return 'coming';
  return today <= lastDay ? 'open' : 'over';
}

/** Most votes first; who has as many as another has the same rank. */
export function ranked<T extends { votes: number }>(candidates: readonly T[]): (T & { rank: number })[] {
  const sorted = candidates.toSorted((a, b) => b.votes - a.votes);
  return sorted.map(one => ({ ...one, rank: 1 + sorted.filter(other => other.votes > one.votes).length }));
}
