import type { Readable } from 'node:stream';
import { Type as T } from 'typebox';
import { Count, Id, Instant, nullable, oneOf } from '#kernel/schema.ts';

/** What a paper may be about; the word of its address. */
export const SUBJECTS = ['applications', 'grants'] as const;
export const PAPER_KINDS = [
  'form',
  'supplement',
  'extension',
  'answer',
  'refusal',
  'grant',
  'disposal',
] as const;

export const PaperParams = T.Object({ id: Id, kind: oneOf(PAPER_KINDS) });
export const FileReply = T.Unsafe<Readable>({ contentMediaType: 'application/octet-stream' });

/** A cell of a ruled table. */
export const PaperCell = T.Object({
  /** One paragraph each. */
  lines: T.Array(T.String()),
  /** Columns and rows that it covers. */
  columns: T.Integer({ minimum: 1 }),
  rows: T.Integer({ minimum: 1 }),
  /** `label` names what stands beside or below it; `stamp` leaves room for a stamp and a signature. */
  kind: oneOf(['text', 'label', 'stamp']),
});
export const PaperBlock = T.Union([
  T.Object({ type: T.Literal('heading'), text: T.String() }),
  T.Object({
    type: T.Literal('text'),
    text: T.String(),
    /** `plain` begins at the margin, `indented` two letters in, `end` stands at the right: who signs, and when. */
    style: oneOf(['plain', 'indented', 'end']),
  }),
  T.Object({
    type: T.Literal('table'),
    /** Widths in hundredths of the line. */
    columns: T.Array(T.Integer()),
    rows: T.Array(T.Array(PaperCell)),
  }),
  T.Object({ type: T.Literal('clause'), source: T.String(), quotation: T.String() }),
]);

/** A document as it is: the file and the printed page are made of nothing else. */
export const PaperView = T.Object({
  kind: oneOf(PAPER_KINDS),
  title: T.String(),
  titleEn: T.String(),
  no: T.String(),
  /** Code 128 of the case’s number without the letters that it cannot carry; null where none are left. */
  barcode: nullable(
    T.Object({
      text: T.String(),
      /** Widths of bars and gaps in modules, beginning with a bar. */
      bars: T.Array(T.Integer()),
    }),
  ),
  /** The entry of the record that the paper rests on; null before it is sealed, and for drafts. */
  record: nullable(T.Integer()),
  /** 草稿, 演示数据: what must be seen on each page. */
  marks: T.Array(T.String()),
  blocks: T.Array(PaperBlock),
});

export const PaperRow = T.Object({
  kind: oneOf(PAPER_KINDS),
  title: T.String(),
  titleEn: T.String(),
  no: T.String(),
  /** When the step was taken that it is about. */
  at: nullable(Instant),
  record: nullable(T.Integer()),
});
export const PaperList = T.Object({ items: T.Array(PaperRow) });

/** Bytes of one attachment. */
export const LARGEST_ATTACHMENT = 20 * 1024 * 1024;
/** Attachments of one object. */
export const MOST_ATTACHMENTS = 20;
export const ATTACHMENT_KINDS = ['pdf', 'ofd', 'doc', 'docx', 'xls', 'xlsx', 'png', 'jpg'] as const;

/** `application:12`, `dispute:3`, `grant:4`. */
const ObjectName = T.String({ pattern: '^[a-z_]{1,30}:[1-9][0-9]{0,9}$' });
export const AttachmentsQuery = T.Object({ object: ObjectName });
export const UploadQuery = T.Object({
  object: ObjectName,
  name: T.String({ minLength: 1, maxLength: 200 }),
});
export const FileBody = T.Unsafe<Buffer>({ contentMediaType: 'application/octet-stream' });
export const AttachmentView = T.Object({
  id: Id,
  name: T.String(),
  kind: oneOf(ATTACHMENT_KINDS),
  size: Count,
  sha256: T.String(),
  addedAt: Instant,
  /** 市民政局 专职人员 */
  post: T.String(),
  /** The reader may still take it away. */
  removable: T.Boolean(),
});
export const AttachmentList = T.Object({
  /** The reader may add to them now. */
  mayAttach: T.Boolean(),
  items: T.Array(AttachmentView),
});
export const AttachmentRecorded = T.Object({ attachment: AttachmentView, record: T.Integer() });
