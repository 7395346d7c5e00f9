import { Type as T } from 'typebox';
import { ById, CitationView, Count, Id, Instant, PageQuery, nullable, oneOf } from '#kernel/schema.ts';
import { FileReply, TemplateQuery } from '#modules/inventory/contract.ts';
import { ALERT_KINDS, ALERT_STATES, RESPONSES, VERDICTS } from './rules.ts';

export { ById, FileReply };
const closed = { additionalProperties: false };
const STEPS = ['minute', 'hour', 'day'] as const;
export const DIMENSIONS = [
  'entry',
  'service',
  'provider',
  'consumer',
  'system',
  'scenario',
  'grant',
  'code',
] as const;
export const SORTS = ['calls', 'rows', 'bytes', 'failures', 'p95'] as const;
const When = T.String({ maxLength: 40 });

const Filter = {
  /** An instant or a civil date; by default the last 24 hours. The end does not belong to it, a day as a whole does. */
  from: T.Optional(When),
  until: T.Optional(When),
  entryId: T.Optional(Id),
  grantId: T.Optional(Id),
  systemId: T.Optional(Id),
  consumerId: T.Optional(Id),
  providerId: T.Optional(Id),
  /** The service's code, as calls name it. */
  service: T.Optional(T.String({ minLength: 1, maxLength: 100 })),
  scenario: T.Optional(T.String({ minLength: 1, maxLength: 200 })),
  result: T.Optional(oneOf(['served', 'refused', 'failed'])),
  code: T.Optional(T.String({ minLength: 1, maxLength: 100 })),
};
/** By default as fine as the range allows: to 3 hours by minute, to 4 days by hour, beyond by day (Beijing time). */
const step = T.Optional(oneOf(STEPS));
const by = oneOf(DIMENSIONS);
const sort = T.Unsafe<(typeof SORTS)[number]>({ type: 'string', enum: [...SORTS], default: 'calls' });

export const SeriesQuery = T.Object({ ...Filter, step });
export const TopQuery = T.Object({ ...Filter, by, sort, ...PageQuery });
export const SeriesExportQuery = T.Object({ ...Filter, step, format: TemplateQuery.properties.format });
export const TopExportQuery = T.Object({ ...Filter, by, sort, format: TemplateQuery.properties.format });
export const FailureQuery = T.Object({
  from: Filter.from,
  until: Filter.until,
  entryId: Filter.entryId,
  grantId: Filter.grantId,
  systemId: Filter.systemId,
  departmentId: T.Optional(Id),
  result: T.Optional(oneOf(['refused', 'failed'])),
  ...PageQuery,
});

const Sums = {
  calls: Count,
  refused: Count,
  failed: Count,
  /** Answered calls that found no row. */
  empty: Count,
  rows: Count,
  bytes: Count,
  /** Microseconds within which that share of the answered calls was answered; off by at most 9.1 percent either way. */
  p50: nullable(Count),
  p95: nullable(Count),
  p99: nullable(Count),
};
export const CallSums = T.Object(Sums);
export const SeriesView = T.Object({
  step: oneOf(STEPS),
  from: Instant,
  until: Instant,
  /** Since when calls are summed up by minute; what lies before is in the record alone. */
  begin: Instant,
  total: CallSums,
  /** Of the period of the same length before it; null where that is not known whole. */
  before: nullable(T.Object({ calls: Count, refused: Count, failed: Count })),
  /** Steps without calls are left out. */
  points: T.Array(T.Object({ at: Instant, ...Sums })),
});

export const TopRow = T.Object({
  /** Its number, or its word where it has none: of a service, a scenario, a code. */
  key: T.String(),
  name: T.String(),
  nameEn: T.String(),
  /** What helps to tell it from others: of an entry its department, of a system its owner. */
  note: T.String(),
  ...Sums,
});
export const TopList = T.Object({ total: Count, items: T.Array(TopRow) });

