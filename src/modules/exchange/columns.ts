/** Columns of the target, named as the mover names them. */
import type { PlanItem } from '#vocabulary/plans.ts';

/** The item behind each column of the target; a column that is used twice is numbered. */
export function outputNames(items: readonly Pick<PlanItem, 'name' | 'column'>[]): Map<string, string> {
  const used = new Map<string, number>();
  return new Map(
    items.map(({ name, column }) => {
      const times = (used.get(column) ?? 0) + 1;
      used.set(column, times);
      return [times === 1 ? column : `${column}_${times}`, name];
    }),
  );
}
