import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('deadlines', {
  stopped: {
    status: 409,
    title: { zh: '计时已经结束', en: 'The clock has stopped' },
    remedy: { zh: '请刷新后查看最新状态', en: 'Reload to see how things stand' },
  },
  paused_before: {
    status: 409,
    title: { zh: '计时只能暂停一次', en: 'A clock pauses only once' },
    remedy: {
      zh: '需要补充的材料应当一次告知；请在剩余期限内答复',
      en: 'All that is missing must be told at once; answer within the time that is left',
    },
  },
  not_paused: {
    status: 409,
    title: { zh: '计时没有暂停', en: 'The clock is not paused' },
    remedy: { zh: '请刷新后查看最新状态', en: 'Reload to see how things stand' },
  },
  no_days: {
    status: 422,
    title: { zh: '延期天数应为正整数', en: 'An extension is a whole number of days, at least 1' },
    remedy: { zh: '请填写延长几个工作日', en: 'Say by how many working days' },
  },
  too_long: {
    status: 422,
    title: { zh: '最多只能延长 {most} 个工作日', en: 'It may be extended by at most {most} working days' },
    remedy: { zh: '请填写不超过这一上限的天数', en: 'Say a number of days up to that' },
  },
  extended_before: {
    status: 409,
    title: { zh: '期限只能延长一次，已经延长过', en: 'A date is extended only once, and this one has been' },
    remedy: { zh: '请在延长后的期限内办结', en: 'Finish by the extended date' },
  },
  due_passed: {
    status: 409,
    title: { zh: '期限已于 {due} 届满，不能再延长', en: 'The date passed on {due} and cannot be extended' },
    remedy: {
      zh: '请尽快办结；延期须在届满前提出',
      en: 'Finish soon; an extension is asked for before the date',
    },
  },
  calendar_elsewhere: {
    status: 403,
    title: {
      zh: '工作日历由本平台所在地区的主管部门维护',
      en: 'The calendar is kept by the authority of the platform’s own region',
    },
    remedy: { zh: '请联系该主管部门', en: 'Ask that authority' },
  },
  source_needed: {
    status: 422,
    title: { zh: '须写明所依据通知的文号', en: 'The number of the notice that it rests on is needed' },
    remedy: {
      zh: '格式如“国办发明电〔2025〕7号”',
      en: 'Such as 国办发明电〔2025〕7号',
    },
  },
  notice_unread: {
    status: 422,
    title: {
      zh: '通知第 {line} 行读不懂：{sentence}（{problem}）',
      en: 'Line {line} of the notice cannot be read: {sentence} ({problemEn})',
    },
    remedy: {
      zh: '请核对原文，从“一、元旦”起完整粘贴',
      en: 'Compare it with the original and paste the whole text from 一、元旦 on',
    },
  },
  year_unsound: {
    status: 422,
    title: { zh: '{date} 不对：{problem}', en: '{date} cannot be right: {problemEn}' },
    remedy: { zh: '请核对通知原文，没有保存任何内容', en: 'Compare it with the notice; nothing was saved' },
  },
  feasts_missing: {
    status: 422,
    title: { zh: '通知里没有{feasts}的安排', en: 'The notice does not arrange {feasts}' },
    remedy: {
      zh: '请从“一、元旦”至“国庆节”完整粘贴，没有保存任何内容',
      en: 'Paste the whole text from 一、元旦 to 国庆节; nothing was saved',
    },
  },
  contradicts: {
    status: 409,
    title: {
      zh: '{date} 与已载入的另一年通知矛盾',
      en: '{date} contradicts the notice of another year',
    },
    remedy: {
      zh: '请先核对两份通知；确需改动的，先用“更正一天”更正',
      en: 'Compare the two notices; where one is wrong, correct that day first',
    },
  },
  year_unknown: {
    status: 422,
    title: { zh: '{year} 年的放假安排还没有载入', en: 'The schedule of {year} is not loaded' },
    remedy: { zh: '请先载入该年的通知', en: 'Load that year’s notice first' },
  },
  nothing_changed: {
    status: 409,
    title: { zh: '{date} 已经是这样', en: '{date} is so already' },
    remedy: { zh: '没有需要更正的内容', en: 'There is nothing to correct' },
  },
});

type Words = Record<string, { zh: string; en: string }>;

/** What a notice’s sentence has wrong. */
export const NOTICE_PROBLEMS: Words = {
  no_sections: { zh: '没有找到“一、元旦：……”这样的段落', en: 'no paragraph such as 一、元旦：… was found' },
  unclear: { zh: '不知道是放假还是上班', en: 'neither off nor worked' },
  no_such_day: { zh: '没有这样的日期', en: 'no such date' },
  unclear_date: {
    zh: '日期写法不明，应写作“1月1日（周四）至3日（周六）”',
    en: 'a date is unclear; write it as 1月1日（周四）至3日（周六）',
  },
  unclear_weekday: {
    zh: '日期后的星期写法不明，应写作“（周六）”或“（星期六）”',
    en: 'the weekday after a date is unclear: （周六） or （星期六）',
  },
  no_weekday: {
    zh: '上班日后面没有写星期，应写作“1月4日（周日）上班”',
    en: 'a worked day without its weekday, such as 1月4日（周日）上班',
  },
  wrong_weekday: { zh: '日期与星期对不上', en: 'the date is another weekday' },
  wrong_count: { zh: '天数与日期对不上', en: 'the number of days does not fit the dates' },
  told_twice: { zh: '同一天写了两次', en: 'the day is named twice' },
};

/** What the schedule of a year has wrong. */
export const YEAR_PROBLEMS: Words = {
  outside: { zh: '不在这一年', en: 'it is not of that year' },
  told_twice: { zh: '同一天写了两次', en: 'it is named twice' },
  workday_in_week: { zh: '上班日应当是周六或周日', en: 'a shifted working day is a Saturday or Sunday' },
  feast_missing: { zh: '这一天法定放假，却没有写', en: 'it is off by law and missing here' },
};
