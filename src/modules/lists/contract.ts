import { Type as T } from 'typebox';
import {
  ById,
  CitationView,
  CivilDate,
  Count,
  HistoryView,
  Id,
  Instant,
  PageQuery,
  nullable,
  oneOf,
} from '#kernel/schema.ts';
import {
  FileBody,
  FileReply,
  LARGEST_SHEET,
  SheetQuery,
  SheetView,
  TemplateQuery,
} from '#modules/inventory/contract.ts';

export { ById };
const closed = { additionalProperties: false };

export { FileBody, FileReply, LARGEST_SHEET, SheetQuery, SheetView, TemplateQuery };
const { format } = TemplateQuery.properties;

export const DEMAND_STATES = [
  'registered',
  'assigned',
  'accepted',
  'matched',
  'merged',
  'closed',
  'withdrawn',
] as const;
export const DEMAND_ACTIONS = [
  'edit',
  'second',
  'unsecond',
  'assign',
  'accept',
  'decline',
  'match',
  'reopen',
  'merge',
  'list',
  'close',
  'hand_over',
  'withdraw',
] as const;

export const DemandBody = T.Object(
  {
    title: T.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
    matter: T.String({ maxLength: 200, default: '' }),
    description: T.String({ maxLength: 1000, default: '' }),
    suggestedId: nullable(Id),
    wantedBy: nullable(CivilDate),
  },
  closed,
);
export const Demand = T.Object({
  id: Id,
  title: T.String(),
  matter: T.String(),
  description: T.String(),
  departmentId: Id,
  departmentName: T.String(),
  suggestedId: nullable(Id),
  suggestedName: nullable(T.String()),
  wantedBy: nullable(CivilDate),
  state: oneOf(DEMAND_STATES),
  providerId: nullable(Id),
  providerName: nullable(T.String()),
  until: nullable(CivilDate),
  /** The provider's date has passed and the need is not met. */
  late: T.Boolean(),
  entryId: nullable(Id),
  entryTitle: nullable(T.String()),
  mergedInto: nullable(Id),
  listedAt: nullable(Instant),
  /** Departments that need the same. */
  seconds: Count,
  /** The reader's department is one of them. */
  seconded: T.Boolean(),
  createdAt: Instant,
  changedAt: Instant,
  actions: T.Array(oneOf(DEMAND_ACTIONS)),
});
export const DemandView = T.Object({
  ...Demand.properties,
  secondedBy: T.Array(T.Object({ departmentName: T.String(), note: T.String(), at: Instant })),
  /** What came of it: applications for the entry that it was matched to. */
  applications: T.Array(T.Object({ applicationId: Id, no: T.String(), at: Instant })),
  /** The reader's department may apply for the entry. */
  mayApply: T.Boolean(),
  history: T.Array(HistoryView),
});
const demandFilter = {
  /** `ours`: of the reader's department, seconded ones too. `asked`: what it is to supply. */
  box: T.Unsafe<'all' | 'ours' | 'asked'>({ type: 'string', enum: ['all', 'ours', 'asked'], default: 'all' }),
  state: T.Array(oneOf(DEMAND_STATES), { default: [] }),
  departmentId: T.Optional(Id),
  listed: T.Optional(T.Boolean()),
  q: T.String({ maxLength: 100, default: '' }),
};
export const DemandQuery = T.Object({ ...demandFilter, ...PageQuery });
export const DemandExportQuery = T.Object({ ...demandFilter, format });
export const DemandList = T.Object({
  total: Count,
  items: T.Array(Demand),
  /** What the rules of the place say of needs outside catalog and lists. */
  citation: nullable(CitationView),
});
export const SimilarBody = T.Object({ title: T.String({ maxLength: 120 }), not: T.Optional(Id) }, closed);
export const SimilarView = T.Object({
  demands: T.Array(
    T.Object({
      id: Id,
      title: T.String(),
      departmentName: T.String(),
      state: oneOf(DEMAND_STATES),
      seconds: Count,
    }),
  ),
  entries: T.Array(T.Object({ id: Id, title: T.String(), departmentName: T.String() })),
});
export const DemandActBody = T.Object(
  {
    action: oneOf(DEMAND_ACTIONS.filter(one => one !== 'edit')),
    note: T.String({ maxLength: 1000, default: '' }),
    /** With `assign`: who is to supply it. */
    departmentId: T.Optional(Id),
    /** With `assign` and `accept`: by when. */
    until: T.Optional(CivilDate),
    /** With `match`: the published entry. */
    entryId: T.Optional(Id),
    /** With `merge`: the need that stays. */
    into: T.Optional(Id),
  },
  closed,
);
export const DemandRecorded = T.Object({ demand: DemandView, record: T.Integer() });

