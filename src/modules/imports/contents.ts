/** From the values of a row to what the catalog keeps. Pure; what a cell leaves empty stays as in a blank entry. */
import { BLANK, type Content, blankItem } from '#modules/catalog/index.ts';
import type { Values } from '#sheets/index.ts';

type Item = Content['items'][number];

const words = (value: Values[string]): string => (typeof value === 'string' ? value : '');
const list = (value: Values[string]): string[] => (Array.isArray(value) ? value : []);

/** A choice was read against the list of the contract: it is one of its words, or nothing. */
const chosen = <W extends string>(value: Values[string], otherwise: W): W =>
  typeof value === 'string' ? (value as W) : otherwise;

/** An entry without its items. */
export function entryOf(values: Values): Content {
  const basis = [values['basisRank'], values['basisTitle'], values['basisArticle']];
  return {
    title: words(values['title']),
    abstract: words(values['abstract']),
    subject: chosen(values['subject'], BLANK.subject),
    classCode: words(values['classCode']),
    format: {
      kind: chosen(values['formatKind'], BLANK.format.kind),
      type: words(values['formatType']),
      remark: words(values['formatRemark']),
    },
    carrier: chosen(values['carrier'], BLANK.carrier),
    digitising: words(values['digitising']),
    updateCycle: chosen(values['updateCycle'], BLANK.updateCycle),
    updateCycleNote: words(values['updateCycleNote']),
    shareType: chosen(values['shareType'], BLANK.shareType),
    basis: basis.every(one => one === undefined)
      ? null
      : {
          rank: chosen(values['basisRank'], 'other'),
          title: words(values['basisTitle']),
          article: words(values['basisArticle']),
        },
    conditions: list(values['conditions']),
    scope: words(values['scope']),
    purpose: words(values['purpose']),
    useTerms: words(values['useTerms']),
    modes: list(values['modes']) as Content['modes'],
    means: chosen(values['means'], BLANK.means),
    openType: chosen(values['openType'], BLANK.openType),
    openConditions: words(values['openConditions']),
    grade: chosen(values['grade'], BLANK.grade),
    secrecy: {
      conclusion: chosen(values['secrecy'], BLANK.secrecy.conclusion),
      date: words(values['secrecyDate']),
    },
    personalInfo: {
      conclusion: chosen(values['personalInfo'], BLANK.personalInfo.conclusion),
      date: words(values['personalInfoDate']),
    },
    duty: {
      kind: chosen(values['dutyKind'], BLANK.duty.kind),
      title: words(values['dutyTitle']),
      code: words(values['dutyCode']),
    },
    system: words(values['system']),
    contact: words(values['contact']),
    phone: words(values['phone']),
    related: list(values['related']),
    items: [],
  };
}

function maskOf(values: Values): Item['mask'] {
  const kind = chosen<Item['mask']['kind']>(values['mask'], 'none');
  const [head, tail, width] = [values['maskHead'], values['maskTail'], values['maskWidth']];
  return {
    kind,
    ...((kind === 'middle' || kind === 'address') && typeof head === 'number' ? { head } : {}),
    ...(kind === 'middle' && typeof tail === 'number' ? { tail } : {}),
    ...(kind === 'range' && typeof width === 'number' ? { width } : {}),
  };
}

export function itemOf(values: Values): Item {
  const blank = blankItem(words(values['name']));
  const { length, identifier, required, sensitivity } = values;
  return {
    ...blank,
    type: chosen(values['type'], blank.type),
    length: typeof length === 'number' ? length : null,
    identifier: identifier === true,
    required: required === true,
    sensitivity: typeof sensitivity === 'string' ? Number(sensitivity) : blank.sensitivity,
    grade: chosen(values['itemGrade'], blank.grade),
    shareType: chosen<NonNullable<Item['shareType']> | ''>(values['itemShareType'], '') || null,
    conditions: list(values['itemConditions']),
    mask: maskOf(values),
    element: words(values['element']),
    codeTable: words(values['codeTable']),
    description: words(values['description']),
  };
}
