import type { Static } from 'typebox';
import type { GrantUsage } from './contract.ts';
import type { GrantsNeeds } from './needs.ts';
import { listItemNames } from './planStore.ts';
import type { GrantRow } from './store.ts';

/** What of a grant was used, to stand beside its renewal. */
export function createUsing({
  db,
  usage,
  usageByDay,
  reads,
}: Pick<GrantsNeeds, 'db' | 'usage' | 'usageByDay' | 'reads'>) {
  return async function usageOf(row: GrantRow, days: number): Promise<Static<typeof GrantUsage>> {
    // One after the other: what the figures count is among the records that are read then.
    const uses = await usage([row.id], days);
    const [byDay, { looked, capped, versions }] = await Promise.all([
      usageByDay(days, row.id),
      reads(row.id, days),
    ]);
    const names = new Set<string>();
    for (const plan of await listItemNames(db, row.id, [...versions.keys()]))
      for (const position of versions.get(plan.version) ?? []) {
        const name = plan.names[position];
        if (name !== undefined) names.add(name);
      }
    const items = row.decision.items.map(({ name }) => ({ name, read: names.has(name) }));
    const use = uses.get(row.id);
    return {
      days,
      calls: use?.calls ?? 0,
      failures: use?.failures ?? 0,
      rows: use?.rows ?? 0,
      lastUsedAt: use?.lastAt.toISOString() ?? null,
      granted: items.length,
      read: items.filter(item => item.read).length,
      items,
      byDay,
      capped,
      looked,
    };
  };
}
