/**
 * Lists compiled to the source's own SQL. Every value is a slot. Texts are compared as their bytes in UTF-8, which is
 * the order of their code points; where the column's own collation differs, a comparison of its own goes before, which
 * an index serves and which leaves out nothing that is meant.
 */
import type {
  CompiledList,
  ListCondition,
  ListShape,
  ListSlot,
  ListValues,
  SortColumn,
  TableShape,
} from '#planes/mover/ports.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import { POSTGRES_TYPES, maskPlace } from '#vocabulary/plans.ts';
import type { ColumnType, RowCondition } from '#vocabulary/plans.ts';
import { checkedValue, quoteName, quoteTable } from './identifiers.ts';
import type { Dialect } from './identifiers.ts';
import { asText, maskExpression } from './masks.ts';
import { mysqlCasts } from './slots.ts';

type Value = number | string;

interface Writer {
  dialect: Dialect;
  table: TableShape;
  slots: ListSlot[];
}

/** The place of the next value, as a value of the type. To be called in the order of the text. */
function placed(writer: Writer, type: ColumnType, value: Value): string {
  writer.slots.push({ type, value });
  if (writer.dialect === 'postgres') return `$${writer.slots.length}::${POSTGRES_TYPES[type]}`;
  const cast = mysqlCasts[type];
  return cast === undefined ? '?' : `cast(? as ${cast})`;
}

/** With the table's name before it: PostgreSQL orders by a column of the answer where one is called so. */
const nameOf = (dialect: Dialect, column: string): string => `t.${quoteName(dialect, column)}`;

function columnOf({ table }: Writer, column: string) {
  const found = table.columns.get(column);
  if (!found) throw new ConnectionProblem('lost_column', { column });
  return found;
}

const bytesOf = (text: string): string => `cast(convert(${text} using utf8mb4) as binary)`;
const A_TO_Z = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
const UUID = `'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'`;

/** A value as the column's own type and collation have it. */
function ownValue(writer: Writer, column: string, type: ColumnType, value: Value): string {
  if (type !== 'text') return placed(writer, type, value);
  const shape = columnOf(writer, column);
  if (writer.dialect === 'mysql')
    return `convert(${placed(writer, 'text', value)} using ${shape.charset ?? 'utf8mb4'}) collate ${shape.collation ?? 'utf8mb4_bin'}`;
  if (shape.type === 'bpchar') return `${placed(writer, 'text', value)}::bpchar`;
  // What is no UUID is equal to none; as one it would be an error.
  if (shape.type === 'uuid')
    return `case when ${placed(writer, 'text', value)} ~ ${UUID} then ${placed(writer, 'text', value)}::uuid end`;
  return placed(writer, 'text', value);
}

/** Column and value so that `=` and `<` between them are those of lists. */
function comparable(writer: Writer, column: string, type: ColumnType): string {
  const name = nameOf(writer.dialect, column);
  if (type !== 'text' || columnOf(writer, column).sorts) return name;
  return writer.dialect === 'postgres' ? `${name}::text collate "C"` : bytesOf(name);
}

function comparableValue(writer: Writer, column: string, type: ColumnType, value: Value): string {
  if (writer.dialect === 'postgres' || type !== 'text') return placed(writer, type, value);
  return columnOf(writer, column).sorts
    ? ownValue(writer, column, type, value)
    : bytesOf(placed(writer, type, value));
}

