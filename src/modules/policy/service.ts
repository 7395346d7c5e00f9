import type { Static } from 'typebox';
import { type Clock } from '#kernel/clock.ts';
import { StartProblem } from '#kernel/errors.ts';
import { RULE_IDS, type RuleId } from '#vocabulary/profile.ts';
import type * as contract from './contract.ts';
import {
  type RefusalClaim,
  type RefusalProblem,
  type ShareTypeClaim,
  type ShareTypeProblem,
  checkRefusal,
  checkShareType,
} from './grounds.ts';
import type { PolicyDocument, PolicyLibrary } from './library.ts';
import { type Resolution, type RuleCitation, citationOf, resolve } from './rules.ts';
import { rulesOfRegion } from './views.ts';

export interface Policy {
  library: PolicyLibrary;
  /** The region whose profile the installation names. */
  homeRegion: string;
  /** One question for one region; today in Asia/Shanghai unless a civil date is given. */
  rule<K extends RuleId>(regionCode: string, ruleId: K, onDate?: string): Resolution<K>;
  /** The clause that counts, for refusals and records; undefined where nothing speaks. */
  findCitation(regionCode: string, ruleId: RuleId, onDate?: string): RuleCitation | undefined;
  checkShareType(regionCode: string, claim: ShareTypeClaim, onDate?: string): ShareTypeProblem | undefined;
  checkRefusal(regionCode: string, claim: RefusalClaim, onDate?: string): RefusalProblem | undefined;
  rulesOfRegion(regionCode: string, onDate?: string): Static<typeof contract.RegionRulesView>;
  listDocuments(): PolicyDocument[];
  /** The full text of an article: 第十八条, 四（二）. */
  findArticle(documentId: string, article: string): string | undefined;
}

const BEIJING = 8 * 3_600_000;

/** `profile` is the name in `profiles/regions.json` of the region that this installation serves. */
export function createPolicy(library: PolicyLibrary, profile: string, clock: Clock): Policy {
  const regions = [...library.regions.values()];
  const home = regions.find(region => region.profile === profile);
  if (!home) {
    const known = regions.flatMap(region => region.profile ?? []).join(', ');
    throw new StartProblem(`SHUQIAO_PROFILE is “${profile}”; profiles/regions.json knows ${known}.`);
  }
  const today = (): string => new Date(clock.now() + BEIJING).toISOString().slice(0, 10);

  // Rules change only at a restart, and a page asks the same questions for every row it shows.
  const known = new Map<string, Resolution>();
  function rule<K extends RuleId>(regionCode: string, ruleId: K, onDate: string = today()): Resolution<K> {
    const key = `${regionCode}/${ruleId}/${onDate}`;
    const found = known.get(key);
    if (found?.ruleId === ruleId) return found as Resolution<K>;
    const resolution = resolve(library, regionCode, ruleId, onDate);
    if (known.size >= RULE_IDS.length * 500) known.clear();
    known.set(key, resolution);
    return resolution;
  }

  return {
    library,
    homeRegion: home.code,
    rule,
    findCitation: (regionCode, ruleId, onDate) => {
      const { effective } = rule(regionCode, ruleId, onDate);
      return effective && citationOf(effective);
    },
    checkShareType: (regionCode, claim, onDate) =>
      checkShareType(claim, {
        conditional: rule(regionCode, 'share.basis_rank.conditional', onDate),
        withheld: rule(regionCode, 'share.basis_rank.withheld', onDate),
        conditions: rule(regionCode, 'share.conditions_listed', onDate),
      }),
    checkRefusal: (regionCode, claim, onDate) =>
      checkRefusal(claim, rule(regionCode, 'answer.refusal', onDate)),
    rulesOfRegion: (regionCode, onDate = today()) => rulesOfRegion(library, regionCode, onDate),
    listDocuments: () => [...library.documents.values()],
    findArticle: (documentId, article) => library.documents.get(documentId)?.articles.get(article),
  };
}
