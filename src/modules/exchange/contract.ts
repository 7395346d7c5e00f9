import { Type as T } from 'typebox';
import { Count, Id, Instant, PageQuery, nullable, oneOf } from '#kernel/schema.ts';

export const RUN_STATES = [
  'queued',
  'running',
  'delivering',
  'delivered',
  'mismatch',
  'failed',
  'stopped',
  'revoked',
] as const;
export const RUN_STAGES = ['waiting', 'reading', 'comparing', 'placing', 'done'] as const;

export const TaskBody = T.Object(
  {
    grantId: Id,
    /** A registered database of the consumer with use `receive`. */
    sourceId: Id,
    schema: T.String({ minLength: 1, maxLength: 63 }),
    table: T.String({ minLength: 1, maxLength: 63, pattern: '^[^\\u0000]+$' }),
  },
  { additionalProperties: false },
);

/** What proves that what lies in the sink is what was read (sharpened.md 3.5). */
export const ReceiptView = T.Object({
  rowsRead: Count,
  rowsWritten: Count,
  equal: T.Boolean(),
  /** Buckets that differ. */
  buckets: T.Array(T.Integer()),
  /** Names of the items, and of the columns of the target that hold them, in the same order. */
  items: T.Array(T.String()),
  columns: T.Array(T.String()),
  sha256: T.String(),
  snapshot: T.String(),
  planVersion: T.Integer(),
  record: nullable(T.Integer()),
});

export const RunView = T.Object({
  id: Id,
  no: T.String(),
  taskId: Id,
  grantId: Id,
  grantNo: T.String(),
  entryTitle: T.String(),
  provider: T.String(),
  consumer: T.String(),
  target: T.String(),
  state: oneOf(RUN_STATES),
  stage: oneOf(RUN_STAGES),
  rowsRead: Count,
  rowsWritten: Count,
  /** What the source held when it was last counted. */
  expected: nullable(Count),
  rowsPerSecond: nullable(T.Number()),
  createdAt: Instant,
  startedAt: nullable(Instant),
  finishedAt: nullable(Instant),
  /** What went wrong and what to do, in words. */
  problem: T.String(),
  problemEn: T.String(),
  receipt: nullable(ReceiptView),
  comparison: nullable(
    T.Object({ at: Instant, equal: T.Boolean(), rows: Count, buckets: T.Array(T.Integer()) }),
  ),
  actions: T.Array(oneOf(['stop', 'compare', 'again'])),
});

export const TaskView = T.Object({
  id: Id,
  grantId: Id,
  grantNo: T.String(),
  grantState: T.String(),
  entryTitle: T.String(),
  provider: T.String(),
  consumer: T.String(),
  target: T.String(),
  createdAt: Instant,
  lastRun: nullable(RunView),
  actions: T.Array(oneOf(['run'])),
});

export const TaskRecorded = T.Object({ task: TaskView, record: T.Integer() });
export const RunRecorded = T.Object({ run: RunView, record: T.Integer() });
export const RunQuery = T.Object({
  taskId: T.Optional(Id),
  grantId: T.Optional(Id),
  state: T.Array(oneOf(RUN_STATES), { default: [] }),
  ...PageQuery,
});
export const RunList = T.Object({ total: Count, items: T.Array(RunView) });
