import { Type as T } from 'typebox';
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
import { MaskView, SHARE_TYPES } from '#modules/catalog/contract.ts';
import { ClockView } from '#modules/deadlines/contract.ts';

/** What can be granted: of the ways in which an entry may be shared, those that plans exist for. */
const GRANT_MODES = ['query', 'verify', 'batch'] as const;

export const APPLICATION_STATES = [
  'draft',
  'awaiting_consent',
  'awaiting_authorisation',
  'awaiting_answer',
  'awaiting_material',
  'agreed',
  'partly_agreed',
  'refused',
  'declined',
  'withdrawn',
] as const;
export const APPLICATION_ACTIONS = [
  'submit',
  'consent',
  'decline',
  'withdraw',
  'authorise',
  'agree',
  'refuse',
  'ask_material',
  'supply_material',
] as const;
export const REFUSAL_CATEGORIES = ['condition_not_met', 'law_forbids', 'not_held_here', 'other'] as const;
export const GRANT_STATES = ['active', 'suspended', 'expired', 'revoked'] as const;
export const GRANT_ACTIONS = ['suspend', 'resume', 'revoke'] as const;

export const RowConditionBody = T.Object(
  {
    item: T.String({ maxLength: 80 }),
    op: oneOf(['eq', 'in', 'between']),
    values: T.Array(T.String({ maxLength: 200 }), { minItems: 1, maxItems: 200 }),
  },
  { additionalProperties: false },
);

export const ApplyBody = T.Object(
  {
    entryId: Id,
    mode: oneOf(GRANT_MODES),
    items: T.Array(T.String({ maxLength: 80 }), { minItems: 1, maxItems: 300 }),
    rows: T.Array(RowConditionBody, { maxItems: 20, default: [] }),
    /** 办理事项 */
    matter: T.String({ minLength: 2, maxLength: 120 }),
    /** 使用依据 */
    ground: T.String({ minLength: 2, maxLength: 500 }),
    scenario: T.String({ minLength: 1, maxLength: 40 }),
    /** 使用范围 */
    scope: T.String({ minLength: 1, maxLength: 500 }),
    /** The last day of use. */
    until: CivilDate,
    systemId: Id,
    /** True, lawful and necessary (N809 20). */
    declaration: T.Literal(true),
  },
  { additionalProperties: false },
);

const ItemInCase = T.Object({
  name: T.String(),
  type: T.String(),
  sensitivity: T.Integer(),
  identifier: T.Boolean(),
  mask: MaskView,
  requested: T.Boolean(),
  approved: nullable(T.Boolean()),
});

const Party = T.Object({ id: Id, name: T.String() });

export const ApplicationSummary = T.Object({
  id: Id,
  no: T.String(),
  state: oneOf(APPLICATION_STATES),
  entryId: Id,
  entryTitle: T.String(),
  shareType: oneOf(SHARE_TYPES),
  mode: oneOf(GRANT_MODES),
  provider: Party,
  consumer: Party,
  itemCount: Count,
  topSensitivity: T.Integer(),
  /** Who has it now, in words: 市民政局 共享机构负责人. Empty when it is closed. */
  holder: T.String(),
  /** It is the reader's own turn. */
  yourTurn: T.Boolean(),
  clock: nullable(ClockView),
  createdAt: Instant,
  matter: T.String(),
});

export const ApplicationView = T.Object({
  ...ApplicationSummary.properties,
  entryCode: nullable(T.String()),
  conditions: T.Array(T.String()),
  items: T.Array(ItemInCase),
  rows: T.Array(RowConditionBody),
  ground: T.String(),
  scenario: T.String(),
  scope: T.String(),
  until: CivilDate,
  system: T.Object({ id: Id, name: T.String() }),
  /** The rules that govern the step, the stricter first. */
  citations: T.Array(CitationView),
  actions: T.Array(oneOf(APPLICATION_ACTIONS)),
  history: T.Array(HistoryView),
  grantId: nullable(Id),
  answer: nullable(
    T.Object({ reason: T.String(), category: nullable(oneOf(REFUSAL_CATEGORIES)), basis: T.String() }),
  ),
  material: T.Array(T.String()),
  /** Items that together give away more than each alone (SEC-9), in words. */
  risks: T.Array(T.Object({ text: T.String(), textEn: T.String() })),
});

