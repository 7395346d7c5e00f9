import type { Language } from '../../ui/language.tsx';
import type { Field, Item } from './types.ts';

type Pair = readonly [zh: string, en: string];

const FIELDS: Record<Field | 'whole', Pair> = {
  title: ['目录名称', 'Title'],
  abstract: ['摘要', 'Abstract'],
  classCode: ['分类', 'Class'],
  subject: ['识别对象', 'About'],
  format: ['数据格式', 'Format'],
  carrier: ['载体', 'Carrier'],
  digitising: ['数字化计划', 'Plan for digitising'],
  updateCycle: ['更新周期', 'Updated'],
  updateCycleNote: ['更新周期说明', 'Note on the update cycle'],
  duty: ['对应职责或事项', 'Duty or matter'],
  system: ['来源系统', 'Source system'],
  contact: ['联系岗位', 'Contact'],
  phone: ['联系电话', 'Telephone'],
  items: ['数据项', 'Items'],
  shareType: ['共享类型', 'Share type'],
  basis: ['共享依据', 'Legal basis'],
  conditions: ['共享条件', 'Conditions'],
  scope: ['共享范围', 'Scope'],
  purpose: ['使用用途', 'Purpose'],
  useTerms: ['使用条件', 'Terms of use'],
  modes: ['共享方式', 'Ways of sharing'],
  means: ['共享方式分类', 'Means of sharing'],
  openType: ['开放属性', 'Open to the public'],
  openConditions: ['开放条件', 'Conditions of opening'],
  grade: ['数据分级', 'Grade'],
  secrecy: ['保密风险评估', 'Secrecy assessment'],
  personalInfo: ['个人信息保护影响评估', 'Personal information assessment'],
  related: ['关联目录', 'Related entries'],
  whole: ['整条目录', 'The whole entry'],
};

const ITEM_FIELDS: Record<keyof Item, Pair> = {
  name: ['名称', 'Name'],
  type: ['类型', 'Type'],
  length: ['长度', 'Length'],
  identifier: ['标识', 'Identifier'],
  required: ['必填', 'Filled'],
  sensitivity: ['敏感级别', 'Sensitivity'],
  grade: ['数据分级', 'Grade'],
  shareType: ['共享类型', 'Share type'],
  conditions: ['条件或理由', 'Conditions or reason'],
  mask: ['给出的样子', 'Shown as'],
  element: ['标准数据元', 'Standard element'],
  codeTable: ['代码表', 'Code table'],
  description: ['说明', 'Note'],
};

const pick = (pair: Pair | undefined, language: Language, otherwise: string): string =>
  pair ? pair[language === 'zh' ? 0 : 1] : otherwise;

export const fieldName = (field: string, language: Language): string =>
  pick((FIELDS as Record<string, Pair>)[field], language, field);
export const itemFieldName = (field: string, language: Language): string =>
  pick((ITEM_FIELDS as Record<string, Pair>)[field], language, field);
