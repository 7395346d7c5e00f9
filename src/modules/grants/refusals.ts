import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('grants', {
  wrong_state: {
    status: 409,
    title: {
      zh: '现在的状态（{state}）不能这样办理',
      en: 'This cannot be done in the present state ({state})',
    },
    remedy: { zh: '请刷新页面，看看现在轮到谁', en: 'Reload the page and see whose turn it is' },
  },
  not_published: {
    status: 409,
    title: { zh: '“{entry}”现在没有发布，不能授权', en: '“{entry}” is not published now' },
    remedy: { zh: '请等目录发布后再办理', en: 'Try again once it is published' },
  },
  acted_for_another: {
    status: 403,
    title: {
      zh: '您已代表另一部门办理过这件事，不能再代表本部门办理',
      en: 'You have acted in this matter for another department',
    },
    remedy: { zh: '请由本部门其他人员办理', en: 'Somebody else of this department handles it' },
  },
  withheld_now: {
    status: 409,
    title: { zh: '“{what}”现在不予共享', en: '“{what}” is withheld now' },
    remedy: {
      zh: '对分类有异议的，可以就目录提出申请，由主管部门协调',
      en: 'Whoever contests the class applies for the entry: the authority mediates',
    },
  },
  unknown_item: {
    status: 422,
    title: { zh: '目录里没有数据项“{item}”', en: 'The entry has no item “{item}”' },
    remedy: { zh: '请从目录的数据项中选择', en: 'Choose from the items of the entry' },
  },
  not_mounted: {
    status: 409,
    title: {
      zh: '“{entry}”的资源没有挂载所需的数据项，不能变更授权',
      en: 'The resource of “{entry}” lacks items that the changed grant needs',
    },
    remedy: { zh: '请提供部门先挂载资源', en: 'The provider mounts its resource first' },
  },
  identifier_missing: {
    status: 422,
    title: {
      zh: '查询和核验的授权须包含标识项',
      en: 'A grant of query or verification needs an identifier',
    },
    remedy: { zh: '请勾选至少一个标识项', en: 'Tick at least one identifier' },
  },
  calls_only: {
    status: 422,
    title: {
      zh: '批量交换按运行计，不能限制每天的调用次数',
      en: 'A batch runs; it has no number of calls a day',
    },
    remedy: { zh: '请改为限制使用时段', en: 'Limit its hours instead' },
  },
  granted_already: {
    status: 409,
    title: {
      zh: '该系统对这条目录已有同样方式的授权',
      en: 'This system already holds a grant of this kind for this entry',
    },
    remedy: { zh: '请在原授权上申请变更或续期', en: 'Ask for a change or renewal of that grant' },
  },
  reason_needed: {
    status: 422,
    title: { zh: '须写明情况（不少于 {least} 个字）', en: 'Words are needed ({least} characters at least)' },
    remedy: { zh: '请写明后再提交', en: 'Write them and send it again' },
  },
  cause_needed: {
    status: 422,
    title: { zh: '暂停须选明原因', en: 'A suspension needs its cause' },
    remedy: { zh: '请选择：违规使用、故障或其他', en: 'Choose misuse, a fault, or another cause' },
  },
  repair_first: {
    status: 409,
    title: {
      zh: '因违规使用暂停的授权，整改通过后才能恢复',
      en: 'Suspended for misuse: it goes on once the repair is accepted',
    },
    remedy: { zh: '请先责令限期整改', en: 'Order the repair first' },
  },
  no_misuse: {
    status: 409,
    title: { zh: '这次暂停不是因违规使用，不需要整改', en: 'It is not suspended for misuse' },
    remedy: { zh: '原因消除后请恢复授权', en: 'Resume the grant once the cause is gone' },
  },
  repair_date: {
    status: 422,
    title: { zh: '整改期限须在今天以后', en: 'The date of the repair must lie after today' },
    remedy: { zh: '请填写今天以后的日期', en: 'Give a date after today' },
  },
  repair_running: {
    status: 409,
    title: { zh: '整改期限到 {until}，到期前不能终止', en: 'The repair runs until {until}; not before' },
    remedy: { zh: '请等整改报告，或到期后再终止', en: 'Wait for the report, or for the date' },
  },
  purpose_needed: {
    status: 422,
    title: { zh: '放弃授权须选明原因', en: 'Giving up needs its reason' },
    remedy: {
      zh: '请选择：目的已实现、无法实现或不再必要',
      en: 'Choose: purpose reached, out of reach, or no longer necessary',
    },
  },
  change_open: {
    status: 409,
    title: { zh: '已有一件终止或变更正在协商', en: 'An end or change is being consulted on already' },
    remedy: { zh: '请先办结或撤回那一件', en: 'Finish or withdraw that one first' },
  },
  proposal_needed: {
    status: 422,
    title: { zh: '缺少终止或变更的内容', en: 'The proposal is missing' },
    remedy: { zh: '请填写种类、生效日期和协商期限', en: 'Give its kind, its day and the consultation' },
  },
  consult_too_short: {
    status: 422,
    title: {
      zh: '协商期限至少 {days} 个工作日，最早到 {least}',
      en: 'The consultation lasts {days} working days at least, until {least}',
    },
    remedy: { zh: '请填写 {least} 或更晚的日期', en: 'Give {least} or a later date' },
  },
  change_too_soon: {
    status: 422,
    title: { zh: '生效日期最早为 {least}', en: 'It takes effect on {least} at the earliest' },
    remedy: { zh: '请填写 {least} 或更晚的日期', en: 'Give {least} or a later date' },
  },
  nothing_changed: {
    status: 422,
    title: { zh: '变更后的内容与现在相同', en: 'Nothing would change' },
    remedy: { zh: '请写明减少的数据项、缩短的期限或时段', en: 'Say which items, days or hours go' },
  },
  wider_than_granted: {
    status: 422,
    title: {
      zh: '变更只能缩小：{what}超出现有授权',
      en: 'It can only become narrower: {whatEn} goes further',
    },
    remedy: { zh: '扩大须由使用部门申请', en: 'For more, the consumer applies' },
  },
  consult_first: {
    status: 409,
    title: {
      zh: '终止或变更服务须先与使用部门协商：对方还没有答复，协商期限到 {until}',
      en: 'Consultation comes first: no answer yet, and it runs until {until}',
    },
    remedy: { zh: '请等对方答复，或期满后再报备案', en: 'Wait for the answer, or for the date' },
  },
  demand_needed: {
    status: 422,
    title: { zh: '处置要求须写明方式和期限', en: 'A demand needs its way and its days' },
    remedy: { zh: '请选择方式并填写工作日数', en: 'Choose the way and give the working days' },
  },
  report_needed: {
    status: 422,
    title: { zh: '缺少处置证明', en: 'The certificate of disposal is missing' },
    remedy: { zh: '请填写方式、日期和证明内容', en: 'Give the way, the day and the text' },
  },
  report_ahead: {
    status: 422,
    title: { zh: '处置日期不能晚于今天', en: 'The day of disposal cannot lie ahead' },
    remedy: { zh: '请在处置完成后填报', en: 'Report it once it is done' },
  },
  other_way: {
    status: 422,
    title: { zh: '处置方式与提供部门的要求不同', en: 'It is not the way that the provider asks for' },
    remedy: { zh: '请按要求的方式处置后填报', en: 'Dispose of the data as asked, then report' },
  },
  sent_back_before: {
    status: 409,
    title: { zh: '处置证明只能退回一次', en: 'A certificate is sent back once' },
    remedy: { zh: '请确认，或提请主管部门处理', en: 'Confirm it, or turn to the authority' },
  },
  file_as_it_is: {
    status: 422,
    title: {
      zh: '文件按原样整份给出，不能附数据范围或脱敏',
      en: 'A file goes out as it is: with no condition on rows and no mask',
    },
    remedy: {
      zh: '请去掉数据范围和脱敏；需要缩小范围的，改用接口查询或批量交换，或由提供部门另做文件',
      en: 'Leave them out; for less, use a query or an exchange, or have the provider make another file',
    },
  },
  file_whole: {
    status: 422,
    title: {
      zh: '文件含目录的全部数据项，还缺：{items}',
      en: 'A file holds all items of its entry; missing: {items}',
    },
    remedy: {
      zh: '请选全部数据项；只需要其中一部分的，改用接口查询或批量交换',
      en: 'Choose all items; for a part of them, use a query or an exchange',
    },
  },
  not_of_files: {
    status: 409,
    title: { zh: '授权 {grant} 不是文件下载', en: 'Grant {grant} is not for files' },
    remedy: { zh: '请按授权的共享方式使用', en: 'Use it in the way that it gives' },
  },
  outside_hours: {
    status: 409,
    title: { zh: '授权的使用时段是 {from}—{to}', en: 'The grant may be used from {from} to {to}' },
    remedy: { zh: '请在时段内下载', en: 'Download within these hours' },
  },
  case_needed: {
    status: 422,
    title: { zh: '授权要求写明办件编号', en: 'The grant asks for the number of the case' },
    remedy: { zh: '请填写办件编号后下载', en: 'Give the number of the case, then download' },
  },
  not_in_force: {
    status: 409,
    title: { zh: '授权 {grant} 现在不能使用', en: 'Grant {grant} cannot be used now' },
    remedy: { zh: '请查看授权的状态和使用时段', en: 'See its state and its hours' },
  },
});
