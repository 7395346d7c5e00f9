import {
  type Mask,
  USUAL_MASKS,
  codeOfMask,
  maskLabel,
  maskOf,
  maskOfCode,
  readMask,
  usualMask,
} from '../../ui/masks.ts';
import type { PasteColumn, Reading } from '../../ui/PastableTable.tsx';
import type { Item } from './types.ts';
import type { CodeTable, Element } from './useStandards.ts';
import { optionsOf } from './words.ts';

type Text = (zh: string, en: string) => string;
type Type = Item['type'];

/** An item as the table edits it: choices are words, and the mask is a code of its kind and parameters. */
export interface ItemRow {
  name: string;
  type: Type;
  length: number | null;
  identifier: boolean;
  required: boolean;
  sensitivity: string;
  grade: Item['grade'];
  /** `entry`: as the whole entry. */
  shareType: NonNullable<Item['shareType']> | 'entry';
  /** Several are kept apart by a semicolon. */
  conditions: string;
  mask: string;
  element: string;
  codeTable: string;
  description: string;
}

export const blankRow = (): ItemRow => ({
  name: '',
  type: 'text',
  length: 50,
  identifier: false,
  required: false,
  sensitivity: '1',
  grade: 'general',
  shareType: 'entry',
  conditions: '',
  mask: 'none',
  element: '',
  codeTable: '',
  description: '',
});

export function rowOf(item: Item): ItemRow {
  return {
    ...item,
    sensitivity: String(item.sensitivity),
    shareType: item.shareType ?? 'entry',
    conditions: item.conditions.join('；'),
    mask: codeOfMask(maskOf(item.mask)),
  };
}

/** Semicolons of both widths keep conditions apart, as people write them in one cell. */
const linesOf = (text: string): string[] =>
  text
    .split(/[；;\n]/u)
    .map(line => line.trim())
    .filter(line => line !== '')
    .slice(0, 10);

/** A row as an item; undefined while it has no name. */
export function itemOf(row: ItemRow): Item | undefined {
  const name = row.name.trim();
  if (name === '') return undefined;
  return {
    ...row,
    name,
    sensitivity: Number(row.sensitivity),
    shareType: row.shareType === 'entry' ? null : row.shareType,
    conditions: linesOf(row.conditions),
    mask: maskOfCode(row.mask),
    element: row.element.trim(),
    codeTable: row.codeTable.trim(),
    description: row.description.trim(),
  };
}

/** What a name tells: an identity number is an identifier of level 3, shown in part. The clerk may change all of it. */
export function followItem(row: ItemRow, changed: keyof ItemRow): ItemRow {
  if (changed === 'name') {
    if (row.sensitivity !== '1' || row.mask !== 'none') return row;
    const name = row.name;
    if (/身份号码|身份证|证件号/u.test(name)) return follow3({ ...row, identifier: true, length: 18 });
    if (/统一社会信用代码/u.test(name)) return { ...row, identifier: true, length: 18, sensitivity: '1' };
    if (/姓名|电话|手机|住址|家庭地址|邮箱|银行卡|银行账/u.test(name)) return follow3(row);
    return row;
  }
  if (changed === 'shareType' && (row.shareType === 'entry' || row.shareType === 'unconditional'))
    return { ...row, conditions: '' };
  if (changed === 'sensitivity')
    return { ...row, mask: codeOfMask(usualMask(row.name, row.type, Number(row.sensitivity))) };
  if (changed === 'type' && row.type !== 'text') return { ...row, length: null };
  return row;
}

function follow3(row: ItemRow): ItemRow {
  return { ...row, sensitivity: '3', mask: codeOfMask(usualMask(row.name, row.type, 3)) };
}

const TYPE_WORDS: readonly (readonly [RegExp, Type])[] = [
  [/^(日期时间|时间戳?|datetime|timestamp)/iu, 'timestamp'],
  [/^(日期|date)/iu, 'date'],
  [/^(整数|整型|bigint|int|integer)/iu, 'bigint'],
  [/^(小数|数值|数字|金额|numeric|decimal|number)/iu, 'numeric'],
  [/^(浮点|double|float)/iu, 'double'],
  [/^(是否|布尔|boolean|bool)/iu, 'boolean'],
  [/^(字符|文本|c\b|varchar|char|text|string)/iu, 'text'],
];

const SHARE_WORDS: readonly (readonly [RegExp, ItemRow['shareType']])[] = [
  [/^(随目录|同目录|as the entry)/iu, 'entry'],
  [/^(无条件|unconditional)/iu, 'unconditional'],
  [/^(有条件|conditional)/iu, 'conditional'],
  [/^(不予|withheld)/iu, 'withheld'],
];

const ELEMENT_TYPES: Record<Element['type'], Type> = {
  string: 'text',
  number: 'numeric',
  integer: 'bigint',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamp',
};

/** A standard element as a row: its type, length and code table come with it. */
export function rowOfElement(element: Element, tables: readonly CodeTable[]): ItemRow {
  const type = ELEMENT_TYPES[element.type];
  const length = type === 'text' ? (element.length ?? 200) : null;
  const row = followItem({ ...blankRow(), name: element.name, type, length }, 'name');
  const table = tables.find(one => one.key === element.codeTable);
  return { ...row, length, element: element.code, codeTable: table?.zh ?? '' };
}

