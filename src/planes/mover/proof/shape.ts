/** What of a plan identifies a row: for the digest by place, for the sink by the name of the column. */
import type { MoveBase } from '#vocabulary/plans.ts';
import { outputColumns } from '#planes/mover/ports.ts';
import type { DigestShape } from './digest.ts';

type Keyed = Pick<MoveBase, 'items' | 'key'>;

/** The digest's parameters for a plan. Masked items cannot identify a row; without a key the whole row does. */
export function digestShape(plan: Keyed, key: Buffer): DigestShape {
  const positions = plan.key.map(name =>
    plan.items.findIndex(item => item.name === name && item.mask.kind === 'none'),
  );
  return {
    key,
    columns: outputColumns(plan.items).map(column => `${column.name} ${column.type}`),
    keyColumns: positions.includes(-1) ? [] : positions,
  };
}

/** The same as names of columns in the sink; empty when no column identifies a row there. */
export function keyColumns(plan: Keyed): string[] {
  const columns = outputColumns(plan.items);
  return digestShape(plan, Buffer.alloc(16)).keyColumns.map(position => columns[position]?.name ?? '');
}
