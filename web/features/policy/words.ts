import type { Language } from '../../ui/language.tsx';
import type { Applied, LawDocument } from './types.ts';

type Pair = readonly [zh: string, en: string];
const of = (pair: Pair, language: Language): string => (language === 'zh' ? pair[0] : pair[1]);

const RANKS: Record<LawDocument['rank'], Pair> = {
  law: ['法律', 'Law'],
  regulation: ['行政法规', 'Administrative regulation'],
  state_council: ['国务院决定', 'Decision of the State Council'],
  national_policy: ['国家有关规定', 'National policy'],
  local_regulation: ['地方性法规', 'Local regulation'],
  local_rule: ['地方规范性文件', 'Local rule'],
  other: ['其他', 'Other'],
};
export const RANK_KEYS = Object.keys(RANKS) as LawDocument['rank'][];

const STATUSES: Record<LawDocument['status'], Pair> = {
  in_force: ['现行有效', 'In force'],
  trial: ['试行', 'On trial'],
  draft: ['征求意见稿', 'Draft'],
};

const STANDINGS: Record<Applied['standing'], Pair> = {
  counts: ['同时有效', 'Also in force'],
  draft: ['草案，不适用', 'A draft: binds nobody'],
  not_yet: ['尚未施行', 'Not yet in force'],
  ended: ['已失效', 'Ended'],
  repealed: ['已废止', 'Repealed'],
};

export const rankWord = (rank: LawDocument['rank'], language: Language): string => of(RANKS[rank], language);
export const statusWord = (status: LawDocument['status'], language: Language): string =>
  of(STATUSES[status], language);
export const standingWord = (standing: Applied['standing'], language: Language): string =>
  of(STANDINGS[standing], language);
