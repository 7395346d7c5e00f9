import { Type as T } from 'typebox';
import {
  ById,
  CivilDate,
  Count,
  HistoryView,
  Id,
  Instant,
  PageQuery,
  Recorded,
  nullable,
  oneOf,
} from '#kernel/schema.ts';
import { ClockView } from '#modules/deadlines/contract.ts';

export { ById, Recorded };
const closed = { additionalProperties: false };
const Words = (maxLength: number) => T.String({ minLength: 1, maxLength, pattern: '\\S' });

/** What people enter; `reclass` comes from a dispute that ended so: the entry is not withheld. */
export const ENTERED_KINDS = ['law', 'duty'] as const;
export const CHANGE_KINDS = [...ENTERED_KINDS, 'reclass'] as const;
export const ChangeBody = T.Object(
  {
    kind: oneOf(ENTERED_KINDS),
    /** The text that changed, or the duty of the department. */
    title: Words(200),
    /** Only entries that rest on this article; empty for the whole text. */
    article: T.String({ maxLength: 80, default: '' }),
    departmentId: nullable(Id),
    what: Words(1000),
    occurredOn: CivilDate,
  },
  closed,
);
export const PreviewQuery = T.Object({
  kind: oneOf(ENTERED_KINDS),
  title: T.String({ maxLength: 200 }),
  article: T.String({ maxLength: 80, default: '' }),
  departmentId: T.Optional(Id),
});
export const PreviewView = T.Object({
  items: T.Array(
    T.Object({
      entryId: Id,
      title: T.String(),
      code: nullable(T.String()),
      departmentName: T.String(),
      basis: T.String(),
    }),
  ),
});
export const Change = T.Object({
  id: Id,
  kind: oneOf(CHANGE_KINDS),
  title: T.String(),
  article: T.String(),
  what: T.String(),
  occurredOn: CivilDate,
  departmentName: nullable(T.String()),
  at: Instant,
  post: T.String(),
  tasks: Count,
  open: Count,
});
export const PageOnly = T.Object(PageQuery);
export const ChangeList = T.Object({ total: Count, items: T.Array(Change) });
export const ChangeRecorded = T.Object({ id: Id, tasks: Count, record: T.Integer() });

export const TASK_ACTIONS = ['leave_unchanged', 'ask_extension', 'extend', 'refuse_extension'] as const;
export const TaskQuery = T.Object({
  open: T.Boolean({ default: true }),
  changeId: T.Optional(Id),
  ...PageQuery,
});
export const Task = T.Object({
  id: Id,
  changeId: Id,
  changeKind: oneOf(CHANGE_KINDS),
  changeTitle: T.String(),
  changeArticle: T.String(),
  what: T.String(),
  occurredOn: CivilDate,
  entryId: Id,
  entryTitle: T.String(),
  departmentId: Id,
  departmentName: T.String(),
  state: oneOf(['open', 'extension_asked', 'sent', 'done', 'unchanged']),
  askedDays: nullable(T.Integer()),
  askedWhy: T.String(),
  note: T.String(),
  clock: nullable(ClockView),
  actions: T.Array(oneOf(TASK_ACTIONS)),
});
export const TaskList = T.Object({ total: Count, items: T.Array(Task) });
export const TaskView = T.Object({ ...Task.properties, history: T.Array(HistoryView) });
export const TaskActBody = T.Object(
  {
    action: oneOf(TASK_ACTIONS),
    note: T.String({ maxLength: 1000, default: '' }),
    /** With `ask_extension`: working days. */
    days: T.Optional(T.Integer({ minimum: 1, maximum: 60 })),
  },
  closed,
);
export const TaskRecorded = T.Object({ task: TaskView, record: T.Integer() });

export const CLAIM_ACTIONS = ['claim', 'dispute', 'reassign', 'uphold', 'chase', 'withdraw'] as const;
export const CLAIM_STATES = ['issued', 'claimed', 'disputed', 'withdrawn'] as const;
export const NewClaim = T.Object(
  {
    departmentId: Id,
    title: Words(120),
    duty: T.String({ maxLength: 200, default: '' }),
    basis: T.String({ maxLength: 200, default: '' }),
    abstract: T.String({ maxLength: 2000, default: '' }),
    claimUntil: CivilDate,
  },
  closed,
);
export const IssueBody = T.Object({ claims: T.Array(NewClaim, { minItems: 1, maxItems: 5000 }) }, closed);
export const IssueRecorded = T.Object({ issued: Count, record: T.Integer() });
export const ClaimQuery = T.Object({
  state: T.Array(oneOf(CLAIM_STATES), { default: [] }),
  q: T.String({ maxLength: 60, default: '' }),
  ...PageQuery,
});
export const Claim = T.Object({
  id: Id,
  departmentId: Id,
  departmentName: T.String(),
  title: T.String(),
  duty: T.String(),
  basis: T.String(),
  abstract: T.String(),
  claimUntil: CivilDate,
  /** The date has passed and nobody has claimed it. */
  late: T.Boolean(),
  state: oneOf(CLAIM_STATES),
  entryId: nullable(Id),
  dispute: T.String(),
  chased: Count,
  chasedAt: nullable(Instant),
  at: Instant,
  post: T.String(),
  actions: T.Array(oneOf(CLAIM_ACTIONS)),
});
export const ClaimList = T.Object({
  total: Count,
  items: T.Array(Claim),
  /** For the authority: how many wait in each department. */
  departments: T.Array(
    T.Object({ departmentId: Id, departmentName: T.String(), issued: Count, waiting: Count }),
  ),
});
export const ClaimView = T.Object({ ...Claim.properties, history: T.Array(HistoryView) });
export const ClaimActBody = T.Object(
  {
    action: oneOf(CLAIM_ACTIONS),
    note: T.String({ maxLength: 1000, default: '' }),
    /** With `reassign`: the department whose duty it is. */
    departmentId: T.Optional(Id),
    /** With `reassign` and `uphold`: a new date. */
    claimUntil: T.Optional(CivilDate),
  },
  closed,
);
export const ClaimRecorded = T.Object({ claim: ClaimView, record: T.Integer() });
