/** A law that changed, one source for an address, and a form that several departments fill together. */
export const LAW = {
  title: '中华人民共和国个人信息保护法',
  /** Four published entries rest on it, of three departments. */
  article: '第二十八条',
  what: '（演示）敏感个人信息的范围有调整，请核对共享条件、数据项的敏感级别和脱敏方式。',
  answers: [
    {
      of: 'pds-medical-insurance',
      entry: '医疗费用结算信息',
      action: 'ask_extension',
      days: 5,
      note: '涉及定点医疗机构两百余家，脱敏规则需与医院逐项核对',
    },
    {
      of: 'pds-civil-affairs',
      entry: '特困人员救助供养信息',
      action: 'leave_unchanged',
      note: '共享条件和脱敏方式已符合新条文，不需要修改',
    },
  ],
} as const;

export const DECISION = {
  name: '现居住地址',
  source: { entry: 'residence-permit', item: '现居住地址' },
  others: [{ entry: 'subsistence-allowance', item: '家庭住址' }],
  note: '以公安机关居住登记为准；民政部门入户核查发现不一致的，随时反馈。',
} as const;

export const JOINT = {
  title: '新生儿出生“一件事”信息采集',
  lead: 'pds-health',
  method: '由助产机构在出院前一次采集一张表，其他部门不再收取同样的材料',
  parts: [
    { of: 'pds-health', work: '采集出生医学证明所需信息并汇总分发' },
    { of: 'pds-public-security', work: '办理出生登记，回传公民身份号码' },
    { of: 'pds-medical-insurance', work: '办理新生儿参保登记' },
  ],
} as const;
