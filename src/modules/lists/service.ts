import type { Db } from '#kernel/db.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { Inventory } from '#modules/inventory/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Labels } from './columns.ts';
import { createCompiling } from './compiling.ts';
import { createDemandSheet } from './demandSheet.ts';
import { createDemands } from './demands.ts';
import { createListSheet } from './listSheet.ts';
import { createOverview } from './overview.ts';

export interface ListsNeeds {
  db: Db;
  audited: Audited;
  policy: Policy;
  deadlines: Deadlines;
  organizations: Organizations;
  catalog: Pick<Catalog, 'publishedContent' | 'searching'>;
  inventory: Pick<Inventory, 'openAssets'>;
  standards: Labels;
}

export function createLists(needs: ListsNeeds) {
  const { organizations, deadlines } = needs;

  /**
   * Regions whose needs the actor's department coordinates: those that it oversees, and all below them, because what a
   * county cannot settle the city's authority does (XY 二(二), ZH 附件三(二)).
   */
  async function regionsOf(actor: Actor): Promise<string[]> {
    const [regions, reviewed] = await Promise.all([
      organizations.regions(),
      organizations.regionsReviewedBy(actor),
    ]);
    const found = new Set(reviewed);
    for (let size = -1; size !== found.size; ) {
      size = found.size;
      for (const { code, parent } of regions) if (parent !== null && found.has(parent)) found.add(code);
    }
    return [...found];
  }

  const demands = createDemands(needs, regionsOf);
  const compiling = createCompiling(needs);
  return {
    demands,
    demandSheet: createDemandSheet(organizations, demands, () => deadlines.today()),
    compiling,
    overview: createOverview(needs),
    listSheet: createListSheet(compiling),
  };
}

export type Lists = ReturnType<typeof createLists>;
