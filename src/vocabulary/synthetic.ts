/**
 * Rows of nobody: what a sandbox answers with. They are made from what the catalog says of an item (type, length, code
 * table, check digits) and from nothing else; no real row and no statistic of real rows goes into them. The same seed and
 * the same question always give the same row.
 */
import { creditCodeCheckDigit, isCreditCode, isPersonNumber, personCheckDigit } from './identifiers.ts';
import type { ColumnType } from './plans.ts';

export const SYNTHETIC_KINDS = [
  'person',
  'credit',
  'name',
  'sex',
  'birth',
  'phone',
  'mail',
  'address',
  'organisation',
  'number',
  'text',
] as const;

/** How the values of one item look. */
export interface SyntheticValue {
  kind: (typeof SYNTHETIC_KINDS)[number] | 'code' | 'typed';
  /** Characters at most; null for any number. */
  length: number | null;
  /** Of `code`: the values of its table. */
  codes?: string[];
}

/** What a sandbox plan says beside what every plan says. */
export interface Synthetic {
  /** Different for each entry, and no secret. */
  seed: string;
  /** In the order of the plan's items. */
  values: SyntheticValue[];
  /** Whether it also answers calls signed with live keys: until the consumer turns to live data. */
  front: boolean;
  /** A grant was decided meanwhile, and waits for its consumer to turn to live data. */
  granted: boolean;
}

interface Described {
  name: string;
  type: ColumnType;
}

/** Rows of the whole table, for questions that select by nothing. */
export const SYNTHETIC_ROWS = 40;
/** One identifier in so many belongs to nobody, so that a client meets an empty answer before it is live. */
const NOBODY = 10;

const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨';
const GIVEN = '示例沙箱测试演练模拟样本虚构';
const EARLIEST = Date.UTC(1950, 0, 1);
const DAYS = 20_000;
const DAY = 86_400_000;

/** 32 bits of a text (FNV-1a, then mixed): nothing here is a secret, so nothing here needs a cipher. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const dayOf = (n: number): string => new Date(EARLIEST + (n % DAYS) * DAY).toISOString().slice(0, 10);
const cut = (text: string, length: number | null): string =>
  length === null ? text : Array.from(text).slice(0, length).join('');
const digits = (n: number, count: number): string => String(n).padStart(count, '0').slice(-count);

/** Region 999999 is assigned to no place: the number is well formed and nobody has it. */
function personOf(n: number): string {
  const front = `999999${dayOf(n).replaceAll('-', '')}${digits(n >>> 7, 3)}`;
  return front + (personCheckDigit(front) ?? '');
}

function creditOf(n: number): string {
  const front = `91999999MA${digits(n, 7)}`;
  return front + (creditCodeCheckDigit(front) ?? '');
}

function typed(type: ColumnType, n: number): string {
  switch (type) {
    case 'bigint':
      return String(n % 1000);
    case 'numeric':
    case 'double':
      return `${n % 1000}.${digits((n >>> 10) % 100, 2).replace(/0$/, '5')}`;
    case 'boolean':
      return n % 2 === 0 ? 'true' : 'false';
    case 'date':
      return dayOf(n);
    case 'timestamp':
      return `${dayOf(n)} ${digits(n % 24, 2)}:${digits((n >>> 5) % 60, 2)}:00`;
    case 'text':
      return `样例${digits(n, 4)}`;
  }
}

function valueOf({ kind, length, codes }: SyntheticValue, type: ColumnType, n: number): string {
  switch (kind) {
    case 'person':
      return personOf(n);
    case 'credit':
      return creditOf(n);
    case 'name':
      return `${SURNAMES.charAt(n % SURNAMES.length)}${GIVEN.slice(((n >>> 4) % 7) * 2, ((n >>> 4) % 7) * 2 + 2)}`;
    case 'sex':
      return n % 2 === 1 ? '男' : '女';
    case 'birth':
      return dayOf(n);
    case 'phone':
      return `100${digits(n, 8)}`;
    case 'mail':
      return `sample${digits(n, 4)}@example.cn`;
    case 'address':
      return `示例省示例市示例区沙箱路${(n % 200) + 1}号`;
    case 'organisation':
      return cut(`示例市沙箱${digits(n, 3)}号单位`, length);
    case 'number':
      return cut(`SX${digits(n, 8)}`, length);
    case 'code':
      return codes?.[n % codes.length] ?? '';
    case 'text':
      return cut(`样例${digits(n, 4)}`, length);
    case 'typed':
      return typed(type, n);
  }
}

