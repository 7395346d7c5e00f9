import type { Clock } from '#kernel/clock.ts';
import { type Db, meansWhenBroken } from '#kernel/db.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import { type Organizations, regionsOverseen } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { createChanges } from './changes.ts';
import { createClaims } from './claims.ts';
import { refuse } from './refusals.ts';

meansWhenBroken('claim_once', () => refuse.claimed_already());

export interface DutiesNeeds {
  db: Db;
  audited: Audited;
  clock: Clock;
  policy: Policy;
  deadlines: Deadlines;
  organizations: Organizations;
  catalog: Pick<Catalog, 'insert'>;
}

export function createDuties(needs: DutiesNeeds) {
  const { organizations } = needs;

  /** Regions whose entries the actor's department looks after. */
  async function regionsOf(actor: Actor): Promise<string[]> {
    if (!actor.permissions.has('catalog.review')) return [];
    const [regions, departments] = await Promise.all([organizations.regions(), organizations.departments()]);
    return regionsOverseen(regions, departments, actor.departmentId);
  }

  return { changes: createChanges(needs, regionsOf), claims: createClaims(needs, regionsOf) };
}

export type Duties = ReturnType<typeof createDuties>;
