import type { Content } from './rules.ts';

const DAY = 86_400_000;

/** The longest time between two updates that a cycle promises, in days; none for those that promise nothing. */
export const PROMISED: Readonly<Record<Content['updateCycle'], number | undefined>> = {
  realtime: 1,
  daily: 1,
  weekly: 7,
  monthly: 31,
  quarterly: 92,
  halfyearly: 184,
  yearly: 366,
  irregular: undefined,
  other: undefined,
};

/**
 * Whole days by which the data are older than their cycle promises, with one cycle of grace: what is updated at the end
 * of each day is a day old just before. Null when they are in time, or nothing is known or promised.
 */
export function staleDays(cycle: Content['updateCycle'], dataAt: Date | null, now: number): number | null {
  const promised = PROMISED[cycle];
  if (promised === undefined || dataAt === null) return null;
  const late = Math.floor((now - dataAt.getTime()) / DAY) - promised;
  return late > 0 ? late : null;
}
