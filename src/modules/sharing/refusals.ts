import { defineRefusals } from '#kernel/errors.ts';
import { answerRefusals } from './answerRefusals.ts';

/** What asking for something may meet. */
const askingRefusals = defineRefusals('sharing', {
  wrong_state: {
    status: 409,
    title: {
      zh: '现在的状态（{state}）不能这样办理',
      en: 'This cannot be done in the present state ({state})',
    },
    remedy: { zh: '请刷新页面，看看现在轮到谁', en: 'Reload the page and see whose turn it is' },
  },
  withheld: {
    status: 422,
    title: { zh: '“{entry}”属于不予共享，不能申请', en: '“{entry}” is withheld and cannot be applied for' },
    remedy: {
      zh: '请查看目录列明的依据；对分类有异议的，与提供部门协商',
      en: 'See the basis in the entry; if you dispute its class, talk to the provider',
    },
  },
  not_published: {
    status: 409,
    title: { zh: '目录现在没有发布，不能申请', en: 'The entry is not published now' },
    remedy: { zh: '请等目录发布后再申请', en: 'Apply once it is published' },
  },
  entry_suspended: {
    status: 409,
    title: { zh: '目录已暂停受理申请：{reason}', en: 'The entry takes no applications at present: {reason}' },
    remedy: {
      zh: '请等目录恢复后再申请，或与提供部门联系',
      en: 'Apply once it is resumed, or ask the provider',
    },
  },
  provider_gone: {
    status: 409,
    title: {
      zh: '提供部门“{department}”已撤销，还没有部门接手这条目录',
      en: 'The provider “{department}” was dissolved and nobody has taken over this entry',
    },
    remedy: {
      zh: '请与主管部门联系，目录移交后即可申请',
      en: 'Ask the authority; you can apply once the entry is handed over',
    },
  },
  served_by_source: {
    status: 409,
    title: {
      zh: '数据项“{item}”由数源部门{department}统一提供，在目录“{entry}”中（{sourceItem}）',
      en: '“{item}” is served by its source, {department}, in “{entry}” ({sourceItem})',
    },
    remedy: {
      zh: '请到数源部门的目录申请，或去掉这个数据项',
      en: 'Apply for it there, or leave the item out',
    },
  },
  item_withheld: {
    status: 422,
    title: {
      zh: '数据项“{item}”不予共享，不能申请',
      en: 'The item “{item}” is withheld and cannot be applied for',
    },
    remedy: {
      zh: '请去掉这个数据项；理由列在目录中',
      en: 'Leave it out; the entry says why it is withheld',
    },
  },
  own_entry: {
    status: 422,
    title: { zh: '这是本部门自己的目录', en: 'This entry is your own department’s' },
    remedy: { zh: '本部门的数据不需要申请', en: 'Your own data needs no application' },
  },
  unknown_item: {
    status: 422,
    title: { zh: '目录里没有数据项“{item}”', en: 'The entry has no item “{item}”' },
    remedy: { zh: '请从目录的数据项中选择', en: 'Choose from the items of the entry' },
  },
  wrong_condition: {
    status: 422,
    title: {
      zh: '数据范围“{item}”填写有误：{problem}',
      en: 'The condition on “{item}” is wrong: {problemEn}',
    },
    remedy: {
      zh: '“等于”填一个值，“介于”填起止两个值，并与数据项的类型一致',
      en: 'Give one value for “is”, two for “between”, each of the item’s type',
    },
  },
  mode_not_offered: {
    status: 422,
    title: { zh: '目录没有列明这种共享方式', en: 'The entry does not offer this way of sharing' },
    remedy: { zh: '请选择目录列明的共享方式', en: 'Choose a way that the entry lists' },
  },
  identifier_missing: {
    status: 422,
    title: {
      zh: '查询和核验须包含标识项：{items}',
      en: 'Query and verification need an identifier: {items}',
    },
    remedy: { zh: '请勾选至少一个标识项', en: 'Tick at least one identifier' },
  },
  term_past: {
    status: 422,
    title: { zh: '使用期限 {until} 不在今天之后', en: 'The last day of use {until} is not after today' },
    remedy: { zh: '请填写今天以后的日期', en: 'Give a date after today' },
  },
  term_too_long: {
    status: 422,
    title: { zh: '使用期限最长 3 年', en: 'The term of use is three years at most' },
    remedy: { zh: '请缩短期限，到期前可以续期', en: 'Shorten it; it can be renewed before it ends' },
  },
  scenario_unknown: {
    status: 422,
    title: { zh: '“{scenario}”不是本地规定的应用场景', en: '“{scenario}” is no scenario of this place' },
    remedy: { zh: '请从列出的场景中选择：{allowed}', en: 'Choose one of: {allowed}' },
  },
  not_your_system: {
    status: 422,
    title: { zh: '这不是本部门登记的系统', en: 'This system is not registered to your department' },
    remedy: { zh: '请先登记本部门的业务系统', en: 'Register your department’s system first' },
  },
  not_to_oneself: {
    status: 422,
    title: { zh: '申请方和提供方不能是同一部门', en: 'Consumer and provider cannot be one department' },
    remedy: { zh: '本部门的数据不需要申请', en: 'Your own data needs no application' },
  },
  cart_full: {
    status: 409,
    title: { zh: '申请单已有 {most} 条目录', en: 'The list to apply for holds {most} entries already' },
    remedy: { zh: '请先申请，或移出几条', en: 'Apply for them, or take some out' },
  },
  entry_twice: {
    status: 422,
    title: { zh: '同一张申请单里，一条目录只能出现一次', en: 'An entry stands in a form once' },
    remedy: { zh: '请合并为一条，或分开申请', en: 'Put both into one line, or apply separately' },
  },
  another_entry: {
    status: 422,
    title: { zh: '修改申请时不能换目录', en: 'A draft keeps its entry' },
    remedy: { zh: '请撤回后重新申请', en: 'Withdraw it and apply anew' },
  },
  nothing_withheld: {
    status: 422,
    title: {
      zh: '这条目录没有列为不予共享，不需要申请协调',
      en: 'The entry is not withheld: there is no class to dispute',
    },
    remedy: { zh: '请直接申请', en: 'Apply for it' },
  },
  wrong_hours: {
    status: 422,
    title: { zh: '使用时段的起点要早于终点', en: 'The hours must begin before they end' },
    remedy: { zh: '跨零点的，请填全天或分两次申请', en: 'For use over midnight, ask for the whole day' },
  },
  green_not_known: {
    status: 422,
    title: { zh: '本地规定没有绿色通道', en: 'The rules of this place know no green channel' },
    remedy: { zh: '请按常规申请', en: 'Apply in the ordinary way' },
  },
  event_needed: {
    status: 422,
    title: { zh: '绿色通道须写明突发事件', en: 'The green channel needs its emergency' },
    remedy: { zh: '请写明事件和应急响应的依据', en: 'Name the event and the response it belongs to' },
  },
  green_too_long: {
    status: 422,
    title: {
      zh: '绿色通道最长 {days} 天，最迟到 {longest}',
      en: 'The green channel lasts {days} days at most, to {longest}',
    },
    remedy: {
      zh: '请缩短期限；仍需使用的，另按常规申请',
      en: 'Shorten it; for longer use apply in the ordinary way',
    },
  },
  grant_not_changeable: {
    status: 409,
    title: {
      zh: '授权现在的状态（{state}）不能变更',
      en: 'The grant cannot be changed in its state ({state})',
    },
    remedy: {
      zh: '已结束的授权请重新申请；暂停的先整改',
      en: 'Apply anew after its end; a suspended one is mended first',
    },
  },
  mode_stays: {
    status: 422,
    title: { zh: '变更不能改共享方式', en: 'A change keeps the way of sharing' },
    remedy: { zh: '另一种方式请另行申请', en: 'Apply for the other way separately' },
  },
  mask_weaker: {
    status: 422,
    title: {
      zh: '“{item}”的脱敏不能弱于目录发布的脱敏',
      en: 'The mask of “{item}” cannot show more than the entry does',
    },
    remedy: { zh: '请选用目录的脱敏或更严的脱敏', en: 'Take the entry’s mask or a stricter one' },
  },
  mask_unfit: {
    status: 422,
    title: { zh: '脱敏方式不合适：{problem}', en: 'The mask does not fit: {problemEn}' },
    remedy: { zh: '请换一种脱敏方式，或补填它的参数', en: 'Choose another mask, or say what this one needs' },
  },
  change_pending: {
    status: 409,
    title: { zh: '这个授权已有一件变更在办理', en: 'A change of this grant is under way already' },
    remedy: { zh: '请等它办结，或先撤回', en: 'Wait until it is answered, or withdraw it' },
  },
  no_remarks: {
    status: 409,
    title: { zh: '申请还没有送出，或已办结，不能留言', en: 'Remarks are for applications under way' },
    remedy: { zh: '请在办理中留言', en: 'Write while it is being handled' },
  },
  file_takes_all: {
    status: 422,
    title: { zh: '文件按原样整份给出，还需选：{items}', en: 'A file goes out whole; also choose: {items}' },
    remedy: {
      zh: '请选全部数据项；只需要其中一部分的，改选接口查询或批量交换',
      en: 'Choose all items; for a part of them, ask for a query or an exchange',
    },
  },
  file_without_masks: {
    status: 422,
    title: {
      zh: '文件按原样整份给出，平台不能脱敏',
      en: 'A file goes out whole: the platform cannot mask it',
    },
    remedy: {
      zh: '请去掉脱敏，在制作文件时处理；或改为接口查询、核验',
      en: 'Leave the masks out and mask the file while making it; or answer with a query or a verification',
    },
  },
  file_without_rows: {
    status: 422,
    title: {
      zh: '文件按原样整份给出，不能限定数据范围',
      en: 'A file goes out whole: its rows cannot be limited',
    },
    remedy: {
      zh: '请去掉数据范围；需要限定的，改选接口查询或批量交换',
      en: 'Leave the condition out; to limit rows, ask for a query or an exchange',
    },
  },
});

export const refuse = { ...askingRefusals, ...answerRefusals };
