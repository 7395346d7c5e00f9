import { Type as T } from 'typebox';
import { CivilDate, Id, Instant, nullable, oneOf } from '#kernel/schema.ts';
import { BASIS_RANKS, RULE_IDS, RULE_LEVELS, RULE_STATUSES } from '#vocabulary/profile.ts';

export const STANDINGS = ['counts', 'draft', 'not_yet', 'ended', 'repealed'] as const;

/** One text on one question, with its words. */
export const AppliedView = T.Object({
  ruleId: oneOf(RULE_IDS),
  valueText: T.String(),
  valueTextEn: T.String(),
  level: oneOf(RULE_LEVELS),
  regionCode: T.String(),
  document: T.String(),
  title: T.String(),
  article: T.String(),
  quotation: T.String(),
  status: oneOf(RULE_STATUSES),
  standing: oneOf(STANDINGS),
  from: nullable(CivilDate),
  until: nullable(CivilDate),
  planEnds: nullable(CivilDate),
  /** Known to bind no longer from this date on. */
  repealedSince: T.Optional(CivilDate),
  inPrinciple: T.Boolean(),
  /** The platform's own reading or choice. */
  ours: T.Boolean(),
  note: T.String(),
});

export const ResolutionView = T.Object({
  ruleId: oneOf(RULE_IDS),
  kind: T.String(),
  name: T.String(),
  nameEn: T.String(),
  effective: nullable(AppliedView),
  local: nullable(AppliedView),
  national: nullable(AppliedView),
  chain: T.Array(AppliedView),
  stricter: nullable(oneOf(['local', 'national', 'equal'])),
  differs: T.Boolean(),
});

export const RegionRulesView = T.Object({
  regionCode: T.String(),
  regionName: T.String(),
  onDate: CivilDate,
  note: T.String(),
  /** Whose texts are the region's own: a profile's name, null where it has none. */
  profile: nullable(T.String()),
  /** All that a region may follow, each with the region whose own it is. */
  profiles: T.Array(
    T.Object({
      name: T.String(),
      title: T.String(),
      status: oneOf(RULE_STATUSES),
      regionCode: T.String(),
      regionName: T.String(),
    }),
  ),
  /** Documents that are known to hold here and whose text is not at hand. */
  notLoaded: T.Array(T.String()),
  rules: T.Array(ResolutionView),
});

const RegionCode = T.String({ pattern: '^\\d{6,12}$' });

export const RulesQuery = T.Object({
  region: T.Optional(RegionCode),
  date: T.Optional(CivilDate),
});

export const DocumentView = T.Object({
  id: T.String(),
  title: T.String(),
  number: T.String(),
  issuer: T.String(),
  rank: oneOf(BASIS_RANKS),
  level: oneOf(RULE_LEVELS),
  status: oneOf(RULE_STATUSES),
  /** Today. */
  standing: oneOf(STANDINGS),
  from: nullable(CivilDate),
  until: nullable(CivilDate),
  planEnds: nullable(CivilDate),
  dateNote: T.String(),
  sourceNote: T.String(),
  articles: T.Array(T.String()),
  /** How many rules of the platform rest on it. */
  rules: T.Integer(),
  /** The whole text no longer binds from this date on, by that text. */
  repealedSince: T.Optional(CivilDate),
  repealedBy: T.Optional(T.String()),
  /** Where the words of the question were found; empty when they are in the title, or nothing was asked. */
  hits: T.Array(T.Object({ article: T.String(), excerpt: T.String() })),
});
export const DocumentList = T.Object({ items: T.Array(DocumentView) });
export const LawQuery = T.Object({ q: T.Optional(T.String({ maxLength: 100 })) });
export const DocumentParams = T.Object({ document: T.String({ pattern: '^[a-z0-9_]{1,40}$' }) });

