import { formatDate } from '../../ui/format.ts';
import type { Language } from '../../ui/language.tsx';
import { modeWord } from '../sharing/words.ts';
import type { Dispute, DisputeAction, Ending, Outcome } from './types.ts';

type Words = readonly [zh: string, en: string];
type Translate = (zh: string, en: string) => string;

/** Steps that have a dialog; a statement is written where the others are read. */
export type DialogAction = Exclude<DisputeAction, 'state'>;

export interface Act {
  label: Words;
  /** What it does, in the dialog. */
  says: Words;
  done: Words;
  /** Above the field for words. */
  words: Words;
  /** Words must be written. */
  asks?: true;
  danger?: true;
  /** Asks how the dispute is to end. */
  ends?: true;
  /** Asks for a document: its number and its date. */
  document?: true;
  meeting?: true;
}

/** In the order in which the buttons lead: the first that the reader may take is the one expected next. */
export const ACTS: Record<DialogAction, Act> = {
  confirm_decision: {
    label: ['确认决定', 'Confirm the decision'],
    says: ['与政府的文件核对无误，决定随即执行。', 'It agrees with the document; it is carried out at once.'],
    done: ['已确认，决定已执行。', 'Confirmed and carried out.'],
    words: ['说明（可不填）', 'Note (optional)'],
  },
  decide: {
    label: ['登记决定', 'Enter the decision'],
    says: [
      '按政府的文件登记，双方应当执行；提交后随即执行。',
      'As the document says. It binds both sides and is carried out at once.',
    ],
    done: ['决定已登记并执行。', 'Entered and carried out.'],
    words: ['决定内容', 'What was decided'],
    asks: true,
    ends: true,
    document: true,
  },
  enter_decision: {
    label: ['登记决定', 'Enter the decision'],
    says: [
      '本部门是争议的一方，登记后由对方核对，确认后执行。',
      'Your department is a party: the other side checks it before it is carried out.',
    ],
    done: ['已登记，等对方核对。', 'Entered; the other side checks it.'],
    words: ['决定内容', 'What was decided'],
    asks: true,
    ends: true,
    document: true,
  },
  report: {
    label: ['报本级政府', 'Report to the government'],
    says: ['协调后仍未达成一致，报本级政府决定。', 'No agreement was reached; the government decides.'],
    done: ['已报本级政府。', 'Reported to the government.'],
    words: ['上报说明（可不填）', 'Note (optional)'],
  },
  accept: {
    label: ['接受意见', 'Accept the opinion'],
    says: ['双方都接受的，随即执行。', 'It is carried out once both sides accept.'],
    done: ['已接受协调意见。', 'The opinion is accepted.'],
    words: ['说明（可不填）', 'Note (optional)'],
  },
  reject: {
    label: ['不接受', 'Reject'],
    says: ['仍未达成一致的，由主管部门报本级政府决定。', 'Without agreement the government decides.'],
    done: ['已答复：不接受。', 'Answered: rejected.'],
    words: ['理由', 'Reasons'],
    asks: true,
    danger: true,
  },
  agree: {
    label: ['同意方案', 'Agree'],
    says: ['双方达成一致，争议了结，随即执行。', 'The two sides agree; it is carried out at once.'],
    done: ['已达成一致并执行。', 'Agreed and carried out.'],
    words: ['说明（可不填）', 'Note (optional)'],
  },
  decline: {
    label: ['不同意方案', 'Decline'],
    says: ['双方继续协商。', 'The two sides go on talking.'],
    done: ['已答复：不同意。', 'Declined.'],
    words: ['理由', 'Reasons'],
    asks: true,
    danger: true,
  },
  opine: {
    label: ['出具协调意见', 'Give the opinion'],
    says: [
      '双方都接受的，随即执行；有一方不接受的，报本级政府决定。',
      'Carried out once both accept; else the government decides.',
    ],
    done: ['协调意见已送双方。', 'The opinion is with both sides.'],
    words: ['协调意见', 'Opinion'],
    asks: true,
    ends: true,
    document: true,
  },
  escalate: {
    label: ['申请主管部门协调', 'Ask the authority'],
    says: ['协商不成，由主管部门协调处理。', 'The talks failed; the authority mediates.'],
    done: ['已送主管部门。', 'It is with the authority.'],
    words: ['说明（可不填）', 'Note (optional)'],
  },
  ask: {
    label: ['请双方说明', 'Ask for statements'],
    says: ['写明要双方说明的问题。', 'Write what the two sides are asked.'],
    done: ['已请双方说明。', 'Both sides are asked.'],
    words: ['要说明的问题', 'Questions'],
    asks: true,
  },
  meet: {
    label: ['记录会议', 'Record a meeting'],
    says: ['会议纪要双方都能看到。', 'Both sides see the minutes.'],
    done: ['会议已记录。', 'The meeting is recorded.'],
    words: ['会议纪要', 'Minutes'],
    asks: true,
    meeting: true,
  },
  propose: {
    label: ['提出和解方案', 'Propose a settlement'],
    says: ['对方同意后争议了结，随即执行。', 'Once the other side agrees it is carried out.'],
    done: ['方案已送对方。', 'The other side has the proposal.'],
    words: ['说明（可不填）', 'Note (optional)'],
    ends: true,
  },
  withdraw: {
    label: ['撤回争议', 'Withdraw'],
    says: ['不再争议，原来的答复不变。', 'The answer stands as it was.'],
    done: ['已撤回。', 'Withdrawn.'],
    words: ['理由', 'Reasons'],
    asks: true,
  },
};

export function kindWord(kind: Dispute['kind'], t: Translate): string {
  return {
    refusal: t('不同意共享', 'Refusal'),
    partial: t('部分同意', 'Agreed in part'),
    class: t('不予共享的类别', 'Class “withheld”'),
    grant: t('对授权的处理', 'Measure on a grant'),
  }[kind];
}

export function outcomeWord(kind: Dispute['kind'], outcome: Outcome, t: Translate): string {
  if (outcome === 'keep' && kind === 'class') return t('维持不予共享', 'It stays withheld');
  if (outcome === 'keep' && kind === 'grant') return t('维持对授权的处理', 'The measure stands');
  return {
    open: t('同意共享', 'Share the data'),
    keep: t('维持原答复', 'The answer stands'),
    reclass: t('不属于不予共享，由提供部门调整', 'Not withheld: its department changes it'),
    restore: t('恢复授权', 'Restore the grant'),
    close: t('终止授权', 'End the grant'),
  }[outcome];
}

/** How it ends, with what is opened: 同意共享；数据项 姓名、住址；使用至 2027-06-30. */
export function endingWords(
  kind: Dispute['kind'],
  { outcome, terms }: Ending,
  t: Translate,
  language: Language,
): string {
  const parts = [outcomeWord(kind, outcome, t)];
  if (terms?.items) parts.push(t(`数据项 ${terms.items.join('、')}`, `items ${terms.items.join(', ')}`));
  if (terms?.mode) parts.push(modeWord(terms.mode, t));
  if (terms?.until) {
    const day = formatDate(terms.until, language);
    parts.push(t(`使用至 ${day}`, `until ${day}`));
  }
  return parts.join(t('；', '; '));
}

export const STATES = [
  'negotiating',
  'mediating',
  'opined',
  'at_government',
  'settled',
  'decided',
  'withdrawn',
] as const;
