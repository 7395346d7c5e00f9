/** Counts that a run tells beside its rows: asked when all is read, since one that fails ends the snapshot. */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Selection, Snapshot } from '#planes/mover/ports.ts';
import type { Grade } from '#vocabulary/moves.ts';
import type { RowCondition } from '#vocabulary/plans.ts';

/** Null where the source could not count in its time: the run is none the worse for it. */
export async function countIfQuick(count: () => Promise<number>): Promise<number | null> {
  try {
    return await count();
  } catch (error) {
    if (error instanceof ConnectionProblem && error.code === 'timeout') return null;
    throw error;
  }
}

/**
 * Rows that the plan's conditions left out, of those that the mode takes (`bounds`); `read` were not left out. Null where
 * the source cannot count for the moment that was read.
 */
export async function countExcluded(
  snapshot: Pick<Snapshot, 'count'>,
  { rows, ...selection }: Selection,
  bounds: RowCondition[],
  read: number,
  grade: Grade,
): Promise<number | null> {
  if (rows.length === 0) return 0;
  if (grade !== 'snapshot') return null;
  const all = await countIfQuick(() => snapshot.count({ ...selection, rows: bounds }));
  return all === null ? null : all - read;
}
