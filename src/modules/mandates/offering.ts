/** Which kinds the rules of a place know, and what they ask of an answer. */
import type { Refusal } from '#kernel/errors.ts';
import { type Policy, type RuleCitation, citationOf, limitOf } from '#modules/policy/index.ts';
import type { BasisRank, RefusalCategory, UnconditionalPath } from '#vocabulary/profile.ts';
import { refuse } from './refusals.ts';

export interface Offered {
  standing: true;
  blanket: boolean;
  proxy: boolean;
  /** The text that knows blanket and proxy authorisation; a draft says so by its status. */
  citation: RuleCitation | null;
}

export interface Refusing {
  category: RefusalCategory | undefined;
  reason: string;
  basis: { rank: BasisRank; title: string; article: string } | undefined;
}

export function createOffering(policy: Policy) {
  /**
   * A standing consent stands on the nation’s text (N809 20, 21). Blanket authorisation and proxies exist where a text of
   * the place names them. A draft is enough to offer them, since two departments may agree to them anyway: it is shown as
   * the draft that it is, and binds nobody to a date or a basis.
   */
  function offered(regionCode: string): Offered {
    const { effective, chain } = policy.rule(regionCode, 'blanket.days');
    const named = effective ?? chain.find(rule => rule.standing === 'draft');
    const known = named !== undefined;
    return { standing: true, blanket: known, proxy: known, citation: named ? citationOf(named) : null };
  }

  /** How unconditional entries are obtained here; without a text the provider answers. */
  function unconditional(regionCode: string) {
    const { effective } = policy.rule(regionCode, 'share.unconditional.path');
    const path: UnconditionalPath = effective?.value.path ?? 'provider_answers';
    return { path, citation: effective ? citationOf(effective) : null };
  }

  /** What a refusal has to name here. */
  function refusalRules(regionCode: string) {
    const { categories = [], ranks = [] } = policy.rule(regionCode, 'answer.refusal').effective?.value ?? {};
    const basis = policy.rule(regionCode, 'blanket.refusal_basis').effective;
    return { categories, ranks, basisNeeded: basis !== undefined };
  }

  /** The first fault of a refusal of the provider; undefined when it may be given. */
  function refusalFault(regionCode: string, { category, reason, basis }: Refusing): Refusal | undefined {
    const clause = policy.findCitation(regionCode, 'answer.refusal');
    if (category === undefined) return refuse.category_needed({}, clause);
    const named = basis && basis.title.trim() !== '' ? basis : null;
    const problem = policy.checkRefusal(regionCode, { category, reason, basis: named });
    const facts = { basis: named?.title ?? '' };
    switch (problem?.code) {
      case 'sharing.refusal_category':
        return refuse.category_not_known({}, problem.citation);
      case 'sharing.refusal_reason_missing':
        return refuse.note_needed({}, problem.citation);
      case 'sharing.refusal_basis_missing':
        return refuse.basis_needed({}, problem.citation);
      case 'sharing.refusal_basis_rank_too_low':
        return refuse.basis_rank(facts, problem.citation);
      case undefined:
    }
    const { basisNeeded, ranks } = refusalRules(regionCode);
    if (!basisNeeded) return undefined;
    if (!named || named.article.trim() === '')
      return refuse.basis_needed({}, policy.findCitation(regionCode, 'blanket.refusal_basis'));
    return ranks.length > 0 && !ranks.includes(named.rank) ? refuse.basis_rank(facts, clause) : undefined;
  }

  /**
   * The answer’s two limits: the place’s days for it, and the ceiling that the nation sets for an answer to a conditional
   * application, which this is. Whoever is offered a proxy answers no application and has the place’s days alone.
   */
  function limits(regionCode: string, byProvider: boolean) {
    const { ceiling } = policy.rule(regionCode, 'answer.conditional.days');
    return {
      local: limitOf(policy.rule(regionCode, 'blanket.days').local),
      legal: limitOf(byProvider ? ceiling : undefined),
    };
  }

  /** The clauses that an answer rests on, those in force and the draft that is none. */
  function citations(regionCode: string): RuleCitation[] {
    const { citation } = offered(regionCode);
    const { ceiling } = policy.rule(regionCode, 'answer.conditional.days');
    return [
      ...(citation ? [citation] : []),
      ...(ceiling ? [citationOf(ceiling)] : []),
      ...[policy.findCitation(regionCode, 'answer.refusal') ?? []].flat(),
    ];
  }

  return { offered, unconditional, refusalRules, refusalFault, limits, citations };
}

export type Offering = ReturnType<typeof createOffering>;
