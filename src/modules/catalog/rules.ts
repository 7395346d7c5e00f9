import type { Static } from 'typebox';
import type { Text } from '#kernel/errors.ts';
import { defineLifecycle } from '#kernel/lifecycle.ts';
import { isMaskOfType, maskOf } from '#vocabulary/masks.ts';
import type * as contract from './contract.ts';

export { maskOf } from '#vocabulary/masks.ts';
export { refuse } from './refusals.ts';

export type Content = Static<typeof contract.EntryContent>;
export type EntryState = Exclude<(typeof contract.ENTRY_STATES)[number], 'superseded'>;
export type EntryAction = (typeof contract.ENTRY_ACTIONS)[number];
/** How a person stands to an entry: by his post in the entry's department, or in the authority of its region. */
export type EntryRelation = 'officer' | 'office_head' | 'department_head' | 'authority';

/** States in which an older version may serve. */
const SERVING: readonly EntryState[] = [
  'draft',
  'returned',
  'awaiting_office',
  'awaiting_department',
  'in_review',
  'published',
];

/**
 * From a clerk's draft to the published catalog (N809 13, 16). A saved change of a published entry is a new draft;
 * the old version serves until the new one is published, and withdrawing the change leaves the old one serving.
 */
export const lifecycle = defineLifecycle<EntryState, EntryAction, EntryRelation>([
  { action: 'save', from: ['draft', 'returned'], to: 'same', actor: 'officer' },
  { action: 'save', from: ['published'], to: 'draft', actor: 'officer' },
  { action: 'submit', from: ['draft', 'returned'], to: 'awaiting_office', actor: 'officer' },
  { action: 'sign_office', from: ['awaiting_office'], to: 'awaiting_department', actor: 'office_head' },
  {
    action: 'sign_department',
    from: ['awaiting_department'],
    to: 'in_review',
    actor: 'department_head',
    rule: 'catalog.head_signs',
  },
  { action: 'publish', from: ['in_review'], to: 'published', actor: 'authority', rule: 'catalog.reviewer' },
  { action: 'return', from: ['awaiting_office'], to: 'returned', actor: 'office_head' },
  { action: 'return', from: ['awaiting_department'], to: 'returned', actor: 'department_head' },
  { action: 'return', from: ['in_review'], to: 'returned', actor: 'authority' },
  {
    action: 'withdraw',
    from: ['draft', 'returned', 'awaiting_office', 'awaiting_department', 'in_review'],
    to: 'withdrawn',
    actor: 'officer',
  },
  { action: 'withdraw', from: ['published'], to: 'withdrawn', actor: 'department_head' },
  // The version that serves takes no new applications; what was granted stays as it was granted, and a change may go on.
  { action: 'suspend', from: SERVING, to: 'same', actor: ['department_head', 'authority'] },
  { action: 'resume', from: SERVING, to: 'same', actor: ['department_head', 'authority'] },
]);

/** The step whose clock counts the authority's working days. */
export const REVIEW = 'review';

/** Steps towards publication: nobody answers for them once the provider is dissolved. */
export const FORWARD: ReadonlySet<EntryAction> = new Set([
  'submit',
  'sign_office',
  'sign_department',
  'publish',
]);
/** Steps of the version that serves, whoever may see the change in work. */
export const ON_SERVING: ReadonlySet<EntryAction> = new Set(['suspend', 'resume']);

/** 类 1 digit, 项 2, 目 3: a class chosen above 目 counts as its 目 000. */
const CLASS_DIGITS = 6;

/**
 * 前段码: the class, then the region as 细目, so that platforms of two levels never give one code to two entries
 * (standards.md 2.1; the guide leaves the length of 细目 open).
 */
export const codeFront = (classFront: string, regionCode: string): string =>
  `${classFront.padEnd(CLASS_DIGITS, '0')}${regionCode}`;

/** The words searched come first, then the order of the entry; at most 8. */
export function shownItems(names: readonly string[], words: readonly string[]): string[] {
  const hits = (name: string): boolean => words.some(word => name.toLowerCase().includes(word));
  return [...names.filter(hits), ...names.filter(name => !hits(name))].slice(0, 8);
}

