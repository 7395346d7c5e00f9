import { Type as T } from 'typebox';
import { CivilDate, nullable, oneOf } from '#kernel/schema.ts';
import { RULE_IDS, RULE_LEVELS, RULE_STATUSES } from '#vocabulary/profile.ts';

export const STANDINGS = ['counts', 'draft', 'not_yet', 'ended'] as const;

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
  /** Documents that are known to hold here and whose text is not at hand. */
  notLoaded: T.Array(T.String()),
  rules: T.Array(ResolutionView),
});

export const RulesQuery = T.Object({
  region: T.Optional(T.String({ pattern: '^\\d{6,12}$' })),
  date: T.Optional(CivilDate),
});

export const DocumentView = T.Object({
  id: T.String(),
  title: T.String(),
  number: T.String(),
  issuer: T.String(),
  level: oneOf(RULE_LEVELS),
  status: oneOf(RULE_STATUSES),
  from: nullable(CivilDate),
  until: nullable(CivilDate),
  planEnds: nullable(CivilDate),
  dateNote: T.String(),
  sourceNote: T.String(),
  articles: T.Array(T.String()),
});
export const DocumentList = T.Object({ items: T.Array(DocumentView) });

export const ArticleParams = T.Object({
  document: T.String({ pattern: '^[a-z0-9_]{1,40}$' }),
  article: T.String({ minLength: 1, maxLength: 40 }),
});
export const ArticleView = T.Object({
  document: T.String(),
  title: T.String(),
  article: T.String(),
  text: T.String(),
});
