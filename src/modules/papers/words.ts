/** Words of the papers. They are official documents: their words are Chinese in either language of the page. */
import type { Text } from '#kernel/errors.ts';
import { text } from '#kernel/errors.ts';
import type { Static } from 'typebox';
import type { MaskView } from '#modules/catalog/contract.ts';
import type { DISPOSAL_WAYS, LimitsBody, RowConditionBody } from '#modules/grants/contract.ts';
import type { PAPER_KINDS } from './contract.ts';

export type PaperKind = (typeof PAPER_KINDS)[number];
type Mask = Static<typeof MaskView>;
type Condition = Static<typeof RowConditionBody>;

export const TITLES: Record<PaperKind, Text> = {
  form: text('政务数据共享需求申请表', 'Application form'),
  supplement: text('政务数据共享申请补正通知书', 'Notice to supplement'),
  extension: text('政务数据共享申请延期答复告知书', 'Notice of extension'),
  answer: text('政务数据共享申请答复书', 'Answer'),
  refusal: text('政务数据不予共享告知书', 'Notice of refusal'),
  grant: text('政务数据共享授权书', 'Letter of grant'),
  disposal: text('政务数据处置确认书', 'Certificate of disposal'),
};

/** What a paper’s number adds to its case’s; the form and the letter of grant have the case’s own. */
const SUFFIX: Record<PaperKind, string> = {
  form: '',
  supplement: '-补正',
  extension: '-延期',
  answer: '-答复',
  refusal: '-不予',
  grant: '',
  disposal: '-处置',
};

export const numberOf = (caseNo: string, kind: PaperKind): string => caseNo + SUFFIX[kind];

/** 共-2026-00012 as a bar code says it, and as a search for it finds it: 2026-00012. */
export const codeOf = (caseNo: string): string => caseNo.replaceAll(/[^\x20-\x7e]/gu, '').replace(/^-+/u, '');

export const modeWord = (mode: string): string =>
  ({ verify: '核验', query: '接口查询', batch: '批量交换', file: '文件下载' })[mode] ?? mode;

export const levelWord = (level: number): string => `${level} 级`;

/** A row condition as a sentence: 只要户籍所在区是湛河区的数据. */
export function rowSentence({ item, op, values }: Condition): string {
  const [from = '', to = ''] = values;
  switch (op) {
    case 'eq':
      return `只要“${item}”是“${from}”的数据`;
    case 'in':
      return `只要“${item}”属于${values.map(value => `“${value}”`).join('、')}的数据`;
    case 'between':
      return `只要“${item}”在“${from}”至“${to}”之间的数据`;
  }
}

export const rowSentences = (rows: readonly Condition[]): string[] =>
  rows.length === 0 ? ['全部记录'] : rows.map(rowSentence);

export function maskWord(mask: Mask): string {
  switch (mask.kind) {
    case 'none':
      return '不脱敏';
    case 'hidden':
      return '不提供';
    case 'year':
      return '只留年份';
    case 'month':
      return '只留年月';
    case 'name':
      return '只留姓氏';
    case 'middle':
      return `保留前 ${mask.head ?? 0} 位、后 ${mask.tail ?? 0} 位`;
    case 'address':
      return `保留地址前 ${mask.head ?? 0} 个字`;
    case 'mail':
      return '保留邮箱首字符和域名';
    case 'range':
      return `只给出所在区间（每 ${mask.width ?? 0} 为一段）`;
    case 'digest':
      return '加密摘要（带密钥）';
  }
}

const REFUSED: Record<string, string> = {
  condition_not_met: '目录列明的共享条件不满足',
  law_forbids: '法律、法规不允许共享',
  not_held_here: '所申请的数据不由本部门掌握',
  other: '其他情形',
};
export const refusedWord = (category: string | null): string => REFUSED[category ?? 'other'] ?? '其他情形';

/** 2026-11-21 as a document writes it: 2026年11月21日. */
export function dayWords(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
}

const BEIJING = 8 * 3_600_000;
/** The civil day of an instant in Beijing. */
export const dayOf = (instant: string): string =>
  new Date(Date.parse(instant) + BEIJING).toISOString().slice(0, 10);
export const dayWordsOf = (instant: string): string => dayWords(dayOf(instant));

const WAYS: Record<(typeof DISPOSAL_WAYS)[number], string> = {
  destroy: '销毁',
  return: '退回',
  seal: '封存',
};
export const wayWord = (way: (typeof DISPOSAL_WAYS)[number]): string => WAYS[way];

export const hoursWords = ({ from, to }: { from: string; to: string }): string => `每日 ${from} 至 ${to}`;

const BOUND_WORDS: readonly [
  Exclude<keyof Static<typeof LimitsBody>, 'window' | 'requires'>,
  (bound: number) => string,
][] = [
  ['perSecond', bound => `每秒至多 ${bound} 次`],
  ['perDay', bound => `每日至多 ${bound} 次`],
  ['total', bound => `共至多 ${bound} 次`],
  ['rowsPerDay', bound => `每日至多返回 ${bound} 行`],
  ['rowsTotal', bound => `共至多返回 ${bound} 行`],
  ['bytesPerDay', bound => `每日至多返回 ${bound} 字节`],
  ['bytesTotal', bound => `共至多返回 ${bound} 字节`],
];
const STATED_WORDS = [
  ['matter', '办理事项'],
  ['caseNo', '办件号'],
  ['post', '经办岗位'],
] as const;

export function limitWords(limits: Static<typeof LimitsBody>): string[] {
  const { window, requires } = limits;
  const stated = STATED_WORDS.filter(([name]) => requires?.[name] === true).map(([, word]) => word);
  return [
    ...BOUND_WORDS.flatMap(([name, words]) => (limits[name] === undefined ? [] : [words(limits[name])])),
    ...(window === undefined ? [] : [hoursWords(window)]),
    ...(stated.length === 0 ? [] : [`每次调用须写明${stated.join('、')}`]),
  ];
}

/** What a decision may narrow besides items, in words. */
export const NARROWED = {
  items: '数据项',
  rows: '数据范围',
  mode: '共享方式',
  masks: '脱敏方式',
  until: '使用期限',
  limits: '使用限额',
} as const;