const SIGNS = { eq: '=', neq: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

type ColumnCondition = Extract<ListCondition, { kind: 'column' }>;

function equalText(writer: Writer, { column, type, values, by }: ColumnCondition): string {
  const list = (one: (value: Value) => string): string =>
    by === 'in' ? `in (${values.map(one).join(', ')})` : `= ${one(values[0] ?? '')}`;
  const { finds, sorts } = columnOf(writer, column);
  const own =
    type === 'text' && finds && !sorts
      ? `${nameOf(writer.dialect, column)} ${list(value => ownValue(writer, column, type, value))} and `
      : '';
  const exact = `${comparable(writer, column, type)} ${list(value => comparableValue(writer, column, type, value))}`;
  return own === '' ? exact : `(${own}${exact})`;
}

function likeText(writer: Writer, { column, values, by }: ColumnCondition): string {
  const name = nameOf(writer.dialect, column);
  const value = (): string => placed(writer, 'text', values[0] ?? '');
  if (writer.dialect === 'postgres') {
    const text =
      by === 'like'
        ? `${name}::text`
        : `translate(${name}::text, '${A_TO_Z.join('')}', '${A_TO_Z.join('').toLowerCase()}')`;
    return `${text} collate "C" like ${value()}`;
  }
  const binary = (text: string): string => `convert(${text} using utf8mb4) collate utf8mb4_bin`;
  // MySQL's own lower() folds more letters than PostgreSQL's does, depending on versions.
  const text = A_TO_Z.reduce(
    (inner, letter) => (by === 'like' ? inner : `replace(${inner}, '${letter}', '${letter.toLowerCase()}')`),
    binary(name),
  );
  return `${text} like ${binary(value())} escape '\\\\'`;
}

function conditionText(writer: Writer, condition: ListCondition): string {
  const text = plainText(writer, condition);
  return condition.not ? `not (${text})` : text;
}

function plainText(writer: Writer, condition: ListCondition): string {
  if (condition.kind !== 'column') {
    const isAll = condition.kind === 'all';
    if (condition.parts.length === 0) return isAll ? '1 = 1' : '1 = 0';
    const parts = condition.parts.map(part => conditionText(writer, part));
    return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(isAll ? ' and ' : ' or ')})`;
  }
  const { column, type, by, values } = condition;
  switch (by) {
    case 'null':
      return `${nameOf(writer.dialect, column)} is null`;
    case 'true':
    case 'false':
      return `${nameOf(writer.dialect, column)} is ${by}`;
    case 'like':
    case 'ilike':
      return likeText(writer, condition);
    case 'in':
      return values.length === 0 ? '1 = 0' : equalText(writer, condition);
    case 'eq':
      return equalText(writer, condition);
    case 'neq':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return `${comparable(writer, column, type)} ${SIGNS[by]} ${comparableValue(writer, column, type, values[0] ?? '')}`;
  }
}

/** The grant's own conditions, held in the same way. */
function rowCondition({ column, type, op, values }: RowCondition): ListCondition {
  const checked = values.map(value => checkedValue(column, type, value));
  const one = (by: 'eq' | 'in' | 'gte' | 'lte', own: string[]): ListCondition => ({
    kind: 'column',
    column,
    type,
    by,
    not: false,
    values: own,
  });
  if (op === 'in') return one('in', checked);
  if (checked.length !== (op === 'eq' ? 1 : 2))
    throw new ConnectionProblem('failed', { column, reason: `wrong number of values for ${op}` });
  if (op === 'eq') return one('eq', checked);
  const parts = [one('gte', checked.slice(0, 1)), one('lte', checked.slice(1))];
  return { kind: 'all', not: false, parts };
}

/** A key of the order: what it is sorted by, what it is as text, and what a value of it is compared as. */
interface Key {
  sorted(): string;
  text(): string;
  value(value: Value): string;
  isNullable: boolean;
  descending: boolean;
  nullsFirst: boolean;
}

function columnKey(writer: Writer, key: SortColumn): Key {
  const { column, type, own, descending, nullsFirst } = key;
  const { dialect } = writer;
  const name = nameOf(dialect, column);
  // A number of single precision is another one as text; as a double it is the same both ways.
  const plain =
    type === 'double' ? (dialect === 'postgres' ? `${name}::float8` : `cast(${name} as double)`) : name;
  return {
    sorted: () => (own || type !== 'text' ? plain : comparable(writer, column, type)),
    text: () => asText(dialect, type, plain),
    value: value =>
      own ? ownValue(writer, column, type, value) : comparableValue(writer, column, type, value),
    isNullable: key.isNullable,
    descending,
    nullsFirst,
  };
}

/** No two different rows of an answer have one text: each value goes in with its length. */
function tieKey(writer: Writer, shape: ListShape, salt: string): Key {
  const { dialect } = writer;
  const text = (): string => {
    const parts = shape.items.map(item => {
      const value = itemText(dialect, item);
      return dialect === 'postgres'
        ? `coalesce(char_length(${value})::text || ':' || ${value}, '-')`
        : `coalesce(concat(char_length(${value}), ':', ${value}), '-')`;
    });
    const salted = placed(writer, 'text', salt);
    return dialect === 'postgres'
      ? `encode(sha256(convert_to(${[salted, ...parts].join(' || ')}, 'UTF8')), 'hex') collate "C"`
      : `sha2(concat(${[salted, ...parts].join(', ')}), 256)`;
  };
  return {
    sorted: text,
    text,
    value: value => placed(writer, 'text', value),
    isNullable: false,
    descending: false,
    nullsFirst: false,
  };
}

function itemText(dialect: Dialect, { mask, type, column }: ListShape['items'][number]): string {
  const value = maskExpression(dialect, mask, type, nameOf(dialect, column));
  return `(${mask.kind === 'none' ? asText(dialect, type, value) : value})`;
}

function orderText(writer: Writer, key: Key, sorted: string): string {
  const direction = `${sorted} ${key.descending ? 'desc' : 'asc'}`;
  if (!key.isNullable) return direction;
  if (writer.dialect === 'postgres') return `${direction} nulls ${key.nullsFirst ? 'first' : 'last'}`;
  // To MySQL null is the least of all.
  if (key.nullsFirst !== key.descending) return direction;
  return `${sorted} is null ${key.nullsFirst ? 'desc' : 'asc'}, ${direction}`;
}

/** Rows at a place of the order or behind it. */
function fromText(keys: readonly Key[], shape: ListShape): string {
  const from = shape.from ?? [];
  let next = shape.values;
  const positions = from.map(({ isNull }) => (isNull ? -1 : next++));
  const behind = (key: Key, at: number): string => {
    if (at < 0) return key.nullsFirst ? `${key.sorted()} is not null` : '1 = 0';
    const text = `${key.sorted()} ${key.descending ? '<' : '>'} ${key.value(at)}`;
    return key.isNullable && !key.nullsFirst ? `(${text} or ${key.sorted()} is null)` : text;
  };
  const same = (key: Key, at: number): string =>
    at < 0 ? `${key.sorted()} is null` : `${key.sorted()} = ${key.value(at)}`;
  const rest = (i: number): string => {
    const [key, at] = [keys[i], positions[i] ?? -1];
    if (!key) return '1 = 1';
    const text = behind(key, at);
    const equal = same(key, at);
    return i === keys.length - 1 ? `(${text} or ${equal})` : `(${text} or (${equal} and ${rest(i + 1)}))`;
  };
  const [first] = keys;
  // Said once more of the first key alone: that is what an index begins at.
  const start =
    first && keys.length > 1
      ? `(${behind(first, positions[0] ?? -1)} or ${same(first, positions[0] ?? -1)}) and `
      : '';
  return start + rest(0);
}

function whereText(writer: Writer, shape: ListShape): string {
  const parts = [...shape.rows.map(rowCondition), shape.where].map(one => conditionText(writer, one));
  return ` where ${parts.join(' and ')}`;
}

export function compileList(dialect: Dialect, shape: ListShape, table: TableShape): CompiledList {
  const writer: Writer = { dialect, table, slots: [] };
  const keys = shape.order.map(key => columnKey(writer, key));
  if (shape.tieSalt !== undefined) keys.push(tieKey(writer, shape, shape.tieSalt));
  const columns = shape.items.map(item => itemText(dialect, item));
  for (const key of keys) columns.push(key.text());
  const from = whereText(writer, shape);
  const begin = shape.from === undefined ? '' : ` and ${fromText(keys, shape)}`;
  const order = keys.map((key, i) => {
    const isTie = shape.tieSalt !== undefined && i === keys.length - 1;
    // By its position among the columns: it is not made twice.
    return orderText(writer, key, isTie ? String(columns.length) : key.sorted());
  });
  const limited = shape.values + (shape.from ?? []).filter(({ isNull }) => !isNull).length;
  const whole = (at: number): string => {
    writer.slots.push({ type: 'bigint', value: at });
    return dialect === 'postgres' ? `$${writer.slots.length}::bigint` : '?';
  };
  const text = `select ${columns.join(', ')} from ${quoteTable(dialect, shape.table)} t${from}${begin} order by ${order.join(', ')} limit ${whole(limited + 1)} offset ${whole(limited)}`;
  return {
    text,
    slots: writer.slots,
    items: shape.items.length,
    keys: keys.length,
    digests: shape.items.flatMap(({ mask, type }, at) => (maskPlace(mask) === 'plane' ? [{ at, type }] : [])),
  };
}

const COUNT = 'select count(*)';

/** The rows that a count goes through, for EXPLAIN: of the count itself there is one. */
export const explained = (counted: CompiledList): string => `select 1${counted.text.slice(COUNT.length)}`;

export function compileListCount(dialect: Dialect, shape: ListShape, table: TableShape): CompiledList {
  const writer: Writer = { dialect, table, slots: [] };
  const where = whereText(writer, shape);
  const text = `${COUNT} from ${quoteTable(dialect, shape.table)} t${where}`;
  return { text, slots: writer.slots, items: 1, keys: 0, digests: [] };
}

export function bindList(dialect: Dialect, slots: readonly ListSlot[], values: ListValues): string[] {
  return slots.map(({ type, value }) => {
    const text = typeof value === 'string' ? value : values[value];
    if (text === undefined) throw new Error('a list is asked for with too few values');
    return dialect === 'mysql' && type === 'boolean' ? (text === 'true' ? '1' : '0') : text;
  });
}
