import { isInWindow, timeOfDay } from '#vocabulary/plans.ts';
import type { Asked } from './call.ts';
import { wrong } from './body.ts';
import type { CachedPlan } from './plans/planCache.ts';
import { refuse } from './refusals.ts';

/** Whether a plan may be used now by anyone: the grant is there, live, within its term and within its hours. */
export function decidePlan(cached: CachedPlan | undefined, now: number): CachedPlan {
  if (!cached)
    throw refuse.no_grant({
      reason: '本系统对此服务没有授权',
      reasonEn: 'this system has none for this service',
    });
  const { plan } = cached;
  if (!cached.live) throw refuse.revoked({ grant: plan.grantNo });
  if (now < plan.from) throw refuse.no_grant({ reason: '授权尚未生效', reasonEn: 'it has not begun' });
  if (now >= plan.until) throw refuse.no_grant({ reason: '授权已到期', reasonEn: 'its term has ended' });
  if (plan.window !== undefined && !isInWindow(plan.window, now))
    throw refuse.outside_hours({ from: timeOfDay(plan.window.from), to: timeOfDay(plan.window.to) });
  return cached;
}

/**
 * Whether this call stays within the plan: in its scenario, selection by granted items only, at least one identifier,
 * claims that may be made. A grant has one scenario (N809 20 asks for it in the application); a call that names none
 * is made in that one.
 */
export function decideCall({ plan, statements }: CachedPlan, asked: Asked): void {
  if (asked.scenario !== '' && asked.scenario !== plan.scenario)
    throw refuse.scenario_not_granted({ scenario: asked.scenario, granted: plan.scenario });
  for (const name in asked.params)
    if (statements.items.get(name)?.item.filter !== true)
      throw refuse.item_not_granted({ item: name.slice(0, 100) });
  // A plan that requires nothing is refused at every call: it would hand out the whole table.
  if (!plan.required.some(name => asked.params[name] !== undefined && asked.params[name] !== ''))
    throw refuse.identifier_missing({ items: plan.required });
  let claims = 0;
  for (const name in asked.claims) {
    claims++;
    const known = statements.items.get(name);
    // A mask hides a value from reading; asking whether it is the one that the caller holds is what a verification
    // is for. What is hidden altogether cannot be asked about either.
    if (plan.kind !== 'verify' || !known || known.item.mask.kind === 'hidden')
      throw refuse.item_not_granted({ item: name.slice(0, 100) });
  }
  if (plan.kind === 'verify' && claims === 0)
    throw wrong('claims', '至少要有一项待核验的值', 'must hold at least one value to verify');
}