const Words = T.Object({ zh: T.String(), en: T.String() });
export const FailureRow = T.Object({
  log: T.String(),
  number: Count,
  at: Instant,
  grantId: nullable(T.Integer()),
  grantNo: T.String(),
  entryTitle: T.String(),
  consumer: T.String(),
  result: T.String(),
  code: T.String(),
  title: Words,
  remedy: Words,
  blame: oneOf(['caller', 'provider', 'platform']),
});
export const FailureList = T.Object({ total: Count, more: T.Boolean(), items: T.Array(FailureRow) });

const Figures = T.Record(T.String(), T.Union([T.String(), T.Number(), T.Boolean(), T.Null()]));
export const AlertQuery = T.Object({
  state: T.Optional(oneOf(ALERT_STATES)),
  kind: T.Optional(oneOf(ALERT_KINDS)),
  grantId: T.Optional(Id),
  ...PageQuery,
});
export const AlertView = T.Object({
  id: Id,
  kind: oneOf(ALERT_KINDS),
  response: oneOf(RESPONSES),
  state: oneOf(ALERT_STATES),
  raisedAt: Instant,
  grantId: Id,
  grantNo: T.String(),
  grantState: T.String(),
  entryId: Id,
  entryTitle: T.String(),
  provider: T.String(),
  consumer: T.String(),
  system: T.String(),
  /** What was seen (`measure`), the bound that it reached, and the counts of the hour. */
  figures: Figures,
  /** `default`, or who set it and when. */
  rule: T.String(),
  citation: nullable(CitationView),
  /** The grant is held to so many calls a second because of it. */
  perSecond: nullable(Count),
  note: T.String(),
  closedAt: nullable(Instant),
  closedPost: T.String(),
  /** The reader may say what it was. */
  mayClose: T.Boolean(),
});
export const AlertList = T.Object({
  total: Count,
  open: Count,
  items: T.Array(AlertView),
});
export const CloseBody = T.Object(
  { verdict: oneOf(VERDICTS), note: T.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }) },
  closed,
);
export const AlertRecorded = T.Object({ alert: AlertView, record: T.Integer() });

const Bound = nullable(T.Number({ minimum: 0, maximum: 1_000_000 }));
const Rule = {
  tell: Bound,
  slow: Bound,
  suspend: Bound,
  least: T.Integer({ minimum: 0, maximum: 1_000_000 }),
  perSecond: T.Integer({ minimum: 1, maximum: 1000 }),
};
export const RuleBody = T.Object(
  { ...Rule, basis: T.String({ minLength: 1, maxLength: 300, pattern: '\\S' }) },
  closed,
);
export const ByKind = T.Object({ kind: oneOf(ALERT_KINDS) });
export const RuleView = T.Object({
  kind: oneOf(ALERT_KINDS),
  ...Rule,
  /** In whose words it rests: what the authority wrote, or `default`. */
  basis: T.String(),
  setAt: nullable(Instant),
  setBy: T.String(),
});
export const RuleList = T.Object({
  items: T.Array(RuleView),
  /** That misuse suspends. */
  citation: nullable(CitationView),
  mayChange: T.Boolean(),
});
export const RuleRecorded = T.Object({ rules: RuleList, record: T.Integer() });

export const HealthQuery = T.Object({
  entryId: T.Optional(Id),
  /** `bad`: only what does not work as it should. */
  state: T.Optional(oneOf(['bad'])),
  ...PageQuery,
});
export const HealthView = T.Object({
  entryId: Id,
  entryTitle: T.String(),
  provider: T.String(),
  /** What the entry rests on. */
  way: oneOf(['table', 'interface', 'file', 'none']),
  /** `down`: calls are refused at once for a while, and one tries it from time to time; `unknown`: not called yet. */
  state: oneOf(['up', 'slow', 'down', 'changed', 'unknown']),
  /** Since when it is so, as far as that is known. */
  since: nullable(Instant),
  problem: Words,
  /** Grants in force on it. */
  grants: Count,
  /** Of 30 days: calls that could have been answered, and those of them that failed at the provider. */
  calls: Count,
  failures: Count,
  /** 0..100 with two decimals; null without calls. */
  availability: nullable(T.Number()),
  days: T.Array(T.Object({ day: T.String(), calls: Count, failures: Count })),
});
export const HealthList = T.Object({ total: Count, bad: Count, items: T.Array(HealthView) });
