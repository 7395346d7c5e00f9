/** How alike two data items are. Words go in, a figure comes out: nothing is asked of anybody. */
import { namesAlike } from './namesAlike.ts';
import { type Language, type Subject, namingOf, tellsTopic } from './naming.ts';

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

/**
 * Words under which an item is filed, so that those worth comparing are found without comparing all. A generic name is
 * filed under what its entry is about, too: 状态 of 学籍信息 is 学籍状态 elsewhere.
 */
export function filedUnder(item: Described, language: Language): string[] {
  const { name, role, parts, generic } = namingOf(item, item.topic, language);
  const about = generic ? item.topic.filter(tellsTopic) : [];
  const words = [...parts.map(part => part.word), ...about];
  return [...new Set([role + name, ...(role === '' ? [] : [role]), ...words, ...words.flatMap(bigrams)])];
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
const ONE_ELEMENT = 0.9;

/** How much two items of different entries look like one and the same. */
export function likeness(one: Described, other: Described, language: Language): Likeness {
  const evidence: Evidence[] = [];
  const [a, b] = [namingOf(one, one.topic, language), namingOf(other, other.topic, language)];
  let score = namesAlike(a, b, one.topic, other.topic);
  if (a.name === b.name) evidence.push(one.name === other.name ? 'name' : 'synonym');
  else if (score > 0.3) evidence.push('words');
  if ((a.generic || b.generic) && score >= ALIKE) evidence.push('topic');
  if (one.element !== '' && one.element === other.element) {
    evidence.push('element');
    // An element such as 发证日期 says no more than a generic name does.
    const element = { name: language.elementName(one.element), subject: 'other' as const };
    if (!namingOf(element, [], language).generic) score = Math.max(score, ONE_ELEMENT);
  } else if (one.element !== '' && other.element !== '') score -= 0.5;
  if (one.codeTable !== '' && other.codeTable !== '') {
    if (one.codeTable === other.codeTable) {
      evidence.push('code_table');
      score += 0.2;
    } else score -= 0.25;
  }
  const [type, otherType] = [classOf(one.type), classOf(other.type)];
  // Many keep dates and numbers as text.
  if (type !== otherType) score -= type === 'text' || otherType === 'text' ? 0.05 : 0.25;
  if (one.shape && other.shape) {
    const alike = shapesAlike(one.shape, other.shape);
    if (alike > 0.7) evidence.push('shape');
    score += 0.5 * (alike - 0.6);
  }
  if (a.role !== b.role) score -= 0.5;
  if (one.subject !== other.subject) score -= 0.4;
  return { score: Math.max(0, Math.min(1, score)), evidence };
}

/** Names by which records are joined, not what is collected: every entry about persons has the number and the name. */
const JOINS: ReadonlySet<string> = new Set([
  '公民身份号码',
  '姓名',
  '统一社会信用代码',
  '名称',
  '法人单位名称',
  '单位名称',
  '企业名称',
  '机构名称',
]);

/** Whether an item only says whose record it is. */
export function isJoin(item: Described, language: Language): boolean {
  const { name, role } = namingOf(item, item.topic, language);
  return role === '' && JOINS.has(name);
}