const WORDS: readonly [RegExp, SyntheticValue['kind']][] = [
  [/公民身份号码|身份证/, 'person'],
  [/统一社会信用代码/, 'credit'],
  [/出生(日期|年月)/, 'birth'],
  [/性别/, 'sex'],
  [/手机|电话|联系方式/, 'phone'],
  [/邮箱|电子邮件/, 'mail'],
  [/地址|住址|住所|地点/, 'address'],
  [/(企业|单位|机构|公司|组织|学校|医院|机关)(全)?名称?$/, 'organisation'],
  [/姓名|法定代表人|负责人|联系人|户主/, 'name'],
  [/编号|证号|号码|代码|文号/, 'number'],
];

/**
 * How an item's values look, from the catalog's words about it. `codes` are the values of its code table, `check` what
 * its standard element says of its last digit.
 */
export function syntheticValueOf(
  item: Described & { length: number | null },
  codes: readonly string[],
  check: 'none' | 'person_number' | 'credit_code',
): SyntheticValue {
  const { name, type, length } = item;
  if (check === 'person_number') return { kind: 'person', length };
  if (check === 'credit_code') return { kind: 'credit', length };
  if (codes.length > 0) return { kind: 'code', length, codes: [...codes] };
  if (type !== 'text')
    return { kind: type === 'date' && name.includes('出生') ? 'birth' : 'typed', length: null };
  return { kind: WORDS.find(([words]) => words.test(name))?.[1] ?? 'text', length };
}

/** One row in clear, in the order of the items; `given` are values that it was asked for by. */
function rowOf(
  { seed, values }: Pick<Synthetic, 'seed' | 'values'>,
  items: readonly Described[],
  key: string,
  given: Readonly<Record<string, string>>,
): string[] {
  const row = items.map(({ name, type }, at): string => {
    const value = values[at];
    return given[name] ?? (value ? valueOf(value, type, hashOf(`${seed}\n${key}\n${name}`)) : '');
  });
  // What a number says of its holder, the row says too.
  const person = row[values.findIndex(({ kind }) => kind === 'person')];
  if (person !== undefined && isPersonNumber(person))
    values.forEach(({ kind }, at) => {
      if (given[items[at]?.name ?? ''] !== undefined) return;
      if (kind === 'birth')
        row[at] = `${person.slice(6, 10)}-${person.slice(10, 12)}-${person.slice(12, 14)}`;
      if (kind === 'sex') row[at] = Number(person.charAt(16)) % 2 === 1 ? '男' : '女';
    });
  return row;
}

/**
 * The row of whoever has these identifiers, in clear; undefined where they belong to nobody: a number that is not well
 * formed, and one in ten of those that are.
 */
export function syntheticRow(
  synthetic: Pick<Synthetic, 'seed' | 'values'>,
  items: readonly Described[],
  identifiers: Readonly<Record<string, string>>,
): string[] | undefined {
  const names = items.map(({ name }) => name).filter(name => identifiers[name] !== undefined);
  for (const name of names) {
    const kind = synthetic.values[items.findIndex(item => item.name === name)]?.kind;
    const value = identifiers[name] ?? '';
    if ((kind === 'person' && !isPersonNumber(value)) || (kind === 'credit' && !isCreditCode(value)))
      return undefined;
  }
  const [first] = names;
  const key = first === undefined ? '' : `${first}=${identifiers[first] ?? ''}`;
  if (hashOf(`${synthetic.seed}\n?${key}`) % NOBODY === 0) return undefined;
  return rowOf(synthetic, items, key, identifiers);
}

/** The rows of the whole table; whoever looks one up by its identifier, the first of the items that is one, finds it. */
export function syntheticTable(
  synthetic: Pick<Synthetic, 'seed' | 'values'>,
  items: readonly (Described & { filter: boolean })[],
): string[][] {
  const at = items.findIndex(item => item.filter);
  const { name, type } = items[at] ?? { name: '', type: 'text' as const };
  const value = synthetic.values[at];
  const rows: string[][] = [];
  for (let n = 0; rows.length < SYNTHETIC_ROWS && n < SYNTHETIC_ROWS * 2; n += 1) {
    const own = value ? valueOf(value, type, hashOf(`${synthetic.seed}\n#${n}\n${name}`)) : String(n);
    const row = syntheticRow(synthetic, items, value ? { [name]: own } : {});
    if (row) rows.push(row);
  }
  return rows;
}
