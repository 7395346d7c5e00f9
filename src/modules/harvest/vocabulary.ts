/** What words of an entry are called in CKAN: tags, groups, formats, licences. */
import type { HarvestEntry } from '#modules/catalog/index.ts';
import { nameOfGroup } from './names.ts';

/** Titles of classes by code, as the tree of classes has them now. */
export type Classes = ReadonlyMap<string, string>;

type Content = HarvestEntry['content'];

export const SUBJECT_TAGS: Record<Content['subject'], string> = {
  person: '自然人',
  legal: '法人',
  other: '其他信息',
};

export const MODE_TITLES: Record<Content['modes'][number], { zh: string; en: string }> = {
  query: { zh: '接口查询', en: 'Query by interface' },
  verify: { zh: '核验', en: 'Verification' },
  batch: { zh: '批量交换', en: 'Batch exchange' },
  file: { zh: '文件', en: 'File' },
};
/** The order is that of the parts of ids: append only. */
export const MODES = ['query', 'verify', 'batch', 'file'] as const;

export const MODE_FORMATS: Record<Content['modes'][number], string> = {
  query: 'API',
  verify: 'API',
  batch: 'TABLE',
  file: 'FILE',
};

export const SHARE_TYPES: Record<Content['shareType'], { zh: string; en: string }> = {
  unconditional: { zh: '无条件共享', en: 'Shared without conditions' },
  conditional: { zh: '有条件共享', en: 'Shared on conditions' },
  withheld: { zh: '不予共享', en: 'Not shared' },
};

/** CKAN’s own ids of licences, which every CKAN knows: no licence text exists that could be named. */
export const LICENSES = {
  'other-open': { title: 'Other (Open)', isOpen: true },
  'other-closed': { title: 'Other (Not Open)', isOpen: false },
} as const;
export type License = keyof typeof LICENSES;

export const LICENSE_OF: Record<Content['openType'], License> = {
  unconditional: 'other-open',
  conditional: 'other-closed',
  none: 'other-closed',
};

/** 类 1 digit and 项 2: the class at which entries are grouped. */
export const GROUP_DIGITS = 3;

export const groupCodeOf = (classCode: string): string => classCode.slice(0, GROUP_DIGITS);

/** CKAN takes letters, digits, blanks, `-`, `_` and `.` in a tag, 2 to 100 of them. */
export function tagOf(text: string): string | undefined {
  const tag = text
    .replaceAll(/[^\p{L}\p{N}\-_. ]+/gu, ' ')
    .trim()
    .slice(0, 100)
    .trim();
  return Array.from(tag).length >= 2 ? tag : undefined;
}

/** The titles of a class and of those above it, as tags, the highest first. */
export function classTags(classCode: string, classes: Classes): string[] {
  const tags: string[] = [];
  for (let digits = 1; digits <= classCode.length; digits += 1) {
    const tag = tagOf(classes.get(classCode.slice(0, digits)) ?? '');
    if (tag !== undefined && !tags.includes(tag)) tags.push(tag);
  }
  return tags;
}

export const tagsOf = (content: Pick<Content, 'subject' | 'classCode'>, classes: Classes): string[] => [
  ...new Set([SUBJECT_TAGS[content.subject], ...classTags(content.classCode, classes)]),
];

export interface Group {
  code: string;
  name: string;
  title: string;
}

export function groupOf(classCode: string, classes: Classes): Group | undefined {
  const code = groupCodeOf(classCode);
  if (code.length < GROUP_DIGITS) return undefined;
  return { code, name: nameOfGroup(code), title: classes.get(code) ?? code };
}
