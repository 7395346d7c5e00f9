/** Lists, grants and applications over one set of resources, wired as the platform wires them. */
import { type Grants, createGrants } from '#modules/grants/index.ts';
import { createInventory } from '#modules/inventory/index.ts';
import { createLists } from '#modules/lists/index.ts';
import type { Resources } from '#modules/resources/index.ts';
import { type ApplicationStep, type Sharing, createSharing } from '#modules/sharing/index.ts';
import type { Command } from '#record/audited.ts';
import type { ControlPlane } from './controlPlane.ts';

type Use = Pick<Parameters<typeof createGrants>[0], 'usage' | 'usageByDay' | 'reads'>;

/** Nobody has called anything: for tests whose matter is not the use. */
const UNUSED: Use = {
  usage: async () => new Map(),
  usageByDay: async () => [],
  reads: async () => ({ looked: 0, capped: false, versions: new Map() }),
};

export function sharingOver(
  city: ControlPlane,
  resources: Resources,
  {
    use = UNUSED,
    afterStep,
  }: { use?: Use; afterStep?: (tx: Command, step: ApplicationStep) => Promise<void> } = {},
): { grants: Grants; sharing: Sharing; lists: ReturnType<typeof createLists> } {
  const grants = createGrants({
    ...city,
    resources,
    codes: item => city.standards.codesOfItem(item),
    ...use,
  });
  const lists = createLists({ ...city, inventory: createInventory({ ...city, resources }) });
  const sharing = createSharing({ ...city, lists, grants, ...(afterStep ? { afterStep } : {}) });
  city.bindSharing(sharing, grants);
  return { grants, sharing, lists };
}
