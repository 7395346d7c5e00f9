/**
 * What a grant may use of a day and in all, over all gateways: calls, rows, bytes. Each gateway takes a slice in one
 * statement and brings back what it did not use, so that together they never go beyond. A slice lasts about a second at
 * the rate of the last one, and no slice is more than an eighth of what is left. What a gateway that died had taken is
 * found again by the record (`modules/ledger/reconciling.ts`).
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Refusal } from '#kernel/errors.ts';
import { type CallLimits, DAY_MILLISECONDS, dayNumberOf } from '#vocabulary/plans.ts';
import { refuse } from './refusals.ts';

/** A used-up quota is asked about again after this: another gateway may have brought something back. */
const ASK_AGAIN = 1000;
/** A slice that nobody used for so long is brought back. */
const IDLE = 10_000;
/** An older slice is not used any more: the database may have given this gateway up for dead. */
const VALID = 90_000;
/** A slice that was used up sooner is followed by one of twice the size; one that lasted twice as long, by half of it. */
const SOON = 500;
const LARGEST_SLICE: Record<Meter, number> = { calls: 1000, rows: 100_000, bytes: 64 * 1024 * 1024 };
const SMALLEST_SLICE: Record<Meter, number> = { calls: 1, rows: 1, bytes: 4096 };

export type Meter = 'calls' | 'rows' | 'bytes';

/** Of which plan’s grant, and how much of one meter it may use; undefined: any amount. */
export interface Bound {
  grantId: number;
  perDay: number | undefined;
  total: number | undefined;
}

export const boundsOf = (
  grantId: number,
  limits: CallLimits,
): { calls?: Bound; rows?: Bound; bytes?: Bound } => ({
  ...(limits.perDay === undefined && limits.total === undefined
    ? {}
    : { calls: { grantId, perDay: limits.perDay, total: limits.total } }),
  ...(limits.rowsPerDay === undefined && limits.rowsTotal === undefined
    ? {}
    : { rows: { grantId, perDay: limits.rowsPerDay, total: limits.rowsTotal } }),
  ...(limits.bytesPerDay === undefined && limits.bytesTotal === undefined
    ? {}
    : { bytes: { grantId, perDay: limits.bytesPerDay, total: limits.bytesTotal } }),
});

interface Lease {
  bound: Bound;
  day: number;
  left: number;
  /** Taken by calls whose record is not durable yet. */
  flying: number;
  /** What the next slice should be. */
  slice: number;
  askedAt: number;
  /** Milliseconds of its last call, and until when its slice may be used. */
  usedAt: number;
  validUntil: number;
  /** Until then it is known that so much (`short`) is not to be had. */
  askAgainAt: number;
  short: number;
  waiting: number;
  /** Left in the database when it was last asked. */
  leftDay: number | undefined;
  leftAll: number | undefined;
  asking: Promise<void> | undefined;
}

export interface Quotas {
  /** Takes so much; refuses where it is not left. Settled at once while the slice lasts. */
  take(bound: Bound, amount: number, now: number): Promise<void> | undefined;
  /** What was taken then is used: its record is durable. */
  used(bound: Bound, amount: number, takenAt: number): void;
  /** What was taken then was not used after all. */
  giveBack(bound: Bound, amount: number, takenAt: number): void;
  /** Refuses where it is known that nothing is left: sooner than after a fetch. */
  check(bound: Bound, now: number): void;
  /** What is left of the day and in all, as far as this gateway knows. */
  leftOf(bound: Bound, now: number): { day: number; all: number };
  /** Brings back what nobody uses at present. */
  release(now: number): Promise<void>;
  /** Brings back everything. */
  close(): Promise<void>;
}

const dateOf = (day: number): string => new Date(day * DAY_MILLISECONDS).toISOString().slice(0, 10);

/** Milliseconds until the next day of Beijing begins. */
export const untilTomorrow = (now: number): number =>
  DAY_MILLISECONDS - ((now + 8 * 3_600_000) % DAY_MILLISECONDS);

const WORDS: Record<Meter, { zh: string; en: string }> = {
  calls: { zh: '调用次数', en: 'calls' },
  rows: { zh: '返回行数', en: 'rows' },
  bytes: { zh: '返回字节数', en: 'bytes' },
};

function usedUp(meter: Meter, bound: Bound, leftAll: number | undefined, now: number): Refusal {
  const { zh, en } = WORDS[meter];
  // What is used up in all does not come back tomorrow.
  if (bound.total !== undefined && (leftAll ?? 0) === 0)
    return refuse.total_used({ what: zh, whatEn: en, most: bound.total });
  if (bound.perDay === undefined) return refuse.total_used({ what: zh, whatEn: en, most: bound.total ?? 0 });
  const retryAfter = Math.ceil(untilTomorrow(now) / 1000);
  return meter === 'calls'
    ? refuse.quota_used({ perDay: bound.perDay, retryAfter })
    : refuse.day_used({ what: zh, whatEn: en, most: bound.perDay, retryAfter });
}

