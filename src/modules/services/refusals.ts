import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('services', {
  changed_meanwhile: {
    status: 409,
    title: { zh: '挂载刚刚被别人改过', en: 'The mount has been changed meanwhile' },
    remedy: { zh: '请刷新页面，重新核对', en: 'Reload the page and look again' },
  },
  not_mounted: {
    status: 409,
    title: { zh: '“{entry}”还没有挂载库表', en: '“{entry}” has no mounted table' },
    remedy: { zh: '请先挂载资源', en: 'Mount its resource first' },
  },
  unknown_item: {
    status: 422,
    title: { zh: '目录没有数据项“{item}”', en: 'The entry has no item “{item}”' },
    remedy: { zh: '请从目录的数据项中选择', en: 'Choose among the items of the entry' },
  },
  identifiers_suffice: {
    status: 422,
    title: {
      zh: '“{item}”可能识别到人，不能列为可筛选项',
      en: '“{item}” may point to a person and cannot be searched by',
    },
    remedy: {
      zh: '标识项本来就可以等值查询；敏感等级 3 以上的其他项请不要开放筛选',
      en: 'Identifiers can be asked by already; leave other items of sensitivity 3 and above out',
    },
  },
  sunset_needed: {
    status: 422,
    title: {
      zh: '这次变更不兼容（{why}），须写明旧版停止的日期',
      en: 'This change is incompatible ({whyEn}): say until when the old version answers',
    },
    remedy: {
      zh: '请选择 {earliest} 或以后的日期',
      en: 'Choose {earliest} or a later day',
    },
  },
  sunset_too_soon: {
    status: 422,
    title: {
      zh: '旧版停止的日期太早：最早 {earliest}',
      en: 'The old version may not end before {earliest}',
    },
    remedy: {
      zh: '使用部门需要 {days} 天修改程序',
      en: 'Consumers need {days} days to change their clients',
    },
  },
  contracts_failed: {
    status: 409,
    title: {
      zh: '{failed} 个使用部门的契约测试没有通过：{who}',
      en: 'Contract tests of {failed} holders fail: {who}',
    },
    remedy: {
      zh: '请修改变更内容；确需变更的，写明理由，平台会通知这些部门',
      en: 'Change what fails; or state a reason, of which these departments are told',
    },
  },
  versions_same: {
    status: 409,
    title: { zh: '授权已在最新版', en: 'The grant is at the newest version already' },
    remedy: { zh: '请刷新页面', en: 'Reload the page' },
  },
  items_lost: {
    status: 409,
    title: {
      zh: '新版没有 {items}，授权的数据范围要用到它',
      en: 'The new version lacks {items}, by which the grant’s rows are chosen',
    },
    remedy: { zh: '请提交变更申请', en: 'Apply for a change of the grant' },
  },
  not_in_sandbox: {
    status: 409,
    title: { zh: '授权没有处在沙箱中', en: 'The grant is not in its sandbox' },
    remedy: { zh: '请刷新页面', en: 'Reload the page' },
  },
  not_granted_yet: {
    status: 409,
    title: { zh: '还没有授权，不能切换到正式环境', en: 'There is no grant yet to turn to live data' },
    remedy: { zh: '请等待提供部门答复', en: 'Wait for the provider’s answer' },
  },
  not_in_force: {
    status: 409,
    title: {
      zh: '授权已中止或结束，契约测试不能运行',
      en: 'The grant is suspended or has ended: its contract tests are not run',
    },
    remedy: { zh: '请在授权恢复后再运行', en: 'Run them when the grant is in force again' },
  },
  no_calls: {
    status: 409,
    title: {
      zh: '这个授权不是接口，不能设契约测试',
      en: 'This grant is no interface and takes no contract tests',
    },
    remedy: { zh: '契约测试只用于查询和核验', en: 'They are for queries and verifications' },
  },
  example_needed: {
    status: 422,
    title: {
      zh: '范围、代码表和示例检查要用到示例调用',
      en: 'Checks of ranges, codes and of the example need an example call',
    },
    remedy: { zh: '请填写示例调用的标识项', en: 'Give the example call its identifier' },
  },
  values_not_shown: {
    status: 422,
    title: {
      zh: '核验不返回值，不能检查“{item}”的值',
      en: 'A verification shows no values: “{item}” cannot be looked at',
    },
    remedy: { zh: '请改用示例调用的核验结论', en: 'Check what the example call is answered with' },
  },
  not_an_identifier: {
    status: 422,
    title: {
      zh: '示例调用要按标识项查询（{items}）',
      en: 'The example call selects by an identifier ({items})',
    },
    remedy: { zh: '请填写其中一项', en: 'Give one of them' },
  },
  too_often: {
    status: 429,
    title: { zh: '今天已经运行 {times} 次', en: 'It was run {times} times today' },
    remedy: { zh: '请明天再试', en: 'Try again tomorrow' },
  },
});
