/**
 * Plans compiled to the source's own SQL: the masks and the row conditions run inside the department's database,
 * so a value that the grant does not give never leaves it. Characters are counted as Unicode code points, in both
 * dialects; null stays null.
 */
import { ConnectionProblem, outputColumns } from '#planes/mover/ports.ts';
import type {
  CallValues,
  CompiledQuery,
  QueryShape,
  Selection,
  Slot,
  VerifyShape,
} from '#planes/mover/ports.ts';
import { typeAfterMask } from '#vocabulary/plans.ts';
import type { ColumnType, Mask, PlanItem, RowCondition } from '#vocabulary/plans.ts';
import { checkedValue, quoteName, quoteTable } from './identifiers.ts';
import type { Dialect } from './identifiers.ts';

const postgresTypes: Record<ColumnType, string> = {
  text: 'text',
  bigint: 'bigint',
  numeric: 'numeric',
  double: 'double precision',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
};

export function postgresType(type: ColumnType): string {
  return postgresTypes[type];
}

/** MySQL has no boolean and no unlimited decimal; 65 digits, 30 of them after the point, is its widest. */
const mysqlCasts: Record<ColumnType, string | undefined> = {
  text: undefined,
  bigint: 'signed',
  numeric: 'decimal(65,30)',
  double: 'double',
  boolean: 'signed',
  date: 'date',
  timestamp: 'datetime(6)',
};

function asText(dialect: Dialect, type: ColumnType, expression: string): string {
  if (dialect === 'postgres') return `${expression}::text`;
  if (type === 'boolean')
    return `case ${expression} when 0 then 'false' when 1 then 'true' else concat(${expression}) end`;
  return type === 'text' ? `concat(${expression})` : `cast(${expression} as char)`;
}

function join(dialect: Dialect, parts: string[]): string {
  return dialect === 'postgres' ? parts.join(' || ') : `concat(${parts.join(', ')})`;
}

function maskYear(dialect: Dialect, type: ColumnType, column: string, text: string): string {
  if (type === 'date' || type === 'timestamp') {
    return dialect === 'postgres' ? `to_char(${column}, 'YYYY')` : `date_format(${column}, '%Y')`;
  }
  // A date kept as text or number: its first four digits, and nothing at all of what does not begin with them.
  const matches = dialect === 'postgres' ? `${text} ~ '^[0-9]{4}'` : `${text} regexp '^[0-9]{4}'`;
  return `case when ${matches} then left(${text}, 4) end`;
}

/** The expression that a mask makes of a column; text, whatever the column was, except for `none`. */
export function maskExpression(dialect: Dialect, mask: Mask, type: ColumnType, column: string): string {
  const text = `(${asText(dialect, type, column)})`;
  const length = `char_length(${text})`;
  switch (mask.kind) {
    case 'none':
      return column;
    case 'hidden':
      return dialect === 'postgres' ? 'null::text' : 'null';
    case 'year':
      return maskYear(dialect, type, column, text);
    case 'name':
      return join(dialect, [`left(${text}, 1)`, `repeat('*', greatest(${length} - 1, 0))`]);
    case 'middle': {
      if (![mask.head, mask.tail].every(n => Number.isSafeInteger(n) && n >= 0 && n <= 1000)) {
        throw new ConnectionProblem('failed', {
          reason: 'a mask keeps between 0 and 1000 characters at each end',
        });
      }
      const kept = mask.head + mask.tail;
      const shown = join(dialect, [
        `left(${text}, ${mask.head})`,
        `repeat('*', ${length} - ${kept})`,
        `right(${text}, ${mask.tail})`,
      ]);
      return `case when ${length} <= ${kept} then repeat('*', ${length}) else ${shown} end`;
    }
  }
}

/** How the statement names its n-th value; COPY takes no parameters, so a read hands in settings instead. */
export type Placeholder = (position: number) => string;

export const questionMark: Placeholder = () => '?';
export const numbered: Placeholder = position => `$${position}`;
export const setting: Placeholder = position => `current_setting('shuqiao.p${position}')`;

interface Writer {
  dialect: Dialect;
  placeholder: Placeholder;
  slots: Slot[];
}

/** The value cast to the item's type, so that the column's own index serves the comparison. */
function slotExpression(writer: Writer, slot: Slot): string {
  writer.slots.push(slot);
  const value = writer.placeholder(writer.slots.length);
  if (writer.dialect === 'mysql') {
    const cast = mysqlCasts[slot.type];
    return cast === undefined ? value : `cast(${value} as ${cast})`;
  }
  // Text stays untyped: PostgreSQL then reads it as the column's own type (char(18), uuid, an enumeration).
  return slot.type === 'text' ? value : `${value}::${postgresTypes[slot.type]}`;
}

/** MySQL's `=` follows the column's collation, for which ZOE and Zoë may be one name; the same bytes are one value. */
function sameBytes(left: string, right: string): string {
  const bytes = (text: string): string => `cast(convert(${text} using utf8mb4) as binary)`;
  return `${bytes(left)} = ${bytes(right)}`;
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
      return values.length === 1 && values[0] ? `${column} = ${slotExpression(writer, values[0])}` : wrong();
    case 'in':
      return values.length === 0
        ? '1 = 0'
        : `${column} in (${values.map(slot => slotExpression(writer, slot)).join(', ')})`;
    case 'between': {
      const [low, high] = values;
      if (low === undefined || high === undefined || values.length > 2) return wrong();
      return `${column} between ${slotExpression(writer, low)} and ${slotExpression(writer, high)}`;
    }
  }
}

