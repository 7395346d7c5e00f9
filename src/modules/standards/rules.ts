/** The shape of class codes (standards.md 2.1), and what may stand where in the library. */
import type { Facts } from '#kernel/errors.ts';
import type { Shelf } from './shelf.ts';
import {
  type ClassContent,
  type CodeContent,
  type DocumentContent,
  type ElementContent,
  type Held,
  type TableContent,
  type Thing,
  ownKey,
  tableOf,
} from './things.ts';
import { normaliseWord, spellings } from './words.ts';

/** 类 1 digit, 项 2 more, 目 3 more; a 细目 is of any length, and may be divided again. */
const LENGTHS = [1, 3, 6];
/** Longest code of a class. */
export const LONGEST_CLASS = 30;

/** 1 类, 2 项, 3 目, 4 细目; undefined where no class can have such a code. */
export function levelOf(code: string): 1 | 2 | 3 | 4 | undefined {
  if (!/^[1-9]\d*$/.test(code) || code.length > LONGEST_CLASS) return undefined;
  if (code.length > 6) return 4;
  const at = LENGTHS.indexOf(code.length);
  return at < 0 ? undefined : ((at + 1) as 1 | 2 | 3);
}

/** Whether a class of this code can stand right below that one; '' is the top. */
export function fitsBelow(code: string, parent: string): boolean {
  const level = levelOf(code);
  if (level === undefined) return false;
  if (parent === '') return level === 1;
  const above = levelOf(parent);
  if (above === undefined || !code.startsWith(parent) || code === parent) return false;
  return above === 4 ? level === 4 : level === above + 1;
}

/** The code that one would give the next class below: one more than the highest of its kind. */
export function nextClassCode(codes: Iterable<string>, parent: string, digits: number): string | undefined {
  const taken = [...codes].filter(
    code => code.startsWith(parent) && code.length === parent.length + digits && code !== parent,
  );
  const highest = Math.max(0, ...taken.map(code => Number(code.slice(parent.length))));
  const next = String(highest + 1).padStart(digits, '0');
  return next.length > digits ? undefined : `${parent}${next}`;
}

/** A word of the table of refusals, with its facts: what is wrong with a change. */
export type Fault = [
  word:
    | 'unknown_document'
    | 'unknown_table'
    | 'unknown_code'
    | 'closed_table'
    | 'wrong_under'
    | 'unknown_platform'
    | 'foreign_taken'
    | 'name_taken'
    | 'bad_class_code'
    | 'class_unknown'
    | 'class_retired'
    | 'class_stays'
    | 'class_divided'
    | 'wrong_dates'
    | 'in_use'
    | 'cited',
  facts: Facts,
];

const documentFault = (shelf: Shelf, id: string): Fault | undefined =>
  id === '' || shelf.documents.has(id) ? undefined : ['unknown_document', { document: id }];

const tableFault = (shelf: Shelf, key: string, content: TableContent): Fault | undefined => {
  const same = [...shelf.tables.values()].find(one => one.key !== key && one.content.zh === content.zh);
  return same ? ['name_taken', { name: content.zh, key: same.key }] : documentFault(shelf, content.document);
};

function codeFault(shelf: Shelf, key: string, content: CodeContent): Fault | undefined {
  const table = shelf.tables.get(tableOf(key));
  if (!table) return ['unknown_table', { table: tableOf(key) }];
  const name = table.content.zh;
  if (table.content.closed && !shelf.code.has(key)) return ['closed_table', { table: name }];
  const above = table.content.under;
  if (above === '' ? content.under !== '' : !shelf.code.has(`${above}/${content.under}`))
    return ['wrong_under', { table: name, under: content.under, above }];
  const others = (shelf.codes.get(table.key) ?? []).filter(one => one.key !== key);
  const same = others.find(one => one.content.zh === content.zh && one.content.under === content.under);
  if (same) return ['name_taken', { name: content.zh, key: ownKey(same.key) }];
  for (const [platform, code] of Object.entries(content.foreign)) {
    if (!shelf.code.has(`platform/${platform}`)) return ['unknown_platform', { platform }];
    const other = others.find(one => one.content.foreign[platform] === code);
    if (other)
      return ['foreign_taken', { platform: shelf.platformName(platform), code, name: other.content.zh }];
  }
  return undefined;
}

