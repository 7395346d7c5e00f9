import type { DemandAction } from './types.ts';

type Words = readonly [zh: string, en: string];

export interface Act {
  label: Words;
  /** What it does, in the dialog. */
  says: Words;
  done: Words;
  /** Whether a reason must be written. */
  asks?: true;
  danger?: true;
  /** The step that one expects next: its button leads. */
  onward?: true;
  /** What the step needs beside words. */
  needs?: 'department' | 'entry' | 'need';
  /** A date may be given: by when. */
  dated?: true;
}

export const ACTS: Record<Exclude<DemandAction, 'edit'>, Act> = {
  second: {
    onward: true,
    label: ['附议', 'Second'],
    says: [
      '本部门也需要这项数据，不必再登记一次。',
      'Your department needs it too and need not register it again.',
    ],
    done: ['已附议。', 'Seconded.'],
  },
  unsecond: {
    label: ['取消附议', 'Take back'],
    says: ['本部门不再需要这项数据。', 'Your department no longer needs it.'],
    done: ['已取消附议。', 'Taken back.'],
  },
  assign: {
    onward: true,
    label: ['指派部门', 'Assign'],
    says: ['请这个部门确认并提供，写明期限。', 'This department confirms and supplies it, by a date.'],
    done: ['已指派，等部门确认。', 'Assigned; the department confirms.'],
    needs: 'department',
    dated: true,
  },
  accept: {
    onward: true,
    label: ['确认提供', 'Accept'],
    says: [
      '本部门编制目录或提供数据；可以改期限。',
      'Your department lists or supplies it; the date may be changed.',
    ],
    done: ['已确认。', 'Accepted.'],
    dated: true,
  },
  decline: {
    label: ['不归本部门', 'Decline'],
    says: ['退回主管部门另行指派。', 'Back to the authority, which assigns another.'],
    done: ['已退回主管部门。', 'Returned to the authority.'],
    asks: true,
    danger: true,
  },
  match: {
    label: ['匹配目录', 'Match an entry'],
    says: ['这条已发布的目录满足需求。', 'This published entry meets the need.'],
    done: ['已匹配，需求部门可以申请使用。', 'Matched; it can be applied for.'],
    needs: 'entry',
  },
  reopen: {
    label: ['重新协调', 'Open again'],
    says: ['现有的结果不满足需求，重新协调。', 'The result does not meet the need; it is coordinated again.'],
    done: ['已重新协调。', 'Opened again.'],
    asks: true,
  },
  merge: {
    label: ['合并相似', 'Merge'],
    says: [
      '并入另一项需求，提出和附议的部门一并转过去。',
      'Into another need, with all departments that need it.',
    ],
    done: ['已合并。', 'Merged.'],
    needs: 'need',
  },
  list: {
    label: ['纳入清单', 'Put on the list'],
    says: ['纳入供需对接清单。', 'It goes on the supply–demand list.'],
    done: ['已纳入清单。', 'On the list.'],
  },
  close: {
    label: ['不予办理', 'Close'],
    says: ['写明理由，如依法不予共享。', 'Write why, such as a law that withholds it.'],
    done: ['已办结。', 'Closed.'],
    asks: true,
    danger: true,
  },
  hand_over: {
    label: ['转给附议部门', 'Hand over'],
    says: [
      '本部门不再需要，由最早附议的部门接着提出。',
      'Your department needs it no more; the first that seconded it goes on.',
    ],
    done: ['已转给附议部门。', 'Handed over.'],
  },
  withdraw: {
    label: ['撤回', 'Withdraw'],
    says: ['本部门不再需要这项数据。', 'Your department no longer needs it.'],
    done: ['已撤回。', 'Withdrawn.'],
    danger: true,
  },
};

export const STATES = [
  'registered',
  'assigned',
  'accepted',
  'matched',
  'merged',
  'closed',
  'withdrawn',
] as const;