export const ListQuery = T.Object({
  box: oneOf(['mine', 'todo', 'department', 'all']),
  state: T.Array(oneOf(APPLICATION_STATES), { default: [] }),
  q: T.String({ maxLength: 100, default: '' }),
  ...PageQuery,
});
export const ApplicationList = T.Object({ total: Count, items: T.Array(ApplicationSummary) });

export const ActBody = T.Object(
  {
    action: oneOf(APPLICATION_ACTIONS),
    /** Reason or opinion. Needed to refuse, decline or ask for material. */
    note: T.String({ maxLength: 2000, default: '' }),
    /** With `agree`: the items that are granted; all that were asked for when left out. */
    items: T.Optional(T.Array(T.String({ maxLength: 80 }), { minItems: 1, maxItems: 300 })),
    /** With `agree`: masks that differ from the entry's own. */
    masks: T.Optional(
      T.Array(T.Object({ item: T.String(), mask: MaskView }, { additionalProperties: false }), {
        maxItems: 300,
      }),
    ),
    /** With `agree`: a nearer last day. */
    until: T.Optional(CivilDate),
    /** With `refuse`. */
    category: T.Optional(oneOf(REFUSAL_CATEGORIES)),
    basis: T.Optional(T.String({ maxLength: 300 })),
    /** With `ask_material`: everything that is missing, told once. */
    material: T.Optional(T.Array(T.String({ minLength: 1, maxLength: 300 }), { minItems: 1, maxItems: 30 })),
  },
  { additionalProperties: false },
);
export const ApplicationRecorded = T.Object({ application: ApplicationView, record: T.Integer() });

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
  calls30: Count,
  lastUsedAt: nullable(Instant),
});

export const GrantView = T.Object({
  ...GrantSummary.properties,
  applicationId: Id,
  applicationNo: T.String(),
  from: CivilDate,
  scenario: T.String(),
  matter: T.String(),
  ground: T.String(),
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
  actions: T.Array(oneOf(GRANT_ACTIONS)),
  history: T.Array(HistoryView),
  reason: T.String(),
  citations: T.Array(CitationView),
  supplyClock: nullable(ClockView),
});

export const GrantQuery = T.Object({
  side: oneOf(['holding', 'given', 'all']),
  state: T.Array(oneOf(GRANT_STATES), { default: [] }),
  q: T.String({ maxLength: 100, default: '' }),
  ...PageQuery,
});
export const GrantList = T.Object({ total: Count, items: T.Array(GrantSummary) });
export const GrantActBody = T.Object(
  {
    action: oneOf(GRANT_ACTIONS),
    reason: T.String({ minLength: 2, maxLength: 1000 }),
    /** The provider may end a service only after consultation and filing (N809 27). */
    consulted: T.Optional(T.Boolean()),
  },
  { additionalProperties: false },
);
export const GrantRecorded = T.Object({ grant: GrantView, record: T.Integer() });

/** What an application form needs to be short: the scenarios of the place and who answers by when. */
export const FormQuery = T.Object({ entryId: Id });
export const FormView = T.Object({
  scenarios: T.Array(T.String()),
  path: oneOf(['platform_authorises', 'standing_consent', 'provider_answers']),
  answerDays: nullable(T.Integer()),
  citations: T.Array(CitationView),
  /** What the same department used last. */
  last: nullable(
    T.Object({
      matter: T.String(),
      ground: T.String(),
      scenario: T.String(),
      scope: T.String(),
      systemId: Id,
    }),
  ),
});
