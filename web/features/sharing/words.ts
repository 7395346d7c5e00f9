import type { RefusalCategory, RowCondition } from './types.ts';

type Translate = (zh: string, en: string) => string;

export function modeWord(mode: string, t: Translate): string {
  const words: Record<string, string> = {
    verify: t('核验', 'Verification'),
    query: t('接口查询', 'Query by interface'),
    batch: t('批量交换', 'Batch exchange'),
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
    awaiting_material: t('补正材料', 'supply material'),
  };
  return words[state] ?? '';
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
