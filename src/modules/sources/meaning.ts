/** What a data item means, and how alike two meanings are. Words go in, a figure comes out: nothing is asked of anybody. */

import { type Language, type Naming, type Part, type Subject, namingOf, saidBy, tellingOf, tellsTopic } from './naming.ts';

/** How the values of a column look. */
export interface Shape {
  /** Share of rows without a value, 0 to 1. */
  empty: number;
  /** Share of different values among those there are, 0 to 1. */
  distinct: number;
  /** Shortest and longest value, in characters. */
  shortest: number;
  longest: number;
  /** Patterns of values and their shares, the most frequent first: 9 a digit, a a letter, 汉 a Han character. */
  patterns: { pattern: string; share: number }[];
}

export interface Described {
  name: string;
  element: string;
  codeTable: string;
  type: string;
  shape: Shape | null;
  subject: Subject;
  /** Words of what its entry is about. */
  topic: readonly string[];
}

/** Words under which an item is filed, so that those worth comparing are found without comparing all. */
export function filedUnder(item: Described, language: Language): string[] {
  const { name, parts } = namingOf(item, item.topic, language);
  return [...new Set([name, ...parts.map(part => part.word), ...bigrams(name)])];
}

const bigrams = (text: string): string[] =>
  text.length < 2 ? [text] : Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2));

const CLASSES: Readonly<Record<string, string>> = {
  bigint: 'number',
  numeric: 'number',
  double: 'number',
  timestamp: 'date',
};
const classOf = (type: string): string => CLASSES[type] ?? type;

/** How alike the values of two columns look, 0 to 1. */
export function shapesAlike(one: Shape, other: Shape): number {
  const shares = new Map(one.patterns.map(({ pattern, share }) => [pattern, share]));
  const overlap = other.patterns.reduce(
    (sum, { pattern, share }) => sum + Math.min(share, shares.get(pattern) ?? 0),
    0,
  );
  const lengths =
    1 -
    Math.min(
      1,
      (Math.abs(one.longest - other.longest) + Math.abs(one.shortest - other.shortest)) /
        Math.max(8, one.longest, other.longest),
    );
  const distinct = 1 - Math.min(1, Math.abs(one.distinct - other.distinct));
  return 0.6 * overlap + 0.25 * lengths + 0.15 * distinct;
}

export interface Likeness {
  /** 0 to 1; from `ALIKE` on the two are shown as one. */
  score: number;
  /** What speaks for it, in the page's words. */
  evidence: Evidence[];
}
export type Evidence = 'element' | 'name' | 'synonym' | 'words' | 'topic' | 'code_table' | 'shape';

/** From here on two items are taken for one: the figure at which the planted pairs of the bench are told apart best. */
export const ALIKE = 0.55;

/** Share of what one name tells that the other, or its entry, says too; what only the entry says counts a little less. */
function said(parts: readonly Part[], name: string, topic: string, agreed = 0): number {
  let [all, there] = [agreed, agreed];
  for (const { word, weight } of parts) {
    all += weight * word.length;
    there += weight * word.length * Math.max(saidBy(word, name), 0.9 * saidBy(word, topic));
  }
  return all === 0 ? 1 : there / all;
}

const textOf = (parts: readonly Part[]): string => parts.map(part => part.word).join(' ');

/** How much two entries are about the same, 0 to 1: one telling word in common says much. */
const topicsAlike = (one: readonly string[], other: readonly string[]): number => {
  let [a, b] = [one.filter(tellsTopic), other.filter(tellsTopic)];
  if (a.length === 0 && b.length === 0) [a, b] = [[...one], [...other]];
  if (a.length === 0 || b.length === 0) return 0;
  const found = (from: string[], to: string[]) =>
    from.map(word => Math.max(...to.map(each => saidBy(word, each))));
  const [ab, ba] = [found(a, b), found(b, a)];
  const share = (there: number[]) => there.reduce((sum, one) => sum + one, 0) / there.length;
  return 0.5 * Math.max(...ab, ...ba) + 0.5 * Math.max(share(ab), share(ba));
};

/** How much of what only one of two names says the entry of the other says, 0 to 1. */
function explained(parts: readonly Part[], name: string, topic: string): number {
  const only = parts.filter(({ word }) => saidBy(word, name) < 0.9);
  return only.length === 0 ? 0 : said(only, '', topic);
}

