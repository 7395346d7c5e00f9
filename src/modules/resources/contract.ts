import { Type as T } from 'typebox';
import { Count, Id, Instant, nullable, oneOf } from '#kernel/schema.ts';

/** `provide`: its tables are mounted to entries. `receive`: granted rows are delivered into it. */
export const SOURCE_USES = ['provide', 'receive'] as const;

/** `files`: a folder that the operator opened for the department; it can be exchanged in batches and collected, not called. */
export const SOURCE_KINDS = ['postgres', 'mysql', 'files'] as const;

export const SourceBody = T.Object(
  {
    use: oneOf(SOURCE_USES),
    kind: oneOf(SOURCE_KINDS),
    /** Of `files` the folder's name, as the operator gave it. */
    host: T.String({ minLength: 1, maxLength: 255 }),
    /** Of `files` 0. */
    port: T.Integer({ minimum: 0, maximum: 65_535 }),
    /** Of `files` a folder inside it, such as in/2026; empty for itself. */
    database: T.String({ maxLength: 200 }),
    /** Of `files` the encoding in which they are written: see `FILE_WRITINGS`; empty where that is found out. */
    user: T.String({ maxLength: 63 }),
    password: T.String({ maxLength: 200 }),
    note: T.String({ maxLength: 200, default: '' }),
    /** Statements that one gateway has under way there at most. */
    ceiling: T.Optional(T.Integer({ minimum: 1, maximum: 64 })),
  },
  { additionalProperties: false },
);

