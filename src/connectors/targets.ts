/**
 * What a target is called and known by in a consumer's database, whichever it is, and whether the next run may go on
 * with what the runs before it left there.
 */
import { createHash } from 'node:crypto';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { DeliveryTarget, PlacedRun, TableName } from '#planes/mover/ports.ts';
import type { Apply } from '#vocabulary/moves.ts';

/** A run that was placed, with how it changed the target: whether the next one can go on with its table. */
export interface ShownRun extends PlacedRun {
  apply: Apply;
  key: string[];
}

/** Short enough for a name, and the same for the same parts. */
export const hashOf = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);

/** `person_0f3a9c21b7de`: the table's name for people who look, a hash so that no two runs share one. */
export function generationName({ schema, table, runNo }: TableName & { runNo: string }): string {
  return `${table.replace(/[^a-z0-9_]/gi, '').slice(0, 40) || 'rows'}_${hashOf(schema, table, runNo)}`;
}

/** The comment of a table of ours: which target it belongs to. */
export const markOf = ({ schema, table }: TableName): string => `数桥 Shuqiao ${hashOf(schema, table)}`;

/** The view with all versions of a `history` target. */
export const historyOf = ({ schema, table }: TableName): TableName => ({
  schema,
  table: `${table}_history`,
});

/** The target was taken over: nothing of this attempt may be committed any more. */
export const superseded = ({ schema, table, runNo, epoch }: DeliveryTarget): ConnectionProblem =>
  new ConnectionProblem('superseded', { schema, table, run: runNo, epoch: String(epoch) });

/** A run's name that another target of this database knows: what is found under it is not what is meant. */
export const elsewhere = ({ schema, table, runNo }: DeliveryTarget): ConnectionProblem =>
  new ConnectionProblem('run_elsewhere', { schema, table, run: runNo });

const said = (apply: string, key: readonly string[]): string =>
  key.length === 0 ? apply : `${apply} by ${key.join(', ')}`;

/** A target goes on as it began: rows of another way of filling it would be taken for something that they are not. */
export function checkApply(target: DeliveryTarget, showing: ShownRun | undefined): void {
  const { schema, table, apply, key } = target;
  if (showing === undefined) return;
  const goesOn =
    apply === showing.apply
      ? apply === 'replace' || key.join('\0') === showing.key.join('\0')
      : apply === 'replace'
        ? showing.apply !== 'history'
        : // From a position on, only what changed would come, into a table that begins empty.
          showing.apply === 'replace' && showing.position === undefined;
  if (goesOn) return;
  const reason = `the table is kept by ${said(showing.apply, showing.key)} and cannot go on by ${said(apply, key)}; choose another table, or remove this one first`;
  throw new ConnectionProblem('failed', { schema, table, reason });
}
