import { Type as T } from 'typebox';
import { Count, Id, Instant, PageQuery, nullable, oneOf } from '#kernel/schema.ts';

/** JSON, to be kept: `shuqiao receipt verify` reads it. */
export const ReceiptFile = T.String();

export const ReceiptKeyView = T.Object({
  departmentId: Id,
  department: T.String(),
  no: T.Integer(),
  keyId: T.String(),
  /** A verifier key (C2SP signed-note). */
  key: T.String(),
  createdAt: Instant,
  retiredAt: nullable(Instant),
  /** The entry of the log of use that announces it; null: it has signed nothing yet. */
  announced: nullable(T.Integer()),
});
export const ReceiptKeyList = T.Object({ items: T.Array(ReceiptKeyView) });
export const ReceiptKeyQuery = T.Object({ departmentId: T.Optional(Id) });
export const RetireBody = T.Object(
  { reason: T.String({ minLength: 4, maxLength: 200 }) },
  { additionalProperties: false },
);

export const DifferenceView = T.Object({
  kind: oneOf(['missing', 'extra', 'changed']),
  /** Values that name the row, in the order of `keyItems`. */
  key: T.Array(nullable(T.String())),
  /** Names of the columns that differ; of `changed` alone. */
  columns: T.Array(T.String()),
});
export const DifferencesQuery = T.Object({ ...PageQuery });
export const Differences = T.Object({
  total: Count,
  /** Names of the items whose values name a row. */
  keyItems: T.Array(T.String()),
  items: T.Array(DifferenceView),
  /** That somebody looked is recorded. */
  record: T.Integer(),
});
