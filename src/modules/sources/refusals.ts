import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('sources', {
  shared_already: {
    status: 409,
    title: {
      zh: '数据项“{item}”已由{department}在“{entry}”中共享（{otherItem}）',
      en: '“{item}” is shared already by {department}, in “{entry}” ({otherItem})',
    },
    remedy: {
      zh: '请申请使用已共享的数据；确需另行采集的，在这个数据项上写明理由后再送签',
      en: 'Apply for what is shared; if you must collect it again, write why at the item and send it on',
    },
  },
  not_published: {
    status: 422,
    title: {
      zh: '“{entry}”没有发布数据项“{item}”',
      en: 'The published entry “{entry}” has no item “{item}”',
    },
    remedy: { zh: '请从已发布的目录中选择', en: 'Choose among published entries' },
  },
  one_department: {
    status: 422,
    title: { zh: '这些数据项都属于同一个部门', en: 'All these items belong to one department' },
    remedy: {
      zh: '数源部门在几个部门重复采集时才需要确定',
      en: 'A source is named where several departments collect the same',
    },
  },
  decided_already: {
    status: 409,
    title: {
      zh: '“{item}”已经确定过数源部门（{department}）',
      en: 'The source of “{item}” was named already: {department}',
    },
    remedy: { zh: '请先结束原来的决定', en: 'End the earlier decision first' },
  },
  outside_region: {
    status: 403,
    title: {
      zh: '“{entry}”不在您审核的地区',
      en: '“{entry}” lies outside the regions that you review',
    },
    remedy: {
      zh: '请由两地共同的上级主管部门确定',
      en: 'The authority above both regions decides it',
    },
  },
  date_past: {
    status: 422,
    title: { zh: '完成期限 {date} 已经过去', en: 'The date {date} has passed' },
    remedy: { zh: '请另选日期', en: 'Choose another date' },
  },
  already_ended: {
    status: 409,
    title: { zh: '这项决定已经结束', en: 'This decision has ended' },
    remedy: { zh: '请刷新页面', en: 'Reload the page' },
  },
  already_helped: {
    status: 409,
    title: { zh: '这项配合任务已经办结', en: 'This help was given already' },
    remedy: { zh: '请刷新页面', en: 'Reload the page' },
  },
  joint_alone: {
    status: 422,
    title: {
      zh: '联合采集至少要有两个部门，牵头部门也要有分工',
      en: 'Joint collection takes two departments, and the lead has its part',
    },
    remedy: { zh: '请写明每个部门的分工', en: 'Write the part of each department' },
  },
  joint_unknown_department: {
    status: 422,
    title: { zh: '没有这个部门，或部门已撤销', en: 'There is no such department, or it was dissolved' },
    remedy: { zh: '请从部门列表中选择', en: 'Choose one from the list' },
  },
});
