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
  Statement,
  VerifyShape,
} from '#planes/mover/ports.ts';
import { isMaskOfType, isSoundMask } from '#vocabulary/masks.ts';
import { maskPlace, typeAfterMask } from '#vocabulary/plans.ts';
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
export const mysqlCasts: Record<ColumnType, string | undefined> = {
  text: undefined,
  bigint: 'signed',
  numeric: 'decimal(65,30)',
  double: 'double',
  boolean: 'signed',
  date: 'date',
  timestamp: 'datetime(6)',
};

/** A value as PostgreSQL writes it, whatever the database. */
export function asText(dialect: Dialect, type: ColumnType, expression: string): string {
  if (dialect === 'postgres') return `${expression}::text`;
  if (type === 'boolean')
    // A bit is a number here, or its text would be bytes.
    return `case ${expression} when 0 then 'false' when 1 then 'true' else concat(${expression} + 0) end`;
  return type === 'text' ? `concat(${expression})` : `cast(${expression} as char)`;
}

function join(dialect: Dialect, parts: string[]): string {
  return dialect === 'postgres' ? parts.join(' || ') : `concat(${parts.join(', ')})`;
}

const isTime = (type: ColumnType): boolean => type === 'date' || type === 'timestamp';

/** Whether a text begins as the pattern says, a pattern that both dialects read alike. */
const begins = (dialect: Dialect, text: string, pattern: string): string =>
  `${text} ${dialect === 'postgres' ? '~' : 'regexp'} '^${pattern}'`;

/** A date kept as text or number: its first four digits, and nothing at all of what does not begin with them. */
function maskYear(dialect: Dialect, type: ColumnType, column: string, text: string): string {
  if (isTime(type))
    return dialect === 'postgres' ? `to_char(${column}, 'YYYY')` : `date_format(${column}, '%Y')`;
  return `case when ${begins(dialect, text, '[0-9]{4}')} then left(${text}, 4) end`;
}

/** Forms of a month kept as text or number: how it begins, where the month's digits are, and what is before them. */
const MONTHS = [
  { pattern: '[0-9]{4}(-|/|[.]|年)(0[1-9]|1[0-2])([^0-9]|$)', from: 6, digits: 2, dash: '-' },
  { pattern: '[0-9]{4}(-|/|[.]|年)[1-9]([^0-9]|$)', from: 6, digits: 1, dash: '-0' },
  { pattern: '[0-9]{4}(0[1-9]|1[0-2])', from: 5, digits: 2, dash: '-' },
];

function maskMonth(dialect: Dialect, type: ColumnType, column: string, text: string): string {
  if (isTime(type))
    return dialect === 'postgres' ? `to_char(${column}, 'YYYY-MM')` : `date_format(${column}, '%Y-%m')`;
  // One of the patterns holds a Chinese character, which columns of an older character set could not be compared with.
  const wide = dialect === 'postgres' ? text : `convert(${text} using utf8mb4)`;
  const cases = MONTHS.map(({ pattern, from, digits, dash }) => {
    const shown = join(dialect, [`left(${text}, 4)`, `'${dash}'`, `substring(${text}, ${from}, ${digits})`]);
    return `when ${begins(dialect, wide, pattern)} then ${shown}`;
  });
  return `case ${cases.join(' ')} end`;
}

/** First character and all from the last `@` on; of what has none, nothing. */
function maskMail(dialect: Dialect, text: string): string {
  const domain =
    dialect === 'postgres'
      ? `right(${text}, position('@' in reverse(${text})) - 1)`
      : `substring_index(${text}, '@', -1)`;
  const local =
    dialect === 'postgres'
      ? `left(${text}, char_length(${text}) - position('@' in reverse(${text})))`
      : `left(${text}, char_length(${text}) - char_length(${domain}) - 1)`;
  const shown = join(dialect, [`left(${local}, 1)`, "'***@'", domain]);
  const has = dialect === 'postgres' ? '~' : 'regexp';
  return `case when char_length(${text}) = 0 then '' when ${text} ${has} '@' then ${shown} when ${text} is not null then '***' end`;
}

