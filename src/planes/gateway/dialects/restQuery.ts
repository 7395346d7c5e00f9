/** The query of a list: `select`, `order`, `limit`, `offset`, `after`, and conditions. */
import type { Condition, Ordered, Query, Selected } from './restAsked.ts';
import { parseFilter, parseTree } from './restFilters.ts';
import { type Reader, malformed, notOffered, refuseAfterName, take, takeName } from './restText.ts';

const AGGREGATE = /\.(avg|count|max|min|sum)\(\)/y;
const MOST_ITEMS = 500;

function parseSelect(text: string): (Selected | 'all')[] {
  const reader: Reader = { text, at: 0, place: 'select' };
  const selected: (Selected | 'all')[] = [];
  do {
    take(reader, /\s*/y);
    if (take(reader, /\*\s*/y)) selected.push('all');
    else selected.push(takeSelected(reader));
    if (selected.length > MOST_ITEMS)
      throw malformed('select', `不超过 ${MOST_ITEMS} 项`, `has ${MOST_ITEMS} items at most`);
  } while (take(reader, /,/y));
  if (reader.at < text.length)
    throw malformed(
      `select=${text}`,
      `第 ${reader.at + 1} 个字符起写得不对`,
      `is wrong from character ${reader.at + 1} on`,
    );
  return selected;
}

function takeSelected(reader: Reader): Selected {
  const here = `select=${reader.text}`;
  if (take(reader, /\.\.\./y)) throw notOffered(here, 'embedding');
  const start = reader.at;
  let item = takeName(reader);
  let as = item;
  if (take(reader, /:(?!:)/y)) item = takeName(reader);
  else if (item === 'count' && reader.text.startsWith('()', reader.at) && reader.text[start] !== '"')
    throw notOffered(here, 'aggregate');
  if (take(reader, AGGREGATE) || (item === 'count' && reader.text.startsWith('()', reader.at)))
    throw notOffered(here, 'aggregate');
  refuseAfterName(reader);
  take(reader, /\s*/y);
  return { item, as };
}

function parseOrder(text: string): Ordered[] {
  const reader: Reader = { text, at: 0, place: 'order' };
  const order: Ordered[] = [];
  do {
    take(reader, /\s*/y);
    const item = takeName(reader);
    refuseAfterName(reader);
    const descending = take(reader, /\.(asc|desc)(?![A-Za-z])/y)?.[1] === 'desc';
    const nulls = take(reader, /\.nulls(first|last)(?![A-Za-z])\s*/y)?.[1];
    // As PostgreSQL has it: null is greater than anything.
    const nullsFirst = nulls === undefined ? descending : nulls === 'first';
    take(reader, /\s*/y);
    order.push({ item, descending, nullsFirst });
    if (order.length > MOST_ITEMS)
      throw malformed('order', `不超过 ${MOST_ITEMS} 项`, `has ${MOST_ITEMS} items at most`);
  } while (take(reader, /,/y));
  if (reader.at < text.length)
    throw malformed(
      `order=${text}`,
      '应为 数据项.asc 或 数据项.desc，可加 .nullsfirst、.nullslast',
      'must be item.asc or item.desc, with .nullsfirst or .nullslast behind it',
    );
  return order;
}

function parseWhole(place: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw malformed(`${place}=${text}`, '应为非负整数', 'must be a whole number');
  return Number(text);
}

/** The item that a parameter names by its key. */
function itemOf(key: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/s.exec(key)?.[1];
  if (quoted !== undefined) return quoted.replace(/\\(.)/gs, '$1');
  if (key.includes('->')) throw notOffered(key, 'arrow');
  if (key.includes('::')) throw notOffered(key, 'cast');
  if (key.includes('!')) throw notOffered(key, 'hint');
  if (key.includes('.')) throw notOffered(key, 'embedding');
  if (key === '') throw malformed('query', '有一个没有名称的参数', 'has a parameter without a name');
  return key;
}

/** A filter has a dot behind its operator, and a place in a list has none: an item may be called `after`. */
const PLACE = /^[A-Za-z0-9_-]+$/;
const TREES = new Set(['and', 'or', 'not.and', 'not.or']);
const ONCE = new Set(['select', 'order', 'limit', 'offset']);
const MOST_CONDITIONS = 200;

/** Of an address with its query; throws refusals alone, each naming the place. */
export function parseListQuery(url: string): Query {
  const at = url.indexOf('?');
  const query: Query = {
    select: ['all'],
    where: [],
    order: [],
    limit: undefined,
    offset: 0,
    after: undefined,
  };
  const where: Condition[] = [];
  const given = new Set<string>();
  if (at >= 0)
    for (const [key, value] of new URLSearchParams(url.slice(at + 1))) {
      const isPlace = key === 'after' && PLACE.test(value);
      if (isPlace || ONCE.has(key)) {
        if (given.has(key)) throw malformed(key, '重复出现', 'is given twice');
        given.add(key);
      }
      if (isPlace) query.after = value;
      else if (key === 'select') query.select = parseSelect(value);
      else if (key === 'order') query.order = parseOrder(value);
      else if (key === 'limit') query.limit = parseWhole(key, value);
      else if (key === 'offset') query.offset = parseWhole(key, value);
      else if (TREES.has(key)) where.push(parseTree(key, value));
      else where.push(parseFilter(itemOf(key), value, key));
      if (where.length > MOST_CONDITIONS)
        throw malformed(
          'query',
          `不超过 ${MOST_CONDITIONS} 个条件`,
          `has ${MOST_CONDITIONS} conditions at most`,
        );
    }
  query.where = where;
  return query;
}
