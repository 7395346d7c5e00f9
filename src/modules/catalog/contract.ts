import { Type as T } from 'typebox';
import {
  ById,
  Count,
  HistoryView,
  Id,
  Instant,
  PageQuery,
  Recorded,
  nullable,
  oneOf,
} from '#kernel/schema.ts';
import { ClockView } from '#modules/deadlines/contract.ts';

export const SHARE_TYPES = ['unconditional', 'conditional', 'withheld'] as const;
export const SHARE_MODES = ['query', 'verify', 'batch'] as const;
export const UPDATE_CYCLES = [
  'realtime',
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'yearly',
  'irregular',
] as const;
export const SUBJECTS = ['person', 'legal', 'other'] as const;
export const COLUMN_TYPES = ['text', 'bigint', 'numeric', 'double', 'boolean', 'date', 'timestamp'] as const;
export const BASIS_RANKS = [
  'law',
  'regulation',
  'state_council',
  'national_policy',
  'local_regulation',
  'local_rule',
  'other',
] as const;
export const ENTRY_STATES = [
  'draft',
  'awaiting_office',
  'awaiting_department',
  'in_review',
  'returned',
  'published',
  'superseded',
  'withdrawn',
] as const;
export const ENTRY_ACTIONS = [
  'save',
  'submit',
  'sign_office',
  'sign_department',
  'publish',
  'return',
  'withdraw',
] as const;

export const MaskView = T.Object({
  kind: oneOf(['none', 'name', 'middle', 'year', 'hidden']),
  head: T.Optional(T.Integer({ minimum: 0, maximum: 100 })),
  tail: T.Optional(T.Integer({ minimum: 0, maximum: 100 })),
});

export const Item = T.Object(
  {
    name: T.String({ minLength: 1, maxLength: 80 }),
    type: oneOf(COLUMN_TYPES),
    length: nullable(T.Integer({ minimum: 1, maximum: 100_000 })),
    identifier: T.Boolean(),
    required: T.Boolean(),
    /** 1 (no harm) to 4 (grave harm), standards.md 2.2. */
    sensitivity: T.Integer({ minimum: 1, maximum: 4 }),
    /** How the item is shown to a consumer unless a decision says otherwise. */
    mask: MaskView,
    codeTable: T.String({ maxLength: 80 }),
    description: T.String({ maxLength: 500 }),
  },
  { additionalProperties: false },
);

export const Basis = T.Object(
  {
    rank: oneOf(BASIS_RANKS),
    title: T.String({ maxLength: 200 }),
    article: T.String({ maxLength: 80 }),
  },
  { additionalProperties: false },
);

/** What a clerk compiles. A draft may be incomplete; what is still missing is answered with it. */
export const EntryContent = T.Object(
  {
    title: T.String({ maxLength: 120 }),
    abstract: T.String({ maxLength: 2000 }),
    subject: oneOf(SUBJECTS),
    classification: T.Object(
      { class: oneOf(['base', 'theme', 'department']), name: T.String({ maxLength: 80 }) },
      { additionalProperties: false },
    ),
    format: oneOf(['database', 'spreadsheet', 'file', 'interface']),
    updateCycle: oneOf(UPDATE_CYCLES),
    shareType: oneOf(SHARE_TYPES),
    basis: nullable(Basis),
    /** Share conditions in the provider's words; for a withheld entry, the reason. */
    conditions: T.Array(T.String({ minLength: 1, maxLength: 300 }), { maxItems: 20 }),
    modes: T.Array(oneOf(SHARE_MODES), { maxItems: 3 }),
    openType: oneOf(['none', 'conditional', 'unconditional']),
    grade: oneOf(['general', 'important', 'core']),
    /** Secrecy assessment: nothing but `no_secret` may go further (N809 3, 13). */
    secrecy: T.Object(
      {
        conclusion: oneOf(['not_done', 'no_secret', 'work_secret', 'state_secret']),
        date: T.String({ maxLength: 10 }),
      },
      { additionalProperties: false },
    ),
    personalInfo: T.Object(
      {
        conclusion: oneOf(['not_done', 'not_needed', 'acceptable', 'not_acceptable']),
        date: T.String({ maxLength: 10 }),
      },
      { additionalProperties: false },
    ),
    matter: T.String({ maxLength: 120 }),
    phone: T.String({ maxLength: 40 }),
    items: T.Array(Item, { maxItems: 300 }),
  },
  { additionalProperties: false },
);

