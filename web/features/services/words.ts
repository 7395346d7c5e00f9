import { wordOf } from '../catalog/words.ts';
import type { Check, Run, Trial } from './types.ts';

type Pair = readonly [zh: string, en: string];

export const GROUND_WORDS: Record<Run['ground'], Pair> = {
  demand: ['手动运行', 'On demand'],
  daily: ['每日运行', 'Daily'],
  mount: ['提供部门变更挂载', 'The mount was changed'],
  settings: ['提供部门修改设置', 'Settings were changed'],
};

export const CHECK_WORDS: Record<Check['kind'], Pair> = {
  items: ['数据项齐全', 'Items are there'],
  type: ['类型', 'Type'],
  range: ['取值范围', 'Range'],
  codes: ['代码表', 'Codes'],
  example: ['示例调用', 'Example call'],
};

/** One check in one line. */
export function checkWords(check: Check): Pair {
  switch (check.kind) {
    case 'items':
      return [`有 ${check.items.join('、')}`, `has ${check.items.join(', ')}`];
    case 'type':
      return [
        `${check.item} 是${wordOf('type', check.type, 'zh')}`,
        `${check.item} is ${wordOf('type', check.type, 'en')}`,
      ];
    case 'range': {
      const { item, least, most } = check;
      return [
        `${item} 在 ${least || '…'} 至 ${most || '…'} 之间`,
        `${item} from ${least || '…'} to ${most || '…'}`,
      ];
    }
    case 'codes':
      return [
        `${check.item} 只有 ${check.values.join('、')}`,
        `${check.item} is one of ${check.values.join(', ')}`,
      ];
    case 'example':
      return check.rows === 'some'
        ? ['示例调用有结果', 'the example finds something']
        : ['示例调用没有结果', 'the example finds nothing'];
  }
}

export const STATE_WORDS: Record<'serving' | 'deprecated' | 'ended', Pair> = {
  serving: ['当前版', 'Current'],
  deprecated: ['已弃用，仍可调用', 'Deprecated, still answering'],
  ended: ['已停止', 'Ended'],
};

export function breakWords({ kind, item }: Trial['breaks'][number]): Pair {
  if (kind === 'item_removed') return [`去掉了“${item}”`, `“${item}” is gone`];
  if (kind === 'type_changed') return [`“${item}”的类型变了`, `“${item}” has another type`];
  return ['换了库表', 'another table is read'];
}
