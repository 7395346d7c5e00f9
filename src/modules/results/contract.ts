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
import { GRANT_STATES } from '#modules/grants/contract.ts';
import { RECORD_KINDS } from './rules.ts';

export { ById };
const closed = { additionalProperties: false };
const Words = (maxLength: number) => T.String({ minLength: 2, maxLength, pattern: '\\S' });
const kind = oneOf(RECORD_KINDS);
const Party = T.Object({ id: Id, name: T.String() });

/** The grant that something is about, as both sides know it. */
const GrantOf = T.Object({
  id: Id,
  no: T.String(),
  state: oneOf(GRANT_STATES),
  entryTitle: T.String(),
  provider: Party,
  consumer: Party,
  systemName: T.String(),
  from: CivilDate,
  until: CivilDate,
});

export const UseRecordBody = T.Object(
  {
    kind,
    occurredOn: CivilDate,
    body: Words(4000),
    /** The post that answers for it. */
    responsible: Words(80),
    /** An earlier record of the same kind that this one takes the place of. */
    corrects: T.Optional(Id),
  },
  closed,
);
const UseRecord = T.Object({
  id: Id,
  kind,
  occurredOn: CivilDate,
  body: T.String(),
  responsible: T.String(),
  corrects: nullable(Id),
  /** The record that took its place. */
  correctedBy: nullable(Id),
  at: Instant,
  post: T.String(),
  name: T.String(),
});
const Completeness = T.Array(
  T.Object({ kind, count: Count, lastOn: nullable(CivilDate), /** Due by now. */ expected: T.Boolean() }),
);
const Retention = T.Object({ months: Count, citation: nullable(CitationView) });
export const UseRecords = T.Object({
  grant: GrantOf,
  completeness: Completeness,
  /** Null for the provider and the authority until they inspect: that they read is recorded. */
  records: nullable(T.Array(UseRecord)),
  inspections: T.Array(
    T.Object({
      departmentName: T.String(),
      post: T.String(),
      name: T.String(),
      at: Instant,
      reason: T.String(),
    }),
  ),
  /** How long they are kept at least. */
  retention: Retention,
  citation: nullable(CitationView),
  actions: T.Array(oneOf(['add', 'inspect'])),
});
export const UseRecordsRecorded = T.Object({ records: UseRecords, record: T.Integer() });
export const InspectBody = T.Object({ reason: Words(200) }, closed);

export const GrantUseQuery = T.Object({
  side: T.Unsafe<'holding' | 'given' | 'all'>({
    type: 'string',
    enum: ['holding', 'given', 'all'],
    default: 'all',
  }),
  /** `gaps`: something that is due is not there. `none`: nothing is there at all. */
  records: T.Optional(T.Unsafe<'gaps' | 'none'>({ type: 'string', enum: ['gaps', 'none'] })),
  q: T.String({ maxLength: 100, default: '' }),
  ...PageQuery,
});
export const GrantUseList = T.Object({
  total: Count,
  items: T.Array(
    T.Object({
      grant: GrantOf,
      kinds: T.Array(kind),
      missing: T.Array(kind),
      lastAt: nullable(Instant),
      results: Count,
      /** The report on the results that is due. */
      due: nullable(oneOf(['half', 'end'])),
    }),
  ),
  citation: nullable(CitationView),
});

const figure = nullable(T.Integer({ minimum: 0, maximum: 100_000_000_000 }));
export const ResultBody = T.Object(
  {
    grantId: Id,
    /** 事项 */
    matter: Words(120),
    body: Words(4000),
    periodFrom: CivilDate,
    periodUntil: CivilDate,
    /** Null where nobody counted. */
    timesUsed: figure,
    peopleServed: figure,
    materialsSaved: figure,
    daysSaved: nullable(T.Number({ minimum: 0, maximum: 10_000_000_000 })),
  },
  closed,
);
export const EXAMPLE_STATES = ['proposed', 'returned', 'up', 'excellent', 'withdrawn'] as const;
export const Result = T.Object({
  id: Id,
  grant: GrantOf,
  matter: T.String(),
  body: T.String(),
  periodFrom: CivilDate,
  periodUntil: CivilDate,
  timesUsed: nullable(Count),
  peopleServed: nullable(Count),
  materialsSaved: nullable(Count),
  daysSaved: nullable(T.Number()),
  at: Instant,
  post: T.String(),
  name: T.String(),
  /** The example that it was put forward as. */
  example: nullable(T.Object({ id: Id, state: oneOf(EXAMPLE_STATES) })),
  actions: T.Array(oneOf(['edit', 'put_forward'])),
});
export const ResultQuery = T.Object({
  grantId: T.Optional(Id),
  side: GrantUseQuery.properties.side,
  q: T.String({ maxLength: 100, default: '' }),
  ...PageQuery,
});
export const ResultList = T.Object({
  total: Count,
  items: T.Array(Result),
  sums: T.Object({ timesUsed: Count, peopleServed: Count, materialsSaved: Count, daysSaved: T.Number() }),
  /** With `grantId`: the report that is due, and whether the reader may make it. */
  due: nullable(oneOf(['half', 'end'])),
  mayReport: T.Boolean(),
});
export const ResultRecorded = T.Object({ result: Result, record: T.Integer() });

