import { type Sql, join, sql } from '#kernel/db.ts';
import {
  type Department,
  type Organizations,
  type Region,
  departmentsUnder,
} from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { isInSight } from '#vocabulary/sight.ts';

/** Regions and departments as they are now: read once for a list, not once for a row. */
export interface Offices {
  regions: Region[];
  departments: Department[];
}

export async function officesNow(
  organizations: Pick<Organizations, 'regions' | 'departments'>,
): Promise<Offices> {
  const [regions, departments] = await Promise.all([organizations.regions(), organizations.departments()]);
  return { regions, departments };
}

interface CaseSides {
  consumerId: number;
  providerId: number;
  providerRegion: string;
}

/**
 * The authority of a case: that of the provider's region, or the nearest above it that is itself no side of the case.
 * Undefined where the platform has none.
 */
export function authorityOfCase(
  { regions, departments }: Offices,
  { consumerId, providerId, providerRegion }: CaseSides,
): Department | undefined {
  const parents = new Map(regions.map(({ code, parent }) => [code, parent]));
  for (
    let code: string | null | undefined = providerRegion;
    typeof code === 'string';
    code = parents.get(code)
  ) {
    const found = departments.find(
      one =>
        one.isAuthority &&
        one.regionCode === code &&
        one.state !== 'dissolved' &&
        one.id !== consumerId &&
        one.id !== providerId,
    );
    if (found) return found;
  }
  return undefined;
}

/** Which cases between two departments a third may see, and over which it decides. */
export function createSight({ organizations, policy }: { organizations: Organizations; policy: Policy }) {
  /** Auditors and authorities see the cases in which a department of their region gives or asks, as in the ledger. */
  async function oversees(actor: Actor, row: { providerId: number; consumerId: number }): Promise<boolean> {
    return (
      (actor.role === 'auditor' || actor.role === 'authority') &&
      isInSight(await organizations.sightOf(actor, policy.homeRegion), [row.providerId, row.consumerId])
    );
  }

  /** The same for lists. */
  async function inSight(actor: Actor, provider: Sql, consumer: Sql): Promise<Sql> {
    const sight = await organizations.sightOf(actor, policy.homeRegion);
    if (sight === 'all') return sql`true`;
    return sql`(${provider} = any(${[...sight]}::int[]) or ${consumer} = any(${[...sight]}::int[]))`;
  }

  /** Cases that the actor's department decides over as their authority, without those that it has a side in. */
  async function underAuthority(actor: Actor, provider: Sql, consumer: Sql): Promise<Sql> {
    const map = await officesNow(organizations);
    const own = actor.departmentId;
    const under = departmentsUnder(own, map.regions, map.departments);
    const parts = [sql`(${provider} = any(${under}::int[]) and ${own} not in (${provider}, ${consumer}))`];
    // An authority that is a side leaves its case to the next one above.
    for (const lower of map.departments.filter(one => one.isAuthority && one.id !== own)) {
      const above = authorityOfCase(map, {
        consumerId: lower.id,
        providerId: lower.id,
        providerRegion: lower.regionCode,
      });
      if (above?.id !== own) continue;
      const theirs = departmentsUnder(lower.id, map.regions, map.departments);
      parts.push(sql`(${own} not in (${provider}, ${consumer})
        and (${provider} = ${lower.id} or (${consumer} = ${lower.id} and ${provider} = any(${theirs}::int[]))))`);
    }
    return sql`(${join(parts, ' or ')})`;
  }

  /** The actor acts as the authority of this case. */
  async function isAuthorityOfCase(actor: Actor, row: CaseSides): Promise<boolean> {
    return (
      actor.role === 'authority' &&
      authorityOfCase(await officesNow(organizations), row)?.id === actor.departmentId
    );
  }

  return { oversees, inSight, underAuthority, isAuthorityOfCase };
}

export type Sight = ReturnType<typeof createSight>;
