/** Entries as the tests compile them: complete, about persons, unconditional, unless a test says otherwise. */
import { BLANK, type Content, blankItem } from '#modules/catalog/index.ts';

export type Item = Content['items'][number];

export const entryItem = (name: string, more: Partial<Item> = {}): Item => ({
  ...blankItem(name),
  length: more.type === undefined || more.type === 'text' ? 50 : null,
  required: true,
  ...more,
});

export const PERSON_ITEMS: Item[] = [
  entryItem('公民身份号码', { identifier: true, sensitivity: 3 }),
  entryItem('姓名', { sensitivity: 3, mask: { kind: 'name' } }),
  entryItem('登记日期', { type: 'date' }),
];

export const entryContent = (title: string, more: Partial<Content> = {}): Content => ({
  ...BLANK,
  title,
  abstract: `${title}，由登记机关日常业务产生`,
  subject: 'person',
  classCode: '101',
  modes: ['query', 'verify', 'batch'],
  secrecy: { conclusion: 'no_secret', date: '2026-11-01' },
  personalInfo: { conclusion: 'acceptable', date: '2026-11-02' },
  phone: '0375-2666666',
  items: PERSON_ITEMS,
  ...more,
});
