import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';

export type Verdict = 'true' | 'false' | 'null';

/** Whether a plan answers claims on values instead of giving them, over a table or an interface. */
export const isVerification = ({ plan }: CachedPlan): boolean =>
  plan.kind === 'verify' || (plan.kind === 'proxy' && plan.mode === 'verify');

/** Whether unknown is told as no match, because being in the register is itself sensitive. */
export const isTwoValued = (cached: CachedPlan | undefined): boolean =>
  cached !== undefined && cached.service.verdicts === 'two' && isVerification(cached);

/** What a caller is told of what was found. */
export const toldOf = (found: Verdict, twoValued: boolean): Verdict =>
  twoValued && found === 'null' ? 'false' : found;

/** The one word for all claims of a person. */
export function messageOf(told: readonly Verdict[]): string {
  if (told.every(one => one === 'null')) return '无法核验';
  if (told.every(one => one === 'true')) return '一致';
  return told.includes('false') ? '不一致' : '部分无法核验';
}
