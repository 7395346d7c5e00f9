import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('mandates', {
  acted_for_another: {
    status: 403,
    title: {
      zh: '您已代表另一部门办理过这项授权，不能再代表本部门办理',
      en: 'You have acted on this mandate for another department',
    },
    remedy: { zh: '请由本部门其他人员办理', en: 'Somebody else of this department handles it' },
  },
  wrong_state: {
    status: 409,
    title: { zh: '现在的状态不能这样办理', en: 'This cannot be done in its present state' },
    remedy: { zh: '请刷新页面，看看现在轮到谁', en: 'Reload the page and see whose turn it is' },
  },
  changed_meanwhile: {
    status: 409,
    title: { zh: '内容已被别人修改', en: 'Somebody has changed it meanwhile' },
    remedy: { zh: '请刷新后再修改', en: 'Reload it and change it again' },
  },
  not_offered_here: {
    status: 422,
    title: {
      zh: '{region}的规定没有整体授权和代理授权',
      en: 'The rules of {region} know no blanket or proxy authorisation',
    },
    remedy: {
      zh: '请就所需目录逐项申请；无条件共享的，提供部门可在发布时给出常设同意',
      en: 'Apply for the entries one by one; for unconditional ones a provider may give standing consent when it publishes',
    },
  },
  department_unknown: {
    status: 422,
    title: { zh: '没有这个部门，或已撤销', en: 'There is no such department, or it was dissolved' },
    remedy: { zh: '请从在用的部门中选择', en: 'Choose among the departments in use' },
  },
  to_oneself: {
    status: 422,
    title: { zh: '不能委托给本部门', en: 'A department gives no authorisation to itself' },
    remedy: { zh: '请选择另一个部门', en: 'Choose another department' },
  },
  only_proxy_offered: {
    status: 422,
    title: { zh: '整体授权由使用部门提出', en: 'A blanket authorisation is asked for by its consumer' },
    remedy: { zh: '请由使用部门提出申请', en: 'Have the consumer ask for it' },
  },
  until_past: {
    status: 422,
    title: { zh: '截止日期 {until} 已到', en: 'The last day {until} has come' },
    remedy: { zh: '请选择今天以后的日期', en: 'Choose a day after today' },
  },
  until_too_far: {
    status: 422,
    title: { zh: '最长到 {latest}', en: 'It can last until {latest} at most' },
    remedy: {
      zh: '整体授权和代理授权最长三年（本平台所定），到期可以再办',
      en: 'These authorisations last three years at most (the platform’s own limit) and can be asked for again',
    },
  },
  nothing_chosen: {
    status: 422,
    title: { zh: '{what}一项也没有选', en: 'Nothing was chosen: {whatEn}' },
    remedy: { zh: '请至少选择一项', en: 'Choose at least one' },
  },
  entries_not_theirs: {
    status: 422,
    title: {
      zh: '“{entries}”没有发布，或不是提供部门的目录',
      en: '“{entries}” is not published, or not the provider’s',
    },
    remedy: { zh: '请从提供部门已发布的目录中选择', en: 'Choose among the provider’s published entries' },
  },
  withheld: {
    status: 422,
    title: {
      zh: '“{entries}”不予共享，不能整体授权或代理',
      en: '“{entries}” is withheld: no authorisation covers it',
    },
    remedy: { zh: '请去掉这些目录', en: 'Leave these entries out' },
  },
  scenario_unknown: {
    status: 422,
    title: {
      zh: '“{scenario}”不在本地规定的应用场景之内',
      en: '“{scenario}” is none of the scenarios of the place',
    },
    remedy: { zh: '请从 {allowed} 中选择', en: 'Choose among {allowed}' },
  },
  system_unknown: {
    status: 422,
    title: { zh: '所选系统不是使用部门登记的系统', en: 'A chosen system is none of the consumer’s' },
    remedy: {
      zh: '请从本部门登记的系统中选择',
      en: 'Choose among the systems that your department registered',
    },
  },
  region_unknown: {
    status: 422,
    title: { zh: '没有行政区划 {region}', en: 'There is no region {region}' },
    remedy: { zh: '请从列出的地区中选择', en: 'Choose among the regions listed' },
  },
  note_needed: {
    status: 422,
    title: { zh: '请写明理由', en: 'Write the reason' },
    remedy: { zh: '对方会看到这段话', en: 'The other side will read it' },
  },
  not_narrower: {
    status: 422,
    title: { zh: '没有比申请缩小任何内容', en: 'Nothing is narrower than what was asked for' },
    remedy: { zh: '全部同意的，请直接同意', en: 'To agree to all of it, agree' },
  },
  wider: {
    status: 422,
    title: { zh: '{what}超出了申请的范围', en: 'Wider than what was asked for: {whatEn}' },
    remedy: { zh: '部分同意只能缩小，不能扩大', en: 'Agreeing in part can only narrow it' },
  },
  category_needed: {
    status: 422,
    title: { zh: '请选择不予授权的理由类别', en: 'Choose the kind of reason for refusing' },
    remedy: { zh: '按本地规定列出的类别选择', en: 'Choose one of the kinds that the place knows' },
  },
  category_not_known: {
    status: 422,
    title: { zh: '本地规定没有这一类理由', en: 'The rules of the place know no such reason' },
    remedy: { zh: '请改选条文列出的类别', en: 'Choose one of the kinds that the clause lists' },
  },
  basis_needed: {
    status: 422,
    title: {
      zh: '不予授权须写明依据（文件名称和条款）',
      en: 'A refusal names its basis: the text and its article',
    },
    remedy: {
      zh: '没有依据的，应当同意，或部分同意',
      en: 'Without a basis, agree to it, or to a part of it',
    },
  },
  basis_rank: {
    status: 422,
    title: { zh: '“{basis}”的效力级别不够', en: '“{basis}” does not rank high enough' },
    remedy: { zh: '请引用本地规定认可的文件', en: 'Cite a text of a rank that the place accepts' },
  },
});
