import { type Sql, sql } from '#kernel/db.ts';
import { type Organizations, departmentsUnder } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { isInSight } from '#vocabulary/sight.ts';

/** Which cases between two departments a third may see. */
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

  /** The departments whose grants and applications an authority looks after. */
  async function overseen(actor: Actor): Promise<number[]> {
    const [regions, departments] = await Promise.all([organizations.regions(), organizations.departments()]);
    return departmentsUnder(actor.departmentId, regions, departments);
  }

  /** The actor is the authority of this region. */
  async function isAuthorityOf(actor: Actor, regionCode: string): Promise<boolean> {
    return (
      actor.role === 'authority' && (await organizations.authorityOf(regionCode)).id === actor.departmentId
    );
  }

  return { oversees, inSight, overseen, isAuthorityOf };
}

export type Sight = ReturnType<typeof createSight>;
