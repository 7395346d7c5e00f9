/** Generated lists in PostgREST's dialect over the cases of interferenceCases.ts, and the model of what they answer. */
import type { GeneratorValue } from 'fast-check';
import type { Comparing } from '#planes/mover/ports.ts';
import { jsonOf } from '#planes/gateway/serving/listAnswer.ts';
import { maskValue } from '#vocabulary/masks.ts';
import { type PlanItem, typeAfterMask } from '#vocabulary/plans.ts';
import {
  type Case,
  type Cell,
  type Chance,
  VALUES,
  chanceFrom,
  compareValues,
  isEqual,
} from './interferenceCases.ts';

interface Comparison {
  item: PlanItem;
  by: Comparing;
  not: boolean;
  values: string[];
}
type Condition = Comparison | { kind: 'all' | 'any'; not: boolean; parts: Condition[] };

/** A row as a caller reads it. */
export type Row = Record<string, string | number | boolean | null>;

export interface ListCall {
  method: 'GET' | 'HEAD';
  /** Of the address, without what says where a page begins. */
  query: string;
  offset: number;
  headers: Record<string, string>;
  where: Condition[];
  order: { item: PlanItem; descending: boolean; nullsFirst: boolean }[];
  select: { item: PlanItem; as: string }[];
  limit: number | undefined;
  count: boolean;
}

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

