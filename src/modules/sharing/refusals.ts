import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('sharing', {
  wrong_state: {
    status: 409,
    title: {
      zh: '现在的状态（{state}）不能这样办理',
      en: 'This cannot be done in the present state ({state})',
    },
    remedy: { zh: '请刷新页面，看看现在轮到谁', en: 'Reload the page and see whose turn it is' },
  },
  withheld: {
    status: 422,
    title: { zh: '“{entry}”属于不予共享，不能申请', en: '“{entry}” is withheld and cannot be applied for' },
    remedy: {
      zh: '请查看目录列明的依据；对分类有异议的，与提供部门协商',
      en: 'See the basis in the entry; if you dispute its class, talk to the provider',
    },
  },
  not_published: {
    status: 409,
    title: { zh: '目录现在没有发布，不能申请', en: 'The entry is not published now' },
    remedy: { zh: '请等目录发布后再申请', en: 'Apply once it is published' },
  },
  entry_suspended: {
    status: 409,
    title: { zh: '目录已暂停受理申请：{reason}', en: 'The entry takes no applications at present: {reason}' },
    remedy: {
      zh: '请等目录恢复后再申请，或与提供部门联系',
      en: 'Apply once it is resumed, or ask the provider',
    },
  },
  provider_gone: {
    status: 409,
    title: {
      zh: '提供部门“{department}”已撤销，还没有部门接手这条目录',
      en: 'The provider “{department}” was dissolved and nobody has taken over this entry',
    },
    remedy: {
      zh: '请与主管部门联系，目录移交后即可申请',
      en: 'Ask the authority; you can apply once the entry is handed over',
    },
  },
  served_by_source: {
    status: 409,
    title: {
      zh: '数据项“{item}”由数源部门{department}统一提供，在目录“{entry}”中（{sourceItem}）',
      en: '“{item}” is served by its source, {department}, in “{entry}” ({sourceItem})',
    },
    remedy: {
      zh: '请到数源部门的目录申请，或去掉这个数据项',
      en: 'Apply for it there, or leave the item out',
    },
  },
  item_withheld: {
    status: 422,
    title: {
      zh: '数据项“{item}”不予共享，不能申请',
      en: 'The item “{item}” is withheld and cannot be applied for',
    },
    remedy: {
      zh: '请去掉这个数据项；理由列在目录中',
      en: 'Leave it out; the entry says why it is withheld',
    },
  },
  not_mounted: {
    status: 409,
    title: {
      zh: '“{entry}”还没有挂载资源，不能授权',
      en: '“{entry}” has no resource mounted yet, so nothing can be granted',
    },
    remedy: { zh: '请提供部门先挂载资源', en: 'The provider mounts its resource first' },
  },
  own_entry: {
    status: 422,
    title: { zh: '这是本部门自己的目录', en: 'This entry is your own department’s' },
    remedy: { zh: '本部门的数据不需要申请', en: 'Your own data needs no application' },
  },
  unknown_item: {
    status: 422,
    title: { zh: '目录里没有数据项“{item}”', en: 'The entry has no item “{item}”' },
    remedy: { zh: '请从目录的数据项中选择', en: 'Choose from the items of the entry' },
  },
  wrong_condition: {
    status: 422,
    title: {
      zh: '数据范围“{item}”填写有误：{problem}',
      en: 'The condition on “{item}” is wrong: {problemEn}',
    },
    remedy: {
      zh: '“等于”填一个值，“介于”填起止两个值，并与数据项的类型一致',
      en: 'Give one value for “is”, two for “between”, each of the item’s type',
    },
  },
  mode_not_offered: {
    status: 422,
    title: { zh: '目录没有列明这种共享方式', en: 'The entry does not offer this way of sharing' },
    remedy: { zh: '请选择目录列明的共享方式', en: 'Choose a way that the entry lists' },
  },
  identifier_missing: {
    status: 422,
    title: {
      zh: '查询和核验须包含标识项：{items}',
      en: 'Query and verification need an identifier: {items}',
    },
    remedy: { zh: '请勾选至少一个标识项', en: 'Tick at least one identifier' },
  },
  term_past: {
    status: 422,
    title: { zh: '使用期限 {until} 不在今天之后', en: 'The last day of use {until} is not after today' },
    remedy: { zh: '请填写今天以后的日期', en: 'Give a date after today' },
  },
  term_too_long: {
    status: 422,
    title: { zh: '使用期限最长 3 年', en: 'The term of use is three years at most' },
    remedy: { zh: '请缩短期限，到期前可以续期', en: 'Shorten it; it can be renewed before it ends' },
  },
  scenario_unknown: {
    status: 422,
    title: { zh: '“{scenario}”不是本地规定的应用场景', en: '“{scenario}” is no scenario of this place' },
    remedy: { zh: '请从列出的场景中选择：{allowed}', en: 'Choose one of: {allowed}' },
  },
  not_your_system: {
    status: 422,
    title: { zh: '这不是本部门登记的系统', en: 'This system is not registered to your department' },
    remedy: { zh: '请先登记本部门的业务系统', en: 'Register your department’s system first' },
  },
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
  granted_already: {
    status: 409,
    title: {
      zh: '该系统对这条目录已有同样方式的授权',
      en: 'This system already holds a grant of this kind for this entry',
    },
    remedy: { zh: '请在原授权上申请变更或续期', en: 'Ask for a change or renewal of that grant' },
  },
  consult_first: {
    status: 422,
    title: {
      zh: '终止服务须先与使用部门协商并报主管部门备案',
      en: 'Ending a service needs consultation with the consumer and filing with the authority',
    },
    remedy: {
      zh: '协商后勾选“已协商并备案”，或因违规使用先暂停',
      en: 'Consult, then tick “consulted and filed”; for misuse, suspend first',
    },
  },
  not_to_oneself: {
    status: 422,
    title: { zh: '申请方和提供方不能是同一部门', en: 'Consumer and provider cannot be one department' },
    remedy: { zh: '本部门的数据不需要申请', en: 'Your own data needs no application' },
  },
});
