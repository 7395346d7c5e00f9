import { Type as T } from 'typebox';
import { FileView } from '#modules/files/contract.ts';
import {
  CitationView,
  CivilDate,
  Count,
  HistoryView,
  Id,
  Instant,
  PageQuery,
  nullable,
  oneOf,
} from '#kernel/schema.ts';
import { MaskView } from '#modules/catalog/contract.ts';
import { ClockView } from '#modules/deadlines/contract.ts';
import {
  CAUSES,
  CHANGE_ACTIONS,
  CHANGE_KINDS,
  CHANGE_STATES,
  DISPOSAL_ACTIONS,
  DISPOSAL_STATES,
  DISPOSAL_WAYS,
  GRANT_ACTIONS,
  GRANT_STATES,
  PURPOSE_ENDS,
} from './rules.ts';

export {
  CAUSES,
  CHANGE_ACTIONS,
  CHANGE_KINDS,
  CHANGE_STATES,
  DISPOSAL_ACTIONS,
  DISPOSAL_STATES,
  DISPOSAL_WAYS,
  GRANT_ACTIONS,
  GRANT_STATES,
  PURPOSE_ENDS,
};

/** What can be granted: of the ways in which an entry may be shared, those that plans exist for. */
export const GRANT_MODES = ['query', 'verify', 'batch', 'file'] as const;

/** What waits for a post on a grant. */
export const TODO_KINDS = [
  'repair_use',
  'check_repair',
  'answer_change',
  'file_change',
  'note_change',
  'report_disposal',
  'sign_disposal',
  'confirm_disposal',
] as const;

const closed = { additionalProperties: false };

export const RowConditionBody = T.Object(
  {
    item: T.String({ maxLength: 80 }),
    op: oneOf(['eq', 'in', 'between']),
    values: T.Array(T.String({ maxLength: 200 }), { minItems: 1, maxItems: 200 }),
  },
  closed,
);

const TimeOfDay = T.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });
/** The hours of a day, Beijing time; `to` before `from` goes past midnight. */
export const WindowBody = T.Object({ from: TimeOfDay, to: TimeOfDay }, closed);
const upTo = (maximum: number) => T.Optional(T.Integer({ minimum: 1, maximum }));
const MOST_BYTES = 1e15;
/** Each is over all gateways; what is absent has no bound. */
export const LimitsBody = T.Object(
  {
    /** Calls in a second. */
    perSecond: upTo(100_000),
    /** Calls a day, and in all. */
    perDay: upTo(1_000_000_000),
    total: upTo(1e12),
    rowsPerDay: upTo(1e12),
    rowsTotal: upTo(1e12),
    /** Bytes of answers. */
    bytesPerDay: upTo(MOST_BYTES),
    bytesTotal: upTo(MOST_BYTES),
    window: T.Optional(WindowBody),
    /** What a call must state besides its scenario. */
    requires: T.Optional(
      T.Object(
        {
          matter: T.Optional(T.Boolean()),
          caseNo: T.Optional(T.Boolean()),
          post: T.Optional(T.Boolean()),
        },
        closed,
      ),
    ),
  },
  closed,
);

const Party = T.Object({ id: Id, name: T.String() });

export const GrantSummary = T.Object({
  id: Id,
  no: T.String(),
  state: oneOf(GRANT_STATES),
  version: T.Integer(),
  entryId: Id,
  entryTitle: T.String(),
  mode: oneOf(GRANT_MODES),
  provider: Party,
  consumer: Party,
  system: T.Object({ id: Id, name: T.String() }),
  until: CivilDate,
  /** How far the disposal of an ended grant’s data is; null where there is nothing to dispose of. */
  disposalState: nullable(oneOf(DISPOSAL_STATES)),
  calls30: Count,
  lastUsedAt: nullable(Instant),
});

/** N809 22: the provider shares within the days; from `readyAt` on the rest is the consumer’s. */
export const SupplyView = T.Object({
  clock: nullable(ClockView),
  /** When the data could be used first. */
  readyAt: nullable(Instant),
  /** When the first row or answer was seen. */
  suppliedAt: nullable(Instant),
  /** The provider was not ready by the date. */
  late: T.Boolean(),
});

