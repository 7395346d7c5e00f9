/** Contract tests: declarations of what a consumer's client relies on, and whether an answer keeps them. Pure. */
import type { ColumnType } from '#vocabulary/plans.ts';

export type Check =
  | { kind: 'items'; items: string[] }
  | { kind: 'type'; item: string; type: ColumnType }
  | { kind: 'range'; item: string; least: string; most: string }
  | { kind: 'codes'; item: string; values: string[] }
  | { kind: 'example'; rows: 'some' | 'none' };

export interface Answered {
  /** As answers hold them, after their masks. */
  items: readonly { name: string; type: ColumnType }[];
  /** Rows of the example call; undefined where there is none, or it was refused. */
  rows: readonly (readonly (string | null)[])[] | undefined;
  /** Why the example call would be refused, in words; undefined where it would be served. */
  refused?: { zh: string; en: string };
}

export interface CheckResult {
  kind: Check['kind'];
  item: string;
  passed: boolean;
  zh: string;
  en: string;
}

const NUMBERS: ReadonlySet<ColumnType> = new Set(['bigint', 'numeric', 'double']);

/** Dates and times are written so that their order is that of their characters. */
function isWithin(type: ColumnType, value: string, least: string, most: string): boolean {
  if (!NUMBERS.has(type)) return (least === '' || value >= least) && (most === '' || value <= most);
  const number = Number(value);
  return (least === '' || number >= Number(least)) && (most === '' || number <= Number(most));
}

const passed = (kind: Check['kind'], item = ''): CheckResult => ({
  kind,
  item,
  passed: true,
  zh: '',
  en: '',
});
const failed = (kind: Check['kind'], item: string, zh: string, en: string): CheckResult => ({
  kind,
  item,
  passed: false,
  zh,
  en,
});

/** Values of one item in the example's rows, empty ones left out; undefined where there is nothing to look at. */
function valuesOf(
  { items, rows }: Answered,
  name: string,
): { type: ColumnType; values: string[] } | undefined {
  const at = items.findIndex(item => item.name === name);
  const item = items[at];
  if (!item || !rows) return undefined;
  return { type: item.type, values: rows.map(row => row[at] ?? '').filter(value => value !== '') };
}

function judge(check: Check, answered: Answered): CheckResult {
  switch (check.kind) {
    case 'items': {
      const missing = check.items.filter(name => !answered.items.some(item => item.name === name));
      return missing.length === 0
        ? passed('items')
        : failed('items', missing.join('、'), `缺少 ${missing.join('、')}`, `${missing.join(', ')} missing`);
    }
    case 'type': {
      const found = answered.items.find(item => item.name === check.item);
      if (!found) return failed('type', check.item, '没有这个数据项', 'there is no such item');
      return found.type === check.type
        ? passed('type', check.item)
        : failed('type', check.item, `类型是 ${found.type}`, `its type is ${found.type}`);
    }
    case 'range':
    case 'codes': {
      const found = valuesOf(answered, check.item);
      if (!found)
        return failed(
          check.kind,
          check.item,
          '示例调用没有返回这个数据项',
          'the example call did not return it',
        );
      const holds =
        check.kind === 'range'
          ? found.values.every(value => isWithin(found.type, value, check.least, check.most))
          : found.values.every(value => check.values.includes(value));
      if (holds) return passed(check.kind, check.item);
      return check.kind === 'range'
        ? failed('range', check.item, '有值超出范围', 'a value lies outside')
        : failed('codes', check.item, '有值不在代码表中', 'a value is none of the codes');
    }
    case 'example': {
      if (answered.refused) return failed('example', '', answered.refused.zh, answered.refused.en);
      const some = (answered.rows ?? []).length > 0;
      if (some === (check.rows === 'some')) return passed('example');
      return some
        ? failed('example', '', '返回了记录，约定没有', 'rows came back, and none were agreed')
        : failed('example', '', '没有返回记录', 'no rows came back');
    }
  }
}

/** A result for each check, in their order; none holds a value. */
export const judgeAll = (checks: readonly Check[], answered: Answered): CheckResult[] =>
  checks.map(check => judge(check, answered));

/** Whether a contract needs the example call made at all. */
export const needsExample = (checks: readonly Check[]): boolean =>
  checks.some(({ kind }) => kind === 'range' || kind === 'codes' || kind === 'example');
