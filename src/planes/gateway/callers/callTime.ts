import { refuse } from '#planes/gateway/refusals.ts';

/** Milliseconds since the epoch in their thirteen digits; NaN for anything else. */
export const readMilliseconds = (text: string): number => (/^\d{13}$/.test(text) ? Number(text) : Number.NaN);

/** Refuses a call whose clock stands further from ours than its convention allows. NaN, no time at all, is refused too. */
export function checkCallTime(time: number, now: number, window: number): void {
  const off = Math.abs(now - time);
  if (off <= window * 1000) return;
  throw refuse.outside_window({ seconds: Number.isNaN(off) ? '?' : Math.round(off / 1000), window });
}
