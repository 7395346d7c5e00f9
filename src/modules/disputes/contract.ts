import { type Static, Type as T } from 'typebox';
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
import { GRANT_MODES, RowConditionBody } from '#modules/grants/contract.ts';
import { ACTIONS, KINDS, OUTCOMES, STATES } from './rules.ts';

const closed = { additionalProperties: false };
const Words = (minLength: number, maxLength: number) => T.String({ minLength, maxLength, pattern: '\\S' });

/** What is opened; what is left out is as it was asked for. */
export const TermsBody = T.Object(
  {
    items: T.Optional(T.Array(T.String({ maxLength: 80 }), { minItems: 1, maxItems: 300 })),
    rows: T.Optional(T.Array(RowConditionBody, { maxItems: 20 })),
    mode: T.Optional(oneOf(GRANT_MODES)),
    until: T.Optional(CivilDate),
  },
  closed,
);
export type Terms = Static<typeof TermsBody>;

const Ending = { outcome: oneOf(OUTCOMES), terms: nullable(TermsBody) };
const Party = T.Object({ id: Id, name: T.String() });

export const DisputeSummary = T.Object({
  id: Id,
  no: T.String(),
  kind: oneOf(KINDS),
  state: oneOf(STATES),
  applicationId: Id,
  applicationNo: T.String(),
  grantId: nullable(Id),
  entryId: Id,
  entryTitle: T.String(),
  consumer: Party,
  provider: Party,
  /** Who mediates, as it is named in the region tree. */
  body: T.String(),
  raisedAt: Instant,
  /** It is the reader’s own turn. */
  yourTurn: T.Boolean(),
});

export const DisputeView = T.Object({
  ...DisputeSummary.properties,
  argument: T.String(),
  contested: T.String(),
  raisedBy: T.String(),
  /** Decides what the mediation leaves open. */
  government: T.String(),
  /** The mediator is a department of this platform; otherwise the desk enters what it said. */
  bodyHere: T.Boolean(),
  desk: Party,
  /** The desk’s own department is a party: what it enters is checked by the other side. */
  deskIsParty: T.Boolean(),
  answeredAt: nullable(Instant),
  /** From the day after this one the consumer may go to the authority without an answer. */
  silentThrough: nullable(CivilDate),
  mediatingAt: nullable(Instant),
  askedAt: nullable(Instant),
  proposal: nullable(
    T.Object({ ...Ending, by: oneOf(['consumer', 'provider']), note: T.String(), at: Instant }),
  ),
  opinion: nullable(T.Object({ ...Ending, text: T.String(), documentNo: T.String(), at: Instant })),
  consumerAccepts: nullable(T.Boolean()),
  providerAccepts: nullable(T.Boolean()),
  reportedAt: nullable(Instant),
  decision: nullable(T.Object({ ...Ending, text: T.String(), documentNo: T.String(), date: CivilDate })),
  result: nullable(T.Object(Ending)),
  closedAt: nullable(Instant),
  statements: T.Array(
    T.Object({
      side: oneOf(['consumer', 'provider', 'mediator']),
      text: T.String(),
      at: Instant,
      post: T.String(),
      name: T.String(),
    }),
  ),
  meetings: T.Array(
    T.Object({
      heldOn: CivilDate,
      participants: T.String(),
      minutes: T.String(),
      at: Instant,
      post: T.String(),
    }),
  ),
  /** Which steps the texts of the provider’s region know, and who mediates by them; the one that acts first. */
  stepCitations: T.Array(CitationView),
  bodyCitations: T.Array(CitationView),
  outcomes: T.Array(oneOf(OUTCOMES)),
  actions: T.Array(oneOf(ACTIONS)),
  history: T.Array(HistoryView),
});

export const ListQuery = T.Object({
  /** Of the reader’s department, waiting for the reader, or all that the reader sees. */
  box: oneOf(['ours', 'todo', 'all']),
  state: T.Array(oneOf(STATES), { default: [] }),
  q: T.String({ maxLength: 100, default: '' }),
  ...PageQuery,
});
export const DisputeList = T.Object({ total: Count, items: T.Array(DisputeSummary) });

export const RaiseBody = T.Object(
  {
    applicationId: Id,
    /** With a grant that was suspended, is to be repaired or was ended: what was done to it is contested. */
    grantId: T.Optional(Id),
    argument: Words(10, 4000),
  },
  closed,
);

/** What a case offers to dispute, for its page. */
export const AboutQuery = T.Object({ applicationId: Id, grantId: T.Optional(Id) });
export const AboutView = T.Object({
  /** Null where there is nothing to dispute now. */
  kind: nullable(oneOf(KINDS)),
  contested: T.String(),
  /** The reader may raise it. */
  may: T.Boolean(),
  body: T.String(),
  citations: T.Array(CitationView),
  /** Disputes of the case, the newest first. */
  disputes: T.Array(T.Object({ id: Id, no: T.String(), state: oneOf(STATES) })),
});

export const ActBody = T.Object(
  {
    action: oneOf(ACTIONS),
    /** The statement, the reasons, the minutes, the text of the opinion or of the decision. */
    note: T.String({ maxLength: 8000, default: '' }),
    /** With `propose`, `opine`, `decide`, `enter_decision`. */
    outcome: T.Optional(oneOf(OUTCOMES)),
    terms: T.Optional(TermsBody),
    /** With a decision, and with the opinion of a body outside this platform. */
    documentNo: T.Optional(Words(2, 100)),
    /** With `meet` and with a decision. */
    date: T.Optional(CivilDate),
    /** With `meet`. */
    participants: T.Optional(Words(2, 1000)),
  },
  closed,
);
export const DisputeRecorded = T.Object({ dispute: DisputeView, record: T.Integer() });