/** The slices of one meter. `holder` names this gateway among all that take slices. */
export function createQuotas(pool: pg.Pool, meter: Meter, holder: string = randomUUID()): Quotas {
  const leases = new Map<number, Lease>();

  function leaseOf(bound: Bound, now: number): Lease {
    const day = dayNumberOf(now);
    const known = leases.get(bound.grantId);
    if (known?.day === day) {
      // A new version of the plan goes on with the slice of the one before.
      known.bound = bound;
      return known;
    }
    const lease: Lease = {
      bound,
      day,
      left: 0,
      flying: 0,
      slice: SMALLEST_SLICE[meter],
      askedAt: 0,
      usedAt: now,
      validUntil: 0,
      askAgainAt: 0,
      short: 0,
      waiting: 0,
      leftDay: undefined,
      leftAll: undefined,
      asking: undefined,
    };
    leases.set(bound.grantId, lease);
    // Of yesterday’s slice the day has no use any more, the whole has.
    if (known) void bringBack(known).catch(() => undefined);
    return lease;
  }

  async function ask(lease: Lease, amount: number, now: number): Promise<void> {
    if (lease.left > 0 && performance.now() >= lease.validUntil) await bringBack(lease);
    const started = performance.now();
    const { bound } = lease;
    const need = Math.max(1, amount - lease.left);
    const lasted = started - lease.askedAt;
    if (lasted < SOON) lease.slice = Math.min(lease.slice * 2, LARGEST_SLICE[meter]);
    else if (lasted > SOON * 4) lease.slice = Math.max(lease.slice >> 1, SMALLEST_SLICE[meter]);
    lease.askedAt = started;
    const { rows } = await pool.query<{ slice: number; left_day: number | null; left_all: number | null }>({
      name: 'gateway-quota',
      text: 'select slice, left_day, left_all from plans.take_quota($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      values: [
        holder,
        bound.grantId,
        meter,
        dateOf(lease.day),
        bound.perDay ?? null,
        bound.total ?? null,
        need,
        Math.max(lease.slice, lease.waiting, need),
        lease.flying + lease.left,
      ],
    });
    const [answer] = rows;
    const slice = Number(answer?.slice ?? 0);
    lease.left += slice;
    lease.leftDay = answer?.left_day ?? undefined;
    lease.leftAll = answer?.left_all ?? undefined;
    if (slice === 0) {
      lease.askAgainAt = now + ASK_AGAIN;
      lease.short = need;
    } else lease.validUntil = started + VALID;
  }

  async function wait(lease: Lease, amount: number, now: number): Promise<void> {
    lease.waiting += amount;
    try {
      while (lease.left < amount || performance.now() >= lease.validUntil) {
        if (now < lease.askAgainAt && amount - lease.left >= lease.short)
          throw usedUp(meter, lease.bound, lease.leftAll, now);
        // What another call asked for may be smaller: whoever finds too little asks once more.
        lease.asking ??= ask(lease, amount, now).finally(() => {
          lease.asking = undefined;
        });
        await lease.asking;
      }
    } finally {
      lease.waiting -= amount;
    }
    lease.left -= amount;
    lease.flying += amount;
    if (meter === 'calls' && amount > 1) await noteExtra(lease, amount - 1);
  }

  /** Calls that are in no record of their own: without them the record would say that they were never made. */
  async function noteExtra({ bound, day }: Lease, calls: number): Promise<void> {
    await pool.query({
      name: 'gateway-quota-extra',
      text: `update plans.quota set extra = greatest(extra + $4, 0)
              where grant_id = $1 and meter = $2 and day in ('-infinity', $3)`,
      values: [bound.grantId, meter, dateOf(day), calls],
    });
  }

  async function bringBack(lease: Lease): Promise<void> {
    const { left, bound } = lease;
    if (left === 0 && lease.flying > 0) return;
    if (lease.validUntil === 0) return;
    lease.left = 0;
    if (lease.flying === 0) lease.validUntil = 0;
    await pool.query({
      name: 'gateway-quota-back',
      text: 'select plans.return_quota($1, $2, $3, $4, $5, $6, $7, $8)',
      values: [
        holder,
        bound.grantId,
        meter,
        dateOf(lease.day),
        bound.perDay !== undefined,
        bound.total !== undefined,
        left,
        lease.flying,
      ],
    });
  }

  /** The lease that something was taken from; a call of yesterday gives today nothing. */
  const takenFrom = (bound: Bound, takenAt: number): Lease | undefined => {
    const lease = leases.get(bound.grantId);
    return lease?.day === dayNumberOf(takenAt) ? lease : undefined;
  };

  return {
    take(bound, amount, now) {
      const lease = leaseOf(bound, now);
      lease.usedAt = now;
      const isBatch = meter === 'calls' && amount > 1;
      if (isBatch || lease.left < amount || performance.now() >= lease.validUntil)
        return wait(lease, amount, now);
      lease.left -= amount;
      lease.flying += amount;
      return undefined;
    },
    used(bound, amount, takenAt) {
      const lease = takenFrom(bound, takenAt);
      if (lease) lease.flying -= amount;
    },
    giveBack(bound, amount, takenAt) {
      const lease = takenFrom(bound, takenAt);
      if (!lease) return;
      lease.flying -= amount;
      lease.left += amount;
      // What stays noted is held to be used: it errs to the safe side.
      if (meter === 'calls' && amount > 1) noteExtra(lease, 1 - amount).catch(() => undefined);
    },
    check(bound, now) {
      const lease = leases.get(bound.grantId);
      if (lease?.day !== dayNumberOf(now) || lease.left > 0 || now >= lease.askAgainAt || lease.short > 1)
        return;
      throw usedUp(meter, bound, lease.leftAll, now);
    },
    leftOf(bound, now) {
      const lease = leaseOf(bound, now);
      return {
        day: lease.left + (lease.leftDay ?? bound.perDay ?? 0),
        all: lease.left + (lease.leftAll ?? bound.total ?? 0),
      };
    },
    async release(now) {
      for (const [grantId, lease] of leases) {
        if (now - lease.usedAt <= IDLE) continue;
        await bringBack(lease);
        if (lease.flying === 0) leases.delete(grantId);
      }
    },
    async close() {
      for (const lease of leases.values()) await bringBack(lease);
    },
  };
}
