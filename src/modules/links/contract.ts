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
import { FileReply, TemplateQuery } from '#modules/inventory/contract.ts';

export { ById, FileReply };
const closed = { additionalProperties: false };

export const LINK_STATES = [
  'draft',
  'awaiting',
  'registered',
  'planned',
  'moved',
  'closed',
  'exempt',
  'discarded',
] as const;
export const LINK_ACTIONS = [
  'edit',
  'discard',
  'submit',
  'take_back',
  'sign',
  'return',
  'plan',
  'exempt',
  'end_exemption',
  'move',
  'switch_off',
  'confirm_off',
  'still_on',
] as const;
export const WAYS = ['database', 'interface', 'file', 'front_end', 'other'] as const;
export const FREQUENCIES = ['realtime', 'daily', 'weekly', 'monthly', 'irregular'] as const;
const SIDES = ['gives', 'takes'] as const;

export const LinkBody = T.Object(
  {
    /** Whether the department that registers it gives the data or takes it. */
    side: oneOf(SIDES),
    /** Its own system. */
    systemName: T.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
    /** The other side: a department of the platform, or one in words. */
    otherId: nullable(Id),
    otherName: T.String({ maxLength: 120, default: '' }),
    otherSystem: T.String({ maxLength: 120, default: '' }),
    data: T.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
    entryId: nullable(Id),
    way: oneOf(WAYS),
    frequency: oneOf(FREQUENCIES),
    since: nullable(CivilDate),
    ground: T.String({ maxLength: 500, default: '' }),
    volume: T.String({ maxLength: 200, default: '' }),
    /** By when the department means to move it over. */
    wantedUntil: nullable(CivilDate),
    /** Why it cannot be moved over; the authority decides. */
    exemptReason: T.String({ maxLength: 1000, default: '' }),
  },
  closed,
);

export const Link = T.Object({
  id: Id,
  departmentId: Id,
  departmentName: T.String(),
  side: oneOf(SIDES),
  systemName: T.String(),
  otherId: nullable(Id),
  /** Of the department, or as it was named. */
  otherName: T.String(),
  otherSystem: T.String(),
  data: T.String(),
  entryId: nullable(Id),
  entryTitle: nullable(T.String()),
  way: oneOf(WAYS),
  frequency: oneOf(FREQUENCIES),
  since: nullable(CivilDate),
  ground: T.String(),
  volume: T.String(),
  wantedUntil: nullable(CivilDate),
  exemptReason: T.String(),
  state: oneOf(LINK_STATES),
  until: nullable(CivilDate),
  /** The date has passed and the link is not moved over. */
  late: T.Boolean(),
  grantId: nullable(Id),
  grantNo: T.String(),
  /** Which side says that it is switched off, while the other has not confirmed. */
  offBy: nullable(oneOf(['registrant', 'other'])),
  offAt: nullable(Instant),
  createdAt: Instant,
  changedAt: Instant,
  actions: T.Array(oneOf(LINK_ACTIONS)),
});

export const LinkView = T.Object({
  ...Link.properties,
  /** The entry that the reader's department may apply for in place of the link. */
  applyFor: nullable(Id),
  /** Live grants between the two sides, one of which may replace it; told to whoever may name one. */
  grants: T.Array(T.Object({ id: Id, no: T.String(), entryTitle: T.String(), until: CivilDate })),
  citation: nullable(CitationView),
  /** What the rules of the place except. */
  exceptions: nullable(CitationView),
  history: T.Array(HistoryView),
});

const filter = {
  box: T.Unsafe<'all' | 'ours'>({ type: 'string', enum: ['all', 'ours'], default: 'all' }),
  state: T.Array(oneOf(LINK_STATES), { default: [] }),
  way: T.Array(oneOf(WAYS), { default: [] }),
  /** On either side. */
  departmentId: T.Optional(Id),
  late: T.Optional(T.Boolean()),
  q: T.String({ maxLength: 100, default: '' }),
};
export const LinkQuery = T.Object({ ...filter, ...PageQuery });
export const LinkExportQuery = T.Object({ ...filter, format: TemplateQuery.properties.format });
export const LinkList = T.Object({
  total: Count,
  items: T.Array(Link),
  /** Of all that the other filters leave, by state, and how many of them are late. */
  counts: T.Array(T.Object({ state: oneOf(LINK_STATES), count: Count })),
  late: Count,
  citation: nullable(CitationView),
});
export const LinkActBody = T.Object(
  {
    action: oneOf(LINK_ACTIONS.filter(one => one !== 'edit')),
    note: T.String({ maxLength: 1000, default: '' }),
    /** With `plan`: by when. The proposed date when left out. */
    until: T.Optional(CivilDate),
    /** With `move`: the grant that replaces it. */
    grantId: T.Optional(Id),
  },
  closed,
);
export const LinkRecorded = T.Object({ link: LinkView, record: T.Integer() });