export const LoginBody = T.Object(
  { user: T.String({ minLength: 1, maxLength: 63 }), password: T.String({ maxLength: 200 }) },
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
  kind: oneOf(SOURCE_KINDS),
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

/** Names of databases have 63 characters at most, names of files 255 bytes. */
const NAME = 255;

export const TableQuery = T.Object({
  schema: T.String({ maxLength: NAME }),
  table: T.String({ maxLength: NAME }),
});
export const MatchQuery = T.Object({
  entryId: Id,
  sourceId: Id,
  schema: T.String({ maxLength: NAME }),
  table: T.String({ maxLength: NAME }),
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
    schema: T.String({ minLength: 1, maxLength: NAME }),
    table: T.String({ minLength: 1, maxLength: NAME }),
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
  kind: oneOf(SOURCE_KINDS),
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

const closed = { additionalProperties: false };
const Words = (most: number) => T.String({ maxLength: most });
const Path = T.String({ minLength: 1, maxLength: 300 });
const Name = T.String({ minLength: 1, maxLength: 100 });

export const PARAMETER_PLACES = ['path', 'query', 'header', 'body'] as const;
export const PARAMETER_TYPES = ['text', 'number', 'boolean'] as const;
export const REQUEST_KINDS = ['none', 'json', 'form', 'soap'] as const;
export const CREDENTIAL_KINDS = ['none', 'basic', 'bearer', 'header', 'national'] as const;

export const ParameterBody = T.Object(
  {
    name: Name,
    place: oneOf(PARAMETER_PLACES),
    type: oneOf(PARAMETER_TYPES),
    required: T.Boolean(),
    /** Sent where a call gives none. */
    default: T.Optional(Words(500)),
    describe: T.String({ maxLength: 300, default: '' }),
    /** The item whose value it is. */
    item: T.Optional(Name),
  },
  closed,
);

/** The secret goes in and never comes out; empty where the kind has none. */
export const CredentialsBody = T.Object(
  {
    kind: oneOf(CREDENTIAL_KINDS),
    user: T.Optional(Words(100)),
    header: T.Optional(Words(100)),
    /** Of the national convention: the prefix of its headers, who we are there, which service, where its secret is renewed. */
    prefix: T.Optional(Words(40)),
    rid: T.Optional(Words(100)),
    sid: T.Optional(Words(100)),
    refresh: T.Optional(Words(300)),
    secret: T.String({ maxLength: 4000, default: '' }),
  },
  closed,
);

/** How it is reached: may be changed while it is in use. */
export const ReachBody = T.Object(
  {
    /** http(s)://host:port/base */
    address: T.String({ minLength: 1, maxLength: 300 }),
    credentials: CredentialsBody,
    /** Milliseconds for one call; 0: what the service of the entry says. */
    timeout: T.Integer({ minimum: 0, maximum: 60_000, default: 0 }),
    /** At most so many calls in so many seconds; 0: any number. */
    rate: T.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
    rateSeconds: T.Integer({ minimum: 1, maximum: 86_400, default: 1 }),
    /** A path of its own, or the example call; every so many seconds, 0: never. */
    health: T.Object(
      {
        kind: oneOf(['example', 'path']),
        path: T.String({ maxLength: 300, default: '' }),
        every: T.Integer({ minimum: 0, maximum: 86_400, default: 60 }),
      },
      closed,
    ),
  },
  closed,
);

const Described = {
  method: oneOf(['GET', 'POST']),
  path: T.String({ minLength: 1, maxLength: 300, pattern: '^/' }),
  parameters: T.Array(ParameterBody, { maxItems: 50 }),
  request: oneOf(REQUEST_KINDS),
  response: oneOf(['json', 'xml']),
  soap: T.Optional(T.Object({ operation: Name, namespace: Words(300), action: Words(300) }, closed)),
  success: T.Optional(
    T.Object(
      {
        path: Path,
        values: T.Array(Words(50), { minItems: 1, maxItems: 20 }),
        nothing: T.Array(Words(50), { maxItems: 20, default: [] }),
      },
      closed,
    ),
  ),
  /** What its error codes mean; only these are told to callers. */
  errorCodes: T.Array(T.Object({ code: Words(50), words: Words(100) }, closed), {
    maxItems: 100,
    default: [],
  }),
};

/** Values by the names that calls use: the item's, or the parameter's own. */
const Values = T.Record(T.String(), Words(2000));

/** A call that shows what the interface answers; nothing is kept. */
export const InterfaceTestBody = T.Object(
  {
    entryId: Id,
    reach: ReachBody,
    ...Described,
    rows: T.Optional(Path),
    mapping: T.Array(T.Object({ item: Name, path: Path }, closed), { default: [] }),
    values: Values,
  },
  closed,
);

export const InterfaceTest = T.Object({
  status: T.Integer(),
  milliseconds: T.Integer(),
  bytes: Count,
  /** Where the rows look to be, and the values that the answer holds: their paths, never what they are. */
  rows: T.String(),
  paths: T.Array(T.Object({ path: T.String(), kind: oneOf(['text', 'number', 'boolean', 'null']) })),
  /** Proposed for each item; empty where nothing is like it. */
  mapping: T.Array(T.Object({ item: T.String(), path: T.String() })),
  /** With a mapping: rows as a consumer sees them, and how many there are. */
  sample: nullable(
    T.Object({ items: T.Array(T.String()), rows: T.Array(T.Array(nullable(T.String()))), found: Count }),
  ),
});

export const InterfaceBody = T.Object(
  {
    entryId: Id,
    name: Name,
    reach: ReachBody,
    ...Described,
    rows: Path,
    mapping: T.Array(T.Object({ item: Name, path: Path }, closed), { minItems: 1 }),
    /** Its answers may go out as they are to whoever is granted all of it without a mask. */
    passThrough: T.Boolean({ default: false }),
    example: T.Object({ values: Values, response: T.String({ maxLength: 20_000, default: '' }) }, closed),
  },
  closed,
);

/** Never holds the secret. */
export const InterfaceView = T.Object({
  id: Id,
  entryId: Id,
  entryTitle: T.String(),
  departmentId: Id,
  name: T.String(),
  address: T.String(),
  credentials: T.Object({
    kind: oneOf(CREDENTIAL_KINDS),
    user: T.String(),
    header: T.String(),
    prefix: T.String(),
    rid: T.String(),
    sid: T.String(),
    refresh: T.String(),
  }),
  timeout: Count,
  rate: Count,
  rateSeconds: Count,
  health: T.Object({ kind: oneOf(['example', 'path']), path: T.String(), every: Count }),
  ...Described,
  rows: T.String(),
  mapping: T.Array(T.Object({ item: T.String(), path: T.String() })),
  passThrough: T.Boolean(),
  example: T.Object({ values: Values, response: T.String() }),
  createdAt: Instant,
  state: oneOf(['mounted', 'down']),
  since: Instant,
  problem: T.String(),
  checks: Count,
  failures: Count,
  checkedAt: nullable(Instant),
  milliseconds: nullable(Count),
});

/** How the service of an entry is asked beyond its items; nothing where no interface is mounted. */
export const ParametersView = T.Object({
  /** By the names that calls use. */
  parameters: T.Array(
    T.Object({
      name: T.String(),
      type: oneOf(PARAMETER_TYPES),
      required: T.Boolean(),
      default: T.String(),
      describe: T.String(),
    }),
  ),
  errorCodes: T.Array(T.Object({ code: T.String(), words: T.String() })),
  /** Whether it takes SOAP too. */
  soap: T.Boolean(),
});

export const InterfaceRecorded = T.Object({ interface: InterfaceView, record: T.Integer() });
