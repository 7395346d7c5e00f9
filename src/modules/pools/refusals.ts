import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('pools', {
  not_ready: {
    status: 503,
    title: { zh: '部门资源池还不能用：{problem}', en: 'The pool cannot be used yet: {problemEn}' },
    remedy: {
      zh: '请平台运维员检查 SHUQIAO_POOL_URL 所指的数据库',
      en: 'The operator checks the database that SHUQIAO_POOL_URL names',
    },
  },
  nothing_to_start: {
    status: 409,
    title: {
      zh: '这个部门没有待发起归集的目录',
      en: 'The department has nothing that waits to be collected',
    },
    remedy: {
      zh: '请先由部门为已发布的目录挂载库表',
      en: 'The department mounts tables to its published entries first',
    },
  },
  wrong_state: {
    status: 409,
    title: {
      zh: '目录“{entry}”的归集已是另一状态',
      en: 'The collection of “{entry}” stands otherwise by now',
    },
    remedy: { zh: '请刷新页面后再办', en: 'Reload the page and look again' },
  },
  not_collectable: {
    status: 409,
    title: {
      zh: '目录“{entry}”不需要归集：未发布、不予共享，或没有挂载库表',
      en: '“{entry}” is not to be collected: it is not published, is withheld, or has no table',
    },
    remedy: {
      zh: '目录发布并挂载库表后再归集；文件在提供时即已归集',
      en: 'Collect once it is published and a table is mounted; files are held here once they are given out',
    },
  },
  ground_too_low: {
    status: 422,
    title: {
      zh: '“{title}”不是法律、法规或规章，不能作为拒绝归集的依据',
      en: '“{title}” is no law, regulation or rule, so it does not let a department refuse',
    },
    remedy: {
      zh: '请写明另有规定的法律、法规或规章及条款；没有的，请确认归集',
      en: 'Name the law, regulation or rule that says otherwise; where there is none, confirm',
    },
  },
  ground_other_rank: {
    status: 422,
    title: {
      zh: '法规库中“{title}”的效力不是所选的那一级',
      en: 'In the library of law “{title}” does not have the rank that was chosen',
    },
    remedy: { zh: '请按法规库更正效力级别', en: 'Choose the rank that the library has' },
  },
  ground_repealed: {
    status: 422,
    title: { zh: '“{title}”自 {since} 起不再有效', en: '“{title}” binds no more since {since}' },
    remedy: { zh: '请引用现行有效的规定', en: 'Name a text that is in force' },
  },
  unknown_key: {
    status: 422,
    title: { zh: '目录没有挂载数据项“{item}”', en: 'The entry has no mounted item “{item}”' },
    remedy: { zh: '请从目录的数据项中选择', en: 'Choose among the entry’s items' },
  },
  other_key: {
    status: 409,
    title: {
      zh: '“{entry}”已按“{key}”区分各行归集过，不能换成别的数据项',
      en: 'The rows of “{entry}” were told apart by {keyEn} when they were collected; that cannot change',
    },
    remedy: { zh: '请按原来的数据项确认', en: 'Confirm without naming other items' },
  },
  not_collected: {
    status: 409,
    title: { zh: '目录“{entry}”还没有归集过', en: 'Nothing of “{entry}” was collected yet' },
    remedy: { zh: '请在首次归集送达后再查', en: 'Look once the first run was delivered' },
  },
  not_an_identifier: {
    status: 422,
    title: { zh: '不能按“{item}”查找', en: 'Rows cannot be looked up by “{item}”' },
    remedy: { zh: '请用这些数据项之一：{items}', en: 'Use one of these items: {items}' },
  },
  bad_value: {
    status: 422,
    title: { zh: '所填的值不合“{item}”的类型', en: 'The value does not fit the type of “{item}”' },
    remedy: {
      zh: '请按数据项的类型填写，如日期写作 2026-01-31',
      en: 'Write it as the item’s type has it, a date as 2026-01-31',
    },
  },
  too_large: {
    status: 504,
    title: {
      zh: '按“{item}”查找用时过长，已停止',
      en: 'Looking up by “{item}” took too long and was stopped',
    },
    remedy: { zh: '请换用标识数据项查找', en: 'Look up by an identifier' },
  },
});
