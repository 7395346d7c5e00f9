import type { Basis } from './entry.ts';

const PERSONAL_INFORMATION_LAW = '中华人民共和国个人信息保护法';

/** Sensitive personal information may be handled only for a specific purpose, of necessity, under strict protection. */
export const SENSITIVE_PERSONAL_INFORMATION: Basis = {
  rank: 'law',
  title: PERSONAL_INFORMATION_LAW,
  article: '第二十八条',
};

/** State organs handle personal information within what their statutory duties need. */
export const WITHIN_STATUTORY_DUTIES: Basis = {
  rank: 'law',
  title: PERSONAL_INFORMATION_LAW,
  article: '第三十四条',
};

export const TAXPAYER_CONFIDENTIALITY: Basis = {
  rank: 'law',
  title: '中华人民共和国税收征收管理法',
  article: '第八条',
};

export const PROPERTY_REGISTER_ENQUIRY: Basis = {
  rank: 'regulation',
  title: '不动产登记暂行条例',
  article: '第二十七条',
};

export const MINORS_PRIVACY: Basis = {
  rank: 'law',
  title: '中华人民共和国未成年人保护法',
  article: '第四条',
};

export const NOTARIAL_CONFIDENTIALITY: Basis = {
  rank: 'law',
  title: '中华人民共和国公证法',
  article: '第十三条',
};

export const ADOPTION_SECRECY: Basis = {
  rank: 'law',
  title: '中华人民共和国民法典',
  article: '第一千一百一十条',
};

export const SEALED_JUVENILE_RECORDS: Basis = {
  rank: 'law',
  title: '中华人民共和国刑事诉讼法',
  article: '第二百八十六条',
};
