import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('inventory', {
  system_taken: {
    status: 409,
    title: { zh: '本部门已有同名系统', en: 'Your department has a system of this name' },
    remedy: {
      zh: '请换一个名称，或修改已有的系统',
      en: 'Choose another name, or change the system there is',
    },
  },
  asset_taken: {
    status: 409,
    title: { zh: '这个系统里已有“{place}”', en: 'The system has “{place}” already' },
    remedy: { zh: '请修改已有的那一行', en: 'Change the row that there is' },
  },
  source_elsewhere: {
    status: 409,
    title: {
      zh: '这个数据源已登记为系统“{system}”的数据库',
      en: 'This source is already the database of the system “{system}”',
    },
    remedy: { zh: '请在那个系统里重新读取', en: 'Read it again for that system' },
  },
  other_source: {
    status: 409,
    title: {
      zh: '系统“{system}”的表来自另一个数据源',
      en: 'The tables of the system “{system}” come from another source',
    },
    remedy: { zh: '请换一个系统名称', en: 'Choose another name for the system' },
  },
  entry_of_others: {
    status: 422,
    title: { zh: '没有这条目录，或不属于本部门，或已撤销', en: 'Your department has no such entry in use' },
    remedy: { zh: '请选择本部门的目录', en: 'Choose an entry of your department' },
  },
  reason_needed: {
    status: 422,
    title: { zh: '不编目须写明理由', en: 'Leaving it out needs a reason' },
    remedy: {
      zh: '如“系统日志，不含业务数据”；主管部门会看到',
      en: 'Such as “system log, no data of the field”; the authority will read it',
    },
  },
  secret_marks: {
    status: 422,
    title: {
      zh: '{place}写有“{mark}”，看来涉密，不能登记',
      en: '{placeEn} says “{mark}”: it looks secret and cannot be entered',
    },
    remedy: {
      zh: '国家秘密、工作秘密不在本平台登记，内容没有保存；如属误写，请改正',
      en: 'State and work secrets are not entered here and nothing was saved; if it is a slip, correct it',
    },
  },
});
