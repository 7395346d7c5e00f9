import { Type as T } from 'typebox';
import { Count, Id, Instant, nullable, oneOf } from '#kernel/schema.ts';
import { FILE_PIECE } from '#vocabulary/files.ts';

export const LARGEST_PIECE = FILE_PIECE;
/** What arrives as bytes is checked by its own reader. */
export const PieceBody = T.Unsafe<Buffer>({});

export const EntryQuery = T.Object({ entryId: Id });
export const ByPiece = T.Object({ id: Id, n: T.Integer({ minimum: 0, maximum: 1_000_000 }) });

export const UploadBody = T.Object(
  {
    entryId: Id,
    name: T.String({ minLength: 1, maxLength: 300 }),
    size: T.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  },
  { additionalProperties: false },
);

export const UploadView = T.Object({
  id: Id,
  name: T.String(),
  size: Count,
  /** Bytes of a piece, the last apart; and which have arrived. */
  piece: Count,
  arrived: T.Array(T.Integer()),
});

export const FinishBody = T.Object(
  {
    /** Of which time the data are: 2026-10, 2026 年三季度. */
    period: T.String({ minLength: 2, maxLength: 40 }),
    note: T.String({ maxLength: 200, default: '' }),
    /** The file that this one takes the place of. */
    replaces: T.Optional(nullable(Id)),
  },
  { additionalProperties: false },
);

export const WithdrawBody = T.Object(
  { reason: T.String({ minLength: 4, maxLength: 200 }) },
  { additionalProperties: false },
);

/** A file as both sides see it. */
export const FileView = T.Object({
  id: Id,
  name: T.String(),
  mediaType: T.String(),
  size: Count,
  sha256: T.String(),
  sm3: T.String(),
  period: T.String(),
  note: T.String(),
  version: Count,
  addedAt: Instant,
});

/** A file as its provider sees it. */
export const OwnFileView = T.Object({
  ...FileView.properties,
  post: T.String(),
  state: oneOf(['present', 'replaced', 'withdrawn']),
  endedAt: nullable(Instant),
  reason: T.String(),
});

export const OwnFileList = T.Object({
  entryId: Id,
  entryTitle: T.String(),
  /** In megabytes, of one file. */
  largest: Count,
  kinds: T.Array(T.String()),
  /** Items that the entry masks: a file must hold them masked, for the platform does not. */
  masked: T.Array(T.String()),
  items: T.Array(OwnFileView),
});

export const FileRecorded = T.Object({ file: OwnFileView, record: T.Integer() });
