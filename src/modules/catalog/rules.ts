import type { Static } from 'typebox';
import { defineRefusals } from '#kernel/errors.ts';
import { defineLifecycle } from '#kernel/lifecycle.ts';
import type { Mask } from '#vocabulary/plans.ts';
import type * as contract from './contract.ts';

export const refuse = defineRefusals('catalog', {
  wrong_state: {
    status: 409,
    title: {
      zh: '目录现在的状态（{state}）不能这样办理',
      en: 'This cannot be done while the entry is in the state {state}',
    },
    remedy: { zh: '请刷新页面，看看现在轮到谁', en: 'Reload the page and see whose turn it is' },
  },
  changed_meanwhile: {
    status: 409,
    title: { zh: '您打开后，这条目录已被别人修改', en: 'Someone changed this entry after you opened it' },
    remedy: {
      zh: '请刷新页面，在新的内容上修改，没有保存任何内容',
      en: 'Reload it and work on what is there now; nothing was saved',
    },
  },
  title_taken: {
    status: 409,
    title: { zh: '本部门已有同名目录', en: 'Your department has an entry of this title' },
    remedy: {
      zh: '请换一个名称，或修改已有的那条目录',
      en: 'Choose another title, or change the entry that there is',
    },
  },
  secret: {
    status: 422,
    title: {
      zh: '保密风险评估结论为涉密，不能编入目录',
      en: 'The secrecy assessment says that this is secret: it cannot enter the catalog',
    },
    remedy: {
      zh: '国家秘密、工作秘密不在本平台共享，内容没有保存；请按保密规定另行办理',
      en: 'State and work secrets are not shared here and nothing was saved; follow the rules on secrets',
    },
  },
  incomplete: {
    status: 422,
    title: { zh: '目录还没有填全：{missing}', en: 'The entry is not complete: {missingEn}' },
    remedy: { zh: '请补全后再送签', en: 'Complete it, then send it on' },
  },
  basis_missing: {
    status: 422,
    title: { zh: '没有写明依据，不能列为{kind}', en: 'Without a legal basis it cannot be {kindEn}' },
    remedy: {
      zh: '请写明依据的名称和条款，或改为无条件共享',
      en: 'Name the text and its article, or share it without conditions',
    },
  },
  basis_rank_too_low: {
    status: 422,
    title: {
      zh: '“{basis}”是{rank}，不能作为{kind}的依据',
      en: '“{basis}” is a {rankEn}: too low a text to carry {kindEn}',
    },
    remedy: {
      zh: '请换一条依据（{accepted}），或改变共享类型',
      en: 'Name a higher text ({acceptedEn}), or change the share type',
    },
  },
  conditions_missing: {
    status: 422,
    title: { zh: '{kind}没有列明{wanted}', en: '{wantedEn} of a {kindEn} entry are not listed' },
    remedy: {
      zh: '请列明后再送签；没有列明的条件以后不能另加',
      en: 'List them now: what is not listed cannot be added later',
    },
  },
  note_needed: {
    status: 422,
    title: { zh: '退回须写明意见', en: 'Sending it back needs a remark' },
    remedy: { zh: '请写明要改什么', en: 'Write what is to be changed' },
  },
  own_submission: {
    status: 403,
    title: {
      zh: '这条目录是您本人送签的，不能由您发布',
      en: 'You submitted this entry yourself, so you may not publish it',
    },
    remedy: { zh: '请由主管部门的其他人审核', en: 'Someone else of the authority reviews it' },
  },
  no_standing_consent: {
    status: 422,
    title: { zh: '这里不能预先同意所有申请', en: 'Consent in advance cannot be given here' },
    remedy: {
      zh: '只有无条件共享的目录、且本地规则是“直接获取”时才可以；请不勾选后再签批',
      en: 'Only for unconditional entries where the rules of the place know it; sign without it',
    },
  },
  in_use: {
    status: 409,
    title: {
      zh: '还有 {usedBy} 个部门在使用，不能撤销',
      en: '{usedBy} departments still use it, so it cannot be withdrawn',
    },
    remedy: { zh: '请先与使用部门协商并终止授权', en: 'Talk to them and end their grants first' },
  },
  not_published: {
    status: 409,
    title: { zh: '目录没有发布', en: 'The entry is not published' },
    remedy: { zh: '请等目录发布后再办理', en: 'Wait until it is published' },
  },
});

export type Content = Static<typeof contract.EntryContent>;
export type EntryState = Exclude<(typeof contract.ENTRY_STATES)[number], 'superseded'>;
export type EntryAction = (typeof contract.ENTRY_ACTIONS)[number];
/** How a person stands to an entry: by his post in the entry's department, or in the authority of its region. */
export type EntryRelation = 'officer' | 'office_head' | 'department_head' | 'authority';

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
]);

/** 基础, 主题, 部门: the first digit of a code (the national guide, standards.md 2.1). */
const CLASS_DIGIT = { base: 1, theme: 2, department: 3 } as const;

/** 类 1 digit, 项 2, 目 3 of its digest, 细目 the department's region: what stands before the slash. */
export function codeFront(
  classification: Content['classification'],
  departmentId: number,
  regionCode: string,
): string {
  let digest = 0;
  for (const char of classification.name) digest = (digest * 31 + (char.codePointAt(0) ?? 0)) % 99;
  const item = String(digest + 1).padStart(2, '0');
  return `${CLASS_DIGIT[classification.class]}${item}${String(departmentId % 1000).padStart(3, '0')}${regionCode}`;
}

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

/** An item's mask as plans know it. Without lengths, `middle` leaves nothing readable. */
export function maskOf({ kind, head = 0, tail = 0 }: Content['items'][number]['mask']): Mask {
  return kind === 'middle' ? { kind, head, tail } : { kind };
}
