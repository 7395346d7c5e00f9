import type { CallPlan } from '#vocabulary/plans.ts';
import type { Deprecation, ServiceSettings } from '#vocabulary/services.ts';

/** The announced end of the version that a plan reaches. */
export const deprecationOf = (plan: CallPlan, service: ServiceSettings): Deprecation | undefined =>
  service.deprecations?.find(one => one.version === (plan.serviceVersion ?? 1));

/**
 * Headers that every answer under a plan has, names and values in turn: which environment answers, which version of the
 * service, since when it is deprecated (RFC 9745), and until when it answers (RFC 8594).
 */
export function notesOf(plan: CallPlan, service: ServiceSettings): readonly string[] {
  const notes = ['shuqiao-environment', plan.environment ?? 'live'];
  if (plan.synthetic?.front === true && plan.synthetic.granted)
    notes.push('shuqiao-hint', 'granted; turn to live data on the page of the grant');
  if (plan.environment !== 'sandbox') notes.push('shuqiao-service-version', String(plan.serviceVersion ?? 1));
  const ending = plan.environment === 'sandbox' ? undefined : deprecationOf(plan, service);
  if (ending)
    notes.push(
      'deprecation',
      `@${Math.floor(ending.at / 1000)}`,
      'sunset',
      new Date(ending.sunset).toUTCString(),
      'shuqiao-successor-version',
      String(ending.successor),
    );
  return notes;
}
