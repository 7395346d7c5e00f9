/** Plans compiled to statements in the source's own SQL, which masks the values and leaves out the other rows itself. */
import { ConnectionProblem, outputColumns } from '#planes/mover/ports.ts';
import type { CompiledQuery, QueryShape, Selection, Statement, VerifyShape } from '#planes/mover/ports.ts';
import { POSTGRES_TYPES, maskPlace, typeAfterMask } from '#vocabulary/plans.ts';
import type { ColumnType, Mask, PlanItem, RowCondition } from '#vocabulary/plans.ts';
import { byBytes, itemNamed, sameBytes, whereText } from './conditions.ts';
import { quoteName, quoteTable } from './identifiers.ts';
import type { Dialect } from './identifiers.ts';
import { asText, isTime, maskExpression } from './masks.ts';
import { createWriter, slotExpression } from './slots.ts';
import type { Placeholder, Writer } from './slots.ts';

/** Columns that arrive in clear, for the plane to digest. */
const digestsOf = (items: readonly PlanItem[]): CompiledQuery['digests'] =>
  items.flatMap(({ mask, type }, at) => (maskPlace(mask) === 'plane' ? [{ at, type }] : []));

/**
 * MySQL turns characters that have no Unicode of their own, GBK's rare and private ones among them, into question marks
 * and says nothing. A value that does not survive the way there and back is sent as bytes that are no UTF-8 instead, so
 * that its row is set aside; of a masked value, which must not leave, only the mark.
 */
function provenText(mask: Mask, value: string, column: string, charset: string): string {
  const there = `convert(${column} using utf8mb4)`;
  const survives = `binary convert(${there} using ${charset}) = binary ${column}`;
  const shown = mask.kind === 'none' ? there : `convert(${value} using utf8mb4)`;
  const bytes = mask.kind === 'none' ? `concat(${LOST_TEXT}, cast(${column} as binary))` : LOST_TEXT;
  return `case when ${column} is null or ${survives} then cast(${shown} as binary) else ${bytes} end`;
}
const LOST_TEXT = `cast(x'ff' as binary)`;

/**
 * A statement that reads every row of the selection with each column in its canonical type. `charsets`: MySQL's columns
 * whose character set is to be proven.
 */
export function compileRead(
  dialect: Dialect,
  selection: Selection,
  placeholder: Placeholder,
  charsets: ReadonlyMap<string, string> = new Map(),
): CompiledQuery {
  const writer = createWriter(dialect, placeholder);
  const columns = outputColumns(selection.items);
  const expressions = selection.items.map((item, i) => {
    const column = quoteName(dialect, item.column);
    const value = maskExpression(dialect, item.mask, item.type, column);
    if (dialect === 'postgres') return `(${value})::${POSTGRES_TYPES[columns[i]?.type ?? 'text']}`;
    const charset = charsets.get(item.column);
    if (charset !== undefined && item.mask.kind !== 'hidden')
      return provenText(item.mask, value, column, charset);
    // MySQL prints a float with six digits; as a double it prints all that it holds.
    return item.mask.kind === 'none' && item.type === 'double' ? `cast(${value} as double)` : value;
  });
  const where = whereText(writer, selection);
  const text = `select ${expressions.join(', ')} from ${quoteTable(dialect, selection.table)}${where}`;
  return { text, slots: writer.slots, columns, digests: digestsOf(selection.items) };
}

/** `empty`: of the selected rows those that have no value in this column; MySQL's zero date is none. */
export function compileCount(
  dialect: Dialect,
  selection: Selection,
  empty?: Pick<RowCondition, 'column' | 'type'>,
): CompiledQuery {
  const writer = createWriter(dialect);
  const where = whereText(writer, selection);
  const column = empty === undefined ? '' : quoteName(dialect, empty.column);
  const isZero = dialect === 'mysql' && empty !== undefined && isTime(empty.type) ? ` or ${column} = 0` : '';
  const added = empty === undefined ? '' : `${where === '' ? ' where' : ' and'} (${column} is null${isZero})`;
  const text = `select count(*) from ${quoteTable(dialect, selection.table)}${where}${added}`;
  return { text, slots: writer.slots, columns: [{ name: 'count', type: 'bigint' }], digests: [] };
}

/** The highest value of a column among the selected rows, in its canonical type, as text. */
export function compileHighest(
  dialect: Dialect,
  selection: Selection,
  column: string,
  type: ColumnType,
): CompiledQuery {
  const writer = createWriter(dialect);
  const where = whereText(writer, selection);
  const name = quoteName(dialect, column);
  const value =
    dialect === 'postgres' ? `max(${name}::${POSTGRES_TYPES[type]})::text` : `cast(max(${name}) as char)`;
  const text = `select ${value} from ${quoteTable(dialect, selection.table)}${where}`;
  return { text, slots: writer.slots, columns: [{ name: 'highest', type: 'text' }], digests: [] };
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
    const writer = createWriter(dialect);
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
  placeholder?: Placeholder,
): CompiledQuery {
  const writer = createWriter(dialect, placeholder);
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
