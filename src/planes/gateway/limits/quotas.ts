/**
 * The calls of a day that a plan allows, over all gateways: each takes a slice of the day's quota in one statement and
 * brings back what it did not use, so that together they never answer more. Slices shrink towards the end, where each
 * gateway takes one call at a time. What a gateway that died had taken is lost for that day: the quota errs to the safe
 * side.
 */
import type pg from 'pg';
import { DAY_MILLISECONDS, dayNumberOf } from '#vocabulary/plans.ts';
import { refuse } from '#planes/gateway/refusals.ts';

/** One statement for so many calls at most. */
const LARGEST_SLICE = 1000;
/** A slice is the remainder divided by this, so that several gateways share it. */
const SHARE = 8;
/** A used-up quota is asked about again after this: another gateway may have brought something back. */
const ASK_AGAIN = 1000;
/** A slice that nobody used for so long is brought back. */
const IDLE = 10_000;

interface Limited {
  grantId: number;
  perDay?: number;
}

interface Lease {
  day: number;
  left: number;
  /** Milliseconds of its last call. */
  usedAt: number;
  askAgainAt: number;
  asking: Promise<void> | undefined;
}

export interface Quotas {
  /** Takes one call; refuses when the day's calls are used up. Settled at once while the slice lasts. */
  take(plan: Limited, now: number): Promise<void> | undefined;
  /** A call taken then was not answered after all. */
  giveBack(plan: Limited, takenAt: number): void;
  /** Brings back what nobody uses at present. */
  release(now: number): Promise<void>;
  /** Brings back everything. */
  close(): Promise<void>;
}

const TAKE = `insert into plans.quota as q (grant_id, day, taken, slice)
  values ($1, $2, least($4::bigint, greatest(1, $3::bigint / $5::int)), least($4::bigint, greatest(1, $3::bigint / $5::int)))
  on conflict (grant_id, day) do update set
    slice = greatest(0, least($4::bigint, greatest(1, ($3::bigint - q.taken) / $5::int), $3::bigint - q.taken)),
    taken = q.taken + greatest(0, least($4::bigint, greatest(1, ($3::bigint - q.taken) / $5::int), $3::bigint - q.taken))
  returning slice`;

const dateOf = (day: number): string => new Date(day * DAY_MILLISECONDS).toISOString().slice(0, 10);

export function createQuotas(pool: pg.Pool): Quotas {
  const leases = new Map<number, Lease>();

  function leaseOf(grantId: number, now: number): Lease {
    const day = dayNumberOf(now);
    const known = leases.get(grantId);
    // What is left of yesterday's slice is of no use to anybody.
    if (known?.day === day) return known;
    const lease: Lease = { day, left: 0, usedAt: now, askAgainAt: 0, asking: undefined };
    leases.set(grantId, lease);
    return lease;
  }

  async function ask(lease: Lease, grantId: number, perDay: number, now: number): Promise<void> {
    const { rows } = await pool.query<{ slice: string }>({
      name: 'gateway-quota',
      text: TAKE,
      values: [grantId, dateOf(lease.day), perDay, LARGEST_SLICE, SHARE],
    });
    const slice = Number(rows[0]?.slice ?? 0);
    lease.left += slice;
    if (slice === 0) lease.askAgainAt = now + ASK_AGAIN;
  }

  async function wait(lease: Lease, grantId: number, perDay: number, now: number): Promise<void> {
    while (lease.left === 0) {
      if (now < lease.askAgainAt) throw refuse.quota_used({ perDay });
      lease.asking ??= ask(lease, grantId, perDay, now).finally(() => {
        lease.asking = undefined;
      });
      await lease.asking;
    }
    lease.left -= 1;
  }

  async function bringBack(grantId: number, lease: Lease): Promise<void> {
    const { left } = lease;
    if (left === 0) return;
    lease.left = 0;
    await pool.query({
      name: 'gateway-quota-back',
      text: 'update plans.quota set taken = taken - $3 where grant_id = $1 and day = $2',
      values: [grantId, dateOf(lease.day), left],
    });
  }

  return {
    take({ grantId, perDay }, now) {
      if (perDay === undefined) return undefined;
      const lease = leaseOf(grantId, now);
      lease.usedAt = now;
      if (lease.left === 0) return wait(lease, grantId, perDay, now);
      lease.left -= 1;
      return undefined;
    },
    giveBack({ grantId, perDay }, takenAt) {
      const lease = leases.get(grantId);
      // A call of yesterday gives today none.
      if (perDay !== undefined && lease?.day === dayNumberOf(takenAt)) lease.left += 1;
    },
    async release(now) {
      for (const [grantId, lease] of leases)
        if (lease.day !== dayNumberOf(now)) leases.delete(grantId);
        else if (now - lease.usedAt > IDLE) await bringBack(grantId, lease);
    },
    async close() {
      for (const [grantId, lease] of leases) await bringBack(grantId, lease);
    },
  };
}
