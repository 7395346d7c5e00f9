/** Which rows a statement is of, in the source's own SQL. */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Selection, Slot } from '#planes/mover/ports.ts';
import type { ColumnType, PlanItem, RowCondition } from '#vocabulary/plans.ts';
import { checkedValue, quoteName } from './identifiers.ts';
import type { Dialect } from './identifiers.ts';
import { setting, slotExpression } from './slots.ts';
import type { Writer } from './slots.ts';

/** MySQL's `=` follows the column's collation, for which ZOE and Zoë may be one name; the same bytes are one value. */
export const sameBytes = (left: string, right: string): string =>
  `${byBytes('mysql', left)} = ${byBytes('mysql', right)}`;

/** Text by its bytes: collations differ between databases, and in MySQL they call different texts equal. */
export function byBytes(dialect: Dialect, text: string): string {
  return dialect === 'postgres'
    ? `((${text})::text collate "C")`
    : `cast(convert(${text} using utf8mb4) as binary)`;
}

const isByBytes = ({ dialect }: Writer, type: ColumnType): boolean => dialect === 'mysql' && type === 'text';

/** The first comparison finds rows by the column's index; in MySQL a second keeps those that are meant. */
function equalText(writer: Writer, column: string, slot: Slot): string {
  const found = `${column} = ${slotExpression(writer, slot)}`;
  return isByBytes(writer, slot.type)
    ? `(${found} and ${sameBytes(column, slotExpression(writer, slot))})`
    : found;
}

function conditionText(writer: Writer, condition: RowCondition): string {
  const plain = quoteName(writer.dialect, condition.column);
  const column = writer.placeholder === setting && condition.type === 'text' ? `${plain}::text` : plain;
  const values = condition.values.map(value => ({
    type: condition.type,
    value: checkedValue(condition.column, condition.type, value),
  }));
  const wrong = (): never => {
    throw new ConnectionProblem('failed', {
      column: condition.column,
      reason: `wrong number of values for ${condition.op}`,
    });
  };
  switch (condition.op) {
    case 'eq':
      return values.length === 1 && values[0] ? equalText(writer, column, values[0]) : wrong();
    case 'in':
      if (values.length === 0) return '1 = 0';
      return isByBytes(writer, condition.type)
        ? `(${values.map(slot => equalText(writer, column, slot)).join(' or ')})`
        : `${column} in (${values.map(slot => slotExpression(writer, slot)).join(', ')})`;
    case 'between': {
      const [low, high] = values;
      if (low === undefined || high === undefined || values.length > 2) return wrong();
      // Of texts, what lies between two others is not for the database's collation to say.
      const compared = (text: string): string =>
        condition.type === 'text' ? byBytes(writer.dialect, text) : text;
      return `${compared(column)} between ${compared(slotExpression(writer, low))} and ${compared(slotExpression(writer, high))}`;
    }
  }
}

/** The plan's item of that name, or a refusal. */
export function itemNamed(items: PlanItem[], name: string): PlanItem {
  const item = items.find(one => one.name === name);
  if (item === undefined)
    throw new ConnectionProblem('bad_value', { column: name, reason: 'no item of this plan' });
  return item;
}

/** ` where …` of a selection, or nothing: the items that a call selects by, and the rows that the grant gives. */
export function whereText(writer: Writer, shape: Selection & { filters?: string[] }): string {
  const filters = (shape.filters ?? []).map(name => {
    const item = itemNamed(shape.items, name);
    if (!item.filter)
      throw new ConnectionProblem('bad_value', {
        column: name,
        reason: 'rows cannot be selected by this item',
      });
    const column = quoteName(writer.dialect, item.column);
    return equalText(writer, column, { type: item.type, filter: name });
  });
  const all = [...filters, ...shape.rows.map(condition => conditionText(writer, condition))];
  return all.length === 0 ? '' : ` where ${all.join(' and ')}`;
}
