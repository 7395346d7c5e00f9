import { type Static, Type as T } from 'typebox';
import { CivilDate, Count, Id, Instant, nullable, oneOf } from '#kernel/schema.ts';

const TYPES = ['text', 'bigint', 'numeric', 'double', 'boolean', 'date', 'timestamp'] as const;
const Name = T.String({ minLength: 1, maxLength: 80 });
const Value = T.String({ maxLength: 200 });
const Names = T.Array(Name, { maxItems: 300 });

export const Settings = T.Object(
  {
    listing: T.Boolean(),
    searchable: Names,
    maskedEq: Names,
    scans: T.Boolean(),
    /** Rows of one page at most. */
    maxPage: T.Integer({ minimum: 1, maximum: 10_000 }),
    verdicts: oneOf(['three', 'two']),
    purpose: T.Object({ caseNo: T.Boolean(), post: T.Boolean() }, { additionalProperties: false }),
    /** Milliseconds; callers give up after 4,000. */
    timeout: T.Integer({ minimum: 100, maximum: 3900 }),
  },
  { additionalProperties: false },
);
export type Settings = Static<typeof Settings>;

/** Why a change is made although contract tests fail; '' where it is not. Their holders read it. */
const Override = T.String({ maxLength: 500, default: '' });

export const SettingsBody = T.Object(
  { settings: Settings, override: Override },
  { additionalProperties: false },
);

export const SettingsView = T.Object({
  entryId: Id,
  title: T.String(),
  mounted: T.Boolean(),
  settings: Settings,
  items: T.Array(
    T.Object({
      name: T.String(),
      type: oneOf(TYPES),
      identifier: T.Boolean(),
      /** Masked in the entry; a grant may mask more. */
      masked: T.Boolean(),
      mayBeSearched: T.Boolean(),
    }),
  ),
  /** Departments with a live grant. */
  holders: Count,
  mayChange: T.Boolean(),
});
export const SettingsRecorded = T.Object({ settings: SettingsView, record: T.Integer() });

export const Check = T.Unsafe<
  | { kind: 'items'; items: string[] }
  | { kind: 'type'; item: string; type: (typeof TYPES)[number] }
  | { kind: 'range'; item: string; least: string; most: string }
  | { kind: 'codes'; item: string; values: string[] }
  | { kind: 'example'; rows: 'some' | 'none' }
>(
  T.Union([
    T.Object(
      { kind: T.Literal('items'), items: T.Array(Name, { minItems: 1, maxItems: 300 }) },
      { additionalProperties: false },
    ),
    T.Object({ kind: T.Literal('type'), item: Name, type: oneOf(TYPES) }, { additionalProperties: false }),
    T.Object(
      { kind: T.Literal('range'), item: Name, least: Value, most: Value },
      { additionalProperties: false },
    ),
    T.Object(
      { kind: T.Literal('codes'), item: Name, values: T.Array(Value, { minItems: 1, maxItems: 500 }) },
      { additionalProperties: false },
    ),
    T.Object({ kind: T.Literal('example'), rows: oneOf(['some', 'none']) }, { additionalProperties: false }),
  ]),
);

/** The call that looks at values; of a verification with its claims. */
export const Example = T.Object(
  {
    params: T.Record(T.String({ maxLength: 80 }), Value),
    claims: T.Record(T.String({ maxLength: 80 }), Value),
    post: Value,
    caseNo: Value,
  },
  { additionalProperties: false },
);

export const ContractBody = T.Object(
  { checks: T.Array(Check, { maxItems: 60 }), example: nullable(Example) },
  { additionalProperties: false },
);

export const RunView = T.Object({
  id: T.Integer(),
  at: Instant,
  ground: oneOf(['demand', 'daily', 'mount', 'settings']),
  version: T.Integer(),
  passed: T.Boolean(),
  results: T.Array(
    T.Object({
      kind: T.String(),
      item: T.String(),
      passed: T.Boolean(),
      zh: T.String(),
      en: T.String(),
    }),
  ),
  override: T.String(),
});

export const VersionView = T.Object({
  version: T.Integer(),
  state: oneOf(['serving', 'deprecated', 'ended']),
  /** From when on it was the newest; null of the first. */
  since: nullable(Instant),
  note: T.String(),
  deprecatedAt: nullable(Instant),
  /** The last day on which it answers. */
  sunset: nullable(CivilDate),
  /** Grants that are still at it. */
  grants: Count,
});

