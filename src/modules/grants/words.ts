import type { Cause, PurposeEnd } from './rules.ts';
import type { Disposal } from './terms.ts';

interface Words {
  zh: string;
  en: string;
}

export const CAUSE_WORDS: Record<Cause, Words> = {
  misuse: { zh: '违规使用', en: 'misuse' },
  fault: { zh: '故障', en: 'a fault' },
  other: { zh: '其他原因', en: 'another cause' },
};
export const PURPOSE_WORDS: Record<PurposeEnd, Words> = {
  purpose_reached: { zh: '共享目的已实现', en: 'the purpose is reached' },
  purpose_unreachable: { zh: '共享目的无法实现', en: 'the purpose is out of reach' },
  no_longer_necessary: { zh: '为实现共享目的不再必要', en: 'it is no longer necessary' },
};
export const WAY_WORDS: Record<Disposal['way'], Words> = {
  destroy: { zh: '销毁', en: 'destroy' },
  return: { zh: '返还', en: 'return' },
  seal: { zh: '封存', en: 'seal' },
};