const RepairView = T.Object({
  until: CivilDate,
  order: T.String(),
  report: T.String(),
  /** Its date has passed. */
  overdue: T.Boolean(),
});

const NarrowerView = T.Object({
  items: nullable(T.Array(T.String())),
  until: nullable(CivilDate),
  window: nullable(WindowBody),
  limits: nullable(LimitsBody),
});

export const ChangeView = T.Object({
  id: Id,
  kind: oneOf(CHANGE_KINDS),
  state: oneOf(CHANGE_STATES),
  reason: T.String(),
  /** The day on which it takes effect. */
  on: CivilDate,
  consultUntil: CivilDate,
  /** With `change`: what the grant keeps; null where nothing changes. */
  terms: NarrowerView,
  answer: T.String(),
  filedAt: nullable(Instant),
  notedAt: nullable(Instant),
});

export const DisposalView = T.Object({
  state: oneOf(DISPOSAL_STATES),
  /** What the provider asks for: the decision’s way, or that of its demand. */
  way: oneOf(DISPOSAL_WAYS),
  demand: T.String(),
  report: nullable(
    T.Object({
      way: oneOf(DISPOSAL_WAYS),
      on: CivilDate,
      what: T.String(),
      certificate: T.String(),
      /** SHA-256 of the certificate as it was signed; null until then. */
      digest: nullable(T.String()),
    }),
  ),
  sentBack: T.String(),
  clock: nullable(ClockView),
});

/** What a version gives, so that two can be compared. */
const VersionTerms = T.Object({
  mode: oneOf(GRANT_MODES),
  items: T.Array(T.String()),
  rows: T.Array(RowConditionBody),
  until: CivilDate,
  limits: LimitsBody,
  scope: T.String(),
  thirdParties: T.Array(T.String()),
  system: T.String(),
  consentBy: T.String(),
});

const VersionView = T.Object({
  version: T.Integer(),
  at: Instant,
  action: T.String(),
  applicationId: Id,
  applicationNo: T.String(),
  terms: VersionTerms,
});

export const GrantView = T.Object({
  ...GrantSummary.properties,
  applicationId: Id,
  applicationNo: T.String(),
  from: CivilDate,
  scenario: T.String(),
  matter: T.String(),
  ground: T.String(),
  /** 使用范围 */
  scope: T.String(),
  /** Third parties that the data may be passed to, by name. */
  thirdParties: T.Array(T.String()),
  /** By what it came to be, and whose consent it rests on. */
  how: oneOf(['answer', 'standing_consent', 'platform_authorises', 'green_channel', 'decision']),
  consentBy: T.String(),
  decidedAt: Instant,
  limits: LimitsBody,
  /** How the data is disposed of at the end, and within how many working days. */
  atTheEnd: T.Object({ way: oneOf(DISPOSAL_WAYS), days: T.Integer() }),
  items: T.Array(
    T.Object({
      name: T.String(),
      type: T.String(),
      sensitivity: T.Integer(),
      identifier: T.Boolean(),
      mask: MaskView,
      /** An invented value as the consumer sees it: 张*丰. */ sample: T.String(),
    }),
  ),
  rows: T.Array(RowConditionBody),
  /** The service's code for calls; null for a batch grant. */
  sid: nullable(T.String()),
  rid: nullable(T.String()),
  addresses: T.Array(T.String()),
  failures30: Count,
  rows30: Count,
  actions: T.Array(oneOf([...GRANT_ACTIONS, ...CHANGE_ACTIONS, ...DISPOSAL_ACTIONS])),
  history: T.Array(HistoryView),
  versions: T.Array(VersionView),
  reason: T.String(),
  /** Of the suspension that is on. */
  cause: nullable(oneOf(CAUSES)),
  citations: T.Array(CitationView),
  supplyClock: nullable(ClockView),
  supply: SupplyView,
  repair: nullable(RepairView),
  /** The newest proposal of the provider, done or not. */
  change: nullable(ChangeView),
  /** After the end of a grant under which anything was delivered. */
  disposal: nullable(DisposalView),
});