/** What a grant for calls has of its service, for both sides. */
export const GrantServiceView = T.Object({
  grantId: Id,
  sid: T.String(),
  mode: oneOf(['query', 'verify']),
  version: T.Integer(),
  newest: T.Integer(),
  deprecated: nullable(T.Object({ at: Instant, sunset: CivilDate, successor: T.Integer() })),
  environment: T.Object({
    /** What live keys of the system get now. */
    now: oneOf(['live', 'sandbox']),
    /** Whether keys of the sandbox are answered too. */
    sandbox: T.Boolean(),
    turnedAt: nullable(Instant),
    turnedBy: T.String(),
  }),
  /** Of nobody, in clear: whom the sandbox knows. */
  samples: T.Object({ items: T.Array(T.String()), rows: T.Array(T.Array(T.String())) }),
  settings: Settings,
  contract: nullable(
    T.Object({
      checks: T.Array(Check),
      /** Whether there is an example call; its values are shown to nobody. */
      example: T.Boolean(),
      changedAt: Instant,
      changedBy: T.String(),
    }),
  ),
  runs: T.Array(RunView),
  may: T.Object({ turn: T.Boolean(), move: T.Boolean(), contract: T.Boolean() }),
});
export const GrantServiceRecorded = T.Object({ service: GrantServiceView, record: T.Integer() });

export const MoveRecorded = T.Object({
  service: GrantServiceView,
  record: T.Integer(),
  /** Items that the newer version no longer gives. */
  lost: T.Array(T.String()),
});

export const ChangeBody = T.Object(
  {
    sourceId: Id,
    schema: T.String({ minLength: 1, maxLength: 63 }),
    table: T.String({ minLength: 1, maxLength: 63 }),
    mapping: T.Array(T.Object({ item: T.String(), column: T.String() }, { additionalProperties: false }), {
      minItems: 1,
    }),
    /** Last day of the version that is replaced; null for a change that breaks nothing. */
    sunset: nullable(CivilDate),
    note: T.String({ minLength: 1, maxLength: 500 }),
    override: Override,
  },
  { additionalProperties: false },
);

export const BreakView = T.Object({
  kind: oneOf(['item_removed', 'type_changed', 'table_replaced']),
  item: T.String(),
});

/** What a change would be, looked at before it is made. */
export const TrialView = T.Object({
  breaks: T.Array(BreakView),
  /** The earliest last day of the version that it replaces; null where nothing breaks. */
  earliest: nullable(CivilDate),
  contracts: T.Array(
    T.Object({
      grantId: Id,
      no: T.String(),
      consumer: T.String(),
      passed: T.Boolean(),
      results: RunView.properties.results,
    }),
  ),
});

export const EntryServiceView = T.Object({
  entryId: Id,
  title: T.String(),
  version: T.Integer(),
  versions: T.Array(VersionView),
  place: nullable(T.Object({ sourceId: Id, schema: T.String(), table: T.String() })),
  mapping: T.Array(T.Object({ item: T.String(), column: T.String() })),
  holders: T.Array(
    T.Object({
      grantId: Id,
      no: T.String(),
      consumer: T.String(),
      system: T.String(),
      mode: oneOf(['query', 'verify']),
      version: T.Integer(),
      /** The newest run of its contract tests; null where it has none. */
      contract: nullable(T.Object({ passed: T.Boolean(), at: Instant })),
    }),
  ),
  mayChange: T.Boolean(),
});
export const ChangeRecorded = T.Object({
  service: EntryServiceView,
  record: T.Integer(),
  breaks: T.Array(BreakView),
});

export const ServiceList = T.Object({
  held: T.Array(
    T.Object({
      grantId: Id,
      no: T.String(),
      title: T.String(),
      sid: T.String(),
      provider: T.String(),
      system: T.String(),
      mode: oneOf(['query', 'verify']),
      state: T.String(),
      version: T.Integer(),
      newest: T.Integer(),
      sunset: nullable(CivilDate),
      environment: oneOf(['live', 'sandbox']),
      contract: nullable(T.Object({ passed: T.Boolean(), at: Instant })),
    }),
  ),
  provided: T.Array(
    T.Object({
      entryId: Id,
      title: T.String(),
      version: T.Integer(),
      state: T.String(),
      holders: Count,
      /** Grants at a version that ends. */
      onOld: Count,
      /** The nearest end of a version that grants are still at. */
      sunset: nullable(CivilDate),
      failing: Count,
    }),
  ),
});

export const BySid = T.Object({ sid: T.String({ minLength: 1, maxLength: 100 }) });
export const ByApplication = T.Object({ id: Id });
/** The sandbox of an application that waits for its answer. */
export const SandboxView = T.Object({
  open: T.Boolean(),
  sid: T.String(),
  /** Whether live keys get synthetic rows. */
  front: T.Boolean(),
  samples: GrantServiceView.properties.samples,
});

/** OpenAPI 3.1, or Postman's collection 2.1: documents of other people's formats. */
export const Document = T.Unsafe<object>(T.Object({}, { additionalProperties: true }));
