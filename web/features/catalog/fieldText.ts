import type { Language } from '../../ui/language.tsx';
import type { Content, Field, Item } from './types.ts';
import { type WordList, levelOf, wordOf } from './words.ts';

const LISTS: Partial<Record<Field, WordList>> = {
  subject: 'subject',
  carrier: 'carrier',
  updateCycle: 'updateCycle',
  shareType: 'shareType',
  means: 'means',
  openType: 'openType',
  grade: 'grade',
};

/** What a field of an entry says, in one line of words; empty when it says nothing. Classes are named by `classes`. */
export function fieldText<F extends Field>(
  field: F,
  content: Pick<Content, F>,
  language: Language,
  classes: ReadonlyMap<string, string> = new Map(),
): string {
  const value: unknown = content[field];
  const list = LISTS[field];
  if (list) return wordOf(list, String(value), language);
  const and = language === 'zh' ? '、' : ', ';
  const then = language === 'zh' ? '；' : '; ';
  switch (field) {
    case 'classCode': {
      const code = String(value);
      return code === '' ? '' : [code, classes.get(code) ?? ''].join(' ').trim();
    }
    case 'format': {
      const { kind, type, remark } = value as Content['format'];
      return [wordOf('formatKind', kind, language), type, remark].filter(word => word !== '').join(' · ');
    }
    case 'basis': {
      const basis = value as Content['basis'];
      return basis === null
        ? ''
        : `${basis.title} ${basis.article}（${wordOf('rank', basis.rank, language)}）`.trim();
    }
    case 'conditions':
      return (value as string[]).join(then);
    case 'modes':
      return (value as Content['modes']).map(mode => wordOf('mode', mode, language)).join(and);
    case 'related':
      return (value as string[]).join(and);
    case 'secrecy':
    case 'personalInfo': {
      const { conclusion, date } = value as Content['secrecy'] | Content['personalInfo'];
      return [wordOf(field, conclusion, language), date].filter(word => word !== '').join(' ');
    }
    case 'duty': {
      const { kind, title, code } = value as Content['duty'];
      return title === '' && code === ''
        ? ''
        : [wordOf('duty', kind, language), title, code].filter(word => word !== '').join(' · ');
    }
    case 'items':
      return language === 'zh' ? `${(value as Item[]).length} 项` : `${(value as Item[]).length} items`;
    default:
      return String(value);
  }
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
      return maskText(value as Item['mask'], language);
    case 'conditions':
      return (value as string[]).join(language === 'zh' ? '；' : '; ') || none;
    case 'identifier':
    case 'required':
      return value === true ? (language === 'zh' ? '是' : 'Yes') : language === 'zh' ? '否' : 'No';
    default:
      return value === null || value === '' ? none : String(value);
  }
}

function maskText({ kind, head, tail }: Item['mask'], language: Language): string {
  const word = wordOf('mask', kind, language);
  if (kind !== 'middle') return word;
  return language === 'zh' ? `${word}（留前 ${head ?? 0} 后 ${tail ?? 0}）` : `${word} (${head ?? 0}…${tail ?? 0})`;
}
