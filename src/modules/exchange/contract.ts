import type { Readable } from 'node:stream';
import { Type as T } from 'typebox';
import { CivilDate, Count, Id, Instant, PageQuery, nullable, oneOf } from '#kernel/schema.ts';
import { APPLIES, COMPARISON_RESULTS, GRADES, RUN_STATES } from '#vocabulary/moves.ts';

export { TaskSettings, SettingsBody, TASK_MODES, DRIFT_RULES } from './content.ts';
import { SettingsBody, TASK_MODES, TaskSettings } from './content.ts';

const closed = { additionalProperties: false };
const Words = T.Object({ zh: T.String(), en: T.String() });
export const FileBody = T.Unsafe<Buffer>({ contentMediaType: 'application/octet-stream' });
export const FileReply = T.Unsafe<Readable>({ contentMediaType: 'application/octet-stream' });
/** A file of corrected rows. */
export const LARGEST_FILE = 8 * 1024 * 1024;
const format = oneOf(['xlsx', 'csv', 'csv-gbk']);

export const RUN_STAGES = ['waiting', 'reading', 'comparing', 'placing', 'done'] as const;
/** 交付: rows that a grant gives go to its consumer. 归集: a department’s rows go into its pool. */
export const TASK_KINDS = ['delivery', 'collection'] as const;
/** Who or what started a run. */
export const TRIGGERS = ['person', 'schedule', 'event', 'resend'] as const;
/** 读取 → 检查 → 脱敏 → 写入 → 对账. */
export const STEPS = ['read', 'check', 'mask', 'write', 'reconcile'] as const;

export const TaskBody = T.Object(
  {
    grantId: Id,
    /** A registered database of the consumer with use `receive`. */
    sourceId: Id,
    /** Of a folder: one inside it, or `.`; and the name of a file. */
    schema: T.String({ minLength: 1, maxLength: 255 }),
    table: T.String({ minLength: 1, maxLength: 255, pattern: '^[^\\u0000]+$' }),
    settings: T.Optional(SettingsBody),
  },
  closed,
);
export const ChangeBody = T.Object({ settings: SettingsBody }, closed);
export const PauseBody = T.Object({ paused: T.Boolean() }, closed);

/** What there is to choose from before a task is made or changed. */
export const ChoiceQuery = T.Object({
  grantId: T.Optional(Id),
  taskId: T.Optional(Id),
});
export const ChoiceView = T.Object({
  modes: T.Array(oneOf(TASK_MODES)),
  /** Items whose values only grow may tell what is new; an item that is masked may not. */
  watermarks: T.Array(
    T.Object({
      item: T.String(),
      column: T.String(),
      type: oneOf(['bigint', 'numeric', 'date', 'timestamp']),
      /** Of the overlap: units, days or seconds. */
      unit: oneOf(['units', 'days', 'seconds']),
    }),
  ),
  /** Items that identify a row; without one there is no incremental delivery. */
  key: T.Array(T.String()),
  /** The most rows a second that the provider lets anybody read from this source; null: no bound. */
  mostPace: nullable(Count),
  /** The hours that the grant allows; null: all. */
  hours: nullable(T.Object({ from: T.String(), to: T.String() })),
  /** Tasks that this one may wait for or follow. */
  tasks: T.Array(T.Object({ id: Id, title: T.String(), target: T.String() })),
});

export const CheckBody = T.Object(
  {
    grantId: T.Optional(Id),
    /** Of a task that is there already: what it would be with other settings. */
    taskId: T.Optional(Id),
    sourceId: T.Optional(Id),
    schema: T.Optional(T.String({ minLength: 1, maxLength: 255 })),
    table: T.Optional(T.String({ minLength: 1, maxLength: 255, pattern: '^[^\\u0000]+$' })),
    settings: SettingsBody,
  },
  closed,
);
/** What the target cannot hold of a column. */
export const LossView = T.Object({
  column: T.String(),
  item: T.String(),
  from: T.String(),
  to: T.String(),
  what: T.String(),
  zh: T.String(),
  en: T.String(),
});
export const CheckView = T.Object({
  apply: oneOf(APPLIES),
  losses: T.Array(LossView),
  /** False: a run is atomic as a whole, and no more; it cannot be continued after a crash. */
  keepsRuns: T.Boolean(),
  pieces: T.Boolean(),
  /** What is worth knowing before it is made: losses, whole runs only, missing rights. Never a refusal. */
  warnings: T.Array(Words),
  /** The next five moments of the schedule. */
  next: T.Array(Instant),
});

