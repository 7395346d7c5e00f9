import type { Language } from '../../ui/language.tsx';
import type { Certainty, Element, StandardDocument, Version } from './types.ts';

type Pair = readonly [zh: string, en: string];
const of = (pair: Pair | undefined, language: Language, otherwise: string): string =>
  pair ? (language === 'zh' ? pair[0] : pair[1]) : otherwise;

export const CERTAINTIES: Record<Certainty, Pair> = {
  found: ['有出处', 'Found'],
  verified: ['已验证', 'Verified'],
  derived: ['推算', 'Derived'],
  recalled: ['待核对', 'To be checked'],
};
const LEVELS: Readonly<Record<number, Pair>> = {
  1: ['类', 'Category (类)'],
  2: ['项', 'Group (项)'],
  3: ['目', 'Class (目)'],
  4: ['细目', 'Subclass (细目)'],
};
export const ELEMENT_TYPES: Record<Element['type'], Pair> = {
  string: ['字符', 'Text'],
  number: ['数值', 'Number'],
  integer: ['整数', 'Integer'],
  boolean: ['是否', 'Yes or no'],
  date: ['日期', 'Date'],
  datetime: ['日期时间', 'Date and time'],
};
export const CHECKS: Record<Element['check'], Pair> = {
  none: ['不校验', 'None'],
  person_number: ['公民身份号码校验码', 'Check digit of the citizen’s number'],
  credit_code: ['统一社会信用代码校验码', 'Check digit of the credit code'],
};
export const DOCUMENT_KINDS: Record<StandardDocument['kind'], Pair> = {
  element: ['数据元', 'Data elements'],
  code_table: ['代码表', 'Code tables'],
  quality: ['数据质量', 'Quality'],
  guide: ['编制指南', 'Compiling guide'],
  other: ['其他', 'Other'],
};
const ACTIONS: Record<Version['action'], Pair> = {
  deliver: ['随平台提供', 'Delivered'],
  add: ['增加', 'Added'],
  change: ['修改', 'Changed'],
  retire: ['停用', 'Retired'],
  restore: ['恢复', 'Restored'],
  remove: ['移除', 'Removed'],
};
const FIELDS: Readonly<Record<string, Pair>> = {
  zh: ['名称', 'Name'],
  en: ['英文名称', 'English name'],
  name: ['名称', 'Name'],
  nameEn: ['英文名称', 'English name'],
  title: ['名称', 'Title'],
  english: ['英文标识', 'English identifier'],
  position: ['次序', 'Position'],
  under: ['所属', 'Belongs to'],
  foreign: ['各平台代码', 'Codes elsewhere'],
  source: ['出处', 'Source'],
  certainty: ['可靠程度', 'Certainty'],
  note: ['说明', 'Note'],
  noteEn: ['英文说明', 'English note'],
  document: ['依据文件', 'Document'],
  type: ['类型', 'Type'],
  length: ['长度', 'Length'],
  codeTable: ['代码表', 'Code table'],
  format: ['格式', 'Format'],
  check: ['校验', 'Check'],
  synonyms: ['同义词', 'Synonyms'],
  words: ['同义词', 'Synonyms'],
  number: ['编号', 'Number'],
  kind: ['种类', 'Kind'],
  edition: ['版次', 'Edition'],
  from: ['施行日期', 'In force from'],
  until: ['失效日期', 'Until'],
  text: ['正文', 'Text'],
  link: ['链接', 'Link'],
  retired: ['停用', 'Retired'],
};

export const levelWord = (level: number, language: Language): string =>
  of(LEVELS[level], language, String(level));
export const certaintyWord = (one: Certainty, language: Language): string =>
  of(CERTAINTIES[one], language, one);
export const actionWord = (one: Version['action'], language: Language): string =>
  of(ACTIONS[one], language, one);
export const fieldWord = (field: string, language: Language): string => of(FIELDS[field], language, field);

/** A value in the history: words where the field has a list of them. */
export function valueWord(field: string, value: string, language: Language): string {
  if (value === '') return '—';
  if (field === 'retired')
    return value === 'true' ? of(['是', 'yes'], language, value) : of(['否', 'no'], language, value);
  const lists: Readonly<Record<string, Readonly<Record<string, Pair>>>> = {
    certainty: CERTAINTIES,
    type: ELEMENT_TYPES,
    check: CHECKS,
    kind: DOCUMENT_KINDS,
  };
  return of(lists[field]?.[value], language, value);
}
