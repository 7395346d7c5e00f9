import { Type as T } from 'typebox';
import type { Readable } from 'node:stream';
import { ById, Count, Id, Instant, PageQuery, SheetView, nullable, oneOf } from '#kernel/schema.ts';

export { ById, SheetView };
const closed = { additionalProperties: false };

/** Bytes of a spreadsheet. */
export const LARGEST_SHEET = 5 * 1024 * 1024;
export const FileBody = T.Unsafe<Buffer>({ contentMediaType: 'application/octet-stream' });
export const FileReply = T.Unsafe<Readable>({ contentMediaType: 'application/octet-stream' });
const format = T.Unsafe<'xlsx' | 'csv' | 'csv-gbk'>({
  type: 'string',
  enum: ['xlsx', 'csv', 'csv-gbk'],
  default: 'xlsx',
});
export const TemplateQuery = T.Object({ format });
/** `no`: checked only. `all`: saved if every row is right. `right`: the right rows are saved. */
export const SheetQuery = T.Object({
  name: T.String({ minLength: 1, maxLength: 200 }),
  save: T.Unsafe<'no' | 'all' | 'right'>({ type: 'string', enum: ['no', 'all', 'right'], default: 'no' }),
});

export const SYSTEM_STATES = ['building', 'in_use', 'stopped'] as const;
/** `covered`: a published entry describes it. `in_work`: an entry that is not published yet. `open`: none. */
export const COVER_STATES = ['covered', 'in_work', 'open', 'left_out'] as const;

const Counts = {
  /** Assets that need an entry: all but those left out. */
  needed: Count,
  covered: Count,
  inWork: Count,
  open: Count,
  leftOut: Count,
};
/** Whose: the reader's own department unless it says otherwise. */
const whose = { departmentId: T.Optional(Id) };

export const SystemBody = T.Object(
  {
    name: T.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
    purpose: T.String({ maxLength: 500, default: '' }),
    state: oneOf(SYSTEM_STATES),
  },
  closed,
);
export const SystemView = T.Object({
  id: Id,
  name: T.String(),
  purpose: T.String(),
  state: oneOf(SYSTEM_STATES),
  /** The database that its tables are read from. */
  sourceId: nullable(Id),
  readAt: nullable(Instant),
  ...Counts,
});
export const SystemQuery = T.Object(whose);
export const SystemList = T.Object({
  departmentId: Id,
  departmentName: T.String(),
  /** The reader may change it. */
  mayEdit: T.Boolean(),
  /** Of all systems but the stopped ones. */
  ...Counts,
  items: T.Array(SystemView),
});
export const SystemRecorded = T.Object({ id: Id, record: T.Integer() });

const assetFilter = {
  ...whose,
  systemId: T.Optional(Id),
  cover: T.Array(oneOf(COVER_STATES), { default: [] }),
  q: T.String({ maxLength: 100, default: '' }),
};
export const AssetQuery = T.Object({ ...assetFilter, ...PageQuery });
export const AssetExportQuery = T.Object({ ...assetFilter, format });
export const Asset = T.Object({
  id: Id,
  systemId: Id,
  systemName: T.String(),
  place: T.String(),
  title: T.String(),
  rows: nullable(Count),
  cover: oneOf(COVER_STATES),
  entryId: nullable(Id),
  entryTitle: nullable(T.String()),
  /** The entry is known because the table is mounted to it. */
  mounted: T.Boolean(),
  leftOut: T.String(),
  goneAt: nullable(Instant),
});
export const AssetList = T.Object({ total: Count, items: T.Array(Asset) });
export const AssetBody = T.Object(
  {
    systemId: Id,
    place: T.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
    title: T.String({ maxLength: 200, default: '' }),
    rows: nullable(Count),
  },
  closed,
);
export const AssetActBody = T.Object(
  {
    ids: T.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }),
    action: oneOf(['link', 'unlink', 'leave_out', 'take_in', 'remove']),
    /** With `link`: an entry of the department. */
    entryId: T.Optional(Id),
    /** With `leave_out`: why it needs no entry. */
    reason: T.String({ maxLength: 500, default: '' }),
  },
  closed,
);
export const AssetsRecorded = T.Object({ assets: Count, record: T.Integer() });
/** Reads the tables of a registered source into a system, which is made where it is new. */
export const ReadBody = T.Object(
  { sourceId: Id, name: T.String({ minLength: 1, maxLength: 120, pattern: '\\S' }) },
  closed,
);
export const ReadRecorded = T.Object({
  systemId: Id,
  found: Count,
  added: Count,
  /** No longer in the database. */
  gone: Count,
  /** Not taken in: their names or comments say that they are secret. */
  secret: Count,
  record: T.Integer(),
});
export const CoverageList = T.Object({
  items: T.Array(
    T.Object({ departmentId: Id, departmentName: T.String(), systems: Count, entries: Count, ...Counts }),
  ),
});
