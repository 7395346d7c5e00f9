import { Type as T } from 'typebox';
import type { Readable } from 'node:stream';
import { ById, CitationView, Count, Id, Instant, PageQuery, nullable, oneOf } from '#kernel/schema.ts';
import { OwnQuery, SearchQuery } from '#modules/catalog/contract.ts';

export { ById };

/** Bytes of one file. */
export const LARGEST_FILE = 20 * 1024 * 1024;
/** Faults that are kept and listed; all are counted. */
export const LISTED_FAULTS = 5000;

export const STATES = ['waiting', 'checking', 'checked', 'refused', 'importing', 'imported'] as const;

export const FileBody = T.Unsafe<Buffer>({ contentMediaType: 'application/octet-stream' });
export const UploadQuery = T.Object({ name: T.String({ minLength: 1, maxLength: 200 }) });

export const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const FileReply = T.Unsafe<Readable>({ contentMediaType: 'application/octet-stream' });

/** Text in GB18030, for programs that know no UTF-8. */
const FORMATS = ['xlsx', 'csv', 'csv-gbk'] as const;
const format = T.Unsafe<(typeof FORMATS)[number]>({ type: 'string', enum: [...FORMATS], default: 'xlsx' });
export const TemplateQuery = T.Object({ format });
const { page: _page, size: _size, ...search } = SearchQuery.properties;
const { page: _ownPage, size: _ownSize, ...own } = OwnQuery.properties;
export const SearchExportQuery = T.Object({ ...search, format });
export const OwnExportQuery = T.Object({ ...own, format });

export const UploadView = T.Object({
  id: Id,
  name: T.String(),
  kind: oneOf(['xlsx', 'csv']),
  state: oneOf(STATES),
  /** Of the present pass; `rows` is counted before it and may be a little more. */
  rowsRead: Count,
  rows: Count,
  entries: Count,
  rightEntries: Count,
  items: Count,
  faults: Count,
  losses: T.Array(
    T.Object({
      kind: oneOf(['macros', 'pictures', 'charts', 'pivot_tables', 'embedded', 'external_links', 'notes']),
      cells: T.Array(T.String()),
    }),
  ),
  /** Columns that the template does not have, and that are not read. */
  strangers: T.Array(T.Object({ sheet: T.String(), title: T.String(), cell: T.String() })),
  /** Why it was refused as a whole, or why the import did not come about. */
  problem: nullable(
    T.Object({
      code: T.String(),
      title: T.String(),
      titleEn: T.String(),
      remedy: T.String(),
      remedyEn: T.String(),
      citation: T.Optional(CitationView),
    }),
  ),
  /** The entries that were made. */
  imported: T.Array(Id),
  record: nullable(T.Integer()),
  createdAt: Instant,
  expiresAt: Instant,
});
export const UploadList = T.Object({ items: T.Array(UploadView) });

export const FaultQuery = T.Object({
  kind: T.Array(T.String({ maxLength: 40 }), { default: [] }),
  ...PageQuery,
});
export const FaultView = T.Object({
  sheet: T.String(),
  row: T.Integer(),
  column: T.String(),
  cell: T.String(),
  value: T.String(),
  kind: T.String(),
  problem: T.String(),
  problemEn: T.String(),
  remedy: T.String(),
  remedyEn: T.String(),
  /** What is offered instead of the value; applied only when a person says so. */
  repair: nullable(T.String()),
  /** Said, and no reason to stop the row. */
  mild: T.Boolean(),
});
export const FaultList = T.Object({
  total: Count,
  items: T.Array(FaultView),
  kinds: T.Array(T.Object({ kind: T.String(), count: Count, repairs: Count })),
});

export const CorrectBody = T.Object(
  {
    /** Cells with the values that they should have; addresses are those of the list of faults. */
    cells: T.Array(
      T.Object(
        {
          sheet: T.String({ maxLength: 100 }),
          cell: T.String({ maxLength: 12 }),
          value: T.String({ maxLength: 4000 }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 200 },
    ),
    /** Takes every repair that is offered. */
    repairs: T.Boolean(),
  },
  { additionalProperties: false },
);
export const ImportBody = T.Object(
  {
    /** `all` only when nothing is wrong; `right` leaves out the entries that have a fault. */
    which: oneOf(['all', 'right']),
  },
  { additionalProperties: false },
);
export const Deleted = T.Object({ deleted: T.Boolean() });
