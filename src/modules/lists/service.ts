import type { Db } from '#kernel/db.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { Inventory } from '#modules/inventory/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Audited } from '#record/audited.ts';
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
  const demands = createDemands(needs);
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
