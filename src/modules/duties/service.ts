import type { Clock } from '#kernel/clock.ts';
import { type Db, meansWhenBroken } from '#kernel/db.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Audited } from '#record/audited.ts';
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
  catalog: Pick<Catalog, 'insert' | 'publishedContent'>;
}

export function createDuties(needs: DutiesNeeds) {
  return { changes: createChanges(needs), claims: createClaims(needs) };
}

export type Duties = ReturnType<typeof createDuties>;
