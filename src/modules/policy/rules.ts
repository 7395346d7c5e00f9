/** Which text counts: resolution of a question along the region tree, by the order that the rule's kind declares. */
import type { Citation } from '#kernel/errors.ts';
import {
  BASIS_RANKS,
  KIND_ORDER,
  type KindOf,
  RULES,
  type Rule,
  type RuleId,
  type RuleLevel,
  type RuleStatus,
  type ValueOf,
} from '#vocabulary/profile.ts';
import { type Changes, NO_CHANGES, findRepeal, ownDocuments } from './changes.ts';
import {
  type AnyValue,
  NATION,
  type PolicyDocument,
  type PolicyLibrary,
  type PolicyRegion,
} from './library.ts';

/** Why a rule of the chain counts or does not: a draft never does, the others by their dates. */
export type Standing = 'counts' | 'draft' | 'not_yet' | 'ended' | 'repealed';

/** A rule as it stands for one region on one date. */
export interface AppliedRule<K extends RuleId = RuleId> {
  ruleId: K;
  kind: KindOf<K>;
  value: ValueOf<K>;
  level: RuleLevel;
  /** The region whose text this is; the nation for the base and for defaults. */
  regionCode: string;
  document: string;
  title: string;
  article: string;
  quotation: string;
  status: RuleStatus;
  standing: Standing;
  from?: string;
  until?: string;
  planEnds?: string;
  /** Known to be repealed from this date on, which may lie ahead. */
  repealedSince?: string;
  inPrinciple: boolean;
  ours: boolean;
  note?: string;
}

export interface Resolution<K extends RuleId = RuleId> {
  ruleId: K;
  kind: KindOf<K>;
  regionCode: string;
  onDate: string;
  /** What counts; undefined where no text and no default speaks. For sets its value is the union. */
  effective: AppliedRule<K> | undefined;
  /** Own texts, those of each region above, the nation, the default; drafts and what is not in force included. */
  chain: AppliedRule<K>[];
  /**
   * What the local texts in force say, undefined where they are silent (or name no number). Where no text at all sets a
   * time limit, the platform's default is the promise: a repeal must not leave a case without a date.
   */
  local: AppliedRule<K> | undefined;
  national: AppliedRule<K> | undefined;
  /** For deadlines: the legal ceiling beside the local promise. */
  ceiling: AppliedRule<K> | undefined;
  stricter: 'local' | 'national' | 'equal' | undefined;
  /** Texts in force say different things. */
  differs: boolean;
  /** Documents that are known to hold along the way and are not at hand. */
  notLoaded: string[];
}

/** A clause as refusals and pages show it. */
export interface RuleCitation extends Citation {
  /** It is the text that counts, not one that stands beside it. */
  effective: boolean;
}

/** The region itself and all above it, nearest first; unknown codes climb by GB/T 2260 (410423 → 410400 → 410000). */
export function regionPath(regions: ReadonlyMap<string, PolicyRegion>, code: string): string[] {
  const path: string[] = [];
  let next: string | undefined = code;
  while (next !== undefined && !path.includes(next)) {
    path.push(next);
    next = next === NATION ? undefined : (regions.get(next)?.parent ?? parentCode(next));
  }
  return path;
}

function parentCode(code: string): string {
  if (code.length > 6) return code.slice(0, 6);
  if (!code.endsWith('00')) return `${code.slice(0, 4)}00`;
  return code.endsWith('0000') ? NATION : `${code.slice(0, 2)}0000`;
}

export interface ResolveOptions {
  changes?: Changes;
  /** For simulations: what a text would say if it were in force on the date, drafts and later texts included. */
  asIfInForce?: boolean;
}

/** Answers one question for one region on one civil date. */
export function resolve<K extends RuleId>(
  library: PolicyLibrary,
  regionCode: string,
  ruleId: K,
  onDate: string,
  { changes = NO_CHANGES, asIfInForce = false }: ResolveOptions = {},
): Resolution<K> {
  const path = regionPath(library.regions, regionCode);
  const seen = new Set<string>();
  const apply = (id: string, code: string): AppliedRule<K>[] => {
    // A region that follows the profile of one above it would meet the same text twice.
    if (seen.has(id)) return [];
    seen.add(id);
    return applyDocument(library.documents.get(id), code, ruleId, onDate).map(rule => {
      const since = findRepeal(changes, id, rule.article)?.since;
      const repealed = since !== undefined && since <= onDate;
      const standing = repealed ? 'repealed' : asIfInForce ? 'counts' : rule.standing;
      return { ...rule, standing, ...(since === undefined ? {} : { repealedSince: since }) };
    });
  };
  const defaults = [...library.documents.values()].filter(document => document.level === 'default');
  const chain = [
    ...path.flatMap(code => ownDocuments(library, changes, code, onDate).flatMap(id => apply(id, code))),
    ...defaults.flatMap(document => apply(document.id, NATION)),
  ];
  const counting = chain.filter(rule => rule.standing === 'counts');
  const stated = counting.filter(rule => rule.level !== 'default');
  const local = pick(stated.filter(rule => rule.level === 'local'));
  const national = pick(stated.filter(rule => rule.level === 'national'));
  const kind = RULES[ruleId].kind as KindOf<K>;
  // A default only fills silence, but no text forbids keeping records longer than it asks.
  const candidates = stated.length === 0 || KIND_ORDER[kind] === 'longer' ? counting : stated;
  const effective = KIND_ORDER[kind] === 'union' ? unite(candidates) : pick(candidates);
  return {
    ruleId,
    kind,
    regionCode,
    onDate,
    effective,
    chain,
    local: kind === 'deadline' && stated.length === 0 ? effective : isNumberless(local) ? undefined : local,
    national,
    ceiling: kind === 'deadline' ? national : undefined,
    stricter: local && national && !isNumberless(local) ? compare(local, national) : undefined,
    differs:
      new Set(stated.filter(rule => !isNumberless(rule)).map(rule => JSON.stringify(rule.value))).size > 1,
    notLoaded: path.flatMap(code => library.regions.get(code)?.notLoaded ?? []),
  };
}

