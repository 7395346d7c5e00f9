/** Names and values on their way into statements of a foreign database. */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { DiscoveredColumn, TableName } from '#planes/mover/ports.ts';
import type { ColumnType, PlanItem, RowCondition } from '#vocabulary/plans.ts';

export type Dialect = 'postgres' | 'mysql';

export function quoteName(dialect: Dialect, name: string): string {
  if (name === '' || name.includes('\0'))
    throw new ConnectionProblem('failed', { reason: 'an empty name or one with a zero byte' });
  return dialect === 'postgres' ? `"${name.replaceAll('"', '""')}"` : `\`${name.replaceAll('`', '``')}\``;
}

export function quoteTable(dialect: Dialect, { schema, table }: TableName): string {
  return `${quoteName(dialect, schema)}.${quoteName(dialect, table)}`;
}

const wholeNumber = /^[+-]?\d{1,19}$/;
const decimalNumber = /^[+-]?(\d{1,1000}(\.\d{0,1000})?|\.\d{1,1000})$/;
const doubleNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;
const civilDate = /^(\d{4})-(\d{2})-(\d{2})$/;
const civilTime = /^(\d{4}-\d{2}-\d{2})(?:[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?)?$/;

function isDate(text: string): boolean {
  if (!civilDate.test(text) || text.startsWith('0000')) return false;
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

/**
 * The value as it is sent to the source, or a `bad_value` problem that names the item: checked here, so that a
 * malformed call never reaches a department's database.
 */
export function checkedValue(name: string, type: ColumnType, value: string): string {
  const refuse = (): never => {
    throw new ConnectionProblem('bad_value', { column: name, type, reason: `not a ${type}` });
  };
  switch (type) {
    case 'text':
      return value.includes('\0') || !value.isWellFormed() || value.length > 10_000 ? refuse() : value;
    case 'bigint':
      return wholeNumber.test(value) &&
        BigInt.asIntN(64, BigInt(value.replace('+', ''))) === BigInt(value.replace('+', ''))
        ? value
        : refuse();
    case 'numeric':
      return decimalNumber.test(value) ? value : refuse();
    case 'double':
      return doubleNumber.test(value) && Number.isFinite(Number(value)) ? value : refuse();
    case 'boolean':
      return value === 'true' || value === '1'
        ? 'true'
        : value === 'false' || value === '0'
          ? 'false'
          : refuse();
    case 'date':
      return isDate(value) ? value : refuse();
    case 'timestamp':
      return isDate(civilTime.exec(value)?.[1] ?? '') ? value.replace('T', ' ') : refuse();
  }
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
