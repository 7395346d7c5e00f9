/** Everything that a plan limits, as one: taken before the fetch, settled when the answer is known, told in its headers. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { CallPlan } from '#vocabulary/plans.ts';
import { type Bound, type Meter, boundsOf, createQuotas, untilTomorrow } from './quotas.ts';
import { createRates } from './rates.ts';

/** What one call has taken so far. */
export interface Taken {
  /** When, in milliseconds: quotas are of its day. */
  at: number;
  calls: number;
  rows: number;
  bytes: number;
}

export interface Limits {
  /** Takes so many calls; refuses where one of the plan’s limits has no room. Undefined where that is settled at once. */
  take(plan: CallPlan, taken: Taken): Promise<void> | undefined;
  /** Takes what an answer holds, before it leaves; refuses where it is not left. */
  spend(plan: CallPlan, taken: Taken, rows: number, bytes: number): Promise<void> | undefined;
  /** The record of what was taken is durable. */
  used(plan: CallPlan, taken: Taken): void;
  /** There was no answer after all. */
  giveBack(plan: CallPlan, taken: Taken): void;
  /** `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10), names and values in turn. */
  told(plan: CallPlan, now: number): readonly string[];
  release(now: number): Promise<void>;
  close(): Promise<void>;
}

interface Limited {
  perSecond: number | undefined;
  bounds: [Meter, Bound][];
  policy: string;
}

const METERS = ['calls', 'rows', 'bytes'] as const;
/** How a meter is named in headers: by its day, and in all. Calls are what a quota counts unless it says otherwise. */
const NAMES: Record<Meter, { day: string; all: string; unit: string }> = {
  calls: { day: 'day', all: 'total', unit: '' },
  rows: { day: 'rows-day', all: 'rows-total', unit: ';qu="rows"' },
  bytes: { day: 'bytes-day', all: 'bytes-total', unit: ';qu="content-bytes"' },
};
const NOTHING: readonly string[] = [];

function limitedBy(plan: CallPlan, limits: NonNullable<CallPlan['limits']>): Limited {
  const of = boundsOf(plan.grantId, limits);
  const bounds = METERS.flatMap((meter): [Meter, Bound][] => {
    const bound = of[meter];
    return bound ? [[meter, bound]] : [];
  });
  const policy: string[] = limits.perSecond === undefined ? [] : [`"second";q=${limits.perSecond};w=1`];
  for (const [meter, { perDay, total }] of bounds) {
    const { day, all, unit } = NAMES[meter];
    if (perDay !== undefined) policy.push(`"${day}";q=${perDay};w=86400${unit}`);
    if (total !== undefined) policy.push(`"${all}";q=${total}${unit}`);
  }
  return { perSecond: limits.perSecond, bounds, policy: policy.join(', ') };
}

export function createLimits(pool: pg.Pool, holder: string = randomUUID()): Limits {
  const quotas: Record<Meter, ReturnType<typeof createQuotas>> = {
    calls: createQuotas(pool, 'calls', holder),
    rows: createQuotas(pool, 'rows', holder),
    bytes: createQuotas(pool, 'bytes', holder),
  };
  const rates = createRates(pool);
  const known = new WeakMap<CallPlan, Limited>();

  function limitedOf(plan: CallPlan): Limited | undefined {
    if (plan.limits === undefined) return undefined;
    let limited = known.get(plan);
    if (!limited) known.set(plan, (limited = limitedBy(plan, plan.limits)));
    return limited;
  }

  /** Takes from one meter and notes it; what waits is noted when it is had. */
  function from(meter: Meter, bound: Bound, taken: Taken, amount: number): Promise<void> | undefined {
    const waiting = quotas[meter].take(bound, amount, taken.at);
    if (waiting)
      return waiting.then(() => {
        taken[meter] += amount;
      });
    taken[meter] += amount;
    return undefined;
  }

  async function takeAll(
    { bounds }: Limited,
    taken: Taken,
    amounts: Partial<Record<Meter, number>>,
    after?: Promise<void>,
  ): Promise<void> {
    if (after) await after;
    for (const [meter, bound] of bounds) {
      const amount = amounts[meter] ?? 0;
      if (amount > 0) await from(meter, bound, taken, amount);
    }
  }

  /** Of one meter without waiting where that can be; the others of a plan that limits several are taken one by one. */
  function takeSome(
    limited: Limited,
    taken: Taken,
    amounts: Partial<Record<Meter, number>>,
    after?: Promise<void>,
  ): Promise<void> | undefined {
    const asked = limited.bounds.filter(([meter]) => (amounts[meter] ?? 0) > 0);
    const [only] = asked;
    if (after === undefined && only === undefined) return undefined;
    if (after === undefined && only !== undefined && asked.length === 1)
      return from(only[0], only[1], taken, amounts[only[0]] ?? 0);
    return takeAll(limited, taken, amounts, after);
  }

  return {
    take(plan, taken) {
      const limited = limitedOf(plan);
      if (!limited) return undefined;
      const calls = taken.calls;
      taken.calls = 0;
      for (const [meter, bound] of limited.bounds) quotas[meter].check(bound, taken.at);
      const pacing =
        limited.perSecond === undefined ? undefined : rates.take(plan.grantId, limited.perSecond, calls);
      return takeSome(limited, taken, { calls }, pacing);
    },
    spend(plan, taken, rows, bytes) {
      const limited = limitedOf(plan);
      return limited && takeSome(limited, taken, { rows, bytes });
    },
    used(plan, taken) {
      for (const [meter, bound] of limitedOf(plan)?.bounds ?? [])
        if (taken[meter] > 0) quotas[meter].used(bound, taken[meter], taken.at);
    },
    giveBack(plan, taken) {
      for (const [meter, bound] of limitedOf(plan)?.bounds ?? [])
        if (taken[meter] > 0) quotas[meter].giveBack(bound, taken[meter], taken.at);
      taken.calls = taken.rows = taken.bytes = 0;
    },
    told(plan, now) {
      const limited = limitedOf(plan);
      if (!limited || limited.policy === '') return NOTHING;
      const tomorrow = Math.ceil(untilTomorrow(now) / 1000);
      const state: string[] = [];
      if (limited.perSecond !== undefined) state.push(`"second";r=${rates.leftOf(plan.grantId)};t=1`);
      for (const [meter, bound] of limited.bounds) {
        const { day, all } = NAMES[meter];
        const left = quotas[meter].leftOf(bound, now);
        if (bound.perDay !== undefined) state.push(`"${day}";r=${left.day};t=${tomorrow}`);
        // What is used up in all never comes back: no time is told.
        if (bound.total !== undefined) state.push(`"${all}";r=${left.all}`);
      }
      return ['RateLimit-Policy', limited.policy, 'RateLimit', state.join(', ')];
    },
    async release(now) {
      rates.release();
      for (const meter of METERS) await quotas[meter].release(now);
    },
    async close() {
      for (const meter of METERS) await quotas[meter].close();
    },
  };
}
