import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('links', {
  wrong_state: {
    status: 409,
    title: {
      zh: '这条直连现在不能这样办理',
      en: 'The link cannot be dealt with like this in its present state',
    },
    remedy: { zh: '请刷新页面，看看现在轮到谁', en: 'Reload the page and see whose turn it is' },
  },
  note_needed: {
    status: 422,
    title: { zh: '请写明理由', en: 'Write the reason' },
    remedy: { zh: '对方和主管部门会看到这段话', en: 'The other side and the authority will read it' },
  },
  other_needed: {
    status: 422,
    title: {
      zh: '请选择对方部门，或写明对方单位，二者填一项',
      en: 'Choose the other department or name it: one of the two',
    },
    remedy: {
      zh: '对方在本平台的，请从列表中选择；不在的，写明单位全称',
      en: 'Choose it from the list if it is on this platform, else write its full name',
    },
  },
  other_is_own: {
    status: 422,
    title: { zh: '对方就是本部门', en: 'The other side is your own department' },
    remedy: { zh: '部门内部的连接不必登记', en: 'Connections within a department need no registration' },
  },
  department_unknown: {
    status: 422,
    title: { zh: '没有这个部门，或已撤销', en: 'There is no such department, or it was dissolved' },
    remedy: { zh: '请从在用的部门中选择', en: 'Choose among the departments in use' },
  },
  entry_not_fitting: {
    status: 422,
    title: {
      zh: '这条目录没有发布，或不是提供方的目录',
      en: 'That entry is not published, or not one of the side that gives',
    },
    remedy: {
      zh: '请选择提供方已发布的目录，没有就不选',
      en: 'Choose a published entry of the giving side, or none',
    },
  },
  date_past: {
    status: 422,
    title: { zh: '日期 {date} 已经过去', en: 'The date {date} has passed' },
    remedy: { zh: '请另选日期', en: 'Choose another date' },
  },
  date_future: {
    status: 422,
    title: { zh: '启用日期 {date} 还没有到', en: 'The date {date} since which it runs has not come' },
    remedy: {
      zh: '不得新建点对点的直连，只登记已有的；新的需要请申请共享',
      en: 'No new direct links: only existing ones are registered; apply for what is needed anew',
    },
  },
  date_needed: {
    status: 422,
    title: { zh: '请写明迁移期限', en: 'Set the date by which it is moved over' },
    remedy: { zh: '登记部门没有提出日期，请选择一个', en: 'The department proposed none: choose one' },
  },
  grant_not_between: {
    status: 422,
    title: {
      zh: '授权 {grant} 不是这两个部门之间使用中的授权',
      en: 'Grant {grant} is not one in use between these two sides',
    },
    remedy: {
      zh: '请先由使用方申请共享，授权生效后再登记迁移',
      en: 'The side that takes applies first; once the grant is in force, name it here',
    },
  },
  told_already: {
    status: 409,
    title: {
      zh: '已经登记停用，等对方确认',
      en: 'It was reported as switched off and waits for the other side',
    },
    remedy: { zh: '不需要再办理', en: 'Nothing more is needed' },
  },
  not_told: {
    status: 409,
    title: { zh: '还没有一方登记停用', en: 'Neither side has reported it as switched off' },
    remedy: { zh: '请先停用直连，再登记', en: 'Switch the link off first, then report it' },
  },
  secret_marks: {
    status: 422,
    title: {
      zh: '{place}写有“{mark}”，看来涉密，不能登记',
      en: '{placeEn} says “{mark}”: it looks secret and cannot be entered',
    },
    remedy: {
      zh: '涉密的连接不在本平台登记，内容没有保存；如属误写，请改正',
      en: 'Secret connections are not registered here and nothing was saved; if it is a slip, correct it',
    },
  },
});
