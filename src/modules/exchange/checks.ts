/** What is asked of the values of each item before they are written, from the catalog entry and the standards. Pure. */
import type { ItemCheck } from '#vocabulary/moves.ts';
import type { PlanItem } from '#vocabulary/plans.ts';

/** What the catalog and the standards say of an item. */
export interface ItemRule {
  name: string;
  required: boolean;
  /** Every way in which a value of its code table may be written; empty: it has none. */
  codes: readonly string[];
  number: 'person' | 'credit' | undefined;
}

/**
 * By the item's place. A masked item is not checked: past the source nobody sees its value, and whether that is right is
 * the source's own concern.
 */
export function checksOf(
  items: readonly PlanItem[],
  known: readonly ItemRule[],
): (ItemCheck | null)[] | undefined {
  const byName = new Map(known.map(rule => [rule.name, rule]));
  const checks = items.map(({ name, mask }): ItemCheck | null => {
    const rule = byName.get(name);
    if (!rule || mask.kind !== 'none') return null;
    const check: ItemCheck = {
      ...(rule.required ? { required: true as const } : {}),
      ...(rule.codes.length > 0 ? { codes: [...rule.codes] } : {}),
      ...(rule.number === undefined ? {} : { number: rule.number }),
    };
    return Object.keys(check).length === 0 ? null : check;
  });
  return checks.some(check => check !== null) ? checks : undefined;
}
