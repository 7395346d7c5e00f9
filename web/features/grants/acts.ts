import type { GrantAction } from './types.ts';

type Pair = readonly [zh: string, en: string];

/** How a step stands on its button, in its dialog and in what is said when it is done. */
export interface Act {
  label: Pair;
  title: Pair;
  /** The button of its dialog, where that says more than the one that opens it. */
  confirm?: Pair;
  /** What follows from it, in the dialog. */
  says: Pair;
  done: Pair;
  /** The label of its words; none where nothing is to be said. */
  note?: Pair;
  /** Its words may be left out. */
  optional?: boolean;
  danger?: boolean;
  /** The rule that it rests on. */
  rule?: string;
}

const SEEN: Pair = ['原因（对方看得到）', 'Reason (the other side sees it)'];
const OPINION: Pair = ['意见（可不写）', 'Opinion (optional)'];

export const ACTS: Record<GrantAction, Act> = {
  suspend: {
    label: ['暂停', 'Suspend'],
    title: ['暂停这个授权？', 'Suspend this grant?'],
    says: [
      '确认后 2 秒内不再提供数据，正在运行的交换停止，未送达的清除。',
      'Within 2 seconds nothing more is served; a running exchange stops and what it had staged is dropped.',
    ],
    done: ['授权已暂停。', 'The grant is suspended.'],
    note: SEEN,
    danger: true,
    rule: 'misuse.suspend',
  },
  resume: {
    label: ['恢复使用', 'Resume'],
    title: ['恢复这个授权？', 'Resume this grant?'],
    says: ['确认后可以继续使用，内容和期限不变。', 'It may be used again, with the same terms.'],
    done: ['授权已恢复。', 'The grant is in force again.'],
    note: ['原因已消除的情况（对方看得到）', 'How the cause was removed (the other side sees it)'],
  },
  order_repair: {
    label: ['限期整改', 'Order the repair'],
    title: ['限期整改', 'Order the repair'],
    says: [
      '整改期间不提供数据；整改合格即恢复使用，到期未改正可以终止授权。',
      'Nothing is served meanwhile. Once the repair is accepted it goes on; if nothing is mended by the date, the grant may be ended.',
    ],
    done: ['已通知使用部门限期整改。', 'The consumer is told what to mend and by when.'],
    note: ['要整改什么（对方看得到）', 'What is to be mended (the other side sees it)'],
    rule: 'misuse.suspend',
  },
  submit_repair: {
    label: ['提交整改', 'Report the repair'],
    title: ['提交整改情况', 'Report the repair'],
    says: [
      '提交后由提供部门或主管部门核对，合格即恢复使用。',
      'The provider or the authority looks at it; once accepted the grant goes on.',
    ],
    done: ['整改情况已提交，等待核对。', 'The report is handed in.'],
    note: ['改了什么、怎样防止再发生', 'What was mended, and what keeps it from happening again'],
    rule: 'misuse.suspend',
  },
  accept_repair: {
    label: ['整改合格，恢复使用', 'Accept and resume'],
    title: ['整改合格，恢复使用？', 'Accept the repair and resume?'],
    says: ['确认后可以继续使用，内容和期限不变。', 'It may be used again, with the same terms.'],
    done: ['整改合格，授权已恢复。', 'Accepted; the grant is in force again.'],
    note: OPINION,
    optional: true,
  },
  reject_repair: {
    label: ['整改不到位', 'Not mended'],
    title: ['整改不到位', 'Not mended'],
    says: [
      '确认后可以再次限期整改，或者终止授权。',
      'Afterwards another repair can be ordered, or the grant ended.',
    ],
    done: ['已通知使用部门整改不到位。', 'The consumer is told that it is not mended.'],
    note: ['哪里没有改到位（对方看得到）', 'What is not mended (the other side sees it)'],
    danger: true,
    rule: 'misuse.suspend',
  },
  terminate: {
    label: ['终止授权', 'End the grant'],
    title: ['终止这个授权？', 'End this grant?'],
    says: [
      '终止后不能恢复，需要时重新申请；已提供的数据须按要求处置。',
      'An ended grant does not come back; a new request is needed. What was delivered has to be disposed of as demanded.',
    ],
    done: ['授权已终止。', 'The grant is ended.'],
    note: SEEN,
    danger: true,
    rule: 'misuse.suspend',
  },
  give_up: {
    label: ['放弃授权', 'Give it up'],
    title: ['放弃这个授权？', 'Give this grant up?'],
    says: [
      '确认后立即停止使用，不能恢复；已获得的数据须按提供部门的要求处置。',
      'Its use ends now and for good. What was received has to be disposed of as the provider demands.',
    ],
    done: ['授权已放弃。', 'The grant is given up.'],
    note: ['说明（可不写）', 'Note (optional)'],
    optional: true,
    danger: true,
    rule: 'grant.disposal',
  },
  propose: {
    label: ['终止或变更服务', 'End or change the service'],
    title: ['提出终止或变更服务', 'Propose to end or change the service'],
    confirm: ['送使用部门协商', 'Send for consultation'],
    says: [
      '先与使用部门协商，再报主管部门备案，到生效日才改变；在此之前照常提供。',
      'First the consumer is consulted, then the authority is told; it takes effect on its day. Until then the service goes on.',
    ],
    done: ['已送使用部门协商。', 'Sent to the consumer for consultation.'],
    note: ['理由（对方看得到）', 'Reason (the other side sees it)'],
    rule: 'revoke.consult_and_file',
  },
  agree_change: {
    label: ['同意', 'Agree'],
    title: ['同意提供部门的提议？', 'Agree to the proposal?'],
    says: ['提供部门报备案后，到生效日改变。', 'Once it is filed it takes effect on its day.'],
    done: ['已答复同意。', 'Answered: agreed.'],
    note: OPINION,
    optional: true,
    rule: 'revoke.consult_and_file',
  },
  object_change: {
    label: ['不同意', 'Object'],
    title: ['不同意提供部门的提议？', 'Object to the proposal?'],
    says: [
      '您的意见随备案送主管部门；仍不能一致的，可以申请协调。',
      'Your objection goes to the authority with the filing; what stays open can be taken to dispute.',
    ],
    done: ['已答复不同意。', 'Answered: objected.'],
    note: ['不同意的理由（对方和主管部门看得到）', 'Why not (the provider and the authority see it)'],
    danger: true,
    rule: 'revoke.consult_and_file',
  },
  file_change: {
    label: ['报主管部门备案', 'File with the authority'],
    title: ['报主管部门备案', 'File with the authority'],
    says: [
      '备案后到生效日自动改变；生效日只能延后，不能提前。',
      'Once filed it takes effect on its day by itself. The day can be put off, not brought forward.',
    ],
    done: ['已报主管部门备案。', 'Filed with the authority.'],
    note: ['协商情况（可不写）', 'How the consultation went (optional)'],
    optional: true,
    rule: 'revoke.consult_and_file',
  },
  note_change: {
    label: ['确认收到备案', 'Acknowledge the filing'],
    title: ['确认收到备案？', 'Acknowledge the filing?'],
    says: [
      '只表示已收到；协商中的意见一并存档。',
      'It says that the filing has arrived; what was said in the consultation is kept with it.',
    ],
    done: ['已确认收到备案。', 'The filing is acknowledged.'],
    note: OPINION,
    optional: true,
    rule: 'revoke.consult_and_file',
  },
  withdraw_change: {
    label: ['撤回提议', 'Withdraw it'],
    title: ['撤回这个提议？', 'Withdraw the proposal?'],
    says: ['服务照旧，内容和期限不变。', 'The service goes on unchanged.'],
    done: ['提议已撤回。', 'The proposal is withdrawn.'],
    note: SEEN,
  },
  demand_disposal: {
    label: ['调整处置要求', 'Change the demand'],
    title: ['调整处置要求', 'Change the demand'],
    says: [
      '默认按授权时的要求处置；另有要求的在这里写明，期限从今天起重新计算。',
      'By default the data is disposed of as the grant says. Another demand is made here; its days run from today.',
    ],
    done: ['已通知使用部门。', 'The consumer is told.'],
    note: ['具体要求（可不写）', 'What exactly (optional)'],
    optional: true,
    rule: 'grant.disposal',
  },
  report_disposal: {
    label: ['申报处置', 'Report the disposal'],
    title: ['申报处置', 'Report the disposal'],
    confirm: ['送负责人签发', 'Send it to be signed'],
    says: [
      '先完成处置，再填报；由本部门共享机构负责人签发后送提供部门。',
      'Dispose of the data first, then report it. The head of your sharing office signs the certificate, which then goes to the provider.',
    ],
    done: ['已送本部门共享机构负责人签发。', 'Sent to the head of your sharing office.'],
    note: ['处置了什么（系统、库表、副本、备份）', 'What was disposed of (systems, tables, copies, backups)'],
    rule: 'grant.disposal',
  },
  sign_disposal: {
    label: ['确认已处置', 'Sign: disposed of'],
    title: ['确认已处置？', 'Sign the certificate of disposal?'],
    says: [
      '您以共享机构负责人身份签发处置证明，签发后不能更改，送提供部门确认。',
      'You sign the certificate as head of the sharing office. It cannot be changed afterwards and goes to the provider.',
    ],
    done: ['处置证明已签发，已送提供部门。', 'Signed and sent to the provider.'],
    note: OPINION,
    optional: true,
    rule: 'grant.disposal',
  },
  confirm_disposal: {
    label: ['确认处置完成', 'Confirm the disposal'],
    title: ['确认处置完成？', 'Confirm the disposal?'],
    says: ['确认后这个授权办结。', 'With it the grant is closed.'],
    done: ['处置已确认，授权办结。', 'Confirmed; the grant is closed.'],
    note: OPINION,
    optional: true,
  },
  send_back_disposal: {
    label: ['退回补充', 'Send it back'],
    title: ['退回处置证明', 'Send the certificate back'],
    says: [
      '只能退回一次，请一次写明缺什么。',
      'It is sent back once at most: say everything that is missing.',
    ],
    done: ['已退回使用部门。', 'Sent back to the consumer.'],
    note: ['缺什么（对方看得到）', 'What is missing (the other side sees it)'],
    danger: true,
    rule: 'grant.disposal',
  },
};

/** Steps of the band of a proposal, and of the card of the disposal; the others stand beside the title. */
export const CHANGE_STEPS = [
  'agree_change',
  'object_change',
  'file_change',
  'note_change',
  'withdraw_change',
] as const satisfies readonly GrantAction[];
export const DISPOSAL_STEPS = [
  'demand_disposal',
  'report_disposal',
  'send_back_disposal',
  'sign_disposal',
  'confirm_disposal',
] as const satisfies readonly GrantAction[];

/** What the reader is there for, the weightiest first: the first of these that is allowed is the page's one primary button. */
const FIRST: readonly GrantAction[] = [
  'accept_repair',
  'submit_repair',
  'sign_disposal',
  'confirm_disposal',
  'report_disposal',
  'agree_change',
  'file_change',
  'note_change',
  'order_repair',
  'resume',
];

export const primaryOf = (actions: readonly GrantAction[]): GrantAction | undefined =>
  FIRST.find(action => actions.includes(action));
