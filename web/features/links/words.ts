import type { Link, LinkAction, LinkRow } from './types.ts';

type Words = readonly [zh: string, en: string];
type Translate = (zh: string, en: string) => string;

export const STATES = [
  'registered',
  'planned',
  'moved',
  'closed',
  'exempt',
  'awaiting',
  'draft',
] as const satisfies readonly LinkRow['state'][];

export const WAYS: Record<LinkRow['way'], Words> = {
  database: ['数据库直连', 'Database link'],
  interface: ['接口', 'Interface'],
  file: ['文件', 'Files'],
  front_end: ['前置机', 'Front-end machine'],
  other: ['其他', 'Other'],
};
export const FREQUENCIES: Record<LinkRow['frequency'], Words> = {
  realtime: ['实时', 'In real time'],
  daily: ['每日', 'Daily'],
  weekly: ['每周', 'Weekly'],
  monthly: ['每月', 'Monthly'],
  irregular: ['不定期', 'Irregular'],
};

/** From whom to whom, whichever of the two registered it. */
export function endsOf(link: LinkRow) {
  const own = { department: link.departmentName, system: link.systemName };
  const other = { department: link.otherName, system: link.otherSystem };
  return link.side === 'gives' ? { from: own, to: other } : { from: other, to: own };
}

/** Who says that the link is off. */
export const offWord = ({ offBy, departmentName, otherName }: Link, t: Translate): string => {
  const who = offBy === 'registrant' ? departmentName : otherName;
  return t(`${who} 登记已停用，等对方确认`, `${who} says that it is off; the other side confirms`);
};

export interface Act {
  label: Words;
  /** What it does, in the dialog. */
  says: Words;
  done: Words;
  danger?: true;
  /** The step that one expects next: its button leads. */
  onward?: true;
  needs?: 'date' | 'grant';
  /** Whether a reason must be written; `unmoved`: only where no grant took the link's place. */
  asks?: true | 'unmoved';
}

export const ACTS: Record<Exclude<LinkAction, 'edit'>, Act> = {
  discard: {
    label: ['删除', 'Discard'],
    says: ['删除这份草稿。', 'This draft goes.'],
    done: ['已删除。', 'Discarded.'],
    danger: true,
  },
  submit: {
    onward: true,
    label: ['送负责人签批', 'Send to the head'],
    says: [
      '签批后登记生效，对方部门和主管部门可以看到。',
      'Once signed, the other side and the authority see it.',
    ],
    done: ['已送负责人签批。', 'Sent to the head.'],
  },
  take_back: {
    label: ['收回', 'Take back'],
    says: ['收回修改，再重新送签。', 'Take it back to change it.'],
    done: ['已收回。', 'Taken back.'],
  },
  sign: {
    onward: true,
    label: ['签批', 'Sign'],
    says: ['登记属实，同意报主管部门。', 'The registration is true and goes to the authority.'],
    done: ['已登记，主管部门将确定迁移期限。', 'Registered; the authority sets the date.'],
  },
  return: {
    label: ['退回修改', 'Return'],
    says: ['退回专职人员修改。', 'Back to the officer.'],
    done: ['已退回。', 'Returned.'],
    asks: true,
  },
  plan: {
    onward: true,
    label: ['确定迁移期限', 'Set the date'],
    says: [
      '到期前须申请共享、改走平台，再停用直连。',
      'By then the data goes through the platform and the link is off.',
    ],
    done: ['已确定迁移期限。', 'The date is set.'],
    needs: 'date',
  },
  exempt: {
    label: ['不迁移', 'Exempt'],
    says: ['属于国家安全等特殊业务的，写明理由。', 'For state security and the like: write the reasons.'],
    done: ['已登记为不迁移。', 'It stays apart.'],
    asks: true,
  },
  end_exemption: {
    label: ['不再例外', 'End the exemption'],
    says: ['不再属于例外，重新确定迁移期限。', 'No exception any more: it gets a date again.'],
    done: ['已恢复为待定期限。', 'It waits for a date again.'],
    asks: true,
  },
  move: {
    onward: true,
    label: ['登记迁移', 'Moved over'],
    says: ['选择替代这条直连的授权，须在使用中。', 'Choose the grant in use that takes its place.'],
    done: ['已登记迁移，请停用直连。', 'Moved over; now switch the link off.'],
    needs: 'grant',
  },
  switch_off: {
    label: ['登记停用', 'Switched off'],
    says: ['本方已停用这条直连，请对方确认。', 'Your side is off; the other side confirms.'],
    done: ['已登记停用，等对方确认。', 'Recorded; the other side confirms.'],
    asks: 'unmoved',
  },
  confirm_off: {
    onward: true,
    label: ['确认停用', 'Confirm'],
    says: ['确认这条直连已停用，登记办结。', 'The link is off: the case closes.'],
    done: ['已办结。', 'Closed.'],
  },
  still_on: {
    label: ['还在运行', 'Still on'],
    says: ['写明还有哪些调用或文件往来。', 'Say what still runs.'],
    done: ['已告知对方。', 'The other side is told.'],
    asks: true,
  },
};
