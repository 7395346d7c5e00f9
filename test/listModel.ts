/** What a list should answer, found by reading everything and comparing it in memory. It knows nothing of SQL. */
import type { PlanItem } from '#vocabulary/plans.ts';
import { type Held, ITEMS } from './listHouse.ts';

export interface Asked {
  item: string;
  by: 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte' | 'like' | 'ilike' | 'in' | 'is';
  not: boolean;
  values: string[];
}
export type Tree = Asked | { any: boolean; not: boolean; parts: Tree[] };

export interface Ordering {
  item: string;
  descending: boolean;
  nullsFirst: boolean;
}

/** True, false, or neither. */
type Truth = boolean | null;

export const itemOf = (name: string): PlanItem => ITEMS.find(one => one.name === name) as PlanItem;

const not = (truth: Truth): Truth => (truth === null ? null : !truth);

function compareCharacters(left: string, right: string): number {
  const [a, b] = [Array.from(left), Array.from(right)];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i]?.codePointAt(0) ?? 0) - (b[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Negative, zero or positive. */
export function compareValues(type: PlanItem['type'], left: string, right: string): number {
  if (type === 'bigint' || type === 'numeric' || type === 'double') return Number(left) - Number(right);
  if (type !== 'timestamp') return compareCharacters(left, right);
  const whole = (text: string): string => {
    const [day = '', time = '00:00:00'] = text.split(/[ T]/);
    return `${day} ${time.includes('.') ? time.padEnd(15, '0') : `${time}.000000`}`;
  };
  return compareCharacters(whole(left), whole(right));
}

const small = (text: string): string => text.replace(/[A-Z]/g, letter => letter.toLowerCase());

/** LIKE by its definition: `%` any characters, `_` one, `\` takes the next as it is. */
export function isLike(text: string, pattern: string): boolean {
  const [characters, wanted] = [Array.from(text), Array.from(pattern.replaceAll('*', '%'))];
  const match = (i: number, j: number): boolean => {
    const one = wanted[j];
    if (one === undefined) return i === characters.length;
    if (one === '%') return match(i, j + 1) || (i < characters.length && match(i + 1, j));
    if (i === characters.length) return false;
    if (one === '_') return match(i + 1, j + 1);
    return one === '\\'
      ? characters[i] === wanted[j + 1] && match(i + 1, j + 2)
      : characters[i] === one && match(i + 1, j + 1);
  };
  return match(0, 0);
}

function holds(row: Held, { item: name, by, values }: Asked): Truth {
  const { column, type } = itemOf(name);
  const held = row[column] ?? null;
  const [first = ''] = values;
  if (by === 'is') return first === 'null' ? held === null : held === first;
  if (by === 'in' && values.length === 0) return false;
  if (held === null) return null;
  const against = (value: string): number => compareValues(type, held, value);
  switch (by) {
    case 'eq':
      return against(first) === 0;
    case 'neq':
      return against(first) !== 0;
    case 'gt':
      return against(first) > 0;
    case 'gte':
      return against(first) >= 0;
    case 'lt':
      return against(first) < 0;
    case 'lte':
      return against(first) <= 0;
    case 'in':
      return values.some(value => against(value) === 0);
    case 'like':
      return isLike(held, first);
    case 'ilike':
      return isLike(small(held), small(first));
  }
}

export function truthOf(row: Held, tree: Tree): Truth {
  if ('by' in tree) return tree.not ? not(holds(row, tree)) : holds(row, tree);
  const truths = tree.parts.map(part => truthOf(row, part));
  const whole: Truth = truths.includes(tree.any) ? tree.any : truths.includes(null) ? null : !tree.any;
  return tree.not ? not(whole) : whole;
}

export function compareRows(left: Held, right: Held, order: readonly Ordering[]): number {
  for (const { item: name, descending, nullsFirst } of order) {
    const { column, type } = itemOf(name);
    const [a, b] = [left[column] ?? null, right[column] ?? null];
    if (a === null && b === null) continue;
    if (a === null || b === null) return (a === null) === nullsFirst ? -1 : 1;
    const difference = compareValues(type, a, b);
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
}

/** A value as an answer shows it. */
export function shownValue(
  { column, type, mask }: PlanItem,
  row: Held,
  digest: (text: string) => string,
): unknown {
  const held = row[column] ?? null;
  if (held === null) return null;
  const characters = Array.from(held);
  if (mask.kind === 'middle') {
    const end = characters.length - mask.tail;
    return characters.map((one, i) => (i < mask.head || i >= end ? one : '*')).join('');
  }
  if (mask.kind === 'address')
    return characters.length <= mask.head ? '****' : `${characters.slice(0, mask.head).join('')}****`;
  if (mask.kind === 'digest') return digest(held);
  if (type === 'bigint' || type === 'numeric' || type === 'double') return Number(held);
  if (type === 'boolean') return held === 'true';
  return type === 'timestamp'
    ? held
        .replace(' ', 'T')
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '')
    : held;
}

// How a query is written

const NEEDS_QUOTES = /[,()"\\]/;
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
export const nameText = (name: string): string => (/[.,():"]/.test(name) ? quoted(name) : name);

export function conditionText(tree: Tree): string {
  if (!('by' in tree))
    return `${tree.not ? 'not.' : ''}${tree.any ? 'or' : 'and'}(${tree.parts.map(conditionText).join(',')})`;
  const value = (text: string): string => quoted(text);
  return `${nameText(tree.item)}.${operatorText(tree, value)}`;
}

function operatorText({ by, not: isNot, values }: Asked, value: (text: string) => string): string {
  const [first = ''] = values;
  const written =
    by === 'in'
      ? `(${values.map(text => (text === '' || NEEDS_QUOTES.test(text) || text !== text.trim() ? quoted(text) : text)).join(',')})`
      : by === 'is'
        ? first
        : value(first);
  return `${isNot ? 'not.' : ''}${by}.${written}`;
}

/** The parameters of a query whose conditions all hold. */
export function parametersOf(trees: readonly Tree[], order: readonly Ordering[]): [string, string][] {
  const parameters = trees.map((tree): [string, string] => {
    if ('by' in tree) return [nameText(tree.item), operatorText(tree, text => text)];
    const key = `${tree.not ? 'not.' : ''}${tree.any ? 'or' : 'and'}`;
    return [key, `(${tree.parts.map(conditionText).join(',')})`];
  });
  if (order.length > 0)
    parameters.push([
      'order',
      order
        .map(
          one =>
            `${nameText(one.item)}.${one.descending ? 'desc' : 'asc'}.nulls${one.nullsFirst ? 'first' : 'last'}`,
        )
        .join(','),
    ]);
  return parameters;
}