export const EXAMPLE_ACTIONS = [
  'edit',
  'withdraw',
  'put_up',
  'return',
  'take_down',
  'mark',
  'unmark',
] as const;
const exampleFields = {
  title: Words(120),
  story: Words(8000),
  /** One of the classes of the place, where it has any. */
  class: nullable(T.String({ maxLength: 60 })),
};
export const NewExampleBody = T.Object({ resultId: Id, ...exampleFields }, closed);
export const ExampleBody = T.Object(exampleFields, closed);
export const Example = T.Object({
  id: Id,
  title: T.String(),
  class: nullable(T.String()),
  state: oneOf(EXAMPLE_STATES),
  department: Party,
  entryTitle: T.String(),
  providerName: T.String(),
  matter: T.String(),
  timesUsed: nullable(Count),
  peopleServed: nullable(Count),
  materialsSaved: nullable(Count),
  daysSaved: nullable(T.Number()),
  createdAt: Instant,
  changedAt: Instant,
  actions: T.Array(oneOf(EXAMPLE_ACTIONS)),
});
export const ExampleView = T.Object({
  ...Example.properties,
  story: T.String(),
  /** What its result reported. */
  body: T.String(),
  periodFrom: CivilDate,
  periodUntil: CivilDate,
  history: T.Array(HistoryView),
});
export const ExampleQuery = T.Object({
  state: T.Array(oneOf(EXAMPLE_STATES), { default: [] }),
  class: T.Array(T.String({ maxLength: 60 }), { default: [] }),
  departmentId: T.Optional(Id),
  q: T.String({ maxLength: 100, default: '' }),
  ...PageQuery,
});
export const ExampleList = T.Object({
  total: Count,
  items: T.Array(Example),
  /** Of the reader's region; empty where its texts have none. */
  classes: T.Array(T.Object({ key: T.String(), zh: T.String(), en: T.String() })),
  citation: nullable(CitationView),
});
export const ExampleActBody = T.Object(
  {
    action: oneOf(EXAMPLE_ACTIONS.filter(one => one !== 'edit')),
    note: T.String({ maxLength: 1000, default: '' }),
  },
  closed,
);
export const ExampleRecorded = T.Object({ example: ExampleView, record: T.Integer() });

export const RoundBody = T.Object(
  {
    title: Words(80),
    firstDay: CivilDate,
    lastDay: CivilDate,
    exampleIds: T.Array(Id, { minItems: 2, maxItems: 100, uniqueItems: true }),
  },
  closed,
);
export const Round = T.Object({
  id: Id,
  regionName: T.String(),
  title: T.String(),
  firstDay: CivilDate,
  lastDay: CivilDate,
  state: oneOf(['coming', 'open', 'over', 'closed']),
  /** Departments that may vote, and that have. */
  electorate: Count,
  cast: Count,
  candidates: T.Array(
    T.Object({
      exampleId: Id,
      title: T.String(),
      departmentId: Id,
      departmentName: T.String(),
      excellent: T.Boolean(),
      /** Null until the last day has passed: nobody votes by what others voted. */
      votes: nullable(Count),
      rank: nullable(Count),
    }),
  ),
  /** What the reader's department voted for. */
  voted: nullable(Id),
  actions: T.Array(oneOf(['vote', 'close'])),
});
export const RoundList = T.Object({
  items: T.Array(Round),
  /** The reader opens rounds for its region, and none is open there. */
  mayOpen: T.Boolean(),
});
export const VoteBody = T.Object({ exampleId: Id }, closed);
/** Which of them the authority marks as excellent. */
export const CloseBody = T.Object({ excellent: T.Array(Id, { maxItems: 100, uniqueItems: true }) }, closed);
export const RoundRecorded = T.Object({ round: Round, record: T.Integer() });
