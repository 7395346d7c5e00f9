import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('results', {
  wrong_state: {
    status: 409,
    title: { zh: '现在的状态不能这样办理', en: 'This cannot be done in its present state' },
    remedy: { zh: '请刷新页面，看看现在轮到谁', en: 'Reload the page and see whose turn it is' },
  },
  note_needed: {
    status: 422,
    title: { zh: '请写明理由', en: 'Write the reason' },
    remedy: { zh: '申报部门会看到这段话', en: 'The department that put it forward will read it' },
  },
  date_future: {
    status: 422,
    title: { zh: '日期 {date} 还没有到', en: 'The date {date} has not come' },
    remedy: { zh: '请填写今天或以前的日期', en: 'Write today or an earlier day' },
  },
  before_grant: {
    status: 422,
    title: {
      zh: '日期 {date} 早于授权生效日 {from}',
      en: 'The date {date} is before the grant began, {from}',
    },
    remedy: { zh: '请填写授权生效以后的日期', en: 'Write a day after the grant began' },
  },
  period_reversed: {
    status: 422,
    title: { zh: '起止日期颠倒了', en: 'The period ends before it begins' },
    remedy: { zh: '请核对起止日期', en: 'Check the two dates' },
  },
  not_correctable: {
    status: 409,
    title: {
      zh: '第 {id} 条记录已更正过，或不是这个授权的同类记录',
      en: 'Record {id} was corrected already, or is none of this kind under this grant',
    },
    remedy: { zh: '请更正最新的那一条', en: 'Correct the newest one' },
  },
  own_records: {
    status: 409,
    title: { zh: '这是本部门的记录，直接查看即可', en: 'These are your own records: just read them' },
    remedy: {
      zh: '查阅登记只用于提供部门和主管部门',
      en: 'Inspections are of the provider and the authority',
    },
  },
  example_up: {
    status: 409,
    title: {
      zh: '成效已作为案例公布，不能再改',
      en: 'The result stands in a published example and cannot be changed',
    },
    remedy: { zh: '请另行反馈一次成效', en: 'Report another result' },
  },
  put_forward_already: {
    status: 409,
    title: { zh: '这项成效已申报过案例', en: 'This result was put forward already' },
    remedy: { zh: '请查看已申报的案例', en: 'See the example that was made of it' },
  },
  class_unknown: {
    status: 422,
    title: { zh: '请按本地规定选择案例分类', en: 'Choose one of the classes of the place' },
    remedy: { zh: '可选：{classes}', en: 'Choose one of: {classes}' },
  },
  round_running: {
    status: 409,
    title: { zh: '本地区已有一轮评选没有结束', en: 'A round of your region is not closed yet' },
    remedy: { zh: '请先结束那一轮，再发起新的', en: 'Close that one before you open another' },
  },
  round_dates: {
    status: 422,
    title: {
      zh: '评选日期不对：{firstDay} 至 {lastDay}',
      en: 'The dates of the round cannot be: {firstDay} to {lastDay}',
    },
    remedy: {
      zh: '截止日期不早于开始日期和今天',
      en: 'It ends no earlier than it begins, and not before today',
    },
  },
  not_candidate: {
    status: 422,
    title: {
      zh: '案例没有公布，或不属于本地区，不能参评',
      en: 'An example is not up, or not of your region',
    },
    remedy: {
      zh: '请从本地区已公布的案例中选择',
      en: 'Choose among the examples of your region that are up',
    },
  },
  round_not_open: {
    status: 409,
    title: { zh: '现在不在投票时间内', en: 'Votes are not taken now' },
    remedy: { zh: '投票时间是 {firstDay} 至 {lastDay}', en: 'Votes are taken from {firstDay} to {lastDay}' },
  },
  round_not_over: {
    status: 409,
    title: {
      zh: '投票到 {lastDay} 才截止，还不能公布结果',
      en: 'Votes are taken until {lastDay}: it cannot be closed yet',
    },
    remedy: { zh: '请在截止以后公布', en: 'Close it after that day' },
  },
  own_example: {
    status: 422,
    title: { zh: '不能投给本部门的案例', en: 'A department does not vote for its own example' },
    remedy: { zh: '请投给别的部门的案例', en: 'Vote for one of another department' },
  },
  voted_already: {
    status: 409,
    title: { zh: '本部门已经投过票', en: 'Your department has voted already' },
    remedy: { zh: '每个部门一票，不能更改', en: 'Each department has one vote, and it stands' },
  },
  secret_marks: {
    status: 422,
    title: {
      zh: '{place}写有“{mark}”，看来涉密，不能登记',
      en: '{placeEn} says “{mark}”: it looks secret and cannot be entered',
    },
    remedy: {
      zh: '国家秘密、工作秘密不在本平台记录，内容没有保存；如属误写，请改正',
      en: 'State and work secrets are not recorded here and nothing was saved; if it is a slip, correct it',
    },
  },
});