/** Neither state nor work secrets may be kept here (N809 3): not even in a draft. */
export function isSecret(content: Content): boolean {
  const { conclusion } = content.secrecy;
  return conclusion === 'state_secret' || conclusion === 'work_secret';
}

/** What an entry uses of the standards: from its publication on, these are retired and never removed. */
export const usesOf = ({ classCode, items }: Content): { classes: string[]; elements: string[] } => ({
  classes: classCode === '' ? [] : [classCode],
  elements: [...new Set(items.map(item => item.element).filter(element => element !== ''))],
});

const DATED = /日期|时间|年月|出生|届满/u;

/** What keeps an item from being shown by a mask, or nothing. Text and numbers are dates when their name says so. */
export function maskProblem(
  { name, type }: Pick<Content['items'][number], 'name' | 'type'>,
  view: Content['items'][number]['mask'],
): Text | undefined {
  const mask = maskOf(view);
  if (mask.kind !== view.kind)
    return view.kind === 'range'
      ? { zh: `“${name}”按区间给出，须写明区间宽度`, en: `“${name}” is shown as a range: say how wide` }
      : {
          zh: `“${name}”按地址给出，须写明保留前 1 至 30 位`,
          en: `“${name}” is shown as an address: keep its first 1 to 30 characters`,
        };
  const isDate = mask.kind === 'year' || mask.kind === 'month';
  const isNamedDate = type === 'date' || type === 'timestamp' || DATED.test(name);
  if (isMaskOfType(mask, type) && (!isDate || isNamedDate)) return undefined;
  if (isDate)
    return {
      zh: `“${name}”不是日期，不能只给出年份或年月`,
      en: `“${name}” is no date, so it cannot be shown as a year or a month`,
    };
  return mask.kind === 'range'
    ? {
        zh: `“${name}”不是数值，不能按区间给出`,
        en: `“${name}” is no number, so it cannot be shown as a range`,
      }
    : { zh: `“${name}”不是文字，不能按地址或邮箱给出`, en: `“${name}” is no text, so it is no address` };
}

/** Fields of the content, in the order of the form; a remark may stand at any of them. */
export const FIELD_WORDS: Readonly<Record<string, Text>> = {
  title: { zh: '目录名称', en: 'Title' },
  abstract: { zh: '摘要', en: 'Abstract' },
  classCode: { zh: '分类', en: 'Class' },
  subject: { zh: '识别对象', en: 'Subject' },
  format: { zh: '数据格式', en: 'Format' },
  carrier: { zh: '载体', en: 'Carrier' },
  digitising: { zh: '数字化计划', en: 'Digitising plan' },
  updateCycle: { zh: '更新周期', en: 'Update cycle' },
  updateCycleNote: { zh: '更新周期说明', en: 'Note on the cycle' },
  duty: { zh: '职责或事项', en: 'Duty or matter' },
  system: { zh: '来源系统', en: 'Source system' },
  contact: { zh: '联系岗位', en: 'Contact' },
  phone: { zh: '联系电话', en: 'Telephone' },
  items: { zh: '数据项', en: 'Items' },
  shareType: { zh: '共享类型', en: 'Share type' },
  basis: { zh: '依据', en: 'Legal basis' },
  conditions: { zh: '共享条件', en: 'Conditions' },
  scope: { zh: '共享范围', en: 'Scope' },
  purpose: { zh: '使用用途', en: 'Purpose' },
  useTerms: { zh: '使用条件', en: 'Terms of use' },
  modes: { zh: '共享方式', en: 'Ways of sharing' },
  means: { zh: '共享方式分类', en: 'Means of sharing' },
  openType: { zh: '开放属性', en: 'Opening' },
  openConditions: { zh: '开放条件', en: 'Conditions of opening' },
  grade: { zh: '数据分级', en: 'Grade' },
  secrecy: { zh: '保密风险评估', en: 'Secrecy assessment' },
  personalInfo: { zh: '个人信息保护影响评估', en: 'Personal information assessment' },
  related: { zh: '关联目录', en: 'Related entries' },
};

export const CONTENT_FIELDS = Object.keys(FIELD_WORDS);
