import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('duties', {
  wrong_state: {
    status: 409,
    title: { zh: '现在的状态不能这样办理', en: 'This cannot be done in its present state' },
    remedy: { zh: '请刷新页面，看看现在轮到谁', en: 'Reload the page and see whose turn it is' },
  },
  ordered: {
    status: 409,
    title: {
      zh: '争议处理结果要求调整这条目录，不能不作变更',
      en: 'The outcome of a dispute asks for the entry to be changed: it cannot be left as it is',
    },
    remedy: {
      zh: '请修改共享类型后送签',
      en: 'Change its share type and send it on',
    },
  },
  in_future: {
    status: 422,
    title: { zh: '变化日期 {date} 还没有到', en: 'The day of the change, {date}, has not come' },
    remedy: {
      zh: '请在变化发生当日或之后登记；期限从变化之日起算',
      en: 'Enter it on that day or later: the days count from the change',
    },
  },
  none_affected: {
    status: 422,
    title: {
      zh: '没有目录引用“{title}”',
      en: 'No entry rests on “{title}”',
    },
    remedy: {
      zh: '请核对名称；可先预览受影响的目录',
      en: 'Check the name; the preview shows which entries are found',
    },
  },
  department_needed: {
    status: 422,
    title: { zh: '职责变化须写明是哪个部门', en: 'A change of duty needs its department' },
    remedy: { zh: '请选择部门', en: 'Choose the department' },
  },
  department_outside: {
    status: 422,
    title: {
      zh: '没有这个部门，或不在您主管的地区，或已撤销',
      en: 'There is no such department in use in the regions that you look after',
    },
    remedy: { zh: '请从本地区的部门中选择', en: 'Choose among the departments of your region' },
  },
  date_past: {
    status: 422,
    title: { zh: '认领期限 {date} 已经过去', en: 'The date {date} for claiming has passed' },
    remedy: { zh: '请另选日期', en: 'Choose another date' },
  },
  note_needed: {
    status: 422,
    title: { zh: '请写明理由', en: 'Write the reason' },
    remedy: { zh: '对方和主管部门会看到这段话', en: 'The other side and the authority will read it' },
  },
  extended_already: {
    status: 409,
    title: { zh: '已延长过一次，不能再延', en: 'It was extended once and cannot be again' },
    remedy: { zh: '请按延长后的期限更新目录', en: 'Update the entry by the extended date' },
  },
  too_long: {
    status: 422,
    title: { zh: '最多可延长 {most} 个工作日', en: 'At most {most} working days can be added' },
    remedy: { zh: '请减少天数', en: 'Ask for fewer' },
  },
  no_extension_here: {
    status: 422,
    title: { zh: '本地规则没有延长的规定', en: 'The rules of this place know no extension' },
    remedy: { zh: '请在期限内办理', en: 'Do it within the limit' },
  },
  claimed_already: {
    status: 409,
    title: {
      zh: '已向这个部门下发过同名目录',
      en: 'An entry of this title was issued to the department already',
    },
    remedy: { zh: '请换一个名称，或查看已下发的那一条', en: 'Choose another title, or see that one' },
  },
});
