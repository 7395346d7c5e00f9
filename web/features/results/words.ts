import type { ExampleAction, RecordKind, Result, Round } from './types.ts';

type Words = readonly [zh: string, en: string];
type Translate = (zh: string, en: string) => string;

export const KINDS: Record<RecordKind, Words> = {
  scenario: ['使用场景', 'Scenario'],
  course: ['使用过程', 'Course of use'],
  effect: ['应用成效', 'Effect'],
  storage: ['存储情况', 'Storage'],
  destruction: ['销毁情况', 'Destruction'],
};
/** What is expected under each kind, as the field's example. */
export const HINTS: Record<RecordKind, Words> = {
  scenario: ['如“低保入户核对，仅用于资格审核”', 'e.g. the matter and the step at which the data is used'],
  course: [
    '如“经办人按证件号逐件查询，结果不落地”',
    'e.g. who queries, how often, what is done with the answer',
  ],
  effect: ['如“不再收取营业执照复印件”', 'e.g. what need not be handed in any more'],
  storage: ['如“存于核对系统数据库，加密，仅 3 人可看”', 'e.g. where it lies and who can see it'],
  destruction: ['如“2026-11-20 清除 12,300 行，双人监督”', 'e.g. when, how many rows, who watched'],
};

export const ROUND_STATES: Record<Round['state'], readonly [zh: string, en: string, color: string]> = {
  coming: ['未开始', 'Not open yet', 'default'],
  open: ['投票中', 'Voting', 'processing'],
  over: ['已截止，待公布', 'Over, to be closed', 'warning'],
  closed: ['已公布', 'Closed', 'success'],
};

interface Act {
  label: Words;
  says: Words;
  done: Words;
  asks?: true;
  danger?: true;
  onward?: true;
}
export const EXAMPLE_ACTS: Record<Exclude<ExampleAction, 'edit'>, Act> = {
  put_up: {
    onward: true,
    label: ['公布', 'Put up'],
    says: ['公布后，各部门都能看到，可以参加评选。', 'Every department sees it, and it may stand in a vote.'],
    done: ['已公布。', 'It is up.'],
  },
  return: {
    label: ['退回修改', 'Return'],
    says: ['写明要改什么，一次写全。', 'Say what to change, all of it at once.'],
    done: ['已退回申报部门。', 'Returned to the department.'],
    asks: true,
  },
  withdraw: {
    label: ['撤回', 'Withdraw'],
    says: ['本部门不再申报这个案例。', 'Your department no longer puts it forward.'],
    done: ['已撤回。', 'Withdrawn.'],
    danger: true,
  },
  take_down: {
    label: ['撤下', 'Take down'],
    says: ['不再公布这个案例，写明理由。', 'It is no longer shown; write why.'],
    done: ['已撤下。', 'Taken down.'],
    asks: true,
    danger: true,
  },
  mark: {
    label: ['评为优秀', 'Mark as excellent'],
    says: ['标为优秀案例，各部门可见。', 'It is shown as excellent.'],
    done: ['已评为优秀案例。', 'Marked as excellent.'],
  },
  unmark: {
    label: ['取消优秀', 'Unmark'],
    says: ['不再标为优秀案例，写明理由。', 'It is no longer excellent; write why.'],
    done: ['已取消。', 'Unmarked.'],
    asks: true,
  },
};

type Figures = Pick<Result, 'timesUsed' | 'peopleServed' | 'materialsSaved' | 'daysSaved'>;

/** What was counted, in words; what nobody counted is left out. */
export function figuresOf(
  { timesUsed, peopleServed, materialsSaved, daysSaved }: Figures,
  t: Translate,
): { key: string; label: string; value: number }[] {
  const all = [
    { key: 'times', label: t('使用次数', 'Times used'), value: timesUsed },
    { key: 'people', label: t('服务人数', 'People served'), value: peopleServed },
    { key: 'materials', label: t('减少材料（份）', 'Papers saved'), value: materialsSaved },
    { key: 'days', label: t('节省时间（天）', 'Days saved'), value: daysSaved },
  ];
  return all.flatMap(({ value, ...one }) => (value === null ? [] : [{ ...one, value }]));
}

export const dueWord = (due: 'half' | 'end', t: Translate): string =>
  due === 'half'
    ? t('期限过半，待反馈成效', 'Half-term: report due')
    : t('已结束，待反馈成效', 'Ended: report due');
