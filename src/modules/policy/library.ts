import {
  type BasisRank,
  RULES,
  type Rule,
  type RuleId,
  type RuleKind,
  type RuleLevel,
  type RuleStatus,
  type RuleValues,
} from '#vocabulary/profile.ts';
import { countQuotation, normalise } from './articles.ts';
import { numbersIn, numbersInEnglish, saysNumber } from './numerals.ts';

/** One document: what it is, what it says on the platform's questions, and its text by article. */
export interface PolicyDocument {
  id: string;
  title: string;
  number: string;
  issuer: string;
  rank: BasisRank;
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
  if (normalise(quotation).length < LEAST_QUOTATION)
    return `the quotation is shorter than ${LEAST_QUOTATION} characters`;
  const count = countQuotation(text, quotation);
  if (count !== 1) return `the quotation is found ${count} times in ${article}, not once`;
  // Who reads the clause must see that it binds in principle only, and a rule may not pass over those words.
  if (quotation.includes('原则上') !== (rule.inPrinciple === true))
    return rule.inPrinciple === true
      ? 'it holds in principle only, and the quotation does not say 原则上'
      : 'the quotation says 原则上, and the rule is not marked inPrinciple';
  const unsaid = numbersOf(rule).find(ways => !ways.some(way => saysNumber(quotation, way.n, way.unit)));
  return unsaid && `the quotation does not say ${unsaid.map(way => `${way.n}${way.unit}`).join(' or ')}`;
}

interface Way {
  n: number;
  unit: string;
}

/** Every number that a rule holds, each with the ways in which a text may say it. */
export function numbersOf({ value }: Rule): Way[][] {
  if ('days' in value) return value.days === null ? [] : [[{ n: value.days, unit: '个工作日' }]];
  if ('months' in value) {
    const years = value.months % 12 === 0 ? [{ n: value.months / 12, unit: '年' }] : [];
    return [[{ n: value.months, unit: '个月' }, ...years]];
  }
  if ('percent' in value)
    return [[{ n: value.percent, unit: '%' }], ...(value.by === undefined ? [] : dateWays(value.by))];
  if ('text' in value) {
    const english = numbersInEnglish(value.textEn).map(n => [
      { n, unit: '' },
      { n, unit: '%' },
    ]);
    return [...numbersIn(value.text).map(way => [way]), ...english];
  }
  const words = 'values' in value ? value.values : 'steps' in value ? value.steps : [];
  return words.flatMap(word => numbersIn(word).map(way => [way]));
}

/** A civil date as texts write it: the year, and its last day as 年底 too. */
function dateWays(date: string): Way[][] {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const lastDay = month === 12 && day === 31;
  return [
    [{ n: year, unit: '年' }],
    [
      { n: month, unit: `月${day}日` },
      ...(lastDay
        ? [
            { n: year, unit: '年年底' },
            { n: year, unit: '年底' },
          ]
        : []),
    ],
  ];
}

/** The kind that a rule's value must have. */
export function kindOf(id: RuleId): RuleKind {
  return RULES[id].kind;
}

export type AnyValue = RuleValues[RuleKind];