function comparison(chance: Chance, { items, service }: Case): Comparison {
  const open = items.filter(
    ({ name, mask, filter }) => mask.kind === 'none' && (filter || service.searchable.includes(name)),
  );
  const eq = items.filter(
    ({ name, mask, filter }) => mask.kind !== 'none' && (filter || service.maskedEq.includes(name)),
  );
  const draw = chance.below(100);
  const item = chance.of(draw < 65 && open.length > 0 ? open : draw < 90 && eq.length > 0 ? eq : items);
  const value = (): string => chance.of(VALUES[item.type]);
  if (eq.includes(item) && chance.once(90)) return { item, by: 'eq', not: false, values: [value()] };
  const by = chance.of<Comparing>([
    ...(['eq', 'eq', 'eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'null'] as const),
    ...(item.type === 'text' ? (['like', 'ilike'] as const) : []),
    ...(item.type === 'boolean' ? (['true', 'false'] as const) : []),
  ]);
  const not = chance.once(20);
  if (by === 'null' || by === 'true' || by === 'false') return { item, by, not, values: [] };
  if (by === 'in') return { item, by, not, values: Array.from({ length: 1 + chance.below(3) }, value) };
  if (by !== 'like' && by !== 'ilike') return { item, by, not, values: [value()] };
  const characters = Array.from(value().replaceAll(/[\\%_]/g, ''));
  const [first = '', last = ''] = [characters[0], characters.at(-1)];
  const pattern = chance.of([
    `${first}%`,
    `%${last}`,
    `%${first}%`,
    '_'.repeat(characters.length),
    '%',
    characters.join(''),
  ]);
  return { item, by, not, values: [pattern] };
}

function written({ by, not, values }: Comparison, isNested: boolean): string {
  const operator = by === 'null' || by === 'true' || by === 'false' ? `is.${by}` : by;
  const value = (text: string): string => {
    const starred = by === 'like' || by === 'ilike' ? text.replaceAll('%', '*') : text;
    return isNested ? quoted(starred) : starred;
  };
  const given =
    by === 'in'
      ? `.(${values.map(quoted).join(',')})`
      : values.length > 0
        ? `.${value(values[0] ?? '')}`
        : '';
  return `${not ? 'not.' : ''}${operator}${given}`;
}

function nested(condition: Condition): string {
  if ('item' in condition) return `${quoted(condition.item.name)}.${written(condition, true)}`;
  return `${condition.not ? 'not.' : ''}${condition.kind === 'any' ? 'or' : 'and'}(${condition.parts.map(nested).join(',')})`;
}

function condition(chance: Chance, one: Case, depth: number): Condition {
  if (depth === 0 || chance.once(65)) return comparison(chance, one);
  const parts = Array.from({ length: 1 + chance.below(3) }, () => condition(chance, one, depth - 1));
  return { kind: chance.of(['all', 'any'] as const), not: chance.once(25), parts };
}

export function generateList(g: GeneratorValue, one: Case): ListCall {
  const chance = chanceFrom(g);
  const where = Array.from({ length: chance.below(3) }, () => condition(chance, one, 2));
  // Lists that may not be asked for without one begin with an identifier.
  const identifiers = one.items.filter(item => item.filter);
  if (!one.service.listing && chance.once(90)) {
    const item = chance.of(identifiers);
    const at = one.columns.findIndex(({ name }) => name === item.column);
    const [row] = one.granted.length > 0 ? chance.of(one.granted) : [];
    where.unshift({ item, by: 'eq', not: false, values: [row?.[at] ?? chance.of(VALUES[item.type])] });
  }
  const open = one.items.filter(({ mask }) => mask.kind === 'none' || chance.once(5));
  const order = chance
    .shuffled(open)
    .slice(0, chance.below(3))
    .map(item => ({ item, descending: chance.once(50), nullsFirst: chance.once(50) }));
  const some = chance.shuffled(one.items).slice(0, 1 + chance.below(one.items.length));
  const isAll = chance.once(50);
  const select = isAll
    ? one.items.map(item => ({ item, as: item.name }))
    : some.map((item, i) => ({ item, as: chance.once(20) ? `列${i}` : item.name }));
  const limit = chance.once(50) ? chance.below(6) : undefined;
  const count = chance.once(40);
  const accept = chance.of([
    'application/json',
    'application/json',
    'application/json',
    'application/json',
    'text/csv',
    'application/vnd.pgrst.object+json',
  ]);
  const query = new URLSearchParams();
  if (!isAll)
    query.append(
      'select',
      select.map(({ item, as }) => (as === item.name ? quoted(as) : `${as}:${quoted(item.name)}`)).join(','),
    );
  for (const part of where)
    if ('item' in part) query.append(part.item.name, written(part, false));
    else
      query.append(
        `${part.not ? 'not.' : ''}${part.kind === 'any' ? 'or' : 'and'}`,
        `(${part.parts.map(nested).join(',')})`,
      );
  if (order.length > 0)
    query.append(
      'order',
      order
        .map(
          ({ item, descending, nullsFirst }) =>
            `${quoted(item.name)}.${descending ? 'desc' : 'asc'}.nulls${nullsFirst ? 'first' : 'last'}`,
        )
        .join(','),
    );
  if (limit !== undefined) query.append('limit', String(limit));
  return {
    method: chance.once(8) ? 'HEAD' : 'GET',
    query: String(query),
    offset: chance.once(25) ? chance.below(5) : 0,
    headers: { accept, ...(count ? { prefer: 'count=exact' } : {}) },
    where,
    order,
    select,
    limit,
    count,
  };
}

function isLike(text: string, pattern: string): boolean {
  const special = pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${special.replaceAll('%', '[^]*').replaceAll('_', '[^]')}$`, 'u').test(text);
}

const small = (text: string): string => text.replaceAll(/[A-Z]/g, letter => letter.toLowerCase());

/** As SQL has it: null where it cannot be said. */
function truth(condition: Condition, valueOf: (item: PlanItem) => Cell): boolean | null {
  const plain =
    'item' in condition ? compared(condition, valueOf(condition.item)) : combined(condition, valueOf);
  return plain === null ? null : plain !== condition.not;
}

function combined(
  { kind, parts }: Exclude<Condition, Comparison>,
  valueOf: (item: PlanItem) => Cell,
): boolean | null {
  const truths = parts.map(part => truth(part, valueOf));
  const decides = kind === 'any';
  return truths.includes(decides) ? decides : truths.includes(null) ? null : !decides;
}

function compared({ item, by, values }: Comparison, cell: Cell): boolean | null {
  if (by === 'null') return cell === null;
  if (by === 'true' || by === 'false') return cell === by;
  if (cell === null) return null;
  if (by === 'in') return values.some(value => isEqual(item.type, cell, value));
  const [value = ''] = values;
  if (by === 'like') return isLike(cell, value);
  if (by === 'ilike') return isLike(small(cell), small(value));
  const side = compareValues(item.type, cell, value);
  return { eq: side === 0, neq: side !== 0, gt: side > 0, gte: side >= 0, lt: side < 0, lte: side <= 0 }[by];
}

/** Items that the call names by their one value, whatever else it asks. */
function lookedUp(where: readonly Condition[]): string[] {
  return where.flatMap(part =>
    'item' in part
      ? part.by === 'eq' && !part.not
        ? [part.item.name]
        : []
      : part.kind === 'all' && !part.not
        ? lookedUp(part.parts)
        : [],
  );
}

/** All rows of the whole list, each as its JSON text, in any order. */
export function listOf(one: Case, { where, select }: ListCall, digest: (text: string) => string): string[] {
  const at = new Map(one.columns.map(({ name }, i) => [name, i]));
  const known = new Set(lookedUp(where));
  return one.granted
    .map(([row]) => row)
    .filter(row => {
      const valueOf = (item: PlanItem): Cell => row[at.get(item.column) ?? -1] ?? null;
      return where.every(part => truth(part, valueOf) === true);
    })
    .map(row => {
      const fields = select.map(({ item, as }) => {
        const shown: Pick<PlanItem, 'type' | 'mask'> =
          item.filter && known.has(item.name) ? { type: item.type, mask: { kind: 'none' } } : item;
        const text = maskValue(shown.mask, item.type, row[at.get(item.column) ?? -1] ?? null, digest);
        return `${JSON.stringify(as)}:${jsonOf(typeAfterMask(shown), text)}`;
      });
      return `{${fields.join(',')}}`;
    });
}

/** Whether rows, as they were answered, follow the order as far as it can be seen in them. */
export function isOrdered({ order, select }: ListCall, rows: readonly Row[]): boolean {
  const seen = order.map(({ item, ...how }) => ({
    item,
    ...how,
    as: select.find(one => one.item === item)?.as,
  }));
  const isBefore = (a: Row, b: Row): boolean => {
    for (const { item, descending, nullsFirst, as } of seen) {
      if (as === undefined) return true;
      const [x, y] = [a[as] ?? null, b[as] ?? null];
      if (x === y) continue;
      if (x === null || y === null) return (x === null) === nullsFirst;
      const side = compareValues(item.type, String(x), String(y));
      if (side !== 0) return descending ? side > 0 : side < 0;
    }
    return true;
  };
  return rows.every((row, i) => i === 0 || isBefore(rows[i - 1] ?? {}, row));
}
