/** Conditions: `item=eq.value`, and trees of them: `or=(a.eq.1,and(b.gt.2,c.is.null))`. */
import type { Comparing } from '#planes/mover/ports.ts';
import type { Comparison, Condition } from './restAsked.ts';
import {
  type Reader,
  malformed,
  notOffered,
  refuseAfterName,
  take,
  takeList,
  takeName,
  takeValue,
} from './restText.ts';

const PLAIN = new Set(['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'like', 'ilike']);
const FULL_TEXT = new Set(['fts', 'plfts', 'phfts', 'wfts']);
const OPERATOR = /(not\.)?([A-Za-z_]+)(\([^()]*\))?\./y;
const MOST_DEPTH = 8;
const MOST_PARTS = 100;

/** PostgREST writes `*` for `%`, which would have to be escaped in an address. */
function patternOf(place: string, by: 'like' | 'ilike', written: string): string {
  const pattern = written.replaceAll('*', '%');
  if (/(^|[^\\])(\\\\)*\\$/.test(pattern))
    throw malformed(place, '末尾的反斜线后缺少字符', 'ends with a backslash that is before nothing');
  return by === 'like' ? pattern : pattern.replace(/[A-Z]+/g, letters => letters.toLowerCase());
}

function isOf(base: Omit<Comparison, 'by' | 'values'>, word: string): Comparison {
  const { not, place } = base;
  switch (word.trim().toLowerCase()) {
    case 'null':
    case 'unknown':
      return { ...base, by: 'null', values: [] };
    case 'not_null':
      return { ...base, by: 'null', not: !not, values: [] };
    case 'true':
      return { ...base, by: 'true', values: [] };
    case 'false':
      return { ...base, by: 'false', values: [] };
    default:
      throw malformed(
        place,
        'is 只比较 null、not_null、true、false',
        'is compares with null, not_null, true, false',
      );
  }
}

/** `eq.value` behind a name. `value` reads what is compared with, up to where it ends. */
function comparisonOf(
  reader: Reader,
  item: string,
  place: string,
  value: (reader: Reader) => string,
): Comparison {
  const found = take(reader, OPERATOR);
  if (!found)
    throw malformed(place, '应为 运算符.值，例如 eq.张三', 'must be an operator and a value, such as eq.1');
  const [, not, by = '', quantifier] = found;
  if (FULL_TEXT.has(by)) throw notOffered(place, 'fullText');
  if (!PLAIN.has(by) && by !== 'in' && by !== 'is') throw notOffered(place, 'operator');
  if (quantifier !== undefined) throw notOffered(place, 'quantifier');
  const base = { kind: 'item' as const, item, not: not !== undefined, place };
  if (by === 'in') return { ...base, by, values: takeList(reader) };
  const text = value(reader);
  if (by === 'is') return isOf(base, text);
  const values = [by === 'like' || by === 'ilike' ? patternOf(place, by, text) : text];
  return { ...base, by: by as Comparing, values };
}

function restOf(reader: Reader): string {
  const text = reader.text.slice(reader.at);
  reader.at = reader.text.length;
  return text;
}

/** The condition that a parameter of the query names. */
export function parseFilter(item: string, text: string, place: string): Comparison {
  const reader: Reader = { text, at: 0, place };
  const comparison = comparisonOf(reader, item, `${place}=${text}`, restOf);
  if (reader.at < text.length)
    throw malformed(`${place}=${text}`, '括号之后还有内容', 'goes on after its closing bracket');
  return comparison;
}

const GROUP = /\s*(not\.)?(and|or)\s*(?=\()/y;
const SPACES = /\s*/y;

function takeCondition(reader: Reader, count: { parts: number }, depth: number): Condition {
  if (++count.parts > MOST_PARTS)
    throw malformed(reader.place, `不超过 ${MOST_PARTS} 个条件`, `has ${MOST_PARTS} conditions at most`);
  const group = take(reader, GROUP);
  if (group) return takeGroup(reader, count, group[2] === 'or', group[1] !== undefined, depth + 1);
  take(reader, SPACES);
  const start = reader.at;
  const item = takeName(reader);
  refuseAfterName(reader);
  const place = `${reader.place}=…${reader.text.slice(start)}`;
  if (!take(reader, /\./y)) throw malformed(place, '应为 数据项.运算符.值', 'must be item.operator.value');
  return comparisonOf(reader, item, place, takeValue);
}

function takeGroup(
  reader: Reader,
  count: { parts: number },
  isAny: boolean,
  not: boolean,
  depth: number,
): Condition {
  if (depth > MOST_DEPTH)
    throw malformed(reader.place, `不超过 ${MOST_DEPTH} 层`, `is ${MOST_DEPTH} levels deep at most`);
  const parts: Condition[] = [];
  if (!take(reader, /\(/y))
    throw malformed(reader.place, '应为 (条件,条件)', 'must be (condition,condition)');
  do parts.push(takeCondition(reader, count, depth));
  while (take(reader, /\s*,/y));
  if (!take(reader, /\s*\)\s*/y)) throw malformed(reader.place, '缺少右括号', 'lacks its closing bracket');
  return { kind: isAny ? 'any' : 'all', not, parts };
}

/** What `and=`, `or=`, `not.and=` and `not.or=` hold. */
export function parseTree(place: string, text: string): Condition {
  const reader: Reader = { text, at: 0, place };
  take(reader, SPACES);
  const tree = takeGroup(reader, { parts: 0 }, place.endsWith('or'), place.startsWith('not.'), 1);
  if (reader.at < text.length)
    throw malformed(place, '括号之后还有内容', 'goes on after its closing bracket');
  return tree;
}
