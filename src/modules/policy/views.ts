/** What the rules page and the law library show (ui.md 3.26, 3.27). */
import type { Static } from 'typebox';
import { RULES, RULE_IDS, type RuleId, SET_WORDS } from '#vocabulary/profile.ts';
import { isPartOf } from './articles.ts';
import { type Changes, type Repeal, findRepeal, profileOn } from './changes.ts';
import type * as contract from './contract.ts';
import type { AnyValue, PolicyDocument, PolicyLibrary } from './library.ts';
import { type AppliedRule, type Resolution, resolve, standingOf } from './rules.ts';

interface Words {
  zh: string;
  en: string;
}

const WORDS: Readonly<Record<string, Words>> = {
  law: { zh: '法律', en: 'law' },
  regulation: { zh: '行政法规', en: 'administrative regulation' },
  state_council: { zh: '国务院决定', en: 'State Council decision' },
  national_policy: { zh: '国家有关规定', en: 'national policy' },
  local_regulation: { zh: '地方性法规', en: 'local regulation' },
  local_rule: { zh: '地方规范性文件', en: 'local rule' },
  other: { zh: '其他', en: 'other' },
  platform_authorises: { zh: '平台管理单位审批授权后使用', en: 'the platform’s managing unit authorises' },
  standing_consent: { zh: '按常设同意即时使用', en: 'at once, by standing consent' },
  provider_answers: { zh: '提供部门答复', en: 'the provider answers' },
  sharing_head: { zh: '共享机构负责人', en: 'head of the sharing office' },
  department_head: { zh: '部门负责人', en: 'head of the department' },
  authority: { zh: '主管部门', en: 'the authority' },
  ...SET_WORDS,
};

const REFUSAL_WORDS: Readonly<Record<string, Words>> = {
  condition_not_met: { zh: '目录列明的条件不满足', en: 'a listed condition is not met' },
  law_forbids: { zh: '法律法规不允许', en: 'the law forbids it' },
  not_held_here: { zh: '数据不在本部门', en: 'not held here' },
  other: { zh: '其他理由', en: 'other reasons' },
};

const join = (keys: readonly string[], table = WORDS): Words => ({
  zh: keys.map(key => table[key]?.zh ?? key).join('、'),
  en: keys.map(key => table[key]?.en ?? key).join(', '),
});

/** A rule's value as a person reads it. */
export function valueWords(value: AnyValue): Words {
  if ('days' in value)
    return value.days === null
      ? { zh: '及时（未写天数）', en: 'promptly (no number)' }
      : { zh: `${value.days} 个工作日`, en: `${value.days} working ${value.days === 1 ? 'day' : 'days'}` };
  if ('months' in value) return { zh: `${value.months} 个月`, en: `${value.months} months` };
  if ('categories' in value) return join(value.categories, REFUSAL_WORDS);
  if ('ranks' in value) return join(value.ranks);
  if ('values' in value) return join(value.values);
  if ('path' in value) return join([value.path]);
  if ('actor' in value) return join([value.actor]);
  if ('steps' in value) return { zh: value.steps.join(' → '), en: value.stepsEn.join(' → ') };
  if ('percent' in value) {
    const by = value.by ?? '';
    return by === ''
      ? { zh: `${value.percent}%`, en: `${value.percent} %` }
      : { zh: `${value.percent}%（至 ${by}）`, en: `${value.percent} % (by ${by})` };
  }
  if ('text' in value) return { zh: value.text, en: value.textEn };
  return { zh: '应当', en: 'required' };
}

function appliedView(rule: AppliedRule): Static<typeof contract.AppliedView> {
  const words = valueWords(rule.value);
  return {
    ruleId: rule.ruleId,
    valueText: words.zh,
    valueTextEn: words.en,
    level: rule.level,
    regionCode: rule.regionCode,
    document: rule.document,
    title: rule.title,
    article: rule.article,
    quotation: rule.quotation,
    status: rule.status,
    standing: rule.standing,
    from: rule.from ?? null,
    until: rule.until ?? null,
    planEnds: rule.planEnds ?? null,
    ...(rule.repealedSince === undefined ? {} : { repealedSince: rule.repealedSince }),
    inPrinciple: rule.inPrinciple,
    ours: rule.ours,
    note: rule.note ?? '',
  };
}