/** All in exact numbers, and by remainders instead of quotients, which both databases would round. */
function maskRange(dialect: Dialect, type: ColumnType, column: string, width: number): string {
  const exact = (value: string): string =>
    dialect === 'postgres' ? `(${value})::text::numeric` : `cast(${value} as decimal(65,0))`;
  const whole = exact(type === 'bigint' ? column : `floor(${column})`);
  const low = `(${whole} - mod(mod(${whole}, ${width}) + ${width}, ${width}))`;
  const end = (value: string): string => asText(dialect, 'numeric', `(${value})`);
  const open = join(dialect, ["'['", end(low), "','", end(`${low} + ${width}`), "')'"]);
  const closed = join(dialect, [end(low), "'-'", end(`${low} + ${width - 1}`)]);
  const shown = type === 'bigint' ? `case when ${low} >= 0 then ${closed} else ${open} end` : open;
  return `case when ${column} > -1e30 and ${column} < 1e30 then ${shown} end`;
}

/** The expression that a mask makes of a column; text, whatever the column was, except for `none`. */
export function maskExpression(dialect: Dialect, mask: Mask, type: ColumnType, column: string): string {
  if (!isSoundMask(mask))
    throw new ConnectionProblem('failed', { reason: `a mask (${mask.kind}) without a sound parameter` });
  if (mask.kind === 'none') return column;
  if (mask.kind === 'hidden' || !isMaskOfType(mask, type))
    return dialect === 'postgres' ? 'null::text' : 'null';
  const text = `(${asText(dialect, type, column)})`;
  const length = `char_length(${text})`;
  switch (mask.kind) {
    case 'year':
      return maskYear(dialect, type, column, text);
    case 'month':
      return maskMonth(dialect, type, column, text);
    case 'name':
      return join(dialect, [`left(${text}, 1)`, `repeat('*', greatest(${length} - 1, 0))`]);
    case 'middle': {
      const kept = mask.head + mask.tail;
      const shown = join(dialect, [
        `left(${text}, ${mask.head})`,
        `repeat('*', ${length} - ${kept})`,
        `right(${text}, ${mask.tail})`,
      ]);
      return `case when ${length} <= ${kept} then repeat('*', ${length}) else ${shown} end`;
    }
    case 'address': {
      const shown = join(dialect, [`left(${text}, ${mask.head})`, "'****'"]);
      return `case ${length} when 0 then '' else case when ${length} <= ${mask.head} then '****' else ${shown} end end`;
    }
    case 'mail':
      return maskMail(dialect, text);
    case 'range':
      return maskRange(dialect, type, column, mask.width);
    case 'digest':
      // In clear: the plane digests it as it arrives. `digests` of the compiled statement says which columns.
      return text;
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

/** Text by its bytes: collations differ between databases, and in MySQL they call different texts equal. */
function byBytes(dialect: Dialect, text: string): string {
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
    return equalText(writer, column, { type: item.type, filter: name });
  });
  const all = [...filters, ...shape.rows.map(condition => conditionText(writer, condition))];
  return all.length === 0 ? '' : ` where ${all.join(' and ')}`;
}

/** Columns that arrive in clear, for the plane to digest. */
const digestsOf = (items: readonly PlanItem[]): CompiledQuery['digests'] =>
  items.flatMap(({ mask, type }, at) => (maskPlace(mask) === 'plane' ? [{ at, type }] : []));

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
  return { text, slots: writer.slots, columns, digests: digestsOf(selection.items) };
}

export function compileCount(dialect: Dialect, selection: Selection): CompiledQuery {
  const writer: Writer = {
    dialect,
    placeholder: dialect === 'postgres' ? numbered : questionMark,
    slots: [],
  };
  const where = whereText(writer, selection);
  const text = `select count(*) from ${quoteTable(dialect, selection.table)}${where}`;
  return { text, slots: writer.slots, columns: [{ name: 'count', type: 'bigint' }], digests: [] };
}