export const LIST_KINDS = ['responsibility', 'demand', 'negative', 'supply_demand'] as const;
export const LIST_ACTIONS = ['edit', 'submit', 'take_back', 'sign', 'return'] as const;
const kind = oneOf(LIST_KINDS);
export const ByKind = T.Object({ kind });
/** Whose list: the reader's own department unless it says otherwise. */
const whose = { departmentId: T.Optional(Id) };
const Words = T.Object({ zh: T.String(), en: T.String() });

export const ListRow = T.Object({
  key: T.String(),
  /** By the columns of its kind. */
  fields: T.Record(T.String(), T.String()),
  note: T.String(),
  /** Why it is not put on the list; empty where it is. */
  leftOut: T.String(),
  /** Something that should be there for it is not: an entry that nobody compiled, a basis that nobody named. */
  missing: T.Boolean(),
});
export const VersionSummary = T.Object({
  number: Count,
  rows: Count,
  missing: Count,
  sentAt: Instant,
  sentPost: T.String(),
  signedAt: Instant,
  signedPost: T.String(),
  note: T.String(),
});
export const Gap = T.Object({
  kind: oneOf(['claim', 'own', 'asset', 'unpublished', 'no_basis', 'not_listed']),
  title: T.String(),
  /** Where it comes from: a duty, a system with its table. */
  detail: T.String(),
  /** Of the entry, claim, need or table. */
  id: Count,
});
export const ListQuery = T.Object({
  ...whose,
  /** A published version; 0 for what is in work, or waits for a signature. */
  version: T.Integer({ minimum: 0, maximum: 100_000, default: 0 }),
});
export const ListView = T.Object({
  kind,
  departmentId: Id,
  departmentName: T.String(),
  state: oneOf(['editing', 'awaiting', 'published']),
  number: Count,
  columns: T.Array(
    T.Object({ key: T.String(), ...Words.properties, words: nullable(T.Record(T.String(), Words)) }),
  ),
  rows: T.Array(ListRow),
  gaps: T.Array(Gap),
  versions: T.Array(VersionSummary),
  /** Why the last one that was sent for signature came back. */
  returned: nullable(T.Object({ at: Instant, post: T.String(), note: T.String() })),
  /** Whether the rules of the place ask for this list, and their clause. */
  asked: T.Boolean(),
  citation: nullable(CitationView),
  actions: T.Array(oneOf(LIST_ACTIONS)),
});
export const EditBody = T.Object(
  {
    key: T.String({ minLength: 1, maxLength: 200 }),
    note: T.String({ maxLength: 500 }),
    leftOut: T.String({ maxLength: 500 }),
  },
  closed,
);
export const OwnRowBody = T.Object(
  {
    title: T.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
    duty: T.String({ maxLength: 200, default: '' }),
    basis: T.String({ maxLength: 200, default: '' }),
  },
  closed,
);
export const ListActBody = T.Object(
  {
    action: oneOf(['submit', 'take_back', 'sign', 'return']),
    note: T.String({ maxLength: 1000, default: '' }),
  },
  closed,
);
export const ListRecorded = T.Object({ list: ListView, record: T.Integer() });
const number = T.Integer({ minimum: 0, maximum: 100_000 });
/** Versions by their numbers; 0 is what is in work. */
export const CompareQuery = T.Object({ ...whose, from: number, to: number });
export const Comparison = T.Object({
  from: Count,
  to: Count,
  rows: T.Array(
    T.Object({
      key: T.String(),
      title: T.String(),
      kind: oneOf(['added', 'removed', 'changed']),
      changes: T.Array(T.Object({ field: T.String(), before: T.String(), after: T.String() })),
    }),
  ),
});
export const ListExportQuery = T.Object({ ...ListQuery.properties, format });
export const Overview = T.Object({
  /** Lists that the rules of the place ask for. */
  asked: T.Array(kind),
  citation: nullable(CitationView),
  departments: T.Array(
    T.Object({
      departmentId: Id,
      departmentName: T.String(),
      lists: T.Array(
        T.Object({
          kind,
          number: Count,
          rows: Count,
          missing: Count,
          signedAt: nullable(Instant),
          awaiting: T.Boolean(),
        }),
      ),
    }),
  ),
});