export const EntrySummary = T.Object({
  id: Id,
  code: nullable(T.String()),
  title: T.String(),
  abstract: T.String(),
  departmentId: Id,
  departmentName: T.String(),
  regionCode: T.String(),
  regionName: T.String(),
  version: T.Integer(),
  state: oneOf(ENTRY_STATES),
  shareType: oneOf(SHARE_TYPES),
  updateCycle: oneOf(UPDATE_CYCLES),
  subject: oneOf(SUBJECTS),
  modes: T.Array(oneOf(SHARE_MODES)),
  itemCount: Count,
  /** Item names, those that match the words searched first; at most 8. */
  itemNames: T.Array(T.String()),
  mounted: T.Boolean(),
  rowCount: nullable(Count),
  /** Departments that hold a live grant. */
  usedBy: Count,
  updatedAt: Instant,
  publishedAt: nullable(Instant),
  clock: nullable(ClockView),
});

export const EntryView = T.Object({
  ...EntrySummary.properties,
  content: EntryContent,
  /** For the optimistic lock: send back what was read. */
  revision: T.Integer(),
  /** What keeps the entry from being submitted, in words; empty when it is complete. */
  missing: T.Array(T.Object({ field: T.String(), text: T.String(), textEn: T.String() })),
  /** What the reader may do now. */
  actions: T.Array(oneOf(ENTRY_ACTIONS)),
  history: T.Array(HistoryView),
  departmentCode: T.String(),
});

const Facet = T.Array(T.Object({ value: T.String(), label: T.String(), count: Count }));

export const SearchQuery = T.Object({
  q: T.String({ maxLength: 100, default: '' }),
  shareType: T.Array(oneOf(SHARE_TYPES), { default: [] }),
  departmentId: T.Array(Id, { default: [] }),
  regionCode: T.Array(T.String(), { default: [] }),
  updateCycle: T.Array(oneOf(UPDATE_CYCLES), { default: [] }),
  subject: T.Array(oneOf(SUBJECTS), { default: [] }),
  mode: T.Array(oneOf(SHARE_MODES), { default: [] }),
  mounted: T.Array(oneOf(['yes', 'no']), { default: [] }),
  sort: T.Unsafe<'relevance' | 'recent' | 'used'>({
    type: 'string',
    enum: ['relevance', 'recent', 'used'],
    default: 'relevance',
  }),
  ...PageQuery,
});

export const SearchView = T.Object({
  /** Exact up to 2,000; `more` says that there are more than that. */
  total: Count,
  more: T.Boolean(),
  items: T.Array(EntrySummary),
  facets: T.Object({
    shareType: Facet,
    departmentId: Facet,
    regionCode: Facet,
    updateCycle: Facet,
    subject: Facet,
    mode: Facet,
    mounted: Facet,
  }),
});

export const OwnQuery = T.Object({
  state: T.Array(oneOf(ENTRY_STATES), { default: [] }),
  q: T.String({ maxLength: 100, default: '' }),
  ...PageQuery,
});
export const EntryList = T.Object({ total: Count, items: T.Array(EntrySummary) });

export const SaveBody = T.Object(
  { content: EntryContent, revision: T.Integer() },
  { additionalProperties: false },
);
export const CreateBody = T.Object({ content: EntryContent }, { additionalProperties: false });
export const ActBody = T.Object(
  {
    action: oneOf(['submit', 'sign_office', 'sign_department', 'publish', 'return', 'withdraw']),
    note: T.String({ maxLength: 1000, default: '' }),
    /** With `sign_office` on an unconditional entry: consent in advance to every lawful application, where the rules of the place know it. */
    standingConsent: T.Optional(T.Boolean()),
  },
  { additionalProperties: false },
);
export const EntryRecorded = T.Object({ entry: EntryView, record: T.Integer() });
export { ById, Recorded };
