import { type Static, type TSchema, Type as T } from 'typebox';
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
import { BASIS_RANKS, MaskView, SHARE_TYPES } from '#modules/catalog/contract.ts';
import { ClockView } from '#modules/deadlines/contract.ts';
import { GRANT_MODES, LimitsBody, RowConditionBody } from '#modules/grants/contract.ts';
import { APPLICATION_ACTIONS, APPLICATION_KINDS, APPLICATION_STATES, PATHS } from './rules.ts';

export { APPLICATION_ACTIONS, APPLICATION_KINDS, APPLICATION_STATES };
export const REFUSAL_CATEGORIES = ['condition_not_met', 'law_forbids', 'not_held_here', 'other'] as const;

const closed = { additionalProperties: false };
const ItemName = T.String({ maxLength: 80 });
const Items = T.Array(ItemName, { minItems: 1, maxItems: 300 });
const Rows = T.Array(RowConditionBody, { maxItems: 20, default: [] });
const Minute = T.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });

/** How often it will be used, so that the provider can prepare: calls (or runs) a day, and calls a minute at the peak. */
export const Frequency = T.Object(
  {
    perDay: T.Integer({ minimum: 1, maximum: 100_000_000 }),
    peakPerMinute: T.Integer({ minimum: 1, maximum: 1_000_000 }),
  },
  closed,
);
/** The hours of a day, Beijing time. */
export const Hours = T.Object({ from: Minute, to: Minute }, closed);
export { LimitsBody };

/** Null when nobody says it. */
const unlessSaid = <S extends TSchema>(schema: S) =>
  T.Unsafe<Static<S> | null>({ ...nullable(schema), default: null });

/** What is asked of one entry. */
const lineFields = {
  entryId: Id,
  mode: oneOf(GRANT_MODES),
  items: Items,
  rows: Rows,
  /** What a sensitive item is needed for, by its name. */
  purposes: T.Record(ItemName, T.String({ maxLength: 200 }), { default: {} }),
  frequency: unlessSaid(Frequency),
  hours: unlessSaid(Hours),
};
/** What is said once, however many entries are applied for. */
const commonFields = {
  kind: oneOf(APPLICATION_KINDS.filter(one => one !== 'change')),
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
  /** Bodies outside that may get it too, each by name (N809 25). */
  thirdParties: T.Array(T.String({ minLength: 2, maxLength: 120 }), { maxItems: 10, default: [] }),
  /** Whom the provider may ask: a post and a telephone number of the office. */
  contact: T.String({ maxLength: 120, default: '' }),
  /** With kind `green`: the emergency. */
  event: T.String({ maxLength: 300, default: '' }),
  /** Over a withheld entry only: why the cited law does not forbid it. */
  argument: T.String({ maxLength: 2000, default: '' }),
  demandId: T.Optional(Id),
  /** True, lawful and necessary (N809 20). */
  declaration: T.Literal(true),
};
const withDefaultKind = {
  ...commonFields,
  kind: T.Unsafe<'single' | 'green'>({ ...commonFields.kind, default: 'single' }),
};

export const ApplyBody = T.Object({ ...withDefaultKind, ...lineFields }, closed);
export const FormBody = T.Object(
  { ...withDefaultKind, lines: T.Array(T.Object(lineFields, closed), { minItems: 1, maxItems: 20 }) },
  closed,
);
/** A change or renewal of a grant: all that it shall be from then on (N809 25). */
export const ChangeBody = T.Object(
  {
    ...T.Omit(T.Object(withDefaultKind), ['kind', 'event', 'argument', 'demandId']).properties,
    ...T.Omit(T.Object(lineFields), ['entryId']).properties,
  },
  closed,
);

const ItemInCase = T.Object({
  name: T.String(),
  type: T.String(),
  sensitivity: T.Integer(),
  identifier: T.Boolean(),
  mask: MaskView,
  requested: T.Boolean(),
  approved: nullable(T.Boolean()),
  /** In a change: held already, and not decided anew. */
  standing: T.Boolean(),
  purpose: T.String(),
});

const Party = T.Object({ id: Id, name: T.String() });

export const ApplicationSummary = T.Object({
  id: Id,
  no: T.String(),
  kind: oneOf(APPLICATION_KINDS),
  state: oneOf(APPLICATION_STATES),
  /** The form that it was applied for in, together with others. */
  formNo: nullable(T.String()),
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
  actions: T.Array(oneOf(APPLICATION_ACTIONS)),
  clock: nullable(ClockView),
  createdAt: Instant,
  receivedAt: nullable(Instant),
  matter: T.String(),
  until: CivilDate,
});

