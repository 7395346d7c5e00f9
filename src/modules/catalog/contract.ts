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
import { EntryContent, SHARE_MODES, SHARE_TYPES, SUBJECTS, UPDATE_CYCLES } from './content.ts';

export * from './content.ts';

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
  'suspend',
  'resume',
] as const;

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
  /** Takes no new applications; null when it does. */
  suspended: nullable(T.Object({ since: Instant, reason: T.String() })),
  /** When the data were last known to change. */
  dataAt: nullable(Instant),
  /** Days past the update cycle that the entry promises; null when it keeps it or promises none. */
  staleDays: nullable(Count),
  /** The provider was dissolved: the entry waits for a department that takes over. */
  orphaned: T.Boolean(),
  /** Where it came from, when another platform compiled it. */
  origin: nullable(T.Object({ platform: T.String(), code: T.String(), version: T.Integer() })),
});

const UseView = T.Object({
  grantId: Id,
  departmentId: Id,
  departmentName: T.String(),
  items: T.Array(T.String()),
  mode: oneOf(SHARE_MODES),
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
  /** Remarks of whoever sent it back, each at its field; `whole` for none in particular. */
  remarks: T.Array(
    T.Object({
      field: T.String(),
      text: T.String(),
      post: T.String(),
      at: Instant,
      version: T.Integer(),
      settled: T.Boolean(),
    }),
  ),
  /** Live grants from which the change in work takes something. */
  touched: T.Array(UseView),
  /** What was agreed with their holders. */
  consulted: T.String(),
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
    action: oneOf([
      'submit',
      'sign_office',
      'sign_department',
      'publish',
      'return',
      'withdraw',
      'suspend',
      'resume',
    ]),
    note: T.String({ maxLength: 1000, default: '' }),
    /** With `sign_office` on an unconditional entry: consent in advance to every lawful application, where the rules of the place know it. */
    standingConsent: T.Optional(T.Boolean()),
    /** With `return`: what is to be changed, each at its field. */
    remarks: T.Optional(
      T.Array(
        T.Object(
          { field: T.String({ maxLength: 40 }), text: T.String({ maxLength: 500 }) },
          { additionalProperties: false },
        ),
        { maxItems: 40 },
      ),
    ),
    /** With `submit` of a change that takes something from live grants: what was agreed with their holders. */
    consulted: T.Optional(T.String({ maxLength: 1000 })),
  },
  { additionalProperties: false },
);
/** Several entries, one step: each is done or refused by itself. */
export const BulkBody = T.Object(
  {
    ids: T.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true }),
    action: oneOf(['submit', 'sign_office', 'sign_department', 'publish']),
  },
  { additionalProperties: false },
);
export const BulkView = T.Object({
  done: Count,
  refused: T.Array(
    T.Object({ id: Id, title: T.String(), code: T.String(), text: T.String(), textEn: T.String() }),
  ),
});
export const TransferBody = T.Object(
  { departmentId: Id, reason: T.String({ minLength: 1, maxLength: 1000 }) },
  { additionalProperties: false },
);

export const VersionList = T.Object({
  items: T.Array(
    T.Object({
      version: T.Integer(),
      state: oneOf(['draft', 'published', 'superseded', 'withdrawn']),
      changedAt: Instant,
      publishedAt: nullable(Instant),
      itemCount: Count,
      /** Against the version before it. */
      changedFields: T.Array(T.String()),
      changedItems: Count,
    }),
  ),
});
export const CompareQuery = T.Object({
  from: T.Integer({ minimum: 1, maximum: 100_000 }),
  to: T.Integer({ minimum: 1, maximum: 100_000 }),
});
const Change = T.Object({ field: T.String(), before: T.Unknown(), after: T.Unknown() });
export const ComparisonView = T.Object({
  from: T.Integer(),
  to: T.Integer(),
  fields: T.Array(Change),
  items: T.Array(
    T.Object({
      name: T.String(),
      kind: oneOf(['added', 'removed', 'changed']),
      changes: T.Array(Change),
    }),
  ),
  touched: T.Array(UseView),
});

export const NoticeQuery = T.Object({ unseen: T.Boolean({ default: false }), ...PageQuery });
export const NoticeList = T.Object({
  total: Count,
  unseen: Count,
  items: T.Array(
    T.Object({
      id: Id,
      entryId: Id,
      version: T.Integer(),
      kind: oneOf(['published', 'changed', 'suspended', 'resumed', 'withdrawn']),
      at: Instant,
      title: T.String(),
      code: nullable(T.String()),
      departmentName: T.String(),
      seenAt: nullable(Instant),
      /** Departments that have seen it. */
      seen: Count,
      /** It takes something from a grant of the reader's department. */
      narrowsUs: T.Boolean(),
      consulted: T.String(),
    }),
  ),
});
export const SeenBody = T.Object(
  { ids: T.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }) },
  { additionalProperties: false },
);
export const SeenRecorded = T.Object({ seen: Count, record: T.Integer() });
export const SeenView = T.Object({
  items: T.Array(T.Object({ departmentId: Id, departmentName: T.String(), at: nullable(Instant) })),
});
export const EntryRecorded = T.Object({ entry: EntryView, record: T.Integer() });
export { ById, Recorded };
