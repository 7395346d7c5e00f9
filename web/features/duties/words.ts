import type { ClaimAction, ClaimState, Task, TaskAction } from './types.ts';

type Pair = readonly [zh: string, en: string];

export const CLAIM_STATES: Record<ClaimState, { words: Pair; tone: string }> = {
  issued: { words: ['待认领', 'To claim'], tone: 'processing' },
  claimed: { words: ['已认领', 'Claimed'], tone: 'success' },
  disputed: { words: ['有异议', 'Disputed'], tone: 'warning' },
  withdrawn: { words: ['已撤回', 'Withdrawn'], tone: 'default' },
};

export const TASK_STATES: Record<Task['state'], { words: Pair; tone: string }> = {
  open: { words: ['待更新', 'To update'], tone: 'processing' },
  extension_asked: { words: ['已申请延长', 'More days asked for'], tone: 'warning' },
  sent: { words: ['已送审', 'Sent to review'], tone: 'processing' },
  done: { words: ['已更新', 'Updated'], tone: 'success' },
  unchanged: { words: ['无须更新', 'Left unchanged'], tone: 'default' },
};

export interface Act {
  label: Pair;
  done: Pair;
  /** What it means, said before it is done. */
  says: Pair;
  /** A reason is asked for. */
  asks: boolean;
}

export const CLAIM_ACTS: Record<ClaimAction, Act> = {
  claim: {
    label: ['认领', 'Claim'],
    done: ['已认领，目录草稿已建好', 'Claimed; its draft is made'],
    says: [
      '认领后自动建好目录草稿，名称、摘要和职责已填上，请接着编制。',
      'A draft is made with title, abstract and duty; go on compiling it.',
    ],
    asks: false,
  },
  dispute: {
    label: ['提异议', 'Dispute'],
    done: ['异议已送主管部门', 'The authority has your dispute'],
    says: [
      '写明为什么不属于本部门职责，属于哪个部门。主管部门会改派或维持。',
      'Say why it is no duty of yours, and whose it is. The authority reassigns or upholds it.',
    ],
    asks: true,
  },
  reassign: {
    label: ['改派', 'Reassign'],
    done: ['已改派', 'Reassigned'],
    says: ['改派给应当编制的部门，重新开始认领。', 'The other department is asked to claim it.'],
    asks: true,
  },
  uphold: {
    label: ['维持', 'Uphold'],
    done: ['已维持，请部门认领', 'Upheld; the department is to claim it'],
    says: ['异议不成立，仍由这个部门认领。', 'The dispute fails: this department is to claim it.'],
    asks: true,
  },
  chase: {
    label: ['催办', 'Chase'],
    done: ['已催办', 'Chased'],
    says: ['部门工作台会显示催办。', 'The department sees on its workbench that you asked again.'],
    asks: false,
  },
  withdraw: {
    label: ['撤回', 'Withdraw'],
    done: ['已撤回', 'Withdrawn'],
    says: ['撤回后不再要求认领。', 'Nobody is asked to claim it any more.'],
    asks: true,
  },
};

export const TASK_ACTS: Record<TaskAction, Act> = {
  leave_unchanged: {
    label: ['无须更新', 'No change needed'],
    done: ['已登记无须更新', 'Kept as it is'],
    says: [
      '写明为什么这次变化不影响这条目录；期限随之停止。',
      'Say why the change does not touch this entry; its clock stops.',
    ],
    asks: true,
  },
  ask_extension: {
    label: ['申请延长', 'Ask for more days'],
    done: ['已申请延长', 'Asked for more days'],
    says: [
      '写明需要延长的工作日数和原因，由主管部门决定。',
      'Say how many working days and why; the authority decides.',
    ],
    asks: true,
  },
  extend: {
    label: ['同意延长', 'Grant'],
    done: ['已同意延长', 'More days granted'],
    says: ['按申请的天数延长。', 'The days asked for are added.'],
    asks: false,
  },
  refuse_extension: {
    label: ['不同意延长', 'Refuse'],
    done: ['已答复不同意延长', 'More days refused'],
    says: ['期限不变。', 'The date stays.'],
    asks: true,
  },
};
