import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('catalog', {
  wrong_state: {
    status: 409,
    title: {
      zh: '目录现在的状态（{state}）不能这样办理',
      en: 'This cannot be done while the entry is in the state {state}',
    },
    remedy: { zh: '请刷新页面，看看现在轮到谁', en: 'Reload the page and see whose turn it is' },
  },
  changed_meanwhile: {
    status: 409,
    title: {
      zh: '您打开后，{who} 已修改这条目录：{fields}',
      en: '{who} changed this entry after you opened it: {fieldsEn}',
    },
    remedy: {
      zh: '请刷新页面，在新的内容上修改，没有保存任何内容',
      en: 'Reload it and work on what is there now; nothing was saved',
    },
  },
  secret_marks: {
    status: 422,
    title: {
      zh: '{place}写有“{mark}”，看来涉密，不能编入目录',
      en: '{placeEn} says “{mark}”: it looks secret and cannot enter the catalog',
    },
    remedy: {
      zh: '国家秘密、工作秘密不在本平台共享，内容没有保存；如属误写，请改正后再保存',
      en: 'State and work secrets are not shared here and nothing was saved; if it is a slip, correct it',
    },
  },
  remark_field_unknown: {
    status: 422,
    title: { zh: '没有“{field}”这个字段', en: 'There is no field “{field}”' },
    remedy: { zh: '请在目录的字段上写意见', en: 'Write the remark at a field of the entry' },
  },
  reason_needed: {
    status: 422,
    title: { zh: '暂停须写明原因', en: 'Suspending needs a reason' },
    remedy: { zh: '请写明原因，使用部门会看到', en: 'Write why: those who use it will read it' },
  },
  consultation_needed: {
    status: 422,
    title: {
      zh: '这次变更收窄了 {departments} 正在使用的内容，没有写明协商情况',
      en: 'This change takes something from {departments}, and nothing is said of consulting them',
    },
    remedy: {
      zh: '请先与使用部门协商，写明协商情况后再送签；主管部门审核时一并备案',
      en: 'Consult them first and write what was agreed; the authority files it with its review',
    },
  },
  version_unknown: {
    status: 404,
    title: { zh: '这条目录没有第 {version} 版', en: 'This entry has no version {version}' },
    remedy: { zh: '请从版本列表中选择', en: 'Choose from its list of versions' },
  },
  department_gone: {
    status: 409,
    title: {
      zh: '提供部门“{department}”已撤销，不能这样办理',
      en: 'The department “{department}” was dissolved: this cannot be done',
    },
    remedy: {
      zh: '请主管部门先把目录移交给接手的部门',
      en: 'The authority hands its entries to the department that takes over first',
    },
  },
  same_department: {
    status: 409,
    title: { zh: '目录本来就属于“{department}”', en: 'The entry belongs to “{department}” already' },
    remedy: { zh: '请选择另一个部门', en: 'Choose another department' },
  },
  transfer_outside: {
    status: 422,
    title: {
      zh: '“{department}”不在您审核的地区，或已撤销',
      en: '“{department}” is outside the regions that you review, or dissolved',
    },
    remedy: { zh: '请选择本地区的在用部门', en: 'Choose a department in use in your region' },
  },
  title_taken: {
    status: 409,
    title: { zh: '本部门已有同名目录', en: 'Your department has an entry of this title' },
    remedy: {
      zh: '请换一个名称，或修改已有的那条目录',
      en: 'Choose another title, or change the entry that there is',
    },
  },
  secret: {
    status: 422,
    title: {
      zh: '保密风险评估结论为涉密，不能编入目录',
      en: 'The secrecy assessment says that this is secret: it cannot enter the catalog',
    },
    remedy: {
      zh: '国家秘密、工作秘密不在本平台共享，内容没有保存；请按保密规定另行办理',
      en: 'State and work secrets are not shared here and nothing was saved; follow the rules on secrets',
    },
  },
  incomplete: {
    status: 422,
    title: { zh: '目录还没有填全：{missing}', en: 'The entry is not complete: {missingEn}' },
    remedy: { zh: '请补全后再送签', en: 'Complete it, then send it on' },
  },
  basis_missing: {
    status: 422,
    title: { zh: '没有写明依据，不能列为{kind}', en: 'Without a legal basis it cannot be {kindEn}' },
    remedy: {
      zh: '请写明依据的名称和条款，或改为无条件共享',
      en: 'Name the text and its article, or share it without conditions',
    },
  },
  basis_rank_too_low: {
    status: 422,
    title: {
      zh: '“{basis}”是{rank}，不能作为{kind}的依据',
      en: '“{basis}” is a {rankEn}: too low a text to carry {kindEn}',
    },
    remedy: {
      zh: '请换一条依据（{accepted}），或改变共享类型',
      en: 'Name a higher text ({acceptedEn}), or change the share type',
    },
  },
  conditions_missing: {
    status: 422,
    title: { zh: '{kind}没有列明{wanted}', en: '{wantedEn} of a {kindEn} entry are not listed' },
    remedy: {
      zh: '请列明后再送签；没有列明的条件以后不能另加',
      en: 'List them now: what is not listed cannot be added later',
    },
  },
  note_needed: {
    status: 422,
    title: { zh: '退回须写明意见', en: 'Sending it back needs a remark' },
    remedy: { zh: '请写明要改什么', en: 'Write what is to be changed' },
  },
  to_verify: {
    status: 409,
    title: {
      zh: '自动检查还有 {open} 项需核实，不能批量通过',
      en: '{open} automatic checks are to be verified: it cannot be approved with others',
    },
    remedy: { zh: '请打开这条目录，核实后单独审核', en: 'Open it, verify them, and decide it by itself' },
  },
  own_submission: {
    status: 403,
    title: {
      zh: '这条目录是您本人送签的，不能由您发布',
      en: 'You submitted this entry yourself, so you may not publish it',
    },
    remedy: { zh: '请由主管部门的其他人审核', en: 'Someone else of the authority reviews it' },
  },
  no_standing_consent: {
    status: 422,
    title: { zh: '这里不能预先同意所有申请', en: 'Consent in advance cannot be given here' },
    remedy: {
      zh: '只有无条件共享的目录可以，由平台管理单位授权的地方除外；请不勾选后再签批',
      en: 'Only for unconditional entries, and not where the platform’s unit authorises; sign without it',
    },
  },
  in_use: {
    status: 409,
    title: {
      zh: '还有 {usedBy} 个部门在使用，不能撤销',
      en: '{usedBy} departments still use it, so it cannot be withdrawn',
    },
    remedy: { zh: '请先与使用部门协商并终止授权', en: 'Talk to them and end their grants first' },
  },
});