/**
 * An order that what is answered alone decides. Without one the answer would show in which order the rows lie, and a
 * limit would choose by it: what the grant does not give would have a say. What the plane digests is ordered by another,
 * salted digest, so that the order of the clear values does not show either.
 */
function settledOrder(writer: Writer, { items, tieSalt = '' }: QueryShape): string[] {
  const { dialect } = writer;
  return items.flatMap(item => {
    const column = quoteName(dialect, item.column);
    if (item.mask.kind === 'hidden') return [];
    const value = maskExpression(dialect, item.mask, item.type, column);
    if (maskPlace(item.mask) === 'plane') {
      const salt = slotExpression(writer, { type: 'text', value: tieSalt });
      return [
        dialect === 'postgres'
          ? `sha256(convert_to(${salt}::text || ${value}, 'UTF8'))`
          : `sha2(concat(${salt}, ${value}), 256)`,
      ];
    }
    const type = typeAfterMask(item);
    const bytes = byBytes(dialect, asText(dialect, type, value));
    // 1.0 and 1.00 are equal and not the same answer.
    return type === 'text' ? [bytes] : type === 'numeric' || type === 'double' ? [value, bytes] : [value];
  });
}

/** Rows of a call, every value as text. */
export function compileQuery(dialect: Dialect, shape: QueryShape): CompiledQuery {
  const statement = (isOrdered: boolean, limit: number): Statement => {
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
    const order = isOrdered ? settledOrder(writer, shape) : [];
    const ordered = order.length === 0 ? '' : ` order by ${order.join(', ')}`;
    const text = `select ${expressions.join(', ')} from ${quoteTable(dialect, shape.table)}${where}${ordered} limit ${limit}`;
    return { text, slots: writer.slots };
  };
  return {
    ...statement(true, rowLimit(shape)),
    // Of one row there is no order, and most calls are for one person.
    ...(shape.filters.length > 0 ? { few: statement(false, 2) } : {}),
    columns: shape.items.map(item => ({ name: item.name, type: typeAfterMask(item) })),
    digests: digestsOf(shape.items),
  };
}

function rowLimit(shape: QueryShape): number {
  if (!Number.isSafeInteger(shape.limit) || shape.limit < 1)
    throw new RangeError('The limit of a query is a whole number above 0.');
  return shape.limit + 1;
}

/**
 * One row with a column per claim, or none where nobody is selected: `true` when some row has the value, `false` when
 * rows have others, null when the department has no value there. Compared and gathered at the source, over all rows.
 */
export function compileVerify(
  dialect: Dialect,
  shape: VerifyShape,
  placeholder: Placeholder = dialect === 'postgres' ? numbered : questionMark,
): CompiledQuery {
  const writer: Writer = { dialect, placeholder, slots: [] };
  const expressions = shape.claims.map(name => {
    const item = itemNamed(shape.items, name);
    const column = quoteName(dialect, item.column);
    const claimed = slotExpression(writer, { type: item.type, claim: name });
    const isText = dialect === 'mysql' && item.type === 'text';
    const equal = `(${isText ? sameBytes(column, claimed) : `${column} = ${claimed}`})`;
    return dialect === 'postgres'
      ? `bool_or(${equal})::text`
      : `case max(${equal}) when 1 then 'true' when 0 then 'false' end`;
  });
  if (expressions.length === 0)
    throw new ConnectionProblem('bad_value', { reason: 'a verification needs at least one claim' });
  const where = whereText(writer, shape);
  const text = `select ${expressions.join(', ')} from ${quoteTable(dialect, shape.table)}${where} having count(*) > 0`;
  return {
    text,
    slots: writer.slots,
    columns: shape.claims.map(name => ({ name, type: 'boolean' })),
    digests: [],
  };
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
