import type { Mandate, MandateAction } from './types.ts';

type Pair = readonly [zh: string, en: string];

export const KINDS: Record<Mandate['kind'], Pair> = {
  standing: ['常设同意', 'Standing consent'],
  blanket: ['整体授权', 'Blanket authorisation'],
  proxy: ['代理授权', 'Proxy'],
};

export const STATES: readonly Mandate['state'][] = [
  'draft',
  'awaiting_sign',
  'awaiting_answer',
  'narrowed',
  'active',
  'refused',
  'cancelled',
  'withdrawn',
  'ended',
  'expired',
];

/** Ways that grants exist for. */
export const MODES: Record<'query' | 'verify' | 'batch' | 'file', Pair> = {
  query: ['接口查询', 'Query'],
  verify: ['核验', 'Verification'],
  batch: ['批量交换', 'Batch exchange'],
  file: ['文件下载', 'Files'],
};

export const CHOICES: Record<'all' | 'class' | 'entries', Pair> = {
  all: ['全部可共享的目录', 'All entries that may be shared'],
  class: ['一类目录', 'A class of entries'],
  entries: ['逐条选择', 'Single entries'],
};

export interface Act {
  label: Pair;
  /** What it does, in the dialog. */
  says: Pair;
  done: Pair;
  /** Whether a reason must be written. */
  asks?: true;
  danger?: true;
  /** The step that one expects next: its button leads. */
  onward?: true;
}

/** Steps that need words at most; agreeing in part and refusing have dialogs of their own. */
export const ACTS: Record<Exclude<MandateAction, 'edit' | 'narrow' | 'refuse'>, Act> = {
  submit: {
    onward: true,
    label: ['送负责人签批', 'Send for signature'],
    says: ['送本部门共享机构负责人签批。', 'The head of your sharing office signs it.'],
    done: ['已送共享机构负责人签批。', 'Sent for signature.'],
  },
  sign: {
    onward: true,
    label: ['签批', 'Sign'],
    says: ['签批后送对方答复，开始计时。', 'Signed, it goes to the other side, and its clock starts.'],
    done: ['已签批，等对方答复。', 'Signed; the other side answers.'],
  },
  return: {
    label: ['退回', 'Return'],
    says: ['退回专职人员修改。', 'Back to the data officer.'],
    done: ['已退回。', 'Returned.'],
    asks: true,
  },
  agree: {
    onward: true,
    label: ['同意', 'Agree'],
    says: [
      '同意后，范围内的申请依此办理，不再逐件答复。今后可以撤销，已开通的授权不受影响。',
      'From then on it answers applications within its scope. It can be withdrawn later; grants already open stand.',
    ],
    done: ['已同意，即日生效。', 'Agreed; in force from today.'],
  },
  accept: {
    onward: true,
    label: ['接受', 'Accept'],
    says: ['按对方缩小后的范围生效。', 'It holds as the other side narrowed it.'],
    done: ['已接受，即日生效。', 'Accepted; in force from today.'],
  },
  cancel: {
    label: ['撤回', 'Take back'],
    says: ['撤回后不再办理，需要时可以重新起草。', 'Taken back, it goes no further; you can draft another.'],
    done: ['已撤回。', 'Taken back.'],
    danger: true,
  },
  withdraw: {
    label: ['撤销', 'Withdraw'],
    says: [
      '只对今后有效：此后的申请不再适用，已开通的授权照旧。',
      'For the future only: it covers no further application, and open grants stand.',
    ],
    done: ['已撤销。', 'Withdrawn.'],
    asks: true,
    danger: true,
  },
  lay_down: {
    label: ['放弃', 'Give up'],
    says: ['本部门不再使用这项授权。', 'Your department uses it no more.'],
    done: ['已放弃。', 'Given up.'],
    asks: true,
    danger: true,
  },
};

export const ACTION_LABELS: Record<'narrow' | 'refuse', Pair> = {
  narrow: ['部分同意', 'Agree in part'],
  refuse: ['不同意', 'Refuse'],
};
