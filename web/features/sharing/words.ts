import type { ApplicationAction, RefusalCategory, RowCondition } from './types.ts';

export type Translate = (zh: string, en: string) => string;

export function modeWord(mode: string, t: Translate): string {
  const words: Record<string, string> = {
    verify: t('核验', 'Verification'),
    query: t('接口查询', 'Query by interface'),
    batch: t('批量交换', 'Batch exchange'),
    file: t('文件下载', 'Files'),
  };
  return words[mode] ?? '—';
}

export function modeHint(mode: string, t: Translate): string {
  const words: Record<string, string> = {
    verify: t(
      '只回答一致或不一致，看不到数据，批得最快',
      'Answers match or no match; no data is seen; granted soonest',
    ),
    query: t('按标识一次查一条，返回批准的数据项', 'One record at a time, the approved items only'),
    batch: t(
      '整表送到本部门的数据库，每次对账',
      'The whole table into your own database, reconciled each time',
    ),
    file: t(
      '提供部门做好的文件，整份下载，不筛选不脱敏',
      'Files that the provider makes, taken whole: nothing is left out or masked',
    ),
  };
  return words[mode] ?? '';
}

/** 敏感级别 1 to 4 in words (standards.md 2.2). */
export function levelWord(level: number, t: Translate): string {
  return t(`${level} 级`, `Level ${level}`);
}

/** A row condition as a sentence: 只要 户籍所在区 是 湛河区 的数据. */
export function rowSentence(row: RowCondition, t: Translate): string {
  const values = row.values.join(t('、', ', '));
  switch (row.op) {
    case 'eq':
      return t(`只要 ${row.item} 是 ${values} 的数据`, `only rows where ${row.item} is ${values}`);
    case 'in':
      return t(`只要 ${row.item} 属于 ${values} 的数据`, `only rows where ${row.item} is one of ${values}`);
    case 'between':
      return t(
        `只要 ${row.item} 介于 ${row.values[0] ?? ''} 和 ${row.values[1] ?? ''} 之间的数据`,
        `only rows where ${row.item} lies between ${row.values[0] ?? ''} and ${row.values[1] ?? ''}`,
      );
  }
}

export function categoryWord(category: RefusalCategory, t: Translate): string {
  return {
    condition_not_met: t('目录列明的条件不满足', 'A condition listed in the entry is not met'),
    law_forbids: t('法律法规不允许提供', 'The law forbids it'),
    not_held_here: t('数据不在本部门', 'The data is not held here'),
    other: t('其他', 'Other'),
  }[category];
}

/** What the reader is asked for, as it stands in the StatusTag. */
export function turnWord(state: string, t: Translate): string {
  const words: Record<string, string> = {
    draft: t('提交申请', 'submit'),
    awaiting_consent: t('签批申请', 'sign the request'),
    awaiting_authorisation: t('授权', 'authorise'),
    awaiting_answer: t('答复', 'answer'),
    declined: t('修改后再送', 'change and send again'),
    awaiting_material: t('补正材料', 'supply material'),
    awaiting_exception: t('决定可否不同意', 'decide on the refusal'),
    awaiting_check: t('规范审核', 'check'),
    awaiting_acceptance: t('确认部分同意', 'accept or contest'),
    awaiting_review: t('事后审核', 'review the use'),
  };
  return words[state] ?? '';
}

/** The verb on a button: what happens when it is pressed. */
export function actionName(action: ApplicationAction, t: Translate): string {
  return {
    submit: t('送负责人签批', 'Send for consent'),
    consent: t('同意提出申请', 'Consent'),
    decline: t('不同意提出', 'Decline'),
    withdraw: t('撤回申请', 'Withdraw'),
    authorise: t('授权使用', 'Authorise'),
    agree: t('同意并授权', 'Agree and grant'),
    refuse: t('不同意', 'Refuse'),
    refuse_outside: t('提请不同意', 'Ask leave to refuse'),
    allow_exception: t('准予不同意', 'Allow the refusal'),
    deny_exception: t('责成按规则答复', 'Have it answered by the rule'),
    redirect: t('转掌握部门', 'Pass to the holder'),
    ask_material: t('补正', 'Ask for material'),
    supply_material: t('已补齐材料', 'Material supplied'),
    ask_extension: t('提请延长', 'Ask for more days'),
    grant_extension: t('同意延长', 'Grant more days'),
    deny_extension: t('不同意延长', 'Deny more days'),
    pass_check: t('审核通过', 'Pass the check'),
    fail_check: t('退回提供部门', 'Send back'),
    accept: t('接受部分同意', 'Accept'),
    confirm_use: t('审核通过', 'Confirm the use'),
    end_use: t('停止使用', 'End the use'),
  }[action];
}

/** 普通申请, 绿色通道, 授权变更. */
export function kindWord(kind: string, t: Translate): string {
  return (
    {
      single: t('普通申请', 'Ordinary'),
      green: t('绿色通道', 'Green channel'),
      change: t('授权变更', 'Change of a grant'),
    }[kind] ?? '—'
  );
}

/** Of what an answer can narrow a request. */
export const NARROWED = ['items', 'rows', 'mode', 'masks', 'until', 'limits'] as const;
export type Narrowed = (typeof NARROWED)[number];
export function narrowedWord(what: string, t: Translate): string {
  const words: Record<string, string> = {
    items: t('数据项', 'Items'),
    rows: t('数据范围', 'Range of data'),
    mode: t('共享方式', 'Mode'),
    masks: t('脱敏', 'Masks'),
    until: t('使用期限', 'Term'),
    limits: t('限额和时段', 'Allowance and hours'),
  };
  return words[what] ?? '—';
}

/** 每天 200 次，高峰每分钟 20 次. */
export function frequencyWords(
  { perDay, peakPerMinute }: { perDay: number; peakPerMinute: number },
  t: Translate,
): string {
  const count = (value: number) => value.toLocaleString('en-US');
  return t(
    `平均每天 ${count(perDay)} 次，高峰每分钟 ${count(peakPerMinute)} 次`,
    `${count(perDay)} a day on average, ${count(peakPerMinute)} a minute at the peak`,
  );
}

/** Today and later days as civil dates of Beijing. */
export function civilDate(plusMonths = 0): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' })
    .format(new Date())
    .split('-')
    .map(Number);
  const [year = 1970, month = 1, day = 1] = parts;
  const last = new Date(Date.UTC(year, month - 1 + plusMonths + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + plusMonths, Math.min(day, last))).toISOString().slice(0, 10);
}

/** A civil date so many days after another. */
export function daysAfter(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