export const Basis = T.Object(
  {
    rank: oneOf(BASIS_RANKS),
    title: T.String({ minLength: 1, maxLength: 200 }),
    article: T.String({ maxLength: 80 }),
  },
  closed,
);
const ExtensionView = T.Object({
  days: Count,
  reason: T.String(),
  askedAt: Instant,
  answered: nullable(oneOf(['granted', 'denied'])),
  note: T.String(),
});
const ProposalView = T.Object({
  items: T.Array(T.String()),
  rows: T.Array(RowConditionBody),
  mode: oneOf(GRANT_MODES),
  until: CivilDate,
  masks: T.Array(T.Object({ item: T.String(), mask: MaskView })),
  limits: LimitsBody,
  /** Why each is narrower than asked, by `items`, `rows`, `mode`, `masks`, `until`, `limits`. */
  reasons: T.Record(T.String(), T.String()),
});
export const RemarkView = T.Object({
  id: Id,
  at: Instant,
  departmentId: Id,
  post: T.String(),
  name: T.String(),
  text: T.String(),
});
const Other = T.Object({
  id: Id,
  no: T.String(),
  entryTitle: T.String(),
  state: oneOf(APPLICATION_STATES),
  provider: T.String(),
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
  system: T.Object({ id: Id, name: T.String(), addresses: T.Array(T.String()) }),
  frequency: nullable(Frequency),
  hours: nullable(Hours),
  thirdParties: T.Array(T.String()),
  contact: T.String(),
  event: T.String(),
  argument: T.String(),
  path: oneOf(PATHS),
  /** The rules that govern the step, the stricter first. */
  citations: T.Array(CitationView),
  history: T.Array(HistoryView),
  remarks: T.Array(RemarkView),
  grantId: nullable(Id),
  /** The grant that a change is asked for. */
  amends: nullable(T.Object({ id: Id, no: T.String() })),
  answer: nullable(
    T.Object({
      reason: T.String(),
      category: nullable(oneOf(REFUSAL_CATEGORIES)),
      basis: nullable(Basis),
      /** Listed conditions that are not met, in the entry's own words. */
      conditions: T.Array(T.String()),
    }),
  ),
  /** What the provider agreed to, where it is less than was asked. */
  proposal: nullable(ProposalView),
  material: T.Array(T.String()),
  /** While material is awaited: when the application lapses. */
  materialClock: nullable(ClockView),
  /** While use through the green channel waits for its review. */
  reviewClock: nullable(ClockView),
  extension: nullable(ExtensionView),
  /** At most so many working days, and whether it can still be asked for. */
  longestExtension: nullable(Count),
  /** The grounds on which the place lets an answer be no, and the ranks that a basis must have. */
  refusal: T.Object({
    categories: T.Array(oneOf(REFUSAL_CATEGORIES)),
    ranks: T.Array(oneOf(BASIS_RANKS)),
    inPrinciple: T.Boolean(),
  }),
  /** A mandate that answered it at once. */
  mandateId: nullable(Id),
  demandId: nullable(Id),
  movedFrom: nullable(Other),
  movedTo: nullable(Other),
  /** The other entries of the same form. */
  form: T.Array(Other),
  /** It may still be written in. */
  editable: T.Boolean(),
  mayRemark: T.Boolean(),
  /** The consumer may take it to negotiation and mediation. */
  disputable: nullable(oneOf(['refusal', 'partial', 'class'])),
  /** Items that together give away more than each alone (SEC-9), in words. */
  risks: T.Array(T.Object({ text: T.String(), textEn: T.String() })),
});

export const ListQuery = T.Object({
  box: oneOf(['mine', 'todo', 'department', 'received', 'all']),
  state: T.Array(oneOf(APPLICATION_STATES), { default: [] }),
  kind: T.Optional(T.Array(oneOf(APPLICATION_KINDS))),
  mode: T.Optional(T.Array(oneOf(GRANT_MODES))),
  /** The other side. */
  departmentId: T.Optional(Id),
  from: T.Optional(CivilDate),
  to: T.Optional(CivilDate),
  q: T.String({ maxLength: 100, default: '' }),
  ...PageQuery,
});
export const ApplicationList = T.Object({ total: Count, items: T.Array(ApplicationSummary) });