export function resolutionView(resolution: Resolution): Static<typeof contract.ResolutionView> {
  const { ruleId, kind, effective, local, national, chain, stricter, differs } = resolution;
  const view = (rule: AppliedRule | undefined) => (rule ? appliedView(rule) : null);
  return {
    ruleId,
    kind,
    name: RULES[ruleId].zh,
    nameEn: RULES[ruleId].en,
    effective: view(effective),
    local: view(local),
    national: view(national),
    chain: chain.map(appliedView),
    stricter: stricter ?? null,
    differs,
  };
}

/** What a switch changes in one question: undefined where value and clause stay. */
export function changeView(
  before: Resolution,
  after: Resolution,
): Static<typeof contract.SwitchPreview>['changes'][number] | undefined {
  const words = (one: Resolution): string => JSON.stringify(one.effective?.value ?? null);
  const clause = ({ effective }: Resolution): string =>
    effective ? `${effective.document} ${effective.article}` : '';
  if (words(before) === words(after) && clause(before) === clause(after)) return undefined;
  return {
    ruleId: before.ruleId,
    name: RULES[before.ruleId].zh,
    nameEn: RULES[before.ruleId].en,
    kind: words(before) === words(after) ? 'clause' : 'value',
    before: before.effective ? appliedView(before.effective) : null,
    after: after.effective ? appliedView(after.effective) : null,
  };
}

/** Every question that any text along the region's path answers, drafts included. */
export function rulesOfRegion(
  library: PolicyLibrary,
  changes: Changes,
  regionCode: string,
  onDate: string,
): Static<typeof contract.RegionRulesView> {
  const resolutions = RULE_IDS.map((id: RuleId) => resolve(library, regionCode, id, onDate, { changes }));
  const region = library.regions.get(regionCode);
  return {
    regionCode,
    regionName: region?.name ?? '',
    onDate,
    note: region?.note ?? '',
    profile: profileOn(library, changes, regionCode, onDate) ?? null,
    profiles: [...library.regions.values()].flatMap(({ code, name, profile, documents }) => {
      const text = library.documents.get(documents[0] ?? '');
      return profile === undefined || !text
        ? []
        : [{ name: profile, title: text.title, status: text.status, regionCode: code, regionName: name }];
    }),
    notLoaded: resolutions[0]?.notLoaded ?? [],
    rules: resolutions.filter(resolution => resolution.chain.length > 0).map(resolutionView),
  };
}

export function documentView(
  document: PolicyDocument,
  changes: Changes,
  onDate: string,
  hits: Static<typeof contract.DocumentView>['hits'] = [],
): Static<typeof contract.DocumentView> {
  const repeal = findRepeal(changes, document.id, '');
  const repealed = repeal !== undefined && repeal.since <= onDate;
  return {
    id: document.id,
    title: document.title,
    number: document.number,
    issuer: document.issuer,
    rank: document.rank,
    level: document.level,
    status: document.status,
    standing: repealed ? 'repealed' : standingOf(document.status, document.from, document.until, onDate),
    from: document.from ?? null,
    until: document.until ?? null,
    planEnds: document.planEnds ?? null,
    dateNote: document.dateNote ?? '',
    sourceNote: document.sourceNote ?? '',
    articles: [...document.articles.keys()],
    rules: document.rules.length,
    ...(repeal ? { repealedSince: repeal.since, repealedBy: repeal.by } : {}),
    hits,
  };
}

/** A repeal as citations are compared with it. */
export function repealView(
  repeal: Repeal,
  document: PolicyDocument | undefined,
): Static<typeof contract.RepealList>['items'][number] {
  const { article } = repeal;
  const covers = [...(document?.articles.keys() ?? [])].filter(
    one => article !== '' && isPartOf(one, article),
  );
  return { ...repeal, title: document?.title ?? repeal.document, covers };
}

/** A whole text, article by article, each with the rules that rest on it. */
export function textView(
  document: PolicyDocument,
  changes: Changes,
  onDate: string,
): Static<typeof contract.TextView> {
  return {
    ...documentView(document, changes, onDate),
    text: [...document.articles].map(([article, text]) => {
      const repeal = findRepeal(changes, document.id, article);
      return {
        article,
        text,
        ...(repeal ? { repealedSince: repeal.since } : {}),
        rules: document.rules
          .filter(rule => rule.clause.article === article)
          .map(rule => ({
            ruleId: rule.id,
            name: RULES[rule.id].zh,
            nameEn: RULES[rule.id].en,
            quotation: rule.clause.quotation,
          })),
        rulesWithin: document.rules.filter(rule => isPartOf(rule.clause.article, article)).length,
      };
    }),
    repeals: changes.repeals
      .filter(one => one.document === document.id)
      .map(({ id, article, since, by }) => ({ id, article, since, by })),
  };
}