/** An element by its code, its name, or another name of it. */
export const findElement = (words: string, elements: readonly Element[]): Element | undefined =>
  elements.find(
    ({ code, name, synonyms }) => code === words.toUpperCase() || name === words || synonyms.includes(words),
  );

export interface ColumnNeeds {
  t: Text;
  language: 'zh' | 'en';
  elements: readonly Element[];
  codeTables: readonly CodeTable[];
  /** Masks in use, beside those that are always offered. */
  masks: readonly Mask[];
  /** Below the mask: how a value would look. */
  sample: NonNullable<PasteColumn<ItemRow>['below']>;
  /** Below the element's code: its name. */
  named: NonNullable<PasteColumn<ItemRow>['below']>;
}

export function itemColumns(needs: ColumnNeeds): PasteColumn<ItemRow>[] {
  const { t, language, elements, codeTables } = needs;
  const yes = (text: string): Reading<boolean> =>
    /^(是|y|yes|1|√|✓|true)$/iu.test(text)
      ? { value: true }
      : /^(否|n|no|0|false|-|—)$/iu.test(text)
        ? { value: false }
        : { fault: t(`“${text}”应写“是”或“否”`, `“${text}” should be yes or no`) };
  const column = <C extends PasteColumn<ItemRow>>(one: C): C => one;
  return [
    column({ key: 'name', label: t('名称', 'Name'), kind: 'text', width: 120 }),
    column({
      key: 'type',
      label: t('类型', 'Type'),
      kind: 'choice',
      width: 84,
      options: optionsOf('type', language),
      read: text => {
        const found = TYPE_WORDS.find(([words]) => words.test(text));
        return found
          ? { value: found[1] }
          : { fault: t(`不认识类型“${text}”`, `“${text}” is no known type`) };
      },
    }),
    column({
      key: 'length',
      label: t('长度', 'Length'),
      kind: 'number',
      width: 54,
      read: text =>
        /^\d{1,6}$/.test(text) && Number(text) > 0
          ? { value: Number(text) }
          : { fault: t(`“${text}”不是长度`, `“${text}” is no length`) },
    }),
    column({ key: 'identifier', label: t('标识', 'Identifier'), kind: 'check', width: 40, read: yes }),
    column({ key: 'required', label: t('必填', 'Filled'), kind: 'check', width: 40, read: yes }),
    column({
      key: 'sensitivity',
      label: t('敏感级别', 'Sensitivity'),
      kind: 'choice',
      width: 68,
      options: ['1', '2', '3', '4'].map(value => ({ value, label: t(`${value} 级`, `Level ${value}`) })),
      read: text => {
        const level = /[1-4]/.exec(text)?.[0];
        return level
          ? { value: level }
          : { fault: t(`“${text}”应为 1 至 4 级`, `“${text}” should be 1 to 4`) };
      },
    }),
    column({
      key: 'mask',
      label: t('给出的样子', 'Shown as'),
      kind: 'choice',
      width: 172,
      options: [...new Map([...USUAL_MASKS, ...needs.masks].map(mask => [codeOfMask(mask), mask]))].map(
        ([value, mask]) => ({ value, label: maskLabel(mask, language) }),
      ),
      read: text => {
        const mask = readMask(text);
        return mask
          ? { value: codeOfMask(mask) }
          : {
              fault: t(
                `“${text}”应为姓名、证件号码、电话、地址、银行卡、邮箱、年、年月、区间、加密摘要、隐去或原样`,
                `“${text}” is no mask`,
              ),
            };
      },
      below: needs.sample,
    }),
    column({
      key: 'grade',
      label: t('数据分级', 'Grade'),
      kind: 'choice',
      width: 84,
      options: optionsOf('grade', language),
      read: text => {
        const found = optionsOf('grade', language).find(({ label }) => label.startsWith(text.slice(0, 2)));
        return found
          ? { value: found.value }
          : { fault: t(`“${text}”应为一般、重要或核心`, `“${text}” should be general, important or core`) };
      },
    }),
    column({
      key: 'shareType',
      label: t('共享类型', 'Share type'),
      kind: 'choice',
      width: 96,
      options: [{ value: 'entry', label: t('随目录', 'As the entry') }, ...optionsOf('shareType', language)],
      read: text => {
        const found = SHARE_WORDS.find(([words]) => words.test(text));
        return found
          ? { value: found[1] }
          : {
              fault: t(`“${text}”应为无条件、有条件、不予共享或随目录`, `“${text}” is no share type`),
            };
      },
    }),
    column({
      key: 'conditions',
      label: t('条件或理由', 'Conditions or reason'),
      kind: 'text',
      width: 120,
    }),
    column({
      key: 'element',
      label: t('标准数据元', 'Standard element'),
      kind: 'text',
      width: 112,
      options: elements.map(({ code, name }) => ({ value: code, label: name })),
      below: needs.named,
      read: text => {
        const found = findElement(text, elements);
        return found
          ? { value: found.code }
          : { fault: t(`没有数据元“${text}”`, `There is no element “${text}”`) };
      },
    }),
    column({
      key: 'codeTable',
      label: t('代码表', 'Code table'),
      kind: 'text',
      width: 96,
      options: codeTables.map(({ key, zh }) => ({ value: zh, label: key })),
    }),
    column({ key: 'description', label: t('说明', 'Note'), kind: 'text', width: 90 }),
  ];
}
