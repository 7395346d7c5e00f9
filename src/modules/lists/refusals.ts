import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('lists', {
  wrong_state: {
    status: 409,
    title: { zh: '现在的状态不能这样办理', en: 'This cannot be done in its present state' },
    remedy: { zh: '请刷新页面，看看现在轮到谁', en: 'Reload the page and see whose turn it is' },
  },
  note_needed: {
    status: 422,
    title: { zh: '请写明理由', en: 'Write the reason' },
    remedy: { zh: '对方会看到这段话', en: 'The other side will read it' },
  },
  secret_marks: {
    status: 422,
    title: {
      zh: '{place}写有“{mark}”，看来涉密，不能登记',
      en: '{placeEn} says “{mark}”: it looks secret and cannot be entered',
    },
    remedy: {
      zh: '国家秘密、工作秘密不在本平台共享，内容没有保存；如属误写，请改正',
      en: 'State and work secrets are not shared here and nothing was saved; if it is a slip, correct it',
    },
  },
  date_past: {
    status: 422,
    title: { zh: '日期 {date} 已经过去', en: 'The date {date} has passed' },
    remedy: { zh: '请另选日期', en: 'Choose another date' },
  },
  department_unknown: {
    status: 422,
    title: { zh: '没有这个部门，或已撤销', en: 'There is no such department, or it was dissolved' },
    remedy: { zh: '请从在用的部门中选择', en: 'Choose among the departments in use' },
  },
  provider_is_proposer: {
    status: 422,
    title: {
      zh: '“{department}”就是提出需求的部门',
      en: '“{department}” is the department that needs it',
    },
    remedy: { zh: '请选择持有这项数据的部门', en: 'Choose the department that holds the data' },
  },
  seconded_already: {
    status: 409,
    title: { zh: '本部门已附议', en: 'Your department has seconded it already' },
    remedy: { zh: '不需要再办理', en: 'Nothing more is needed' },
  },
  not_seconded: {
    status: 409,
    title: { zh: '本部门没有附议', en: 'Your department has not seconded it' },
    remedy: { zh: '请刷新页面', en: 'Reload the page' },
  },
  others_need_it: {
    status: 409,
    title: {
      zh: '还有 {seconds} 个部门附议这项需求，不能撤回',
      en: '{seconds} other departments need it too: it cannot be withdrawn',
    },
    remedy: {
      zh: '本部门不再需要的，请“转给附议部门”',
      en: 'If you no longer need it, hand it over to them',
    },
  },
  nobody_seconded: {
    status: 409,
    title: { zh: '没有部门附议，无法转交', en: 'No department has seconded it: there is nobody to take it' },
    remedy: { zh: '不再需要的，请撤回', en: 'If you no longer need it, withdraw it' },
  },
  entry_not_published: {
    status: 422,
    title: { zh: '这条目录没有发布，不能匹配', en: 'That entry is not published and cannot be matched' },
    remedy: { zh: '请选择已发布的目录', en: 'Choose a published entry' },
  },
  entry_of_others: {
    status: 422,
    title: {
      zh: '提供部门只能匹配本部门的目录',
      en: 'A provider matches entries of its own',
    },
    remedy: {
      zh: '别的部门已有的，请写明后退回主管部门',
      en: 'If another department has it, say so and return the need to the authority',
    },
  },
  not_matched: {
    status: 409,
    title: {
      zh: '需求“{title}”还没有匹配目录',
      en: 'The need “{title}” is not matched to an entry',
    },
    remedy: {
      zh: '请先匹配目录，或不关联需求直接申请',
      en: 'Match an entry first, or apply without naming the need',
    },
  },
  merge_impossible: {
    status: 422,
    title: {
      zh: '需求 {into} 已办结或不在您主管的地区，不能并入',
      en: 'Need {into} is closed or outside your regions: nothing can be merged into it',
    },
    remedy: { zh: '请选择另一项未办结的需求', en: 'Choose another need that is open' },
  },
  no_supplier: {
    status: 422,
    title: {
      zh: '还没有提供部门，也没有匹配的目录，不能纳入清单',
      en: 'It has neither a provider nor an entry: it cannot be put on the list',
    },
    remedy: { zh: '请先指派部门或匹配目录', en: 'Assign a department or match an entry first' },
  },
  listed_already: {
    status: 409,
    title: { zh: '已经纳入清单', en: 'It is on the list already' },
    remedy: { zh: '不需要再办理', en: 'Nothing more is needed' },
  },
  row_unknown: {
    status: 404,
    title: { zh: '清单里没有这一行', en: 'The list has no such row' },
    remedy: { zh: '请刷新页面', en: 'Reload the page' },
  },
  own_row_taken: {
    status: 409,
    title: { zh: '责任清单里已有“{title}”', en: '“{title}” is on the list already' },
    remedy: { zh: '请换一个名称，或先删去那一行', en: 'Choose another name, or remove that row first' },
  },
  only_responsibility: {
    status: 422,
    title: {
      zh: '只有责任清单可以自己加行',
      en: 'Rows of your own are for the list of responsibilities',
    },
    remedy: {
      zh: '需求请在“供需对接”登记，不予共享的请编制目录',
      en: 'Register needs under supply and demand, and compile entries for what is withheld',
    },
  },
  version_unknown: {
    status: 404,
    title: { zh: '这份清单没有第 {number} 版', en: 'This list has no version {number}' },
    remedy: { zh: '请从版本列表中选择', en: 'Choose from its versions' },
  },
});