/** What proves that what lies in the sink is what was read (sharpened.md 3.5). */
export const ReceiptView = T.Object({
  rowsRead: Count,
  rowsWritten: Count,
  /** Read = written + set aside. */
  setAside: Count,
  /** Rows of the source that the row conditions left out; null: it could not count them, or was not asked. */
  excluded: nullable(Count),
  grade: oneOf(GRADES),
  mode: oneOf(TASK_MODES),
  equal: T.Boolean(),
  /** Buckets that differ. */
  buckets: T.Array(T.Integer()),
  /** Names of the items, and of the columns of the target that hold them, in the same order. */
  items: T.Array(T.String()),
  columns: T.Array(T.String()),
  sha256: T.String(),
  snapshot: T.String(),
  planVersion: T.Integer(),
  record: nullable(T.Integer()),
  /** `one`: one process was both ends; null in receipts of earlier releases. */
  operator: nullable(oneOf(['one', 'two'])),
  halves: T.Array(
    T.Object({
      side: oneOf(['read', 'read_back']),
      department: T.String(),
      rows: Count,
      sums: T.String(),
      sha256: nullable(T.String()),
      at: Instant,
      keyId: T.String(),
      signature: T.String(),
    }),
  ),
});

const RunLink = T.Object({ id: Id, no: T.String(), state: oneOf(RUN_STATES) });

/** The last comparison of what lies in the target; of earlier releases without what it was held against. */
export const ComparisonView = T.Object({
  at: Instant,
  equal: T.Boolean(),
  result: oneOf(COMPARISON_RESULTS),
  against: oneOf(['source', 'receipt']),
  rows: Count,
  buckets: T.Array(T.Integer()),
  missing: Count,
  extra: Count,
  changed: Count,
  younger: Count,
  /** How many of the rows can be looked at by their key, and whether these are all. */
  named: Count,
  complete: T.Boolean(),
});

/** How an item travels: 来源列 → 数据项 → 去向列, and its mask. */
export const FieldView = T.Object({
  item: T.String(),
  sourceColumn: T.String(),
  sourceType: T.String(),
  targetColumn: T.String(),
  targetType: T.String(),
  /** Kind of the mask; `none`: in clear. */
  mask: T.String(),
  key: T.Boolean(),
});

/** What a task moves, from whom, to whom. */
const PARTIES = {
  kind: oneOf(TASK_KINDS),
  entryId: Id,
  entryTitle: T.String(),
  providerId: Id,
  provider: T.String(),
  consumerId: Id,
  consumer: T.String(),
};

/** How far a run is; what the board shows of it, too. */
export const RUN_CORE = {
  id: Id,
  no: T.String(),
  taskId: Id,
  ...PARTIES,
  state: oneOf(RUN_STATES),
  stage: oneOf(RUN_STAGES),
  rowsRead: Count,
  rowsWritten: Count,
  setAside: Count,
  /** What the source held when it was last counted. */
  expected: nullable(Count),
  rowsPerSecond: nullable(T.Number()),
  /** Seconds until all is read; null before 3 s, where nobody knows how many rows there are, and once it ended. */
  secondsLeft: nullable(Count),
  startedAt: nullable(Instant),
  finishedAt: nullable(Instant),
};

export const RunView = T.Object({
  ...RUN_CORE,
  /** Null for a collection. */
  grantId: nullable(Id),
  grantNo: T.String(),
  target: T.String(),
  mode: oneOf(TASK_MODES),
  apply: oneOf(APPLIES),
  trigger: oneOf(TRIGGERS),
  /** Of a run that sends corrected rows again: the run that set them aside. */
  resendOf: nullable(RunLink),
  /** Runs that sent rows of this one again. */
  resends: T.Array(RunLink),
  steps: T.Array(
    T.Object({ step: oneOf(STEPS), state: oneOf(['done', 'now', 'waiting', 'stopped', 'skipped']) }),
  ),
  grade: nullable(oneOf(GRADES)),
  attempts: Count,
  priority: T.Integer(),
  createdAt: Instant,
  /** What the run noticed and went on: columns that changed, rows left out, what the target cannot hold. */
  notices: T.Array(T.Object({ kind: T.String(), zh: T.String(), en: T.String() })),
  /** What went wrong and what to do, in words. */
  problem: T.String(),
  problemEn: T.String(),
  receipt: nullable(ReceiptView),
  comparison: nullable(ComparisonView),
  /** Another comparison was asked for, by a person or by the task’s plan, and has not ended. */
  comparing: T.Boolean(),
  /** When the task runs next, and what for; null: nothing starts it by itself. */
  next: nullable(T.Object({ at: nullable(Instant), ...Words.properties })),
  actions: T.Array(oneOf(['stop', 'compare', 'again', 'correct', 'resend'])),
});
/** A run with what only its own page shows. */
export const RunDetail = T.Object({ ...RunView.properties, fields: T.Array(FieldView) });

/** Why a task does not do what its plan says. */
export const TROUBLES = ['late', 'failing', 'unequal', 'blocked', 'drift'] as const;

export const TaskView = T.Object({
  id: Id,
  ...PARTIES,
  grantId: nullable(Id),
  grantNo: T.String(),
  /** Of a collection `active`. */
  grantState: T.String(),
  target: T.String(),
  settings: TaskSettings,
  apply: oneOf(APPLIES),
  /** 每天 02:00 */
  plan: Words,
  paused: T.Boolean(),
  /** The next moment of the schedule; null: none, or paused. */
  nextAt: nullable(Instant),
  /** It should have started then and waits: for hours, for other tasks, for the run before. */
  waitingSince: nullable(Instant),
  waitingFor: nullable(Words),
  troubles: T.Array(T.Object({ kind: oneOf(TROUBLES), since: Instant, ...Words.properties })),
  createdAt: Instant,
  lastRun: nullable(RunView),
  actions: T.Array(oneOf(['run', 'change', 'pause', 'resume'])),
});

