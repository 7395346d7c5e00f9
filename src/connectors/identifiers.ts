/** Names and values on their way into statements of a foreign database. */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { DiscoveredColumn, TableName } from '#planes/mover/ports.ts';
import type { ColumnType, PlanItem, RowCondition } from '#vocabulary/plans.ts';
import { valueOfType } from '#vocabulary/values.ts';

export type Dialect = 'postgres' | 'mysql';

export function quoteName(dialect: Dialect, name: string): string {
  if (name === '' || name.includes('\0'))
    throw new ConnectionProblem('failed', { reason: 'an empty name or one with a zero byte' });
  return dialect === 'postgres' ? `"${name.replaceAll('"', '""')}"` : `\`${name.replaceAll('`', '``')}\``;
}

export function quoteTable(dialect: Dialect, { schema, table }: TableName): string {
  return `${quoteName(dialect, schema)}.${quoteName(dialect, table)}`;
}

/**
 * The value as it is sent to the source, or a `bad_value` problem that names the item: checked here, so that a
 * malformed call never reaches a department's database.
 */
export function checkedValue(name: string, type: ColumnType, value: string): string {
  const checked = valueOfType(type, value);
  if (checked === undefined)
    throw new ConnectionProblem('bad_value', { column: name, type, reason: `not a ${type}` });
  return checked;
}

/** Whether values of a column can be sent as this type without losing anything. */
function fits(found: ColumnType, wanted: ColumnType): boolean {
  if (found === wanted || wanted === 'text') return true;
  return (found === 'bigint' && wanted === 'numeric') || (found === 'date' && wanted === 'timestamp');
}

/** Compares what a plan reads with what the table has now; the first difference is refused by name. */
export function checkColumns(
  table: TableName,
  found: DiscoveredColumn[],
  items: Pick<PlanItem, 'column' | 'type'>[],
  rows: Pick<RowCondition, 'column' | 'type'>[],
): void {
  const where = { schema: table.schema, table: table.table };
  if (found.length === 0) throw new ConnectionProblem('no_table', where);
  const byName = new Map(found.map(column => [column.name, column]));
  for (const { column, type } of [...items, ...rows]) {
    const now = byName.get(column);
    if (now === undefined) throw new ConnectionProblem('lost_column', { ...where, column });
    const facts = { ...where, column, type: now.databaseType };
    if (now.type === undefined) throw new ConnectionProblem('unsupported_type', facts);
    if (!fits(now.type, type)) throw new ConnectionProblem('changed_type', { ...facts, expected: type });
  }
}
