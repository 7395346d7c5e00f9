import { defineRefusals } from '#kernel/errors.ts';

/** What limits, purposes, the protection of verifications and that of departments’ databases refuse. */
export const refuse = defineRefusals('gateway', {
  quota_used: {
    status: 429,
    title: { zh: '今天的调用次数已用完（每天 {perDay} 次）', en: 'Today’s {perDay} calls are used up' },
    remedy: {
      zh: '请明天再调用；需要更多次数的，申请变更授权',
      en: 'Call again tomorrow, or apply for a change of the grant',
    },
  },
  day_used: {
    status: 429,
    title: { zh: '今天的{what}已用完（每天 {most}）', en: 'Today’s {most} {whatEn} are used up' },
    remedy: {
      zh: '请明天再调用，或缩小查询范围；需要更多的，申请变更授权',
      en: 'Call again tomorrow, ask for less at once, or apply for a change of the grant',
    },
  },
  total_used: {
    status: 403,
    title: { zh: '授权的{what}已用完（共 {most}）', en: 'The grant’s {most} {whatEn} are used up' },
    remedy: { zh: '需要继续使用的，申请变更授权', en: 'To go on, apply for a change of the grant' },
  },
  too_many_a_second: {
    status: 429,
    title: { zh: '超过每秒 {perSecond} 次', en: 'More than {perSecond} calls a second' },
    remedy: {
      zh: '请放慢调用，过一秒再试；批量核验按行数计',
      en: 'Call more slowly and try again in a second; a batch counts as its rows',
    },
  },
  purpose_missing: {
    status: 400,
    title: { zh: '调用没有写明{what}', en: 'The call does not state {whatEn}' },
    remedy: {
      zh: '请在请求中填写 {fields}',
      en: 'Say {fields} in the call',
    },
  },
  matter_not_granted: {
    status: 403,
    title: {
      zh: '授权的办理事项是“{granted}”，不能用于“{matter}”',
      en: 'The grant is for the matter “{granted}”, not for “{matter}”',
    },
    remedy: {
      zh: '请按授权的事项调用；如需用于其他事项，请另行申请',
      en: 'Call for the granted matter; for another one, apply for it',
    },
  },
  tries_used: {
    status: 429,
    title: {
      zh: '对同一人的“{item}”本月已核验过太多不同的值',
      en: 'Too many different values of “{item}” were tried on this person this month',
    },
    remedy: {
      zh: '请向当事人核实后，下月再核验；核验过的值可以再次核验',
      en: 'Ask the person, and verify next month; a value that was verified may be verified again',
    },
  },
  source_busy: {
    status: 503,
    title: {
      zh: '提供部门的数据库正忙，排队已满',
      en: 'The providing department’s database is busy and the queue is full',
    },
    remedy: { zh: '请稍后再试', en: 'Try again shortly' },
  },
  source_slow: {
    status: 504,
    title: {
      zh: '提供部门的数据库在 {milliseconds} 毫秒内没有应答',
      en: 'The providing department’s database did not answer within {milliseconds} milliseconds',
    },
    remedy: {
      zh: '请稍后再试；若持续出现，请联系提供部门',
      en: 'Try again shortly; if it persists, tell the providing department',
    },
  },
  source_changed: {
    status: 503,
    title: {
      zh: '提供部门的数据表变了：{what}',
      en: 'The providing department’s table has changed: {whatEn}',
    },
    remedy: {
      zh: '提供部门已收到告警；请等它重新挂载资源',
      en: 'The providing department was told; wait until it has mounted the resource anew',
    },
  },
});
