import {
  RULES,
  type Rule,
  type RuleId,
  type RuleKind,
  type RuleLevel,
  type RuleStatus,
  type RuleValues,
} from '#vocabulary/profile.ts';
import { countQuotation } from './articles.ts';

/** One document: what it is, what it says on the platform's questions, and its text by article. */
export interface PolicyDocument {
  id: string;
  title: string;
  number: string;
  issuer: string;
  level: RuleLevel;
  status: RuleStatus;
  from?: string;
  until?: string;
  /** The goals that the text sets itself end here; the text itself is not repealed. */
  planEnds?: string;
  dateNote?: string;
  sourceNote?: string;
  rules: readonly Rule[];
  /** Article → full text; empty where the text is not at hand. */
  articles: ReadonlyMap<string, string>;
}

/** A region and the documents that are its own. Its parent follows from its code (GB/T 2260) unless given. */
export interface PolicyRegion {
  code: string;
  name: string;
  parent?: string;
  /** The name by which an installation calls this region its home. */
  profile?: string;
  documents: readonly string[];
  /** Documents that are known to hold here and are not at hand. */
  notLoaded?: readonly string[];
  note?: string;
}

export interface PolicyLibrary {
  documents: ReadonlyMap<string, PolicyDocument>;
  regions: ReadonlyMap<string, PolicyRegion>;
}

export const NATION = '000000';
const LEAST_QUOTATION = 8;

/** What is wrong with a rule's quotation, undefined when it stands: inside its article, once, and carrying its numbers. */
export function checkQuotation(document: PolicyDocument, rule: Rule): string | undefined {
  const { article, quotation } = rule.clause;
  if (document.level === 'default')
    return rule.ours === true ? undefined : 'a default rests on no text and must be marked as ours';
  const text = document.articles.get(article);
  if (text === undefined) return `the text has no ${article}`;
  if (quotation.length < LEAST_QUOTATION)
    return `the quotation is shorter than ${LEAST_QUOTATION} characters`;
  const count = countQuotation(text, quotation);
  if (count !== 1) return `the quotation is found ${count} times in ${article}, not once`;
  const number = numbersOf(rule);
  if (number.length > 0 && !number.some(word => quotation.replace(/\s/g, '').includes(word)))
    return `the quotation does not say ${number.join(' or ')}`;
  return undefined;
}

/** The words that a rule's number may have in its text; empty for rules without one. */
function numbersOf(rule: Rule): string[] {
  const { value } = rule;
  if ('days' in value) return value.days === null ? [] : [`${value.days}个工作日`];
  if (!('months' in value)) return [];
  return value.months % 12 === 0
    ? [`${value.months}个月`, `${value.months / 12}年`]
    : [`${value.months}个月`];
}

/** The kind that a rule's value must have. */
export function kindOf(id: RuleId): RuleKind {
  return RULES[id].kind;
}

export type AnyValue = RuleValues[RuleKind];
