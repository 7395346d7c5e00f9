import { defineRefusals } from '#kernel/errors.ts';

/** What an answer, or what an authority says to it, may meet. */
export const answerRefusals = defineRefusals('sharing', {
  reason_needed: {
    status: 422,
    title: {
      zh: '须写明具体理由（不少于 {least} 个字）',
      en: 'A specific reason is needed ({least} characters at least)',
    },
    remedy: { zh: '请写明理由后再提交', en: 'Write the reason and send it again' },
  },
  category_needed: {
    status: 422,
    title: { zh: '不同意须选明理由类别', en: 'A refusal needs its category' },
    remedy: {
      zh: '请选择理由类别；材料不全请用“补正”',
      en: 'Choose one; for missing material ask for it instead',
    },
  },
  basis_needed: {
    status: 422,
    title: { zh: '缺少依据，不能不同意', en: 'Without a legal basis it cannot be refused' },
    remedy: { zh: '请写明法律法规的名称和条款', en: 'Name the law and its article' },
  },
  category_not_known: {
    status: 422,
    title: {
      zh: '本地规定不允许以这类理由不同意',
      en: 'The rules of this place know no refusal on this ground',
    },
    remedy: { zh: '请改选其他理由类别，或同意', en: 'Choose another category, or agree' },
  },
  material_told: {
    status: 409,
    title: { zh: '补正只能告知一次', en: 'Missing material may be told only once' },
    remedy: { zh: '请依现有材料答复', en: 'Answer on the material that there is' },
  },
  not_incomplete: {
    status: 422,
    title: { zh: '请一次列全需要补充的材料', en: 'List everything that is missing, once' },
    remedy: { zh: '至少列一项', en: 'List at least one thing' },
  },
  wider_than_asked: {
    status: 422,
    title: {
      zh: '不能同意没有申请的数据项：{items}',
      en: 'Items that were not asked for cannot be granted: {items}',
    },
    remedy: { zh: '请只勾选申请的数据项', en: 'Tick only items that were asked for' },
  },
  mode_not_narrower: {
    status: 422,
    title: { zh: '只能改为更窄的共享方式', en: 'Only a narrower way can be granted' },
    remedy: {
      zh: '批量可改为查询、核验，查询可改为核验',
      en: 'From batch to query or verification, from query to verification',
    },
  },
  term_wider: {
    status: 422,
    title: {
      zh: '期限不能晚于申请的 {until}',
      en: 'The term cannot go beyond the {until} that was asked for',
    },
    remedy: { zh: '请填写不晚于该日的日期', en: 'Give that date or an earlier one' },
  },
  standing_stays: {
    status: 422,
    title: {
      zh: '已经授权的数据项不在这次决定之内：{items}',
      en: 'Items that are granted already are not decided anew: {items}',
    },
    remedy: {
      zh: '要收回已授权的，请走“变更或终止服务”',
      en: 'To take them back, propose a change of the service',
    },
  },
  narrowing_reason: {
    status: 422,
    title: { zh: '收窄了{what}，须写明理由', en: 'The {whatEn} are narrowed: give the reason' },
    remedy: { zh: '每一处收窄写一条理由', en: 'One reason for each narrowing' },
  },
  name_the_holder: {
    status: 422,
    title: {
      zh: '数据不在本部门的，须指明持有部门',
      en: 'Where the data is not held here, name who holds it',
    },
    remedy: {
      zh: '请用“移送”，选择持有部门和它的目录',
      en: 'Use “move on” and choose the holder and its entry',
    },
  },
  holder_is_consumer: {
    status: 422,
    title: { zh: '不能移送给申请部门自己', en: 'It cannot be moved to the department that applies' },
    remedy: { zh: '请选择其他部门，或作答复', en: 'Choose another department, or answer it' },
  },
  holder_other_entry: {
    status: 422,
    title: { zh: '“{entry}”不是该部门的目录', en: '“{entry}” is no entry of that department' },
    remedy: { zh: '请选择持有部门自己的目录', en: 'Choose an entry of the holder' },
  },
  holder_lacks_items: {
    status: 422,
    title: { zh: '那条目录里没有申请的数据项', en: 'That entry has none of the items asked for' },
    remedy: {
      zh: '请换一条目录；没有合适目录的，只选部门即可',
      en: 'Choose another entry, or the department alone',
    },
  },
  change_stays_here: {
    status: 422,
    title: { zh: '授权的变更不能移送', en: 'A change of a grant cannot be moved on' },
    remedy: { zh: '请答复这件变更', en: 'Answer the change' },
  },
  condition_needed: {
    status: 422,
    title: { zh: '请勾选目录列明而未满足的条件', en: 'Tick the listed conditions that are not met' },
    remedy: {
      zh: '只能以目录列明的条件为由，不得增设条件',
      en: 'Only conditions that the entry lists count',
    },
  },
  basis_too_low: {
    status: 422,
    title: { zh: '“{basis}”的效力不足以支持不同意', en: '“{basis}” does not carry a refusal' },
    remedy: { zh: '请换成效力足够的依据，或同意', en: 'Name a basis of sufficient rank, or agree' },
  },
  material_complete: {
    status: 409,
    title: {
      zh: '收到已超过 {days} 个工作日，材料视为齐全',
      en: 'More than {days} working days after receipt the material counts as complete',
    },
    remedy: { zh: '请依现有材料答复', en: 'Answer on the material that there is' },
  },
  extension_too_long: {
    status: 422,
    title: { zh: '延长最多 {most} 个工作日', en: 'An extension is {most} working days at most' },
    remedy: { zh: '请填写 1 到 {most}', en: 'Give a number from 1 to {most}' },
  },
  extension_late: {
    status: 409,
    title: { zh: '期限 {due} 已过，不能再延长', en: 'The date {due} has passed and cannot be extended' },
    remedy: { zh: '请尽快答复', en: 'Answer as soon as you can' },
  },
  extension_pending: {
    status: 409,
    title: { zh: '延期已经请求过一次', en: 'An extension was asked for already' },
    remedy: { zh: '每件申请只能延长一次', en: 'An application is extended once' },
  },
  nothing_to_decide: {
    status: 409,
    title: { zh: '没有待决定的延期', en: 'There is no extension to decide' },
    remedy: { zh: '请刷新页面', en: 'Reload the page' },
  },
  not_in_principle: {
    status: 422,
    title: { zh: '本地规定没有“原则上”的余地', en: 'The rule of this place leaves no exception' },
    remedy: { zh: '请依规定同意或不同意', en: 'Agree or refuse by the rule' },
  },
  extension_not_here: {
    status: 422,
    title: { zh: '无条件共享的答复不能延期', en: 'The answer on unconditional sharing is not extended' },
    remedy: { zh: '请在 1 个工作日内答复', en: 'Answer within one working day' },
  },
  no_authority_above: {
    status: 409,
    title: {
      zh: '平台上没有可以决定此事的主管部门',
      en: 'The platform has no authority that could decide this',
    },
    remedy: {
      zh: '主管部门自己是当事一方，请依规定直接答复',
      en: 'The authority is itself a side: answer by the rule',
    },
  },
  own_case: {
    status: 403,
    title: {
      zh: '这件申请是您自己提出或签批的，不能由您决定',
      en: 'You wrote or signed this application and cannot decide it',
    },
    remedy: { zh: '请由本部门另一位负责人办理', en: 'Another head of the office handles it' },
  },
  not_disputed: {
    status: 409,
    title: { zh: '申请现在的状态（{state}）没有争议', en: 'The application is not in dispute ({state})' },
    remedy: { zh: '请刷新页面', en: 'Reload the page' },
  },
  nothing_to_dispute: {
    status: 409,
    title: {
      zh: '申请现在的状态（{state}）没有可以协调的答复',
      en: 'There is no answer to dispute in this state ({state})',
    },
    remedy: {
      zh: '不同意、部分同意，或列为不予共享，可以申请协调',
      en: 'A refusal, a partial agreement or a withheld class can be disputed',
    },
  },
});
