import { Type as T } from 'typebox';
import { LOG_NAMES, LOG_SLUGS } from '#vocabulary/logs.ts';
import { Count, Id, Instant, PageQuery, nullable, oneOf } from '#kernel/schema.ts';

export const ByLog = T.Object({ log: oneOf(LOG_SLUGS) });
/** A log’s name as one segment of a path, and a number that a log can hold. */
export const ByNumber = T.Object({
  log: oneOf(LOG_SLUGS),
  number: T.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
});

const LogNameView = oneOf(LOG_NAMES);

/** One log: what it holds, what is sealed of it, and under which name it signs. */
const LogView = T.Object({
  log: LogNameView,
  origin: T.String(),
  /** Entries, and how many of them the last seal point covers. */
  size: Count,
  sealed: Count,
  root: T.String(),
  sealedAt: nullable(Instant),
  /** Entries below this number were removed past their retention. */
  minimum: Count,
  /** Verifier keys (C2SP signed-note) that sign now. */
  keys: T.Array(T.String()),
  /** Why nothing is sealed any more; empty while all is well. */
  problem: T.String(),
  problemEn: T.String(),
  /** Its file of seal points outside the database is gone: it goes on when that is accepted. */
  outsideLost: T.Boolean(),
});

export const AcceptBody = T.Object(
  { reason: T.String({ minLength: 4, maxLength: 500 }) },
  { additionalProperties: false },
);

export const LedgerView = T.Object({
  logs: T.Array(LogView),
  size: Count,
  sealed: Count,
  sealedAt: nullable(Instant),
  /** `unverified`: nobody has verified the whole yet. */
  state: oneOf(['whole', 'unverified', 'broken', 'empty']),
  /** The first entry that does not fit, when the last verification found one. */
  firstBad: nullable(T.Integer()),
  /** The log in which it lies. */
  firstBadLog: nullable(LogNameView),
  verifiedAt: nullable(Instant),
  /** How long records are kept here, in months; and what the clause in force asks, which may be less. */
  retentionMonths: T.Integer(),
  retentionClause: nullable(
    T.Object({ months: T.Integer(), title: T.String(), article: T.String(), quotation: T.String() }),
  ),
  oldestAt: nullable(Instant),
  /** Streamed answers that were opened and never closed: a gateway died while it sent them. At most 100. */
  unclosed: T.Array(
    T.Object({
      log: LogNameView,
      number: Count,
      at: Instant,
      grantId: nullable(T.Integer()),
      grantNo: T.String(),
    }),
  ),
  months: T.Array(T.Object({ month: T.String(), commands: Count, usage: Count })),
});

export const VerifyView = T.Object({
  ok: T.Boolean(),
  checked: Count,
  firstBad: nullable(T.Integer()),
  /** The log in which the fault lies; null when all is well. */
  log: nullable(LogNameView),
  problem: T.String(),
  problemEn: T.String(),
  milliseconds: T.Integer(),
  /** Seal points outside the database that were compared, by log. */
  seals: T.Array(T.Object({ log: LogNameView, seals: Count, size: Count })),
});

/**
 * Where a public log begins (C2SP tlog-tiles, “Pruning”: the minimum index, for which that text has no address). What
 * lies before was removed past its retention; the notice of that is opened here, so that anyone can check it against
 * the leaf of the control log.
 */
export const LogMinimum = T.Object({
  minimum: Count,
  /** Null where nothing was removed. */
  removal: nullable(
    T.Object({
      /** Of the notice in the control log. */
      number: Count,
      /** Base64; its commitment is SHA-256(salt ‖ entry). */
      entry: T.String(),
      salt: T.String(),
    }),
  ),
});

export const VerifyProgress = T.Object({
  running: T.Boolean(),
  /** First the entries are read against the seal points, then the search is compared with them. */
  phase: oneOf(['leaves', 'search']),
  checked: Count,
  total: Count,
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
  systemId: T.Optional(Id),
  post: T.Optional(T.String({ maxLength: 100 })),
  caseNo: T.Optional(T.String({ maxLength: 100 })),
  log: T.Optional(LogNameView),
  ...PageQuery,
});

export const RecordRow = T.Object({
  log: LogNameView,
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

/** Whether the reader sees only what touches their region, or their department, and not the whole record. */
const Partial = T.Boolean();

export const SeenRecords = T.Object({ ...RecordList.properties, partial: Partial });

export const RecordView = T.Object({
  ...RecordRow.properties,
  body: T.String(),
  /** Left out of the body for readers without the look-up right: the digest of a person or company. */
  withheld: T.Array(oneOf(['subject'])),
  commitment: T.String(),
  /** RFC 6962 audit path from the leaf to the root of the seal point, hex; empty while it is not sealed yet. */
  proof: T.Array(T.String()),
  checkpoint: T.String(),
});

/** Who used the data of this person or company: asked with a reason, answered with the records, and itself recorded. */
export const SubjectQuery = T.Object({
  identifier: T.String({ minLength: 1, maxLength: 64 }),
  reason: T.String({ minLength: 4, maxLength: 200 }),
});

export const SubjectView = T.Object({
  record: T.Integer(),
  total: Count,
  items: T.Array(RecordRow),
  partial: Partial,
});

export const KeyView = T.Object({
  id: Id,
  algorithm: oneOf(['ed25519', 'sm2']),
  /** Hexadecimal, the first 16 bytes of SHA-256 of the raw key. */
  fingerprint: T.String(),
  createdAt: Instant,
  activeAt: nullable(Instant),
  retiredAt: nullable(Instant),
  /** The entry of the control log that announces it. */
  announced: nullable(T.Integer()),
});
export const KeyList = T.Object({ items: T.Array(KeyView) });
export const KeysAnnounced = T.Object({ record: T.Integer() });
export const Accepted = T.Object({ record: T.Integer() });

const Month = T.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' });
export const ByMonth = T.Object({ month: Month });
export const MonthView = T.Object({
  month: Month,
  log: LogNameView,
  first: T.Integer(),
  entries: Count,
  bytes: Count,
  exportedAt: nullable(Instant),
  /** Of the file, hexadecimal; empty when it was not exported. */
  sha256: T.String(),
  removedAt: nullable(Instant),
  removable: T.Boolean(),
});
export const MonthList = T.Object({
  /** From this month on everything is kept. */
  keptFrom: Month,
  /** Whether the reader exports and removes months: of the whole platform only. */
  mayHandle: T.Boolean(),
  items: T.Array(MonthView),
});
export const MonthDone = T.Object({ record: T.Integer() });
