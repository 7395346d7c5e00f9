/** How far the departments of an authority are with their lists. */
import type { Static } from 'typebox';
import { regionsOverseen } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { ListKind } from './columns.ts';
import * as contract from './contract.ts';
import * as store from './listStore.ts';
import type { ListsNeeds } from './service.ts';

/** The lists that the rules of a region ask for. */
export function askedIn(policy: Pick<Policy, 'rule'>, regionCode: string): ListKind[] {
  const values = policy.rule(regionCode, 'lists').effective?.value.values ?? [];
  return contract.LIST_KINDS.filter(kind => values.includes(kind));
}

export function createOverview({ db, policy, organizations }: ListsNeeds) {
  /** Which lists the departments that an authority oversees have signed. */
  return async (actor: Actor): Promise<Static<typeof contract.Overview>> => {
    const [all, departments] = await Promise.all([organizations.regions(), organizations.departments()]);
    const regions = regionsOverseen(all, departments, actor.departmentId);
    const under = departments.filter(one => one.state === 'active' && regions.includes(one.regionCode));
    const standing = await store.listStanding(
      db,
      under.map(one => one.id),
    );
    return {
      asked: askedIn(policy, actor.regionCode),
      citation: policy.findCitation(actor.regionCode, 'lists') ?? null,
      departments: under.map(({ id, name }) => ({
        departmentId: id,
        departmentName: name,
        lists: contract.LIST_KINDS.map(kind => {
          const of = standing.filter(one => one.departmentId === id && one.kind === kind);
          const signed = of.find(one => one.state === 'published');
          return {
            kind,
            number: signed?.number ?? 0,
            rows: signed?.count ?? 0,
            missing: signed?.missing ?? 0,
            signedAt: signed?.decidedAt?.toISOString() ?? null,
            awaiting: of.some(one => one.state === 'awaiting'),
          };
        }),
      })),
    };
  };
}
