import { Type as T } from 'typebox';
import { Count, Id, Instant, PageQuery, nullable, oneOf } from '#kernel/schema.ts';

export const LedgerView = T.Object({
  /** Entries in the record, and how many of them the last seal point covers. */
  size: Count,
  sealed: Count,
  root: T.String(),
  sealedAt: nullable(Instant),
  state: oneOf(['whole', 'broken', 'empty']),
  /** The first entry that does not fit, when the last verification found one. */
  firstBad: nullable(T.Integer()),
  verifiedAt: nullable(Instant),
  /** Retention in months: ours, and what the clause says. */
  retentionMonths: T.Integer(),
  oldestAt: nullable(Instant),
  months: T.Array(T.Object({ month: T.String(), commands: Count, usage: Count })),
  publicKey: T.String(),
});

export const VerifyView = T.Object({
  ok: T.Boolean(),
  checked: Count,
  firstBad: nullable(T.Integer()),
  problem: T.String(),
  problemEn: T.String(),
  milliseconds: T.Integer(),
  /** What it was verified against. */
  against: T.String(),
});

export const RecordQuery = T.Object({
  from: T.Optional(T.String()),
  until: T.Optional(T.String()),
  departmentId: T.Optional(Id),
  grantId: T.Optional(Id),
  entryId: T.Optional(Id),
  action: T.Optional(T.String({ maxLength: 60 })),
  result: T.Optional(oneOf(['done', 'served', 'refused', 'failed'])),
  object: T.Optional(T.String({ maxLength: 60 })),
  ...PageQuery,
});

export const RecordRow = T.Object({
  number: T.Integer(),
  at: Instant,
  kind: oneOf(['command', 'usage', 'notice']),
  action: T.String(),
  post: T.String(),
  departmentId: nullable(T.Integer()),
  object: T.String(),
  grantId: nullable(T.Integer()),
  grantNo: T.String(),
  result: T.String(),
  code: T.String(),
  rows: nullable(T.Integer()),
  micros: nullable(T.Integer()),
});

export const RecordList = T.Object({ total: Count, more: T.Boolean(), items: T.Array(RecordRow) });

export const RecordView = T.Object({
  ...RecordRow.properties,
  body: T.String(),
  commitment: T.String(),
  /** RFC 6962 audit path from the leaf to the root of the seal point, hex; empty while it is not sealed yet. */
  proof: T.Array(T.String()),
  checkpoint: T.String(),
});
