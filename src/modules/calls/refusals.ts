import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('calls', {
  bad_range: {
    status: 422,
    title: { zh: '时间范围不对', en: 'That is no range of time' },
    remedy: {
      zh: '起点须早于终点；按分钟最多看 24 小时，按小时最多看 93 天，按天最多看 5 年',
      en: 'It must begin before it ends: by minute 24 hours at most, by hour 93 days, by day 5 years',
    },
  },
  closed_already: {
    status: 409,
    title: { zh: '这条异常已经办结', en: 'This alert was dealt with already' },
    remedy: { zh: '请刷新页面查看结论', en: 'Reload the page to see what was found' },
  },
  bounds_fall: {
    status: 422,
    title: {
      zh: '限速的门槛不得低于提醒，暂停的门槛不得低于限速',
      en: 'Slowing needs at least what telling needs, suspending at least what slowing needs',
    },
    remedy: { zh: '请调整三个门槛', en: 'Change the three bounds' },
  },
});
