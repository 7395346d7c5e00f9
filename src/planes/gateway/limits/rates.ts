/**
 * Calls of one second, over all gateways. A gateway takes calls of the second that runs by the database's clock, and uses
 * them in that second alone: no second of the clock holds more than the plan allows. A stretch of a second that lies over
 * the border of two may hold up to twice as many.
 */
import type pg from 'pg';
import { refuse } from './refusals.ts';

interface Window {
  left: number;
  /** When its second ends at the latest, in milliseconds of the process. */
  ends: number;
  used: number;
  usedBefore: number;
  waiting: number;
  /** So much is not to be had any more in this second. */
  short: number;
  asking: Promise<void> | undefined;
}

export interface Rates {
  /** Takes so many calls of this second; refuses when they are not left. Settled at once while the slice lasts. */
  take(grantId: number, perSecond: number, calls: number): Promise<void> | undefined;
  /** Calls that this gateway still has of the second. */
  leftOf(grantId: number): number;
  release(): void;
}

const IDLE = 60_000;
const MOST_ASKED = 10;

export function createRates(pool: pg.Pool): Rates {
  const windows = new Map<number, Window>();

  async function ask(window: Window, grantId: number, perSecond: number, calls: number): Promise<void> {
    const started = performance.now();
    if (started >= window.ends) {
      window.usedBefore = window.used;
      window.used = 0;
      window.left = 0;
    }
    const need = calls - window.left;
    const { rows } = await pool.query<{ slice: number; rest: number }>({
      name: 'gateway-pace',
      text: 'select slice, rest from plans.take_pace($1, $2, $3, $4)',
      values: [grantId, perSecond, need, Math.max(need, window.waiting, window.usedBefore - window.used)],
    });
    const slice = rows[0]?.slice ?? 0;
    const ends = started + (rows[0]?.rest ?? 0);
    // Another second than the one that the rest was taken of.
    if (ends > window.ends + 1) window.left = 0;
    window.ends = ends;
    window.left += slice;
    window.short = slice === 0 ? need : Infinity;
  }

  async function wait(window: Window, grantId: number, perSecond: number, calls: number): Promise<void> {
    // More than a second ever holds.
    if (calls > perSecond) throw refuse.too_many_a_second({ perSecond, retryAfter: 1 });
    window.waiting += calls;
    try {
      for (let asked = 0; ; asked += 1) {
        const inside = performance.now() < window.ends;
        if (inside && window.left >= calls) break;
        // A database that takes longer than the second to answer gives calls of a second that is over.
        if ((inside && calls - window.left >= window.short) || asked > MOST_ASKED)
          throw refuse.too_many_a_second({ perSecond, retryAfter: 1 });
        window.asking ??= ask(window, grantId, perSecond, calls).finally(() => {
          window.asking = undefined;
        });
        await window.asking;
      }
    } finally {
      window.waiting -= calls;
    }
    window.left -= calls;
    window.used += calls;
  }

  return {
    take(grantId, perSecond, calls) {
      let window = windows.get(grantId);
      if (!window) {
        window = { left: 0, ends: 0, used: 0, usedBefore: 0, waiting: 0, short: Infinity, asking: undefined };
        windows.set(grantId, window);
      }
      if (window.left < calls || performance.now() >= window.ends)
        return wait(window, grantId, perSecond, calls);
      window.left -= calls;
      window.used += calls;
      return undefined;
    },
    leftOf(grantId) {
      const window = windows.get(grantId);
      return window && performance.now() < window.ends ? window.left : 0;
    },
    release() {
      const now = performance.now();
      for (const [grantId, window] of windows) if (now - window.ends > IDLE) windows.delete(grantId);
    },
  };
}
