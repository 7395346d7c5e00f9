/** How somebody stands to a grant, and what is told of it. */
import { refuse as platform } from '#kernel/errors.ts';
import type { Citation } from '#kernel/errors.ts';
import { secretMark } from '#modules/catalog/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { isInSight } from '#vocabulary/sight.ts';
import * as grants from './grantStore.ts';
import { refuse } from './refusals.ts';
import type { ResultsNeeds } from './service.ts';

export type Standing = 'consumer' | 'provider' | 'overseer';

export function createSight({ organizations, policy }: Pick<ResultsNeeds, 'organizations' | 'policy'>) {
  async function standingOf(actor: Actor, grant: grants.GrantRow): Promise<Standing | undefined> {
    if (grant.consumerId === actor.departmentId) return 'consumer';
    if (grant.providerId === actor.departmentId) return 'provider';
    const sight = await organizations.sightOf(actor, policy.homeRegion);
    return isInSight(sight, [grant.providerId, grant.consumerId]) ? 'overseer' : undefined;
  }

  return {
    /** The grant, for who may know of it; for everybody else there is none. */
    async mustSee(
      actor: Actor,
      grant: grants.GrantRow | undefined,
    ): Promise<{ grant: grants.GrantRow; standing: Standing }> {
      const standing = grant && (await standingOf(actor, grant));
      if (!grant || !standing) throw platform.not_found();
      return { grant, standing };
    },

    async filterOf(
      actor: Actor,
      { side, q }: { side: 'holding' | 'given' | 'all'; q: string },
    ): Promise<grants.GrantFilter> {
      const sight = await organizations.sightOf(actor, policy.homeRegion);
      return {
        seen: sight === 'all' ? null : sight,
        departmentId: actor.departmentId,
        side,
        words: q.trim(),
      };
    },
  };
}
export type GrantSight = ReturnType<typeof createSight>;

export const grantOf = (row: grants.GrantRow) => ({
  id: row.id,
  no: row.no,
  state: row.state,
  entryTitle: row.entryTitle,
  provider: { id: row.providerId, name: row.providerName },
  consumer: { id: row.consumerId, name: row.consumerName },
  systemName: row.systemName,
  from: row.from,
  until: row.until,
});

/** Refuses texts that say of themselves that they are secret; the place is named, never the text. */
export function checkNotSecret(
  texts: readonly (readonly [text: string, zh: string, en: string])[],
  citation: Citation | undefined,
): void {
  for (const [text, place, placeEn] of texts) {
    const mark = secretMark(text);
    if (mark !== undefined) throw refuse.secret_marks({ place, placeEn, mark }, citation);
  }
}
