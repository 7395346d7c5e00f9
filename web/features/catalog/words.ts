import type { Language } from '../../ui/language.tsx';

type Pair = readonly [zh: string, en: string];

/** The words of the guide for each closed list of an entry. */
export const WORDS = {
  shareType: {
    unconditional: ['无条件共享', 'Unconditional'],
    conditional: ['有条件共享', 'Conditional'],
    withheld: ['不予共享', 'Withheld'],
  },
  mode: {
    query: ['接口查询', 'Query'],
    verify: ['核验', 'Verification'],
    batch: ['批量交换', 'Batch exchange'],
    file: ['文件', 'File'],
  },
  updateCycle: {
    realtime: ['实时', 'Real time'],
    daily: ['每日', 'Daily'],
    weekly: ['每周', 'Weekly'],
    monthly: ['每月', 'Monthly'],
    quarterly: ['每季度', 'Quarterly'],
    halfyearly: ['每半年', 'Twice a year'],
    yearly: ['每年', 'Yearly'],
    irregular: ['不定期', 'Irregular'],
    other: ['其他', 'Other'],
  },
  subject: {
    person: ['自然人', 'Natural persons'],
    legal: ['法人', 'Legal persons'],
    other: ['其他', 'Other'],
  },
  formatKind: {
    electronic_file: ['电子文件', 'Electronic file'],
    spreadsheet: ['电子表格', 'Spreadsheet'],
    database: ['数据库', 'Database'],
    image: ['图形图像', 'Image'],
    media: ['流媒体', 'Streaming media'],
    self_described: ['自描述格式', 'Self-described'],
    interface: ['服务接口', 'Interface'],
  },
  carrier: {
    electronic: ['电子', 'Electronic'],
    paper: ['纸质', 'Paper'],
    both: ['电子和纸质', 'Electronic and paper'],
  },
  means: {
    platform: ['共享平台方式', 'Through the platform'],
    mail: ['邮件方式', 'By mail'],
    media: ['介质方式', 'On a medium'],
  },
  duty: {
    duty: ['“三定”职责', 'Duty of the department'],
    matter: ['政务服务事项', 'Service matter'],
    other: ['其他', 'Other'],
  },
  openType: {
    none: ['不开放', 'Not open'],
    conditional: ['有条件开放', 'Open on conditions'],
    unconditional: ['无条件开放', 'Open'],
  },
  grade: {
    general: ['一般数据', 'General'],
    important: ['重要数据', 'Important'],
    core: ['核心数据', 'Core'],
  },
  secrecy: {
    not_done: ['未评估', 'Not assessed'],
    no_secret: ['不涉密', 'No secret'],
    work_secret: ['工作秘密', 'Work secret'],
    state_secret: ['国家秘密', 'State secret'],
  },
  personalInfo: {
    not_done: ['未评估', 'Not assessed'],
    not_needed: ['无需评估（不含个人信息）', 'Not needed (no personal information)'],
    acceptable: ['影响可接受', 'Acceptable'],
    not_acceptable: ['影响不可接受', 'Not acceptable'],
  },
  rank: {
    law: ['法律', 'Law'],
    regulation: ['行政法规', 'Administrative regulation'],
    state_council: ['国务院决定', 'Decision of the State Council'],
    national_policy: ['国家政策文件', 'National policy'],
    local_regulation: ['地方性法规', 'Local regulation'],
    local_rule: ['地方规范性文件', 'Local rule'],
    other: ['其他', 'Other'],
  },
  type: {
    text: ['字符型', 'Text'],
    bigint: ['整数', 'Integer'],
    numeric: ['小数', 'Decimal'],
    double: ['浮点数', 'Floating point'],
    boolean: ['是否', 'Yes or no'],
    date: ['日期', 'Date'],
    timestamp: ['日期时间', 'Date and time'],
  },
  mounted: { yes: ['已挂载', 'Mounted'], no: ['未挂载', 'Not mounted'] },
} as const satisfies Record<string, Record<string, Pair>>;

export type WordList = keyof typeof WORDS;

export function wordOf(list: WordList, value: string, language: Language): string {
  const pair = (WORDS[list] as Record<string, Pair>)[value];
  return pair ? pair[language === 'zh' ? 0 : 1] : value;
}

export function optionsOf(list: WordList, language: Language): { value: string; label: string }[] {
  return Object.keys(WORDS[list]).map(value => ({ value, label: wordOf(list, value, language) }));
}

export function levelOf(sensitivity: number, language: Language): string {
  return language === 'zh' ? `${sensitivity} 级` : `Level ${sensitivity}`;
}
