/** The masks as people choose them: each with its parameters, by the sort of value that it is meant for. */
import { isMaskOfType, maskOf } from '#vocabulary/masks.ts';
import type { ColumnType, Mask } from '#vocabulary/plans.ts';
import type { Language } from './language.tsx';

export { isMaskOfType, isStricterMask, maskOf, maskValue } from '#vocabulary/masks.ts';
export type { ColumnType, Mask } from '#vocabulary/plans.ts';

/** In one word, for a cell of a table: `middle 6 4`. */
export function codeOfMask(mask: Mask): string {
  if (mask.kind === 'middle') return `middle ${mask.head} ${mask.tail}`;
  if (mask.kind === 'address') return `address ${mask.head}`;
  return mask.kind === 'range' ? `range ${mask.width}` : mask.kind;
}

export function maskOfCode(code: string): Mask {
  const [kind = 'none', first = '', second = ''] = code.split(' ');
  return maskOf({
    kind: kind as Mask['kind'],
    head: Number(first),
    tail: Number(second),
    width: Number(first),
  });
}

/** What a list of masks offers; others come with an entry that was imported or pasted. */
export const USUAL_MASKS: readonly Mask[] = [
  { kind: 'none' },
  { kind: 'name' },
  { kind: 'middle', head: 6, tail: 4 },
  { kind: 'middle', head: 3, tail: 4 },
  { kind: 'middle', head: 4, tail: 4 },
  { kind: 'address', head: 6 },
  { kind: 'address', head: 10 },
  { kind: 'mail' },
  { kind: 'month' },
  { kind: 'year' },
  ...[10, 100, 1000, 10_000, 100_000].map((width): Mask => ({ kind: 'range', width })),
  { kind: 'digest' },
  { kind: 'hidden' },
];

const ENDS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'middle 6 4': ['证件号码', 'Identity number'],
  'middle 3 4': ['电话', 'Telephone'],
  'middle 4 4': ['银行卡', 'Bank card'],
};

export function maskLabel(mask: Mask, language: Language): string {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  switch (mask.kind) {
    case 'none':
      return say('原样', 'As it is');
    case 'name':
      return say('姓名', 'Name');
    case 'middle': {
      const [zh, en] = ENDS[codeOfMask(mask)] ?? ['隐去中间', 'Middle hidden'];
      return say(`${zh}（前 ${mask.head} 后 ${mask.tail}）`, `${en} (${mask.head}…${mask.tail})`);
    }
    case 'address':
      return say(`地址（前 ${mask.head} 字）`, `Address (first ${mask.head})`);
    case 'mail':
      return say('邮箱', 'Mail');
    case 'year':
      return say('年', 'Year');
    case 'month':
      return say('年月', 'Year and month');
    case 'range':
      return say(`区间（每 ${mask.width}）`, `Range (of ${mask.width})`);
    case 'digest':
      return say('加密摘要（带密钥）', 'Keyed digest');
    case 'hidden':
      return say('隐去', 'Hidden');
  }
}

const WRITTEN: readonly (readonly [RegExp, Mask['kind'], ...numbers: number[]])[] = [
  [/^(原样|as it is|none)/iu, 'none'],
  [/^(隐去中间|middle)/iu, 'middle', 1, 1],
  [/^(隐去名字|姓名|name)/iu, 'name'],
  [/^(身份|证件|identity)/iu, 'middle', 6, 4],
  [/^(电话|手机|telephone|phone)/iu, 'middle', 3, 4],
  [/^(银行|bank)/iu, 'middle', 4, 4],
  [/^(地址|address)/iu, 'address', 6],
  [/^(邮箱|邮件|mail)/iu, 'mail'],
  [/^(年月|只留年月|year and month|month)/iu, 'month'],
  [/^(年|只留年|year)/iu, 'year'],
  [/^(区间|range)/iu, 'range', 10],
  [/^(加密|摘要|keyed|digest)/iu, 'digest'],
  [/^(隐去|全部隐去|不给出|hidden)/iu, 'hidden'],
];

/** As a sheet says it, 区间 500 or 证件号码（前 6 后 4）; undefined when no mask is meant. */
export function readMask(text: string): Mask | undefined {
  const found = WRITTEN.find(([words]) => words.test(text.trim()));
  if (!found) return undefined;
  const [, kind, first = 0, second = 0] = found;
  const written = (text.match(/\d+/g) ?? []).map(Number);
  const mask = maskOf({
    kind,
    head: written[0] ?? first,
    tail: written[1] ?? second,
    width: written[0] ?? first,
  });
  return mask.kind === kind ? mask : undefined;
}

/** What a value says, by its item's name; the first that fits, since 联系人电话 is a telephone and no name. */
const MEANINGS: readonly (readonly [RegExp, Mask])[] = [
  [/地址|住址|住所|坐落|户籍地/u, { kind: 'address', head: 6 }],
  [/邮箱|邮件|mail/iu, { kind: 'mail' }],
  [/电话|手机|联系方式/u, { kind: 'middle', head: 3, tail: 4 }],
  [/银行|账号|账户|卡号/u, { kind: 'middle', head: 4, tail: 4 }],
  [/身份|证件号|证号|护照/u, { kind: 'middle', head: 6, tail: 4 }],
  [/出生/u, { kind: 'year' }],
  [/日期|时间|年月/u, { kind: 'month' }],
  [/姓名|名字|联系人|代表人|负责人|户主/u, { kind: 'name' }],
  [/年龄|工龄/u, { kind: 'range', width: 10 }],
  [/收入|金额|余额|工资|基数|缴费|价/u, { kind: 'range', width: 1000 }],
];

/** From this level on a leak harms a person or a company. */
const HARMFUL = 3;
const GRAVE = 4;

/** The mask that an item of this name, type and level usually gets; the clerk may change it. */
export function usualMask(name: string, type: ColumnType, sensitivity: number): Mask {
  if (sensitivity < HARMFUL) return { kind: 'none' };
  const meant = MEANINGS.find(([words, mask]) => words.test(name) && isMaskOfType(mask, type))?.[1];
  if (meant) return meant;
  if (type === 'date' || type === 'timestamp') return { kind: 'month' };
  return type === 'text' && sensitivity < GRAVE ? { kind: 'middle', head: 1, tail: 1 } : { kind: 'hidden' };
}