function itemNamed(items: PlanItem[], name: string): PlanItem {
  const item = items.find(one => one.name === name);
  if (item === undefined)
    throw new ConnectionProblem('bad_value', { column: name, reason: 'no item of this plan' });
  return item;
}

function whereText(writer: Writer, shape: Selection & { filters?: string[] }): string {
  const filters = (shape.filters ?? []).map(name => {
    const item = itemNamed(shape.items, name);
    if (!item.filter)
      throw new ConnectionProblem('bad_value', {
        column: name,
        reason: 'rows cannot be selected by this item',
      });
    const column = quoteName(writer.dialect, item.column);
    const slot: Slot = { type: item.type, filter: name };
    const found = `${column} = ${slotExpression(writer, slot)}`;
    if (writer.dialect === 'postgres' || item.type !== 'text') return found;
    // The first comparison finds rows by the column's index, the second keeps those that are meant.
    return `${found} and ${sameBytes(column, slotExpression(writer, slot))}`;
  });
  const all = [...filters, ...shape.rows.map(condition => conditionText(writer, condition))];
  return all.length === 0 ? '' : ` where ${all.join(' and ')}`;
}

/** A statement that reads every row of the selection with each column in its canonical type. */
export function compileRead(dialect: Dialect, selection: Selection, placeholder: Placeholder): CompiledQuery {
  const writer: Writer = { dialect, placeholder, slots: [] };
  const columns = outputColumns(selection.items);
  const expressions = selection.items.map((item, i) => {
    const value = maskExpression(dialect, item.mask, item.type, quoteName(dialect, item.column));
    if (dialect === 'postgres') return `(${value})::${postgresTypes[columns[i]?.type ?? 'text']}`;
    // MySQL prints a float with six digits; as a double it prints all that it holds.
    return item.mask.kind === 'none' && item.type === 'double' ? `cast(${value} as double)` : value;
  });
  const where = whereText(writer, selection);
  const text = `select ${expressions.join(', ')} from ${quoteTable(dialect, selection.table)}${where}`;
  return { text, slots: writer.slots, columns };
}

export function compileCount(dialect: Dialect, selection: Selection): CompiledQuery {
  const writer: Writer = {
    dialect,
    placeholder: dialect === 'postgres' ? numbered : questionMark,
    slots: [],
  };
  const where = whereText(writer, selection);
  const text = `select count(*) from ${quoteTable(dialect, selection.table)}${where}`;
  return { text, slots: writer.slots, columns: [{ name: 'count', type: 'bigint' }] };
}

/** Rows of a call, every value as text. */
export function compileQuery(dialect: Dialect, shape: QueryShape): CompiledQuery {
  const writer: Writer = {
    dialect,
    placeholder: dialect === 'postgres' ? numbered : questionMark,
    slots: [],
  };
  const expressions = shape.items.map(item => {
    const value = maskExpression(dialect, item.mask, item.type, quoteName(dialect, item.column));
    return item.mask.kind === 'none' ? asText(dialect, item.type, value) : value;
  });
  const where = whereText(writer, shape);
  const text = `select ${expressions.join(', ')} from ${quoteTable(dialect, shape.table)}${where} limit ${rowLimit(shape)}`;
  return {
    text,
    slots: writer.slots,
    columns: shape.items.map(item => ({ name: item.name, type: typeAfterMask(item) })),
  };
}

function rowLimit(shape: QueryShape): number {
  if (!Number.isSafeInteger(shape.limit) || shape.limit < 1)
    throw new RangeError('The limit of a query is a whole number above 0.');
  return shape.limit + 1;
}

/** One column per claim: `true`, `false`, or null when the department has no value there. Compared at the source. */
export function compileVerify(dialect: Dialect, shape: VerifyShape): CompiledQuery {
  const writer: Writer = {
    dialect,
    placeholder: dialect === 'postgres' ? numbered : questionMark,
    slots: [],
  };
  const expressions = shape.claims.map(name => {
    const item = itemNamed(shape.items, name);
    const column = quoteName(dialect, item.column);
    const claimed = slotExpression(writer, { type: item.type, claim: name });
    const isText = dialect === 'mysql' && item.type === 'text';
    const equal = `(${isText ? sameBytes(column, claimed) : `${column} = ${claimed}`})`;
    return dialect === 'postgres'
      ? `${equal}::text`
      : `case ${equal} when 1 then 'true' when 0 then 'false' end`;
  });
  if (expressions.length === 0)
    throw new ConnectionProblem('bad_value', { reason: 'a verification needs at least one claim' });
  const where = whereText(writer, shape);
  const text = `select ${expressions.join(', ')} from ${quoteTable(dialect, shape.table)}${where} limit ${rowLimit(shape)}`;
  return { text, slots: writer.slots, columns: shape.claims.map(name => ({ name, type: 'boolean' })) };
}

/** The values of the slots, in order; each is checked against its type first. */
export function bindSlots(dialect: Dialect, slots: Slot[], values: CallValues): string[] {
  return slots.map(slot => {
    const [name, given] =
      'value' in slot
        ? ['', slot.value]
        : 'filter' in slot
          ? [slot.filter, values.filters[slot.filter]]
          : [slot.claim, values.claims?.[slot.claim]];
    if (given === undefined)
      throw new ConnectionProblem('bad_value', { column: name, type: slot.type, reason: 'no value given' });
    const value = 'value' in slot ? given : checkedValue(name, slot.type, given);
    return dialect === 'mysql' && slot.type === 'boolean' ? (value === 'true' ? '1' : '0') : value;
  });
}
