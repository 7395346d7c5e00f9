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
import { type Changes, NO_CHANGES, findRepeal, homeOf } from './changes.ts';
import type { PolicyDocument, PolicyLibrary } from './library.ts';
import { type Resolution, type RuleCitation, citationOf, regionPath, resolve } from './rules.ts';
import { sameTitle } from './search.ts';
import { rulesOfRegion } from './views.ts';

export interface Policy {
  library: PolicyLibrary;
  /** What was entered since the files were written; `createPolicyAdministration` keeps it up to date. */
  changes(): Changes;
  setChanges(changes: Changes): void;
  /** Today's civil date in Asia/Shanghai. */
  today(): string;
  /** The region whose profile the installation names. */
  homeRegion: string;
  /** One question for one region; today in Asia/Shanghai unless a civil date is given. */
  rule<K extends RuleId>(regionCode: string, ruleId: K, onDate?: string): Resolution<K>;
  /** The clause that counts, for refusals and records; undefined where nothing speaks. */
  findCitation(regionCode: string, ruleId: RuleId, onDate?: string): RuleCitation | undefined;
  checkShareType(regionCode: string, claim: ShareTypeClaim, onDate?: string): ShareTypeProblem | undefined;
  checkRefusal(regionCode: string, claim: RefusalClaim, onDate?: string): RefusalProblem | undefined;
  rulesOfRegion(regionCode: string, onDate?: string): Static<typeof contract.RegionRulesView>;
  /** Whether the first region lies in the second, or is it. */
  liesIn(regionCode: string, above: string): boolean;
  /**
   * One question under a profile as if its texts were in force today, drafts included: for simulations. Undefined
   * where no region has that profile.
   */
  ruleUnder<K extends RuleId>(profile: string, ruleId: K): Resolution<K> | undefined;
  /** One question for a region on a date, as if it had switched to a profile on that date. */
  ruleAfterSwitch<K extends RuleId>(
    regionCode: string,
    switched: { regionCode: string; profile: string; from: string },
    ruleId: K,
  ): Resolution<K>;
  listDocuments(): PolicyDocument[];
  findDocument(id: string): PolicyDocument | undefined;
  /**
   * The library's text of that title, for citations that people wrote by hand; 《》 and spaces do not matter. Of two
   * with one title, as after a revision, the one that holds today, else the last that did.
   */
  findTitle(title: string): PolicyDocument | undefined;
  /** Known repeal of an article, or of its whole text. */
  findRepeal(documentId: string, article: string): { since: string; by: string } | undefined;
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

  let changes = NO_CHANGES;
  // Rules change seldom, and a page asks the same questions for every row it shows.
  const known = new Map<string, Resolution>();
  function rule<K extends RuleId>(regionCode: string, ruleId: K, onDate: string = today()): Resolution<K> {
    const key = `${regionCode}/${ruleId}/${onDate}`;
    const found = known.get(key);
    if (found?.ruleId === ruleId) return found as Resolution<K>;
    const resolution = resolve(library, regionCode, ruleId, onDate, { changes });
    if (known.size >= RULE_IDS.length * 500) known.clear();
    known.set(key, resolution);
    return resolution;
  }

  const findDocument = (id: string): PolicyDocument | undefined =>
    library.documents.get(id) ?? changes.laws.find(one => one.id === id);

  const begun = ({ from }: PolicyDocument): boolean => from === undefined || from <= today();

  function holdsToday(document: PolicyDocument): boolean {
    const { id, until } = document;
    const repeal = findRepeal(changes, id, '');
    return (
      begun(document) &&
      (until === undefined || today() <= until) &&
      (repeal === undefined || today() < repeal.since)
    );
  }

  return {
    library,
    homeRegion: home.code,
    today,
    changes: () => changes,
    setChanges: next => {
      changes = next;
      known.clear();
    },
    liesIn: (regionCode, above) => regionPath(library.regions, regionCode).includes(above),
    ruleUnder: (profile, ruleId) => {
      const region = homeOf(library, profile);
      return region === undefined
        ? undefined
        : resolve(library, region, ruleId, today(), {
            changes: { ...changes, switches: [] },
            asIfInForce: true,
          });
    },
    ruleAfterSwitch: (regionCode, switched, ruleId) => {
      const id = Number.MAX_SAFE_INTEGER;
      const after = { ...changes, switches: [...changes.switches, { id, ...switched }] };
      return resolve(library, regionCode, ruleId, switched.from, { changes: after });
    },
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
    rulesOfRegion: (regionCode, onDate = today()) => rulesOfRegion(library, changes, regionCode, onDate),
    listDocuments: () => [...library.documents.values(), ...changes.laws],
    findDocument,
    findTitle: title => {
      const found = [...library.documents.values(), ...changes.laws].filter(one =>
        sameTitle(one.title, title),
      );
      return found.find(holdsToday) ?? found.findLast(begun) ?? found.at(-1);
    },
    findRepeal: (documentId, article) => findRepeal(changes, documentId, article),
    findArticle: (documentId, article) => findDocument(documentId)?.articles.get(article),
  };
}
