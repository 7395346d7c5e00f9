import type { Field } from './types.ts';

export interface Section {
  key: string;
  zh: string;
  en: string;
  fields: readonly Field[];
}

/** The form from top to bottom; every field of the content stands in one of them. */
export const SECTIONS: readonly Section[] = [
  {
    key: 'basic',
    zh: '基本信息',
    en: 'Basics',
    fields: [
      'title',
      'abstract',
      'classCode',
      'subject',
      'updateCycle',
      'updateCycleNote',
      'format',
      'carrier',
      'digitising',
      'duty',
      'system',
      'contact',
      'phone',
    ],
  },
  { key: 'items', zh: '数据项', en: 'Items', fields: ['items'] },
  {
    key: 'share',
    zh: '共享属性',
    en: 'Sharing',
    fields: ['shareType', 'basis', 'conditions', 'scope', 'purpose', 'useTerms'],
  },
  { key: 'modes', zh: '共享方式', en: 'Ways of sharing', fields: ['modes', 'means'] },
  { key: 'open', zh: '开放属性', en: 'Opening', fields: ['openType', 'openConditions'] },
  {
    key: 'grade',
    zh: '分级与评估',
    en: 'Grading',
    fields: ['grade', 'secrecy', 'personalInfo'],
  },
  { key: 'related', zh: '关联', en: 'Related', fields: ['related'] },
];

/** Where the platform may find something missing: what the meter counts. */
const ASKED: readonly Field[] = [
  'title',
  'abstract',
  'classCode',
  'phone',
  'items',
  'shareType',
  'basis',
  'conditions',
  'modes',
  'openConditions',
  'secrecy',
  'personalInfo',
  'updateCycle',
  'digitising',
  'duty',
];

/** Percent of what is asked that is there. */
export function completeness(missing: readonly { field: string }[]): number {
  const open = new Set(missing.map(one => one.field));
  return Math.round(((ASKED.length - ASKED.filter(field => open.has(field)).length) / ASKED.length) * 100);
}
