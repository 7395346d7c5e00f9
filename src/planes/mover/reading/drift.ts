/** What became of the source's table since the order was written: noticed before rows move. */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { DiscoveredColumn } from '#planes/mover/ports.ts';
import type { Drift, MoveTerms } from '#vocabulary/moves.ts';
import type { MoveBase } from '#vocabulary/plans.ts';

/** In the order of what was expected, and then of what the table has. */
export function findDrift(
  expected: NonNullable<MoveTerms['expected']>,
  found: readonly Pick<DiscoveredColumn, 'name' | 'databaseType'>[],
): Drift[] {
  const now = new Map(found.map(column => [column.name, column.databaseType]));
  const before = new Set(expected.map(column => column.name));
  return [
    ...expected.flatMap(({ name, databaseType }): Drift[] => {
      const type = now.get(name);
      if (type === undefined) return [{ kind: 'dropped', column: name, before: databaseType }];
      return type === databaseType
        ? []
        : [{ kind: 'retyped', column: name, before: databaseType, now: type }];
    }),
    ...found
      .filter(column => !before.has(column.name))
      .map((column): Drift => ({ kind: 'added', column: column.name, now: column.databaseType })),
  ];
}

type DriftPlan = Pick<MoveBase, 'table' | 'items' | 'rows'> & Pick<MoveTerms, 'mode' | 'expected' | 'drift'>;

/** Columns without which the rows of the plan cannot be read or chosen. */
function usedColumns({ items, rows, mode }: DriftPlan): Set<string> {
  return new Set([
    ...items.map(item => item.column),
    ...rows.map(condition => condition.column),
    ...(mode?.kind === 'incremental' ? [mode.column] : []),
  ]);
}

/**
 * The drift that the plan lets pass. What takes or retypes a column that the plan uses stops the run with `drift`; so
 * does what takes or retypes another one, unless the plan says to go on. A column that was added takes nothing away:
 * it is told, and the run goes on.
 */
export function judgeDrift(plan: DriftPlan, found: readonly DiscoveredColumn[]): Drift[] {
  if (plan.expected === undefined) return [];
  const drift = findDrift(plan.expected, found);
  const used = usedColumns(plan);
  const stops = drift.find(
    ({ kind, column }) => kind !== 'added' && (used.has(column) || plan.drift !== 'go_on'),
  );
  if (stops !== undefined)
    throw new ConnectionProblem('drift', {
      schema: plan.table.schema,
      table: plan.table.table,
      kind: stops.kind,
      column: stops.column,
      before: stops.before ?? '',
      now: stops.now ?? '',
    });
  return drift;
}
