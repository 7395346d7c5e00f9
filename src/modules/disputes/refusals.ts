import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('disputes', {
  nothing_to_dispute: {
    status: 409,
    title: {
      zh: '办件 {no} 现在没有可以申请协调的答复',
      en: 'Case {no} has no answer that could be disputed now',
    },
    remedy: {
      zh: '不同意、部分同意或对授权的处理可以申请协调；请先查看办件现在的状态',
      en: 'A refusal, a partial agreement or a measure on a grant can be disputed; see where the case stands',
    },
  },
  opens_by_itself: {
    status: 409,
    title: {
      zh: '对不予共享类别的异议随申请自动提出',
      en: 'A dispute over the class “withheld” is opened with the application',
    },
    remedy: { zh: '请在“争议协调”中打开', en: 'Open it under disputes' },
  },
  disputed_already: {
    status: 409,
    title: { zh: '这件申请已有在办的争议', en: 'A dispute over this application is open already' },
    remedy: { zh: '请在原争议中提交意见', en: 'State your view in that dispute' },
  },
  ended_already: {
    status: 409,
    title: {
      zh: '争议 {no} 已有结果，不能再次提出',
      en: 'Dispute {no} has been settled or decided and cannot be raised again',
    },
    remedy: { zh: '情况有变化的，请重新申请', en: 'If circumstances have changed, apply anew' },
  },
  grant_not_affected: {
    status: 409,
    title: {
      zh: '这个授权没有被暂停、责令整改或终止',
      en: 'This grant is neither suspended, under repair nor ended',
    },
    remedy: { zh: '不需要申请协调', en: 'There is nothing to dispute' },
  },
  wrong_state: {
    status: 409,
    title: { zh: '争议现在的状态不能这样办理', en: 'This cannot be done in the dispute’s present state' },
    remedy: { zh: '请刷新页面，看看现在到哪一步', en: 'Reload the page and see where it stands' },
  },
  acted_for_another: {
    status: 403,
    title: {
      zh: '您已代表另一部门参与这件争议，不能再代表本部门办理',
      en: 'You have acted in this dispute for another department',
    },
    remedy: { zh: '请由本部门其他人员办理', en: 'Somebody else of this department handles it' },
  },
  own_case: {
    status: 403,
    title: {
      zh: '本部门是争议的一方，不能主持协调或作出决定',
      en: 'Your department is a party: it can neither mediate nor decide',
    },
    remedy: { zh: '由{body}协调', en: '{body} mediates' },
  },
  words_needed: {
    status: 422,
    title: { zh: '请写明内容', en: 'Write what you have to say' },
    remedy: { zh: '双方和协调机关都会看到', en: 'Both sides and the mediator will read it' },
  },
  outcome_needed: {
    status: 422,
    title: { zh: '请选明结果', en: 'Choose the outcome' },
    remedy: { zh: '结果定下来才能执行', en: 'Only a stated outcome can be carried out' },
  },
  outcome_not_here: {
    status: 422,
    title: { zh: '这类争议不能以这种结果了结', en: 'A dispute of this kind cannot end like that' },
    remedy: {
      zh: '对不予共享的目录，只能认定其类别是否有法律依据，不能直接开放',
      en: 'Of a withheld entry only the class can be judged; it cannot be opened',
    },
  },
  terms_not_here: {
    status: 422,
    title: { zh: '只有“开放”才能写明范围和期限', en: 'Only “open” takes terms' },
    remedy: { zh: '请去掉范围和期限', en: 'Leave the terms out' },
  },
  date_needed: {
    status: 422,
    title: { zh: '请填写日期', en: 'Give the date' },
    remedy: { zh: '填写会议或文件的日期', en: 'That of the meeting or of the document' },
  },
  date_ahead: {
    status: 422,
    title: { zh: '日期 {date} 还没有到', en: 'The date {date} lies ahead' },
    remedy: { zh: '请填写今天或以前的日期', en: 'Give today’s date or an earlier one' },
  },
  participants_needed: {
    status: 422,
    title: { zh: '请写明参加会议的人', en: 'Name who took part' },
    remedy: { zh: '写部门和岗位即可', en: 'Departments and posts suffice' },
  },
  document_needed: {
    status: 422,
    title: {
      zh: '须填写{body}的文件字号',
      en: 'The number of the document of {body} is needed',
    },
    remedy: { zh: '如“平政办〔2026〕12号”', en: 'Such as 平政办〔2026〕12号' },
  },
  too_early: {
    status: 409,
    title: {
      zh: '提供部门还没有答复，{date} 后才可以申请主管部门协调',
      en: 'The provider has not answered; the authority can be asked after {date}',
    },
    remedy: { zh: '请先与提供部门协商', en: 'Negotiate with the provider first' },
  },
  no_proposal: {
    status: 409,
    title: { zh: '现在没有待答复的和解方案', en: 'There is no settlement to answer' },
    remedy: { zh: '请刷新页面，或由本部门提出方案', en: 'Reload the page, or propose one' },
  },
  own_proposal: {
    status: 409,
    title: { zh: '这是本部门提出的方案', en: 'It is your own side’s proposal' },
    remedy: { zh: '等对方答复，或另提方案', en: 'Wait for the other side, or propose another' },
  },
  answered_already: {
    status: 409,
    title: { zh: '本部门已这样答复', en: 'Your side has said so already' },
    remedy: { zh: '不需要再办理', en: 'Nothing more is needed' },
  },
  opinion_pending: {
    status: 409,
    title: {
      zh: '双方还可以接受协调意见，{date} 后仍未答复的才可以上报',
      en: 'Both sides may still accept the opinion; without an answer it can be reported after {date}',
    },
    remedy: { zh: '有一方不接受的，可以随时上报', en: 'Once a side rejects it, it can be reported' },
  },
  no_decision: {
    status: 409,
    title: { zh: '还没有登记政府的决定', en: 'No decision has been entered yet' },
    remedy: { zh: '请等对方登记', en: 'Wait until it is entered' },
  },
  withdraw_application: {
    status: 409,
    title: {
      zh: '对类别的争议随申请提出，不能单独撤回',
      en: 'A dispute over the class came with its application and is not withdrawn alone',
    },
    remedy: { zh: '不再需要的，请撤回申请', en: 'Withdraw the application if it is no longer needed' },
  },
  no_authority: {
    status: 409,
    title: {
      zh: '平台上没有可以受理争议的主管部门',
      en: 'No authority on this platform could take the dispute',
    },
    remedy: {
      zh: '请平台运维员先登记本地区的主管部门',
      en: 'The operator registers the region’s authority first',
    },
  },
});