export const ActBody = T.Object(
  {
    action: oneOf(APPLICATION_ACTIONS),
    /** Reason or opinion. Needed to refuse, decline, deny or set a rule aside. */
    note: T.String({ maxLength: 2000, default: '' }),
    /** With `agree`: what is granted of what was asked; all of it when left out. */
    items: T.Optional(Items),
    /** With `agree`: conditions on rows beside those that were asked. */
    rows: T.Optional(T.Array(RowConditionBody, { maxItems: 20 })),
    /** With `agree`: a narrower way. */
    mode: T.Optional(oneOf(GRANT_MODES)),
    /** With `agree`: masks that differ from the entry's own. */
    masks: T.Optional(T.Array(T.Object({ item: T.String(), mask: MaskView }, closed), { maxItems: 300 })),
    /** With `agree`: a nearer last day. */
    until: T.Optional(CivilDate),
    /** With `agree`: calls a day and hours at most. */
    limits: T.Optional(LimitsBody),
    /** With `agree`: why each narrowing; the note speaks for those that have none of their own. */
    reasons: T.Optional(
      T.Object(
        {
          items: T.Optional(T.String({ maxLength: 1000 })),
          rows: T.Optional(T.String({ maxLength: 1000 })),
          mode: T.Optional(T.String({ maxLength: 1000 })),
          masks: T.Optional(T.String({ maxLength: 1000 })),
          until: T.Optional(T.String({ maxLength: 1000 })),
          limits: T.Optional(T.String({ maxLength: 1000 })),
        },
        closed,
      ),
    ),
    /** With `refuse` and `refuse_outside`. */
    category: T.Optional(oneOf(REFUSAL_CATEGORIES)),
    basis: T.Optional(Basis),
    /** With `refuse` because of them: conditions that the entry lists and that are not met. */
    conditions: T.Optional(T.Array(T.String({ maxLength: 500 }), { maxItems: 50 })),
    /** With `redirect`: who holds the data, and its entry where there is one. */
    holderId: T.Optional(Id),
    entryId: T.Optional(Id),
    /** With `ask_material`: everything that is missing, told once. */
    material: T.Optional(T.Array(T.String({ minLength: 1, maxLength: 300 }), { minItems: 1, maxItems: 30 })),
    /** With `ask_extension`: working days. */
    days: T.Optional(T.Integer({ minimum: 1, maximum: 60 })),
  },
  closed,
);
export const ApplicationRecorded = T.Object({ application: ApplicationView, record: T.Integer() });
export const FormRecorded = T.Object({
  formNo: nullable(T.String()),
  applications: T.Array(ApplicationSummary),
  record: T.Integer(),
});

/** One opinion over many: each is decided, and recorded, on its own. */
export const ManyBody = T.Object(
  {
    ids: T.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true }),
    action: oneOf([
      'submit',
      'consent',
      'decline',
      'authorise',
      'agree',
      'grant_extension',
      'pass_check',
      'accept',
      'withdraw',
    ]),
    note: T.String({ maxLength: 2000, default: '' }),
  },
  closed,
);
export const ManyView = T.Object({
  done: Count,
  items: T.Array(
    T.Object({
      id: Id,
      no: T.String(),
      /** Null where it was done. */
      problem: nullable(
        T.Object({
          code: T.String(),
          title: T.String(),
          titleEn: T.String(),
          remedy: T.String(),
          remedyEn: T.String(),
        }),
      ),
    }),
  ),
});

export const RemarkBody = T.Object(
  { text: T.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }) },
  closed,
);

/** What an application form needs to be short: the scenarios of the place and who answers by when. */
export const FormQuery = T.Object({ entryId: Id, matter: T.String({ maxLength: 120, default: '' }) });
const Filled = T.Object({
  matter: T.String(),
  ground: T.String(),
  scenario: T.String(),
  scope: T.String(),
  systemId: Id,
  contact: T.String(),
  /** What was asked of this entry, where the application was for it. */
  items: T.Array(T.String()),
  /** When that was, and whether it was this matter or this entry, or only the latest. */
  at: Instant,
  like: oneOf(['matter', 'entry', 'latest']),
});
export const FormView = T.Object({
  scenarios: T.Array(T.String()),
  path: oneOf(PATHS),
  answerDays: nullable(T.Integer()),
  citations: T.Array(CitationView),
  /** Kinds that the place knows beside the ordinary one; a draft says so in its clause. */
  green: nullable(T.Object({ longestDays: Count, reviewDays: Count, citation: CitationView })),
  /** The entry withholds its data: only its class can be disputed. */
  withheld: T.Boolean(),
  /** Matters of the department, the latest first. */
  matters: T.Array(T.String()),
  /** Filled in from the application that was most like this one. */
  last: nullable(Filled),
});

export const CartView = T.Object({
  items: T.Array(
    T.Object({
      entryId: Id,
      title: T.String(),
      provider: Party,
      shareType: oneOf(SHARE_TYPES),
      addedAt: Instant,
      /** It was withdrawn or is withheld since: it cannot be applied for. */
      gone: T.Boolean(),
    }),
  ),
});
export const CartBody = T.Object({ entryId: Id }, closed);
