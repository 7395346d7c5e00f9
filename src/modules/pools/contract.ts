import { Type as T } from 'typebox';
import { SHARE_TYPES, UPDATE_CYCLES } from '#modules/catalog/contract.ts';
import { CitationView, Count, HistoryView, Id, Instant, nullable, oneOf } from '#kernel/schema.ts';
import { RUN_STATES } from '#vocabulary/moves.ts';
import { RANKS } from './rules.ts';

const closed = { additionalProperties: false };

/** `due`: it should be collected and nobody has begun. */
export const COLLECTION_STATES = ['due', 'asked', 'collecting', 'refused', 'ended'] as const;
export const COLLECTION_ACTIONS = ['start', 'confirm', 'refuse', 'look'] as const;
/** Rows of a mounted table go into the pool; files are held by the platform from the moment they are given out. */
export const COLLECTED_KINDS = ['table', 'files'] as const;
export const END_REASONS = ['withdrawn', 'unmounted', 'withheld'] as const;

/** The text that lets a department refuse (SZ 三(四)2): a law, a regulation or a rule, with its article. */
export const GroundBody = T.Object(
  {
    rank: oneOf(RANKS),
    title: T.String({ minLength: 1, maxLength: 200 }),
    article: T.String({ minLength: 1, maxLength: 80 }),
  },
  closed,
);
/** `key`: the items that identify a row, where the department knows better than its table’s primary key says. */
export const ConfirmBody = T.Object(
  {
    key: T.Optional(
      T.Array(T.String({ minLength: 1, maxLength: 80 }), { minItems: 1, maxItems: 32, uniqueItems: true }),
    ),
  },
  closed,
);
export const RefuseBody = T.Object(
  { ground: GroundBody, reason: T.String({ minLength: 1, maxLength: 500 }) },
  closed,
);

const RunMark = T.Object({ id: Id, no: T.String(), state: oneOf(RUN_STATES), at: Instant });

export const CollectionView = T.Object({
  entryId: Id,
  entryCode: T.String(),
  entryTitle: T.String(),
  departmentId: Id,
  department: T.String(),
  kind: oneOf(COLLECTED_KINDS),
  shareType: oneOf(SHARE_TYPES),
  updateCycle: oneOf(UPDATE_CYCLES),
  state: oneOf(COLLECTION_STATES),
  /** Its rows lie in the pool, or its files in the platform. */
  collected: T.Boolean(),
  /** Where they lie there; empty until the collection was confirmed, and for files. */
  schema: T.String(),
  table: T.String(),
  /** Items that tell its rows apart; none: the whole row does. */
  key: T.Array(T.String()),
  taskId: nullable(Id),
  /** Rows of the last collection, as the source held them then; null: none yet, and for files. */
  rows: nullable(Count),
  todayRows: Count,
  lastRun: nullable(RunMark),
  collectedAt: nullable(Instant),
  /** By when it is to be collected again, by the entry’s update cycle; null: the cycle promises nothing. */
  dueBy: nullable(Instant),
  late: T.Boolean(),
  /** The last run ended without its rows. */
  failing: T.Boolean(),
  askedAt: nullable(Instant),
  refusal: nullable(
    T.Object({ ...GroundBody.properties, reason: T.String(), post: T.String(), at: Instant }),
  ),
  ended: nullable(oneOf(END_REASONS)),
  actions: T.Array(oneOf(COLLECTION_ACTIONS)),
});

export const Figures = T.Object({
  /** 应归集, less what is refused with ground. */
  should: Count,
  /** 已归集 */
  collected: Count,
  due: Count,
  asked: Count,
  refused: Count,
  late: Count,
  failing: Count,
  /** Rows that today’s runs read, placed and reconciled, those among them that had not changed (Asia/Shanghai). */
  todayRows: Count,
});

export const DepartmentView = T.Object({
  departmentId: Id,
  department: T.String(),
  regionCode: T.String(),
  /** Of the pool; empty where nothing was collected yet. */
  schema: T.String(),
  ...Figures.properties,
  collectedAt: nullable(Instant),
  actions: T.Array(oneOf(['start'])),
});

export const PoolsView = T.Object({
  /** Whether there is a pool; where there is none, why not. */
  ready: T.Boolean(),
  problem: T.String(),
  problemEn: T.String(),
  departments: T.Array(DepartmentView),
  totals: Figures,
  /** The duty to collect, and what lets a department refuse, as the place’s text has them. */
  citation: nullable(CitationView),
  refusalCitation: nullable(CitationView),
});
export const PoolView = T.Object({
  department: DepartmentView,
  collections: T.Array(CollectionView),
  citation: nullable(CitationView),
  refusalCitation: nullable(CitationView),
});
export const CollectionDetail = T.Object({
  ...CollectionView.properties,
  /** What a look-up may ask by. */
  identifiers: T.Array(T.String()),
  history: T.Array(HistoryView),
  citation: nullable(CitationView),
  refusalCitation: nullable(CitationView),
});
export const StartRecorded = T.Object({ asked: Count, pool: PoolView, record: T.Integer() });
export const CollectionRecorded = T.Object({ collection: CollectionDetail, record: T.Integer() });

export const NODE_KINDS = ['source', 'task', 'run', 'pool', 'grant', 'target'] as const;
/** 来龙去脉: source → task → run → pool, beside it source → grants; of a delivery source → task → run → grant → the consumer’s table. */
export const LineageView = T.Object({
  nodes: T.Array(
    T.Object({
      /** Unique among the nodes: `run:12`. */
      id: T.String(),
      kind: oneOf(NODE_KINDS),
      name: T.String(),
      sub: T.String(),
      subEn: T.String(),
      /** The page that shows it; null where the reader may not see it, or there is none. */
      path: nullable(T.String()),
    }),
  ),
  edges: T.Array(T.Object({ from: T.String(), to: T.String() })),
});

export const LookBody = T.Object(
  {
    /** One of `identifiers`; absent: the first of them. */
    item: T.Optional(T.String({ minLength: 1, maxLength: 80 })),
    value: T.String({ minLength: 1, maxLength: 500 }),
  },
  closed,
);
/** What a row was, from when until when; the newest first. */
export const VersionView = T.Object({
  values: T.Array(T.Object({ item: T.String(), value: nullable(T.String()) })),
  /** The values that tell the row from others; empty where the whole row does. */
  key: T.Record(T.String(), nullable(T.String())),
  since: Instant,
  /** Null: it holds still. */
  until: nullable(Instant),
  /** The run that brought it, with the number of its receipt’s entry. */
  run: nullable(T.Object({ id: Id, no: T.String(), at: nullable(Instant), record: nullable(T.Integer()) })),
});
export const LookView = T.Object({
  item: T.String(),
  /** Where they came from, as it is mounted now. */
  source: T.String(),
  pool: T.String(),
  versions: T.Array(VersionView),
  /** There are more than are shown. */
  more: T.Boolean(),
  /** Grants under which rows of this entry are delivered on. */
  grants: T.Array(T.Object({ id: Id, no: T.String(), consumer: T.String(), state: T.String() })),
  record: T.Integer(),
});