export const TaskRecorded = T.Object({ task: TaskView, record: T.Integer() });
export const RunRecorded = T.Object({ run: RunView, record: T.Integer() });

const runFilter = {
  /** Words in the entry’s title, a side’s name or the target. */
  q: T.Optional(T.String({ maxLength: 100 })),
  kind: T.Optional(oneOf(TASK_KINDS)),
  state: T.Array(oneOf(RUN_STATES), { default: [] }),
  mode: T.Array(oneOf(TASK_MODES), { default: [] }),
  providerId: T.Optional(Id),
  consumerId: T.Optional(Id),
};
/** Filters by state are of the task’s last run. */
export const TaskQuery = T.Object({
  ...runFilter,
  /** With one of these troubles. */
  trouble: T.Array(oneOf(TROUBLES), { default: [] }),
  grantId: T.Optional(Id),
  entryId: T.Optional(Id),
  ...PageQuery,
});
export const TaskList = T.Object({ total: Count, items: T.Array(TaskView) });
export const RunQuery = T.Object({
  ...runFilter,
  taskId: T.Optional(Id),
  grantId: T.Optional(Id),
  /** Civil dates in Asia/Shanghai on which the run was ordered, both included. */
  from: T.Optional(CivilDate),
  to: T.Optional(CivilDate),
  /** Only runs that set rows aside. */
  setAside: T.Boolean({ default: false }),
  /** Only runs whose contents were equal, or were not; by the receipt, or a later comparison. */
  equal: T.Optional(T.Boolean()),
  ...PageQuery,
});
export const RunList = T.Object({ total: Count, items: T.Array(RunView) });

/** The NumberLinks: runs of today (Asia/Shanghai) that the reader may see. Each is a filter of the list of runs. */
export const CountsView = T.Object({
  date: CivilDate,
  today: Count,
  running: Count,
  equal: Count,
  setAside: Count,
  unequal: Count,
  stopped: Count,
});

/** The most rows a second that anybody may read from a database of one’s own. */
export const BoundView = T.Object({ sourceId: Id, pace: nullable(T.Integer()) });
export const BoundBody = T.Object({ pace: nullable(T.Integer({ minimum: 1, maximum: 10_000_000 })) }, closed);
export const BySource = T.Object({ sourceId: Id });
export const BoundRecorded = T.Object({ bound: BoundView, record: T.Integer() });

/** `again`: the run that sent it set it aside anew; it is corrected there. */
export const SET_ASIDE_STATES = ['open', 'corrected', 'sent', 'arrived', 'again'] as const;
export const SetAsideQuery = T.Object({
  /** Opens what the source had, which is recorded; refused to all but the provider’s data officer. */
  open: T.Boolean({ default: false }),
  state: T.Array(oneOf(SET_ASIDE_STATES), { default: [] }),
  ...PageQuery,
});
export const SetAsideRow = T.Object({
  n: T.Integer(),
  /** Its place in the order of reading; of a file its line. */
  row: T.Integer(),
  item: T.String(),
  column: T.String(),
  type: T.String(),
  reason: T.String(),
  reasonZh: T.String(),
  reasonEn: T.String(),
  state: oneOf(SET_ASIDE_STATES),
  /** Only where they were asked to be opened. */
  raw: nullable(T.String()),
  key: nullable(T.Record(T.String(), T.String())),
  /** What it was corrected to; `null` inside: absent. Only where they were asked to be opened. */
  correction: nullable(T.Object({ value: nullable(T.String()) })),
  /** The run that sent it again. */
  sentBy: nullable(RunLink),
});
export const SetAsideList = T.Object({
  total: Count,
  open: Count,
  corrected: Count,
  sent: Count,
  items: T.Array(SetAsideRow),
  /** Whether the reader may open and correct; where rows cannot be sent again, why. */
  mayOpen: T.Boolean(),
  cannotResend: nullable(Words),
});
export const BySetAside = T.Object({ id: Id, n: T.Integer({ minimum: 1 }) });
/** The value that should have stood there; null: none. */
export const CorrectionBody = T.Object({ value: nullable(T.String({ maxLength: 4000 })) }, closed);
export const CorrectionRecorded = T.Object({ corrected: Count, open: Count, record: T.Integer() });
export const SetAsideFileQuery = T.Object({ format: T.Optional(format) });
export const SetAsideUploadQuery = T.Object({
  name: T.String({ minLength: 1, maxLength: 200 }),
  save: oneOf(['no', 'all', 'right']),
});
/** Absent: every row that was corrected. `asIs`: also those that were not, as the source has them by now. */
export const ResendBody = T.Object({ asIs: T.Boolean({ default: false }) }, closed);