/** A whole text with the rules that rest on each article, and the repeals that were entered of it. */
export const TextView = T.Object({
  ...DocumentView.properties,
  text: T.Array(
    T.Object({
      article: T.String(),
      text: T.String(),
      repealedSince: T.Optional(CivilDate),
      rules: T.Array(
        T.Object({ ruleId: T.String(), name: T.String(), nameEn: T.String(), quotation: T.String() }),
      ),
      /** How many rules would go with it: those of its parts too. */
      rulesWithin: T.Integer(),
    }),
  ),
  repeals: T.Array(T.Object({ id: Id, article: T.String(), since: CivilDate, by: T.String() })),
});

export const ArticleParams = T.Object({
  document: T.String({ pattern: '^[a-z0-9_]{1,40}$' }),
  article: T.String({ minLength: 1, maxLength: 40 }),
});
export const ArticleView = T.Object({
  document: T.String(),
  title: T.String(),
  article: T.String(),
  text: T.String(),
  repealedSince: T.Optional(CivilDate),
  repealedBy: T.Optional(T.String()),
});

const Line = (maxLength: number) => T.String({ minLength: 1, maxLength, pattern: '\\S' });

export const LawBody = T.Object(
  {
    title: Line(200),
    number: T.String({ maxLength: 80 }),
    issuer: Line(200),
    rank: oneOf(BASIS_RANKS),
    from: nullable(CivilDate),
    until: nullable(CivilDate),
    /** The whole text as published; it is split into its articles. Empty where only its name is cited. */
    text: T.String({ maxLength: 400_000 }),
  },
  { additionalProperties: false },
);
export const LawAdded = T.Object({ document: T.String(), record: T.Integer() });

export const RepealBody = T.Object(
  {
    document: T.String({ pattern: '^[a-z0-9_]{1,40}$' }),
    /** Empty for the whole text. */
    article: T.String({ maxLength: 40 }),
    since: CivilDate,
    by: Line(200),
  },
  { additionalProperties: false },
);
export const RepealAdded = T.Object({ id: Id, record: T.Integer() });
export const RepealList = T.Object({
  items: T.Array(
    T.Object({
      id: Id,
      document: T.String(),
      title: T.String(),
      article: T.String(),
      /** The addresses that it covers: the article and its parts; empty for the whole text. */
      covers: T.Array(T.String()),
      since: CivilDate,
      by: T.String(),
    }),
  ),
});
export const WhyBody = T.Object({ why: Line(200) }, { additionalProperties: false });

/** Where a citation that a person wrote stands in the library; all null where the library does not have it. */
export const LookupQuery = T.Object({
  title: T.String({ minLength: 1, maxLength: 200 }),
  article: T.Optional(T.String({ maxLength: 40 })),
});
export const LookupView = T.Object({
  document: nullable(T.String()),
  article: nullable(T.String()),
  repealedSince: nullable(CivilDate),
  repealedBy: nullable(T.String()),
});

export const PreviewQuery = T.Object({
  region: RegionCode,
  profile: T.String({ maxLength: 40 }),
  from: CivilDate,
});
const RuleChange = T.Object({
  ruleId: oneOf(RULE_IDS),
  name: T.String(),
  nameEn: T.String(),
  /** Another value acts, or the same one by another clause. */
  kind: oneOf(['value', 'clause']),
  before: nullable(AppliedView),
  after: nullable(AppliedView),
});
export const SwitchPreview = T.Object({
  regionCode: T.String(),
  from: CivilDate,
  before: nullable(T.String()),
  after: T.String(),
  changes: T.Array(RuleChange),
  unchanged: T.Integer(),
  /** Regions below with texts of their own in which something changes too; those without change as this one does. */
  below: T.Array(T.Object({ regionCode: T.String(), regionName: T.String(), changes: T.Array(RuleChange) })),
  /** Texts of the profile that are drafts: they bind nobody. */
  drafts: T.Array(T.String()),
});
export const SwitchBody = T.Object(
  { regionCode: RegionCode, profile: T.String({ maxLength: 40 }), from: CivilDate, reason: Line(200) },
  { additionalProperties: false },
);
export const SwitchList = T.Object({
  items: T.Array(
    T.Object({
      profile: T.String(),
      from: CivilDate,
      reason: T.String(),
      enteredAt: Instant,
      enteredBy: T.String(),
    }),
  ),
});
