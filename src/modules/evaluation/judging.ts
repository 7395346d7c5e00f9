/** What both simulations share: the limits that a text sets, how a case stands under them, and the counts. */
import type { Clock } from '#kernel/clock.ts';
import { refuse as platform } from '#kernel/errors.ts';
import {
  type ClockEvent,
  type ClockFacts,
  type Deadlines,
  civilDate,
  readClock,
} from '#modules/deadlines/index.ts';
import { type Policy, type Resolution, citationOf } from '#modules/policy/index.ts';
import { refuse } from './refusals.ts';

export type AnswerRule = 'answer.conditional.days' | 'answer.unconditional.days';

/** Cases that are named; the counts are of all. */
export const NAMED = 200;
/** Readings kept at once while counting. */
const MOST_KNOWN = 50_000;

export const ruleOf = (one: { shareType: 'conditional' | 'unconditional' }): AnswerRule =>
  one.shareType === 'conditional' ? 'answer.conditional.days' : 'answer.unconditional.days';

/** The local promise and the legal ceiling, in working days. */
export interface Limits {
  localDays: number | null;
  legalDays: number | null;
}

export const limitsOf = (found: Resolution<AnswerRule>): Limits => ({
  localDays: found.local?.value.days ?? null,
  legalDays: found.ceiling?.value.days ?? null,
});

/** The rules of a profile on answers as if its texts were in force; refuses a name that no region has. */
export function rulesUnder(policy: Policy, profile: string): Record<AnswerRule, Resolution<AnswerRule>> {
  const conditional = policy.ruleUnder(profile, 'answer.conditional.days');
  const unconditional = policy.ruleUnder(profile, 'answer.unconditional.days');
  if (!conditional || !unconditional)
    throw platform.bad_input({ place: 'profile', problem: `${profile} is no profile` });
  return { 'answer.conditional.days': conditional, 'answer.unconditional.days': unconditional };
}

/** The last day of a period, today unless one is given; refuses one that ends before it begins. */
export function endOf({ from, until }: { from: string; until?: string | undefined }, today: string): string {
  const last = until ?? today;
  if (last < from) throw refuse.period_backwards({ from, until: last });
  return last;
}

/** What the page says of the text under which was counted. */
export function textOf(rules: Record<AnswerRule, Resolution<AnswerRule>>) {
  const found = Object.values(rules);
  return {
    limits: found.map(rule => ({
      ruleId: rule.ruleId,
      ...limitsOf(rule),
      citations: [rule.local, rule.ceiling].flatMap(one => (one ? [citationOf(one)] : [])),
    })),
    drafts: [
      ...new Set(
        found.flatMap(({ chain }) => chain.flatMap(rule => (rule.status === 'draft' ? [rule.title] : []))),
      ),
    ],
  };
}

export interface Judgement {
  /** The date that both sides see, extended where it was. */
  due: string | null;
  /** The nearer of promise and ceiling, by which lateness is measured. */
  nearest: string | null;
  /** Past it, stopped or not. */
  late: boolean;
  lateDays: number;
  /** Past the legal one. */
  breach: boolean;
  usedDays: number;
}

/** How a case stands under limits; throws while no calendar is loaded. */
export async function createJudge(
  deadlines: Deadlines,
  clock: Clock,
): Promise<(one: { started: number; events: readonly ClockEvent[] }, limits: Limits) => Judgement> {
  const calendar = await deadlines.current();
  if (!calendar) throw new Error('no working calendar is loaded');
  const now = clock.now();
  // A reading depends on civil days only, and many cases came and went on the same ones.
  const known = new Map<string, Judgement>();
  return ({ started, events }, { localDays, legalDays }) => {
    const days = events.map(
      event =>
        `${event.kind}${civilDate(event.at)}${event.kind === 'extend' ? `${event.days}${event.local ?? false}` : ''}`,
    );
    const key = [civilDate(started), localDays, legalDays, ...days].join(' ');
    const found = known.get(key) ?? judge({ started, localDays, legalDays, events }, calendar, now);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, found);
    return found;
  };
}

function judge(facts: ClockFacts, ...at: [Parameters<typeof readClock>[1], number]): Judgement {
  const { due, localDue, legalDue, localLate, localLateDays, legalLate, lateDays, usedDays } = readClock(
    facts,
    ...at,
  );
  // The evaluation counts the promise: an extension within the law moves the legal date and leaves it broken.
  const late = localLate || legalLate;
  const [nearest = null] = [localDue, legalDue].filter(date => date !== null).toSorted();
  // Not by days: on the Saturday after a Friday's date no working day has passed, and yet it is late.
  return {
    due,
    nearest,
    late,
    lateDays: late ? Math.max(localLateDays, lateDays) : 0,
    breach: legalLate,
    usedDays,
  };
}

export interface LateCounts {
  cases: number;
  lateWas: number;
  lateThen: number;
  breachThen: number;
}

/** Counts by department and in all; `K` tells departments apart, `D` is what is said of each. */
export function createTally<K, D>() {
  const none = (): LateCounts => ({ cases: 0, lateWas: 0, lateThen: 0, breachThen: 0 });
  const totals = none();
  const departments = new Map<K, D & LateCounts>();
  return {
    totals,
    add(key: K, department: D, was: Judgement, then: Judgement): void {
      const own = departments.get(key) ?? { ...department, ...none() };
      departments.set(key, own);
      for (const count of [own, totals]) {
        count.cases += 1;
        if (was.late) count.lateWas += 1;
        if (then.late) count.lateThen += 1;
        if (then.breach) count.breachThen += 1;
      }
    },
    /** Most late cases first, in the order of their first case where they are alike. */
    departments: (): (D & LateCounts)[] =>
      [...departments.values()].toSorted((a, b) => b.lateThen - a.lateThen || b.cases - a.cases),
  };
}
