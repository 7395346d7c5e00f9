/** What a dispute is called in messages and in its history. */
import type { Text } from '#kernel/errors.ts';
import { text } from '#kernel/errors.ts';
import type { DisputeKind, Outcome } from './rules.ts';
import type { Ending } from './store.ts';

export const KIND_WORDS: Readonly<Record<DisputeKind, Text>> = {
  refusal: text('不同意共享的答复', 'the refusal'),
  partial: text('部分同意的答复', 'the partial agreement'),
  class: text('不予共享的类别', 'the class “withheld”'),
  grant: text('对授权的处理', 'the measure on the grant'),
};

const OUTCOME_WORDS: Readonly<Record<Outcome, Text>> = {
  open: text('同意共享', 'the data is shared'),
  keep: text('维持原答复', 'the answer stands'),
  reclass: text('目录不属于不予共享，由提供部门调整', 'the entry is not withheld; its department changes it'),
  restore: text('恢复授权', 'the grant is restored'),
  close: text('终止授权', 'the grant is ended'),
};
const KEPT: Readonly<Partial<Record<DisputeKind, Text>>> = {
  class: text('维持不予共享', 'the entry stays withheld'),
  grant: text('维持对授权的处理', 'the measure on the grant stands'),
};

export const outcomeWords = (kind: DisputeKind, outcome: Outcome): Text =>
  (outcome === 'keep' ? KEPT[kind] : undefined) ?? OUTCOME_WORDS[outcome];

/** An ending as one sentence of the history, which is kept in Chinese as all of it is. */
export function endingNote(kind: DisputeKind, { outcome, terms }: Ending, note: string): string {
  const limits = [
    ...(terms?.items ? [`数据项：${terms.items.join('、')}`] : []),
    ...(terms?.rows ? [`数据范围：${terms.rows.length} 个条件`] : []),
    ...(terms?.mode ? [`方式：${MODE_WORDS[terms.mode]}`] : []),
    ...(terms?.until ? [`使用至 ${terms.until}`] : []),
  ];
  const head = [outcomeWords(kind, outcome).zh, ...limits].join('；');
  return note === '' ? head : `${head}。${note}`;
}

const MODE_WORDS = { query: '接口查询', verify: '核验', batch: '批量交换', file: '文件下载' } as const;
