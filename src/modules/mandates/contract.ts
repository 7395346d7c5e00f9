import { Type as T } from 'typebox';
import {
  ById,
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
import { SHARE_MODES } from '#modules/catalog/contract.ts';
import { ClockView } from '#modules/deadlines/contract.ts';
import { BASIS_RANKS, REFUSAL_CATEGORIES, UNCONDITIONAL_PATHS } from '#vocabulary/profile.ts';

export { ById };
const closed = { additionalProperties: false };

export const MANDATE_KINDS = ['standing', 'blanket', 'proxy'] as const;
export const MANDATE_STATES = [
  'draft',
  'awaiting_sign',
  'awaiting_answer',
  'narrowed',
  'active',
  'refused',
  'cancelled',
  'withdrawn',
  'ended',
  'expired',
] as const;
export const MANDATE_ACTIONS = [
  'edit',
  'submit',
  'sign',
  'return',
  'agree',
  'narrow',
  'refuse',
  'accept',
  'cancel',
  'withdraw',
  'lay_down',
] as const;
/** By which the entries are named: one by one, by a class of the catalog, or all that is not withheld. */
export const ENTRY_CHOICES = ['entries', 'class', 'all'] as const;

const Entries = T.Array(Id, { maxItems: 300 });
const Modes = T.Array(oneOf(SHARE_MODES), { maxItems: 4 });
const Systems = nullable(T.Array(Id, { minItems: 1, maxItems: 100 }));
const Regions = T.Array(T.String({ maxLength: 12 }), { maxItems: 200 });

/** What is asked for. Modes, scenario and systems are a blanket authorisation’s; regions are a proxy’s. */
export const TermsBody = T.Object(
  {
    choice: oneOf(ENTRY_CHOICES),
    entryIds: Entries,
    /** With `class`: the class and all that lies under it. */
    classCode: T.String({ maxLength: 40, pattern: '^[0-9A-Za-z]*$', default: '' }),
    /** Entries of the class that are published later, too. */
    later: T.Boolean({ default: false }),
    modes: Modes,
    scenario: T.String({ maxLength: 40, default: '' }),
    matter: T.String({ minLength: 2, maxLength: 120, pattern: '\\S' }),
    ground: T.String({ minLength: 2, maxLength: 500, pattern: '\\S' }),
    /** The consumer’s systems; null for all of them. */
    systemIds: Systems,
    /** Whose applications the proxy answers: those of these regions and all below them. */
    regions: Regions,
    /** The last day. */
    until: CivilDate,
  },
  closed,
);

export const MandateBody = T.Object(
  {
    kind: oneOf(['blanket', 'proxy']),
    /** The provider offers a proxy; otherwise whoever is to use the mandate asks for it. */
    offered: T.Boolean({ default: false }),
    /** The department on the other side. */
    otherId: Id,
    terms: TermsBody,
  },
  closed,
);
export const EditBody = T.Object({ terms: TermsBody, revision: T.Integer() }, closed);

/** With `narrow`: what is left of what was asked for. */
export const NarrowBody = T.Object(
  {
    entryIds: T.Optional(T.Array(Id, { minItems: 1, maxItems: 300 })),
    later: T.Optional(T.Literal(false)),
    modes: T.Optional(T.Array(oneOf(SHARE_MODES), { minItems: 1, maxItems: 4 })),
    systemIds: T.Optional(T.Array(Id, { minItems: 1, maxItems: 100 })),
    regions: T.Optional(T.Array(T.String({ maxLength: 12 }), { minItems: 1, maxItems: 200 })),
    until: T.Optional(CivilDate),
  },
  closed,
);
export const BasisBody = T.Object(
  {
    rank: oneOf(BASIS_RANKS),
    title: T.String({ maxLength: 200 }),
    article: T.String({ maxLength: 80 }),
  },
  closed,
);
export const ActBody = T.Object(
  {
    action: oneOf(MANDATE_ACTIONS.filter(one => one !== 'edit')),
    /** Opinion or reason. Needed to return, refuse, narrow and withdraw. */
    note: T.String({ maxLength: 1000, default: '' }),
    terms: T.Optional(NarrowBody),
    /** With `refuse`. */
    category: T.Optional(oneOf(REFUSAL_CATEGORIES)),
    basis: T.Optional(BasisBody),
  },
  closed,
);

const Party = T.Object({ id: Id, name: T.String() });
const Named = T.Object({ id: Id, title: T.String() });

export const MandateSummary = T.Object({
  id: Id,
  no: T.String(),
  kind: oneOf(MANDATE_KINDS),
  state: oneOf(MANDATE_STATES),
  provider: Party,
  /** The consumer or the proxy; null for a standing consent, which is for whoever may share. */
  holder: nullable(Party),
  /** The provider offers it; otherwise the holder asks for it. */
  offered: T.Boolean(),
  /** What it covers, in words. */
  covers: T.String(),
  coversEn: T.String(),
  matter: T.String(),
  until: nullable(CivilDate),
  /** 市民政局 共享机构负责人 张三; empty until it is given. */
  by: T.String(),
  givenAt: nullable(Instant),
  uses: Count,
  clock: nullable(ClockView),
  changedAt: Instant,
  actions: T.Array(oneOf(MANDATE_ACTIONS)),
});

export const TermsView = T.Object({
  ...TermsBody.properties,
  /** Of a list, or what the class has had since it was agreed to. */
  entryIds: T.Array(Id),
  /** The first 100 of them that are published, by name. */
  entries: T.Array(Named),
  className: T.String(),
  systems: nullable(T.Array(T.Object({ id: Id, name: T.String() }))),
  regionNames: T.Array(T.String()),
});

export const MandateView = T.Object({
  ...MandateSummary.properties,
  entry: nullable(T.Object({ id: Id, title: T.String(), version: T.Integer() })),
  asked: nullable(TermsView),
  /** What was agreed, or offered where it is narrower; what was asked until then. */
  terms: nullable(TermsView),
  answer: nullable(
    T.Object({
      reason: T.String(),
      category: nullable(oneOf(REFUSAL_CATEGORIES)),
      basis: nullable(BasisBody),
    }),
  ),
  endReason: T.String(),
  endedAt: nullable(Instant),
  revision: T.Integer(),
  /** What a refusal has to name here, by the rules of the provider’s place. */
  refusal: T.Object({
    categories: T.Array(oneOf(REFUSAL_CATEGORIES)),
    /** A basis is needed whatever the category. */
    basisNeeded: T.Boolean(),
    /** The ranks of text that will do; empty for any. */
    ranks: T.Array(oneOf(BASIS_RANKS)),
  }),
  citations: T.Array(CitationView),
  history: T.Array(HistoryView),
  /** The newest applications that were answered by it, those that the reader may see. */
  cases: T.Array(T.Object({ id: Id, no: T.String(), title: T.String(), consumer: T.String(), at: Instant })),
});

export const OfferedQuery = T.Object({ providerId: T.Optional(Id) });
/** Which kinds the place of a provider knows. */
export const OfferedView = T.Object({
  standing: T.Boolean(),
  blanket: T.Boolean(),
  proxy: T.Boolean(),
  /** Some region of the platform knows them: one of its departments can be asked. */
  anywhere: T.Boolean(),
  /** The text that knows blanket and proxy authorisation; `status` says whether it is a draft. */
  citation: nullable(CitationView),
  /** How unconditional entries are obtained there, and the clause: where a standing consent counts, and where not. */
  unconditional: T.Object({ path: oneOf(UNCONDITIONAL_PATHS), citation: nullable(CitationView) }),
  scenarios: T.Array(T.String()),
  /** The last day that may be asked for. */
  latest: CivilDate,
});

export const ListQuery = T.Object({
  /** What the reader’s department may use, what it gave, or all that the reader may see. */
  side: oneOf(['held', 'given', 'all']),
  kind: T.Array(oneOf(MANDATE_KINDS), { default: [] }),
  state: T.Array(oneOf(MANDATE_STATES), { default: [] }),
  q: T.String({ maxLength: 100, default: '' }),
  ...PageQuery,
});
export const MandateList = T.Object({ total: Count, items: T.Array(MandateSummary) });
export const MandateRecorded = T.Object({ mandate: MandateView, record: T.Integer() });