const K = Number(process.env['K'] ?? 0);
const FORMLESS = 0.15;
/** What is left of a likeness of two names that say nothing of what they are about, below entries about different things. */
const GENERIC = 0.2;
const OTHER_FORM = 0.4;

function formsApart(a: Naming, b: Naming): number {
  if (a.form === b.form) return 0;
  if (a.form !== '' && b.form !== '') return OTHER_FORM;
  const [bare, formed] = a.form === '' ? [a, b] : [b, a];
  if (bare.given === 'code' && formed.form === 'number') return 0;
  return bare.given === 'name' && formed.form !== 'organ' ? OTHER_FORM : FORMLESS;
}

/** How much two names mean the same, each in its entry. */
function namesAlike(a: Naming, b: Naming, one: Described, other: Described): number {
  if (a.name === b.name && !a.generic) return 0.85;
  const [ta, tb] = [one.topic.join(' '), other.topic.join(' ')];
  const [wa, wb] = [textOf(a.parts), textOf(b.parts)];
  const agreed = a.form !== '' && a.form === b.form ? K : 0;
  const [ab, ba] = [said(a.parts, wb, tb, agreed), said(b.parts, wa, ta, agreed)];
  let score = 0.45 * (ab + ba);
  // Nothing in either name says of what: the entries must be about the same.
  if (a.generic && b.generic && (a.contextual || b.contextual || !a.parts.some(part => !part.act && saidBy(part.word, wb) >= 0.9)))
    score *= GENERIC + (1 - GENERIC) * Math.max(topicsAlike(one.topic, other.topic), explained(a.parts, wb, tb), explained(b.parts, wa, ta));
  if (a.edge !== b.edge && a.edge !== '' && b.edge !== '') score -= OTHER_FORM;
  const onlyActs = (own: readonly Part[], name: string) => own.some(part => part.act && saidBy(part.word, name) < 0.9);
  if (onlyActs(a.parts, wb) && onlyActs(b.parts, wa)) score -= 0.2;
  const tells = [tellingOf(a.name), tellingOf(b.name)];
  if (tells[0] !== tells[1]) score -= tells.includes('') ? 0.1 : 0.3;
  return score - formsApart(a, b);
}

/** How much two items of different entries look like one and the same. */
export function likeness(one: Described, other: Described, language: Language): Likeness {
  const evidence: Evidence[] = [];
  const [a, b] = [namingOf(one, one.topic, language), namingOf(other, other.topic, language)];
  const element = one.element !== '' && one.element === other.element ? language.elementName(one.element) : undefined;
  let score = namesAlike(a, b, one, other);
  if (a.name === b.name) evidence.push(one.name === other.name ? 'name' : 'synonym');
  else if (score > 0.3) evidence.push('words');
  if ((a.generic || b.generic) && score >= ALIKE) evidence.push('topic');
  if (element !== undefined) {
    evidence.push('element');
    // An element such as 发证日期 says no more than a generic name does.
    if (!namingOf({ name: element, subject: one.subject }, [], language).generic) score = Math.max(score, 0.9);
  } else if (one.element !== '' && other.element !== '') score -= 0.5;
  if (one.codeTable !== '' && other.codeTable !== '') {
    if (one.codeTable === other.codeTable) {
      evidence.push('code_table');
      score += 0.2;
    } else score -= 0.25;
  }
  const classes = [classOf(one.type), classOf(other.type)];
  if (classes[0] !== classes[1]) score -= classes.includes('text') ? 0.05 : 0.25;
  if (one.shape && other.shape) {
    const alike = shapesAlike(one.shape, other.shape);
    if (alike > 0.7) evidence.push('shape');
    score += 0.5 * (alike - 0.6);
  }
  if (a.role !== b.role) score -= 0.5;
  if (one.subject !== other.subject) score -= 0.35;
  return { score: Math.max(0, Math.min(1, score)), evidence };
}

/** Items by which records are joined, not what is collected: every entry about persons has the number and the name. */
export const JOINS: ReadonlySet<string> = new Set([
  '公民身份号码',
  '姓名',
  '统一社会信用代码',
  '名称',
  '法人单位名称',
  '单位名称',
  '企业名称',
  '机构名称',
]);
