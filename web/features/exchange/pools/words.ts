import type { Collection, RefuseBody } from '../types.ts';

type Pair = readonly [zh: string, en: string];

export const STATES: Record<Collection['state'], { words: Pair; tone: string }> = {
  due: { words: ['应归集，未发起', 'Due, not started'], tone: 'warning' },
  asked: { words: ['待部门确认', 'To be confirmed'], tone: 'processing' },
  collecting: { words: ['归集中', 'Collecting'], tone: 'success' },
  refused: { words: ['依法不归集', 'Legally exempt'], tone: 'default' },
  ended: { words: ['已停止归集', 'Ended'], tone: 'default' },
};

export const ENDED: Record<NonNullable<Collection['ended']>, Pair> = {
  withdrawn: ['目录已撤销', 'entry withdrawn'],
  unmounted: ['不再挂载库表', 'table no longer mounted'],
  withheld: ['已改为不予共享', 'no longer shared'],
};

/** What may forbid a collection; texts of a lower rank do not. */
export const RANKS: readonly (readonly [RefuseBody['ground']['rank'], ...Pair])[] = [
  ['law', '法律', 'Law'],
  ['regulation', '行政法规', 'Administrative regulation'],
  ['local_regulation', '地方性法规', 'Local regulation'],
  ['rule', '规章（部门规章、地方政府规章）', 'Rule of a ministry or a local government'],
];
