/** What the rules demand before an entry is conditional or withheld, and before an application is refused. */
import type { BasisRank, RefusalCategory } from '#vocabulary/profile.ts';
import { type Resolution, type RuleCitation, citationOf } from './rules.ts';

export interface ShareTypeClaim {
  shareType: 'unconditional' | 'conditional' | 'withheld';
  basis: { rank: BasisRank; title: string; article: string } | null;
  /** The share conditions; for a withheld entry, the reasons. */
  conditions: readonly string[];
}

export interface ShareTypeRules {
  conditional: Resolution<'share.basis_rank.conditional'>;
  withheld: Resolution<'share.basis_rank.withheld'>;
  conditions: Resolution<'share.conditions_listed'>;
}

export interface GroundProblem<C extends string> {
  code: C;
  citation: RuleCitation;
  /** For the text of the refusal: the basis that was named, the ranks that would do. */
  facts: { basis: string; rank: string; accepted: string[] };
}

export type ShareTypeProblem = GroundProblem<
  'catalog.basis_missing' | 'catalog.basis_rank_too_low' | 'catalog.conditions_missing'
>;

/** The first fault of a share type, undefined when it stands (CAT-2; PD 17, N809 14, 15). */
export function checkShareType(claim: ShareTypeClaim, rules: ShareTypeRules): ShareTypeProblem | undefined {
  if (claim.shareType === 'unconditional') return undefined;
  const withheld = claim.shareType === 'withheld';
  const ranks = (withheld ? rules.withheld : rules.conditional).effective;
  const listed = withheld ? rules.withheld.effective : rules.conditions.effective;
  const facts = {
    basis: claim.basis?.title ?? '',
    rank: claim.basis?.rank ?? '',
    accepted: ranks?.value.ranks ?? [],
  };
  if (ranks) {
    const named =
      claim.basis !== null && claim.basis.title.trim() !== '' && claim.basis.article.trim() !== '';
    if (!named) return { code: 'catalog.basis_missing', citation: citationOf(ranks), facts };
    if (claim.basis && !ranks.value.ranks.includes(claim.basis.rank))
      return { code: 'catalog.basis_rank_too_low', citation: citationOf(ranks), facts };
  }
  if (listed && !claim.conditions.some(text => text.trim() !== ''))
    return { code: 'catalog.conditions_missing', citation: citationOf(listed), facts };
  return undefined;
}

export interface RefusalClaim {
  category: RefusalCategory;
  reason: string;
  basis: { rank: BasisRank; title: string } | null;
}

export type RefusalProblem = GroundProblem<
  | 'sharing.refusal_category'
  | 'sharing.refusal_reason_missing'
  | 'sharing.refusal_basis_missing'
  | 'sharing.refusal_basis_rank_too_low'
>;

/**
 * The first fault of a refusal, undefined when it may be given. A condition that the entry lists and that is not met
 * is a full ground (N809 15); data held elsewhere is an answer; only “the law forbids it” needs a text of its own.
 */
export function checkRefusal(
  claim: RefusalClaim,
  resolution: Resolution<'answer.refusal'>,
): RefusalProblem | undefined {
  const rule = resolution.effective;
  if (!rule) return undefined;
  const facts = {
    basis: claim.basis?.title ?? '',
    rank: claim.basis?.rank ?? '',
    accepted: rule.value.ranks,
  };
  const citation = citationOf(rule);
  if (!rule.value.categories.includes(claim.category))
    return { code: 'sharing.refusal_category', citation, facts };
  if (claim.reason.trim() === '') return { code: 'sharing.refusal_reason_missing', citation, facts };
  if (claim.category !== 'law_forbids') return undefined;
  if (!claim.basis || claim.basis.title.trim() === '')
    return { code: 'sharing.refusal_basis_missing', citation, facts };
  if (rule.value.ranks.length > 0 && !rule.value.ranks.includes(claim.basis.rank))
    return { code: 'sharing.refusal_basis_rank_too_low', citation, facts };
  return undefined;
}
