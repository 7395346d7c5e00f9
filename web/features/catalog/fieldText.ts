import type { Language } from '../../ui/language.tsx';
import { maskLabel, maskOf } from '../../ui/masks.ts';
import type { Content, Field, Item } from './types.ts';
import { type WordList, levelOf, wordOf } from './words.ts';

interface Telling {
  language: Language;
  /** Names of classes by their codes. */
  classes: ReadonlyMap<string, string>;
}

const several = ({ language }: Telling): string => (language === 'zh' ? '、' : ', ');
const parts = (words: readonly string[]): string => words.filter(word => word !== '').join(' · ');
const assessed = (
  list: WordList,
  { conclusion, date }: { conclusion: string; date: string },
  language: Language,
): string => [wordOf(list, conclusion, language), date].join(' ').trim();

const TELL: { [F in Field]: (value: Content[F], telling: Telling) => string } = {
  title: value => value,
  abstract: value => value,
  subject: (value, { language }) => wordOf('subject', value, language),
  classCode: (value, { classes }) => (value === '' ? '' : `${value} ${classes.get(value) ?? ''}`.trim()),
  format: ({ kind, type, remark }, { language }) =>
    parts([wordOf('formatKind', kind, language), type, remark]),
  carrier: (value, { language }) => wordOf('carrier', value, language),
  digitising: value => value,
  updateCycle: (value, { language }) => wordOf('updateCycle', value, language),
  updateCycleNote: value => value,
  shareType: (value, { language }) => wordOf('shareType', value, language),
  basis: (value, { language }) =>
    value === null
      ? ''
      : parts([`${value.title} ${value.article}`.trim(), wordOf('rank', value.rank, language)]),
  conditions: (value, { language }) => value.join(language === 'zh' ? '；' : '; '),
  scope: value => value,
  purpose: value => value,
  useTerms: value => value,
  modes: (value, telling) => value.map(mode => wordOf('mode', mode, telling.language)).join(several(telling)),
  means: (value, { language }) => wordOf('means', value, language),
  openType: (value, { language }) => wordOf('openType', value, language),
  openConditions: value => value,
  grade: (value, { language }) => wordOf('grade', value, language),
  secrecy: (value, { language }) => assessed('secrecy', value, language),
  personalInfo: (value, { language }) => assessed('personalInfo', value, language),
  duty: ({ kind, title, code }, { language }) =>
    title === '' && code === '' ? '' : parts([wordOf('duty', kind, language), title, code]),
  system: value => value,
  contact: value => value,
  phone: value => value,
  related: (value, telling) => value.join(several(telling)),
  items: (value, { language }) => (language === 'zh' ? `${value.length} 项` : `${value.length} items`),
};

/** What a field of an entry says, in one line of words; empty when it says nothing. */
export function fieldText<F extends Field>(
  field: F,
  value: Content[F],
  language: Language,
  classes: ReadonlyMap<string, string> = new Map(),
): string {
  return TELL[field](value, { language, classes });
}

/** What a field of an item says. */
export function itemFieldText(field: string, value: unknown, language: Language): string {
  const none = '—';
  switch (field) {
    case 'type':
      return wordOf('type', String(value), language);
    case 'grade':
      return wordOf('grade', String(value), language);
    case 'sensitivity':
      return levelOf(Number(value), language);
    case 'shareType':
      return typeof value === 'string'
        ? wordOf('shareType', value, language)
        : language === 'zh'
          ? '随目录'
          : 'As the entry';
    case 'mask':
      return maskLabel(maskOf(value as Item['mask']), language);
    case 'conditions':
      return (value as string[]).join(language === 'zh' ? '；' : '; ') || none;
    case 'identifier':
    case 'required':
      return value === true ? (language === 'zh' ? '是' : 'Yes') : language === 'zh' ? '否' : 'No';
    default:
      return typeof value === 'string' || typeof value === 'number' ? String(value) || none : none;
  }
}