function classFault(shelf: Shelf, code: string, content: ClassContent): Fault | undefined {
  const before = shelf.classes.get(code);
  if (before && before.content.parent !== content.parent) return ['class_stays', { code }];
  if (!fitsBelow(code, content.parent)) return ['bad_class_code', { code, parent: content.parent }];
  const parent = shelf.classes.get(content.parent);
  if (content.parent !== '' && !parent) return ['class_unknown', { code: content.parent }];
  if (parent?.content.retired === true && !content.retired)
    return ['class_retired', { code: content.parent, name: parent.content.name }];
  const same = [...shelf.classes.values()].find(
    one => one.key !== code && one.content.parent === content.parent && one.content.name === content.name,
  );
  return same ? ['name_taken', { name: content.name, key: same.key }] : undefined;
}

function elementFault(shelf: Shelf, code: string, content: ElementContent): Fault | undefined {
  if (content.codeTable !== '' && !shelf.tables.has(content.codeTable))
    return ['unknown_table', { table: content.codeTable }];
  const same = [...shelf.elements.values()].find(
    one =>
      one.key !== code &&
      (one.content.english === content.english ||
        normaliseWord(one.content.name) === normaliseWord(content.name)),
  );
  if (same) return ['name_taken', { name: content.name, key: same.key }];
  return documentFault(shelf, content.document);
}

function editionFault(shelf: Shelf, key: string, content: DocumentContent): Fault | undefined {
  if (content.from !== null && content.until !== null && content.until < content.from)
    return ['wrong_dates', { from: content.from, until: content.until }];
  const same = [...shelf.documents.values()].find(
    one => one.key !== key && one.content.title === content.title && one.content.edition === content.edition,
  );
  return same ? ['name_taken', { name: content.title, key: same.key }] : undefined;
}

/** What is wrong with a thing among the others. */
export function faultOf(shelf: Shelf, { kind, key, content }: Thing): Fault | undefined {
  // A thing's kind says which content it has.
  if (kind === 'table') return tableFault(shelf, key, content as TableContent);
  if (kind === 'code') return codeFault(shelf, key, content as CodeContent);
  if (kind === 'class') return classFault(shelf, key, content as ClassContent);
  if (kind === 'element') return elementFault(shelf, key, content as ElementContent);
  if (kind === 'document') return editionFault(shelf, key, content as DocumentContent);
  return undefined;
}

const cited = (name: string, by: string): Fault => ['cited', { name, by }];

const childOf = (shelf: Shelf, code: string, live: boolean): Held<ClassContent> | undefined =>
  [...shelf.classes.values()].find(one => one.content.parent === code && !(live && one.content.retired));

/** What keeps a class in force: finer ones that are. */
export function retireFault(shelf: Shelf, kind: string, key: string): Fault | undefined {
  if (kind === 'class') {
    const child = childOf(shelf, key, true);
    return child ? ['class_divided', { code: key, child: `${child.key} ${child.content.name}` }] : undefined;
  }
  const table = shelf.tables.get(kind === 'table' ? key : tableOf(key));
  return (kind === 'table' || kind === 'code') && table?.content.closed === true
    ? ['closed_table', { table: table.content.zh }]
    : undefined;
}

/** What keeps a thing from being removed without a trace in others: whoever names it. */
export function removeFault(shelf: Shelf, kind: string, key: string): Fault | undefined {
  if (shelf.used.has(`${kind} ${key}`)) return ['in_use', { name: key }];
  if (kind === 'class') {
    const child = childOf(shelf, key, false);
    return child && ['class_divided', { code: key, child: `${child.key} ${child.content.name}` }];
  }
  if (kind === 'document') {
    const citing =
      [...shelf.tables.values()].find(one => one.content.document === key)?.content.zh ??
      [...shelf.elements.values()].find(one => one.content.document === key)?.content.name;
    return citing === undefined ? undefined : cited(key, citing);
  }
  if (kind === 'table') {
    const value = shelf.codes.get(key)?.[0]?.content.zh;
    const element = [...shelf.elements.values()].find(one => one.content.codeTable === key)?.content.name;
    const citing = value ?? element;
    return retireFault(shelf, kind, key) ?? (citing === undefined ? undefined : cited(key, citing));
  }
  if (kind === 'code') {
    const own = ownKey(key);
    const naming = [...shelf.code.values()].find(
      one =>
        (tableOf(key) === 'platform' && Object.hasOwn(one.content.foreign, own)) ||
        (one.content.under === own && shelf.tables.get(tableOf(one.key))?.content.under === tableOf(key)),
    );
    return retireFault(shelf, kind, key) ?? (naming ? cited(own, naming.content.zh) : undefined);
  }
  return undefined;
}

/** The words to look a name up by. */
export const setOf = (shelf: Shelf, word: string) =>
  spellings(word)
    .map(one => shelf.words.get(one))
    .find(one => one !== undefined);