function applyDocument<K extends RuleId>(
  document: PolicyDocument | undefined,
  regionCode: string,
  ruleId: K,
  onDate: string,
): AppliedRule<K>[] {
  const rules = (document?.rules ?? []).filter((rule): rule is Rule<K> => rule.id === ruleId);
  if (document === undefined) return [];
  return rules.map(rule => {
    const from = rule.from ?? document.from;
    const until = rule.until ?? document.until;
    return {
      ruleId,
      kind: rule.kind,
      value: rule.value,
      level: document.level,
      regionCode,
      ...rule.clause,
      status: rule.status,
      standing: standingOf(rule.status, from, until, onDate),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
      ...(document.planEnds === undefined ? {} : { planEnds: document.planEnds }),
      inPrinciple: rule.inPrinciple === true,
      ours: rule.ours === true,
      ...(rule.note === undefined ? {} : { note: rule.note }),
    };
  });
}

/** How a text with these dates stands on a civil date, repeals aside. */
export function standingOf(
  status: RuleStatus,
  from: string | undefined,
  until: string | undefined,
  onDate: string,
): Standing {
  if (status === 'draft') return 'draft';
  if (from !== undefined && onDate < from) return 'not_yet';
  return until !== undefined && onDate > until ? 'ended' : 'counts';
}

/** A text that names no number (及时) does not compete with one that does. */
function isNumberless(rule: AppliedRule | undefined): boolean {
  return rule !== undefined && 'days' in rule.value && rule.value.days === null;
}

/** How lax a value is: fewer days, more months, a higher rank of text are stricter. Undefined where no order holds. */
function laxity(value: AnyValue): number | undefined {
  if ('days' in value) return value.days ?? Number.POSITIVE_INFINITY;
  if ('months' in value) return -value.months;
  if ('percent' in value) return -value.percent;
  if ('ranks' in value && !('categories' in value))
    return Math.max(...value.ranks.map(rank => BASIS_RANKS.indexOf(rank)));
  return undefined;
}

function compare(local: AppliedRule, national: AppliedRule): 'local' | 'national' | 'equal' | undefined {
  const [mine, theirs] = [laxity(local.value), laxity(national.value)];
  if (mine === undefined || theirs === undefined) return undefined;
  return mine === theirs ? 'equal' : mine < theirs ? 'local' : 'national';
}

/** The strictest; the nearest where two are alike or the kind knows no order. */
function pick<K extends RuleId>(rules: readonly AppliedRule<K>[]): AppliedRule<K> | undefined {
  let best = rules[0];
  for (const rule of rules) {
    const [mine, other] = [laxity(rule.value), best && laxity(best.value)];
    if (mine !== undefined && other !== undefined && mine < other) best = rule;
  }
  return best;
}

/** The nearest text, with the members of all. */
function unite<K extends RuleId>(rules: readonly AppliedRule<K>[]): AppliedRule<K> | undefined {
  const nearest = rules[0];
  if (nearest === undefined) return undefined;
  const values = [...new Set(rules.flatMap(rule => ('values' in rule.value ? rule.value.values : [])))];
  return { ...nearest, value: { ...nearest.value, values } };
}

/** The clause of a rule for a refusal or a page. */
export function citationOf(rule: AppliedRule, effective = true): RuleCitation {
  const { ruleId, document, title, article, quotation, level, status, repealedSince } = rule;
  const citation = { ruleId, document, title, article, quotation, level, status, effective };
  return repealedSince === undefined ? citation : { ...citation, repealedSince };
}

/** One side of a time limit: its days and the clause that says so; neither where no text speaks. */
export const limitOf = (
  rule: (AppliedRule & { value: { days: number | null } }) | undefined,
): { days: number | null; citation: RuleCitation | null } => ({
  days: rule?.value.days ?? null,
  citation: rule ? citationOf(rule) : null,
});

/** All clauses in force on one question: the one that counts first, then those beside it. */
export function citationsOf(resolution: Resolution): RuleCitation[] {
  const { effective, chain } = resolution;
  const same = (rule: AppliedRule): boolean => rule.document === effective?.document;
  return chain
    .filter(rule => rule.standing === 'counts' && (rule.level !== 'default' || same(rule)))
    .toSorted((a, b) => Number(same(b)) - Number(same(a)))
    .map(rule => citationOf(rule, same(rule)));
}
