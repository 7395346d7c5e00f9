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
import {
  CHECKS,
  EntryContent,
  OPEN_TYPES,
  SHARE_MODES,
  SHARE_TYPES,
  SUBJECTS,
  UPDATE_CYCLES,
} from './content.ts';

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
  /** Automatic checks that a reviewer has to verify; null where the entry is not looked at for review. */
  toVerify: nullable(T.Array(oneOf(CHECKS))),
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
const Chosen = T.Array(T.String({ maxLength: 120 }), { default: [], maxItems: 200 });

/** Several values of one attribute mean any of them; several attributes mean all of them. */
export const SearchQuery = T.Object({
  q: T.String({ maxLength: 100, default: '' }),
  /** `interface`: services that answer queries or verifications. */
  kind: T.Unsafe<'entry' | 'interface'>({ type: 'string', enum: ['entry', 'interface'], default: 'entry' }),
  shareType: T.Array(oneOf(SHARE_TYPES), { default: [] }),
  departmentId: T.Array(Id, { default: [], maxItems: 200 }),
  regionCode: Chosen,
  level: Chosen,
  updateCycle: T.Array(oneOf(UPDATE_CYCLES), { default: [] }),
  onTime: T.Array(oneOf(['in_time', 'late', 'unknown']), { default: [] }),
  subject: T.Array(oneOf(SUBJECTS), { default: [] }),
  mode: T.Array(oneOf(SHARE_MODES), { default: [] }),
  resource: T.Array(oneOf(['table', 'interface', 'file', 'none']), { default: [] }),
  openType: T.Array(oneOf(OPEN_TYPES), { default: [] }),
  /** A class with all that lies under it. */
  classCode: Chosen,
  /** `own`, or the name of the platform that an entry came from. */
  origin: Chosen,
  /** Answered calls of the last 30 days: none, below 1,000, below 100,000, more. */
  frequency: T.Array(oneOf(['none', 'low', 'medium', 'high']), { default: [] }),
  /** Business scenarios of the live grants of a service. */
  scenario: Chosen,
  sort: T.Unsafe<'relevance' | 'recent' | 'used' | 'called'>({
    type: 'string',
    enum: ['relevance', 'recent', 'used', 'called'],
    default: 'relevance',
  }),
  ...PageQuery,
});

export const SearchView = T.Object({
  /** Exact. */
  total: Count,
  /** How many of the best can be paged through. */
  reach: Count,
  /** What the words find, whatever else is chosen. */
  kinds: T.Object({ entry: Count, interface: Count }),
  items: T.Array(EntrySummary),
  /**
   * Counts are exact and follow the words and the choices in the other facets; of each facet the 200 most frequent
   * values, and those chosen.
   */
  facets: T.Object({
    shareType: Facet,
    departmentId: Facet,
    regionCode: Facet,
    level: Facet,
    updateCycle: Facet,
    onTime: Facet,
    subject: Facet,
    mode: Facet,
    resource: Facet,
    openType: Facet,
    classCode: Facet,
    origin: Facet,
    frequency: Facet,
    scenario: Facet,
  }),
  /** What to light in the answers: the words, their parts, and what means the same. */
  lit: T.Array(T.String()),
});

export const SuggestQuery = T.Object({ q: T.String({ maxLength: 100, default: '' }) });
export const Suggestions = T.Object({
  entries: T.Array(T.Object({ id: Id, title: T.String() })),
  items: T.Array(T.String()),
  departments: T.Array(T.Object({ id: Id, name: T.String(), count: Count })),
  /** While nothing is typed: what the entries that most departments use are about. */
  often: T.Array(T.String()),
});

export const SimilarBody = T.Object(
  {
    title: T.String({ maxLength: 120 }),
    items: T.Array(T.String({ maxLength: 80 }), { maxItems: 300, default: [] }),
    /** The entry that is being compiled, which is like itself. */
    not: T.Optional(Id),
  },
  { additionalProperties: false },
);
export const SimilarEntries = T.Object({
  items: T.Array(
    T.Object({
      id: Id,
      title: T.String(),
      departmentName: T.String(),
      /** How much of what was asked stands there, 0 to 1. */
      share: T.Number({ minimum: 0, maximum: 1 }),
    }),
  ),
});

export const OwnQuery = T.Object({
  state: T.Array(oneOf(ENTRY_STATES), { default: [] }),
  shareType: T.Optional(T.Array(oneOf(SHARE_TYPES))),
  mounted: T.Optional(T.Boolean()),
  /** Only entries whose data are older than their cycle promises. */
  stale: T.Optional(T.Boolean()),
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
  /** The older one whole: what did not change says the same in both. */
  content: EntryContent,
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