export const GrantQuery = T.Object({
  side: oneOf(['holding', 'given', 'all']),
  state: T.Array(oneOf(GRANT_STATES), { default: [] }),
  mode: T.Array(oneOf(GRANT_MODES), { default: [] }),
  entryId: T.Optional(Id),
  systemId: T.Optional(Id),
  /** The last day of use is this one or an earlier one. */
  until: T.Optional(CivilDate),
  /** Ended grants whose data is still to be disposed of. */
  disposing: T.Boolean({ default: false }),
  q: T.String({ maxLength: 100, default: '' }),
  ...PageQuery,
});
export const GrantList = T.Object({ total: Count, items: T.Array(GrantSummary) });

export const ProposalBody = T.Object(
  {
    kind: oneOf(CHANGE_KINDS),
    on: CivilDate,
    /** Until when the consumer may answer. */
    consultUntil: CivilDate,
    /** With `change`: what the grant keeps. */
    items: T.Optional(T.Array(T.String({ maxLength: 80 }), { minItems: 1, maxItems: 300 })),
    until: T.Optional(CivilDate),
    window: T.Optional(WindowBody),
    /** Bounds that become lower and what calls must state from then on; `window` stands by itself. */
    limits: T.Optional(T.Omit(LimitsBody, ['window'])),
  },
  closed,
);

export const GrantActBody = T.Object(
  {
    action: oneOf([...GRANT_ACTIONS, ...CHANGE_ACTIONS, ...DISPOSAL_ACTIONS]),
    /** Reason, opinion or report; what each step needs of it, its refusal says. */
    note: T.String({ maxLength: 2000, default: '' }),
    /** With `suspend`. */
    cause: T.Optional(oneOf(CAUSES)),
    /** With `order_repair`: by when. */
    until: T.Optional(CivilDate),
    /** With `give_up`. */
    because: T.Optional(oneOf(PURPOSE_ENDS)),
    /** With `propose`. */
    proposal: T.Optional(ProposalBody),
    /** With `file_change`: a later day than proposed. */
    on: T.Optional(CivilDate),
    /** With `demand_disposal`: within so many working days from now. */
    demand: T.Optional(
      T.Object({ way: oneOf(DISPOSAL_WAYS), days: T.Integer({ minimum: 1, maximum: 250 }) }, closed),
    ),
    /** With `report_disposal`: the day on which it was done, and the text that the head signs. */
    report: T.Optional(
      T.Object(
        {
          way: oneOf(DISPOSAL_WAYS),
          on: CivilDate,
          certificate: T.String({ minLength: 10, maxLength: 5000 }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export const GrantRecorded = T.Object({ grant: GrantView, record: T.Integer() });

export const UsageQuery = T.Object({ days: T.Integer({ minimum: 1, maximum: 1100, default: 90 }) });
/** Beside a renewal: what was granted, and what of it was used. */
export const GrantUsage = T.Object({
  days: T.Integer(),
  calls: Count,
  failures: Count,
  rows: Count,
  lastUsedAt: nullable(Instant),
  /** Of the version in force. */
  granted: Count,
  read: Count,
  items: T.Array(T.Object({ name: T.String(), read: T.Boolean() })),
  /** Days without use are left out. */
  byDay: T.Array(T.Object({ day: CivilDate, calls: Count, failures: Count, rows: Count })),
  /** The newest records alone were looked through; an item without `read` may have been read in older ones. */
  capped: T.Boolean(),
  looked: Count,
});

/** Files that a grant gives out now; `mayTake`: the reader may have links to them. */
export const GrantFiles = T.Object({ items: T.Array(FileView), mayTake: T.Boolean() });
export const ByGrantFile = T.Object({ id: Id, fileId: Id });
export const FileLinkBody = T.Object(
  { caseNo: T.String({ maxLength: 100, default: '' }) },
  { additionalProperties: false },
);
/** Good for one complete download, from the address that asked. */
export const FileLinkView = T.Object({ url: T.String(), until: Instant, record: T.Integer() });
