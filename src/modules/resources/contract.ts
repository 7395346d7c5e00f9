import { Type as T } from 'typebox';
import { Count, Id, Instant, nullable, oneOf } from '#kernel/schema.ts';

/** `provide`: its tables are mounted to entries. `receive`: granted rows are delivered into it. */
export const SOURCE_USES = ['provide', 'receive'] as const;

export const SourceBody = T.Object(
  {
    use: oneOf(SOURCE_USES),
    kind: oneOf(['postgres', 'mysql']),
    host: T.String({ minLength: 1, maxLength: 255 }),
    port: T.Integer({ minimum: 1, maximum: 65_535 }),
    database: T.String({ minLength: 1, maxLength: 63 }),
    user: T.String({ minLength: 1, maxLength: 63 }),
    password: T.String({ maxLength: 200 }),
    note: T.String({ maxLength: 200, default: '' }),
  },
  { additionalProperties: false },
);

export const SourceTest = T.Object({
  version: T.String(),
  /** The account may change data: least privilege asks for one that may not (for `provide`). */
  canWrite: T.Boolean(),
  milliseconds: T.Integer(),
});

/** Never holds the password. */
export const SourceView = T.Object({
  id: Id,
  departmentId: Id,
  use: oneOf(SOURCE_USES),
  kind: oneOf(['postgres', 'mysql']),
  host: T.String(),
  port: T.Integer(),
  database: T.String(),
  user: T.String(),
  note: T.String(),
  canWrite: T.Boolean(),
  createdAt: Instant,
});

export const TableView = T.Object({
  schema: T.String(),
  table: T.String(),
  comment: T.String(),
  rows: nullable(T.Integer()),
});

export const ColumnView = T.Object({
  name: T.String(),
  databaseType: T.String(),
  /** What it is to us; null for a type that cannot be shared. */
  type: nullable(T.String()),
  nullable: T.Boolean(),
  comment: T.String(),
});

export const TableQuery = T.Object({
  schema: T.String({ maxLength: 63 }),
  table: T.String({ maxLength: 63 }),
});
export const MatchQuery = T.Object({
  entryId: Id,
  sourceId: Id,
  schema: T.String({ maxLength: 63 }),
  table: T.String({ maxLength: 63 }),
});

export const MatchView = T.Object({
  pairs: T.Array(
    T.Object({
      item: T.String(),
      itemType: T.String(),
      column: nullable(T.String()),
      databaseType: nullable(T.String()),
      /** How sure the proposal is: by comment or name, or none. */
      by: oneOf(['name', 'comment', 'none']),
      /** A mismatch in words; empty when the pair fits. */
      problem: T.String(),
      problemEn: T.String(),
    }),
  ),
  /** Columns that no item claims. */
  columns: T.Array(ColumnView),
});

export const MountBody = T.Object(
  {
    entryId: Id,
    sourceId: Id,
    schema: T.String({ minLength: 1, maxLength: 63 }),
    table: T.String({ minLength: 1, maxLength: 63 }),
    mapping: T.Array(T.Object({ item: T.String(), column: T.String() }, { additionalProperties: false }), {
      minItems: 1,
    }),
  },
  { additionalProperties: false },
);

export const ResourceView = T.Object({
  id: Id,
  entryId: Id,
  entryTitle: T.String(),
  departmentId: Id,
  sourceId: Id,
  kind: oneOf(['postgres', 'mysql']),
  place: T.String(),
  schema: T.String(),
  table: T.String(),
  mapping: T.Array(T.Object({ item: T.String(), column: T.String() })),
  rowCount: nullable(Count),
  checkedAt: nullable(Instant),
  state: oneOf(['mounted', 'unreachable', 'drifted']),
  problem: T.String(),
});

export const ResourceRecorded = T.Object({ resource: ResourceView, record: T.Integer() });
export const SourceRecorded = T.Object({ source: SourceView, record: T.Integer() });

/** Rows as a consumer would see them: masked by the source. */
export const SampleView = T.Object({
  items: T.Array(T.String()),
  rows: T.Array(T.Array(nullable(T.String()))),
});
