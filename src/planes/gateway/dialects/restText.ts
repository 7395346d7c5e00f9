/** Names, lists and sentences about them, as PostgREST writes them in a query. */
import { wrong } from '#planes/gateway/body.ts';
import { refuseList } from './restRefusals.ts';

const SHOWN = 60;
/** A part of the query, as short as a sentence holds it. */
export const shown = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

const NOT_OFFERED = {
  embedding: {
    what: '关联查询（嵌入其他资源）',
    whatEn: 'embedded resources',
    instead: '请只写本服务的数据项；名称含括号、点号的，用双引号括起',
    insteadEn: 'Name items of this service only; put names with brackets or dots into double quotes',
  },
  hint: {
    what: '关联提示（!）',
    whatEn: 'hints (!) for embedding',
    instead: '请只写本服务的数据项',
    insteadEn: 'Name items of this service only',
  },
  cast: {
    what: '类型转换（::）',
    whatEn: 'casts (::)',
    instead: '请去掉转换，按原类型取回后自行转换',
    insteadEn: 'Leave it out and convert what you get',
  },
  aggregate: {
    what: '聚合函数',
    whatEn: 'aggregates',
    instead: '请取回授权的行后自行汇总；计数用 Prefer: count=exact',
    insteadEn: 'Sum up the rows that you are granted; for their number use Prefer: count=exact',
  },
  arrow: {
    what: 'JSON 取值（->、->>）',
    whatEn: 'JSON arrows (->, ->>)',
    instead: '请取整个数据项后自行解析',
    insteadEn: 'Select the whole item and take it apart',
  },
  rpc: {
    what: '函数调用（rpc）',
    whatEn: 'functions (rpc)',
    instead: '请查询授权的服务：/rest/v1/<服务编码>',
    insteadEn: 'Query a granted service: /rest/v1/<service>',
  },
  fullText: {
    what: '全文检索运算符',
    whatEn: 'full-text operators',
    instead: '请用 like 或 ilike',
    insteadEn: 'Use like or ilike',
  },
  quantifier: {
    what: '运算符的 any、all 形式',
    whatEn: 'the any and all forms of operators',
    instead: '请用 or=(…) 或重复条件',
    insteadEn: 'Use or=(…), or repeat the condition',
  },
  operator: {
    what: '这个运算符',
    whatEn: 'this operator and those like it',
    instead: '可用 eq、neq、gt、gte、lt、lte、like、ilike、in、is，及 not、and、or',
    insteadEn: 'There are eq, neq, gt, gte, lt, lte, like, ilike, in and is, with not, and, or',
  },
  count: {
    what: 'planned、estimated 计数',
    whatEn: 'counts that are planned or estimated',
    instead: '请用 Prefer: count=exact，或不要求计数',
    insteadEn: 'Use Prefer: count=exact, or ask for no count',
  },
} as const;

/** What PostgREST has and we have not, by its name. */
export const notOffered = (place: string, kind: keyof typeof NOT_OFFERED): Error =>
  refuseList.not_offered({ place: shown(place), ...NOT_OFFERED[kind] });

export const malformed = (place: string, problem: string, problemEn: string): Error =>
  wrong(shown(place), problem, problemEn);

/** A place in a text that is read from left to right. */
export interface Reader {
  readonly text: string;
  at: number;
  /** Where the text stands in the query. */
  readonly place: string;
}

/** Reads what the sticky pattern matches here; undefined when it does not. */
export function take(reader: Reader, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text) ?? undefined;
  if (found) reader.at = pattern.lastIndex;
  return found;
}

const QUOTED = /"((?:[^"\\]|\\.)*)"/sy;

/** A text in double quotes, with `\` before a quote or another `\` in it. */
export const takeQuoted = (reader: Reader): string | undefined =>
  take(reader, QUOTED)?.[1]?.replace(/\\(.)/gs, '$1');

const PLAIN_NAME = /(?:(?!->)[^":.,()!])+/y;

/** An item's name: as it is, or in double quotes. */
export function takeName(reader: Reader): string {
  const quoted = takeQuoted(reader);
  const name = quoted ?? take(reader, PLAIN_NAME)?.[0]?.trim() ?? '';
  if (name === '')
    throw malformed(reader.place, '这里应为数据项名称', `lacks an item’s name at ${reader.at + 1}`);
  return name;
}

/** Refuses what may follow a name and is not offered. */
export function refuseAfterName(reader: Reader): void {
  const { text, at, place } = reader;
  const here = `${place}=${text}`;
  if (text.startsWith('->', at)) throw notOffered(here, 'arrow');
  if (text.startsWith('::', at)) throw notOffered(here, 'cast');
  if (text.startsWith('!', at)) throw notOffered(here, 'hint');
  if (text.startsWith('(', at)) throw notOffered(here, 'embedding');
}

const LIST_END = /\s*\)\s*/y;
const COMMA = /,/y;
const PLAIN_ELEMENT = /[^,)]*/y;
const AFTER_QUOTED = /(?=[,)])/y;

/** A value that ends at a comma or bracket, or one in double quotes. */
export function takeValue(reader: Reader): string {
  const start = reader.at;
  const quoted = takeQuoted(reader);
  if (quoted !== undefined && take(reader, AFTER_QUOTED)) return quoted;
  reader.at = start;
  return take(reader, PLAIN_ELEMENT)?.[0] ?? '';
}

const MOST_VALUES = 1000;

/** `(a,"b,c",d)`; `()` holds nothing. */
export function takeList(reader: Reader): string[] {
  if (!take(reader, /\(/y)) throw malformed(reader.place, '应为 (值,值)', 'must be (value,value)');
  const values: string[] = [];
  if (take(reader, LIST_END)) return values;
  do {
    values.push(takeValue(reader));
    if (values.length > MOST_VALUES)
      throw malformed(reader.place, `不超过 ${MOST_VALUES} 个值`, `has ${MOST_VALUES} values at most`);
  } while (take(reader, COMMA));
  if (!take(reader, LIST_END)) throw malformed(reader.place, '缺少右括号', 'lacks its closing bracket');
  return values;
}
