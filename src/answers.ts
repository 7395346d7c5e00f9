/** What two modules need of each other where neither may know the other: small answers, put together here. */
import { Refusal } from '#kernel/errors.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Sharing } from '#modules/sharing/index.ts';
import type { Actor } from '#vocabulary/actor.ts';

/** Three years at least, whatever a clause says (SEC-1); the page shows both. */
const RETENTION_FLOOR = 36;

export function retentionOf(policy: Policy) {
  const months = policy.rule(policy.homeRegion, 'retention.log.months').effective?.value.months;
  const cited = policy.findCitation(policy.homeRegion, 'retention.log.months');
  return {
    months: Math.max(RETENTION_FLOOR, months ?? RETENTION_FLOOR),
    clause:
      months === undefined || !cited
        ? null
        : { months, title: cited.title, article: cited.article, quotation: cited.quotation },
  };
}

/** Applications by their numbers, those that the actor may see. */
export async function casesSeen(sharing: Pick<Sharing, 'get'>, actor: Actor, ids: readonly number[]) {
  const seen = await Promise.all(
    ids.map(id =>
      sharing.get(actor, id).catch((error: unknown) => {
        if (error instanceof Refusal) return undefined;
        throw error;
      }),
    ),
  );
  return seen.flatMap(one =>
    one ? [{ id: one.id, no: one.no, title: one.entryTitle, consumer: one.consumer.name }] : [],
  );
}
