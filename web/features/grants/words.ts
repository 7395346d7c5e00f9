import { boundWords } from './limits.ts';
import type { Cause, Change, Grant, PurposeEnd, Way, Window } from './types.ts';

export type Translate = (zh: string, en: string) => string;

export const CAUSE_WORDS: Record<Cause, readonly [zh: string, en: string]> = {
  misuse: ['违规使用', 'Misuse'],
  fault: ['故障或安全风险', 'A fault or a risk'],
  other: ['其他原因', 'Another cause'],
};

export const PURPOSE_WORDS: Record<PurposeEnd, readonly [zh: string, en: string]> = {
  purpose_reached: ['共享目的已实现', 'The purpose is reached'],
  purpose_unreachable: ['共享目的无法实现', 'The purpose is out of reach'],
  no_longer_necessary: ['为实现共享目的不再必要', 'It is no longer necessary for the purpose'],
};

export const WAY_WORDS: Record<Way, readonly [zh: string, en: string]> = {
  destroy: ['销毁', 'Destroy'],
  return: ['返还', 'Return'],
  seal: ['封存', 'Seal'],
};

export const CHANGE_STATES: Record<Change['state'], readonly [zh: string, en: string]> = {
  proposed: ['协商中', 'In consultation'],
  agreed: ['使用部门已同意', 'The consumer agrees'],
  objected: ['使用部门不同意', 'The consumer objects'],
  filed: ['已报备案', 'Filed'],
  done: ['已生效', 'In effect'],
  withdrawn: ['已撤回', 'Withdrawn'],
};

/** By what a grant came to be. */
export const HOW_WORDS: Record<Grant['how'], readonly [zh: string, en: string]> = {
  answer: ['提供部门答复同意', 'By the provider’s answer'],
  standing_consent: ['提供部门事先同意', 'By the provider’s consent in advance'],
  platform_authorises: ['主管部门授权', 'By the authority'],
  green_channel: ['绿色通道，先用后审', 'By the green channel, reviewed afterwards'],
  decision: ['争议处理的决定', 'By the decision of a dispute'],
};

/** Hours of a day, over midnight where they end before they begin. */
export function windowWord({ from, to }: Window, t: Translate): string {
  return to <= from
    ? t(`每天 ${from} 至次日 ${to}`, `${from} to ${to} the next day, every day`)
    : t(`每天 ${from} 至 ${to}`, `${from} to ${to} every day`);
}

/** How often, and when. */
export function limitsWord(limits: Grant['limits'], t: Translate): string {
  const { window, perSecond, perDay, total } = limits;
  return [
    ...((perSecond ?? perDay ?? total) === undefined ? [t('不限次数', 'any number of times')] : []),
    ...boundWords(limits, t),
    window === undefined ? t('全天可用', 'at any hour') : windowWord(window, t),
  ].join(t('，', ', '));
}
