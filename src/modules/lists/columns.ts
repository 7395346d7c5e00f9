/** What stands in the columns of each list, with the words for the values that are kept as keys. */
import type { Text } from '#kernel/errors.ts';
import type { LIST_KINDS } from './contract.ts';
import { DEMAND_WORDS } from './demandSheet.ts';

export type ListKind = (typeof LIST_KINDS)[number];

export interface ListColumn extends Text {
  key: string;
  words: Record<string, Text> | null;
}

/** Labels of enumerations, as module standards has them. */
export interface Labels {
  codes(table: string): readonly { key: string; zh: string; en: string }[];
}

export const KIND_WORDS: Record<ListKind, Text> = {
  responsibility: { zh: '责任清单', en: 'List of responsibilities' },
  demand: { zh: '需求清单', en: 'List of needs' },
  negative: { zh: '负面清单', en: 'Negative list' },
  supply_demand: { zh: '供需对接清单', en: 'Supply–demand list' },
};

const COMPILED: Record<string, Text> = {
  published: { zh: '已发布', en: 'Published' },
  in_work: { zh: '编制中', en: 'Being compiled' },
  missing: { zh: '未编目', en: 'No entry' },
  disputed: { zh: '有异议', en: 'Disputed' },
};

const column = (key: string, zh: string, en: string, words: ListColumn['words'] = null): ListColumn => ({
  key,
  zh,
  en,
  words,
});

export function columnsOf(kind: ListKind, labels: Labels): ListColumn[] {
  const of = (table: string): Record<string, Text> =>
    Object.fromEntries(labels.codes(table).map(({ key, zh, en }) => [key, { zh, en }]));
  const title = column('title', '数据名称', 'Data');
  const entry = [column('entryTitle', '匹配目录', 'Entry'), column('entryCode', '目录代码', 'Code')];
  switch (kind) {
    case 'responsibility':
      return [
        title,
        column('duty', '职责或事项', 'Duty or matter'),
        column('basis', '职责依据', 'Basis of the duty'),
        column('state', '编目状态', 'Compiled', COMPILED),
        column('entryCode', '目录代码', 'Code'),
        column('shareType', '共享类型', 'Share type', of('share_type')),
        column('updateCycle', '更新周期', 'Update cycle', of('update_cycle')),
      ];
    case 'negative':
      return [
        title,
        column('item', '数据项（空为整条）', 'Item (all if empty)'),
        column('basis', '不予共享的依据', 'Basis for withholding'),
        column('reason', '理由', 'Reason'),
        column('entryCode', '目录代码', 'Code'),
      ];
    case 'demand':
      return [
        title,
        column('matter', '用于事项', 'For which matter'),
        column('wantedBy', '需要时间', 'Wanted by'),
        column('provider', '提供部门', 'Provider'),
        column('state', '状态', 'State', DEMAND_WORDS),
        ...entry,
      ];
    case 'supply_demand':
      return [
        title,
        column('matter', '用于事项', 'For which matter'),
        column('department', '需求部门', 'Needed by'),
        column('provider', '提供部门', 'Provider'),
        column('state', '状态', 'State', DEMAND_WORDS),
        column('until', '期限', 'Until'),
        ...entry,
      ];
  }
}
