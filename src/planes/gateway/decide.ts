import { type TablePlan, isInWindow, timeOfDay } from '#vocabulary/plans.ts';
import type { Asked, Purpose } from './call.ts';
import { wrong } from './body.ts';
import type { CachedPlan } from './plans/planCache.ts';
import { deprecationOf } from './plans/notes.ts';
import { refuse as refuseLimit } from './limits/refusals.ts';
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
  const ending = plan.environment === 'sandbox' ? undefined : deprecationOf(plan, cached.service);
  if (ending && now >= ending.sunset)
    throw refuse.version_ended({ version: ending.version, successor: ending.successor });
  if (plan.window !== undefined && !isInWindow(plan.window, now))
    throw refuse.outside_hours({ from: timeOfDay(plan.window.from), to: timeOfDay(plan.window.to) });
  return cached;
}

const STATED = [
  ['matter', '办理事项', 'the matter'],
  ['caseNo', '办件号', 'the number of the case'],
  ['post', '经办岗位', 'the post of whoever asks'],
] as const;

/**
 * Whether a call says what it is for, as far as the grant or the service asks for it, and whether that was granted. A
 * grant has one scenario and one matter (N809 20 asks for them in the application); a call that names no scenario is
 * made in that one.
 */
export function decidePurpose({ plan, service }: CachedPlan, stated: Purpose): void {
  if (stated.scenario !== '' && stated.scenario !== plan.scenario)
    throw refuse.scenario_not_granted({ scenario: stated.scenario, granted: plan.scenario });
  const { matter = '' } = stated;
  if (matter !== '' && plan.matter !== undefined && matter.trim() !== plan.matter)
    throw refuseLimit.matter_not_granted({ matter, granted: plan.matter });
  const { requires } = plan;
  const { purpose } = service;
  if (requires === undefined && !purpose.caseNo && !purpose.post) return;
  const missing = STATED.filter(
    ([field]) =>
      (requires?.[field] === true || (field !== 'matter' && purpose[field])) &&
      (stated[field] ?? '').trim() === '',
  );
  if (missing.length > 0)
    throw refuseLimit.purpose_missing({
      what: missing.map(([, zh]) => zh).join('、'),
      whatEn: missing.map(([, , en]) => en).join(' and '),
      fields: missing.map(([field]) => field),
    });
}

/**
 * Whether this call stays within the plan: for its purpose, by granted items only, with at least one identifier and
 * claims that may be made.
 */
export function decideCall(cached: CachedPlan<TablePlan>, asked: Asked): void {
  decidePurpose(cached, asked);
  const { plan, statements } = cached;
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
