import { Type as T } from 'typebox';
import { CitationView, CivilDate, Count, Id, Instant, nullable, oneOf } from '#kernel/schema.ts';
import { ClockView } from '#modules/deadlines/contract.ts';

/** 要办的事: a closed list, each opening the page where the work is done. */
export const TODO_KINDS = [
  'sign_entry_office',
  'sign_entry_department',
  'review_entry',
  'revise_entry',
  'mount_resource',
  'claim_entry',
  'update_entry',
  'help_source',
  'settle_dispute',
  'answer_extension',
  'consent_application',
  'authorise_application',
  'answer_application',
  'supply_material',
  'revise_application',
  'decide_extension',
  'decide_exception',
  'check_application',
  'accept_part',
  'review_use',
  'sign_mandate',
  'answer_mandate',
  'failed_run',
  'repair_use',
  'check_repair',
  'answer_change',
  'file_change',
  'note_change',
  'report_disposal',
  'sign_disposal',
  'confirm_disposal',
  'answer_dispute',
  'mediate_dispute',
  'answer_demand',
  'sign_list',
  'sign_link',
  'plan_link',
  'move_link',
  'confirm_link_off',
  'report_result',
  'review_example',
  'revise_example',
  'vote_example',
  'close_round',
] as const;

export const TodoView = T.Object({
  kind: oneOf(TODO_KINDS),
  /** What it is about, and the page's path. */
  title: T.String(),
  no: T.String(),
  other: T.String(),
  path: T.String(),
  objectId: Id,
  clock: nullable(ClockView),
  since: Instant,
  /** What a head needs in order to sign on the spot: who wants which items for what until when. */
  summary: T.String(),
});

/** A date under way that a change of the calendar moved: what the department was told before, and since. */
export const RedatedView = T.Object({
  title: T.String(),
  no: T.String(),
  path: T.String(),
  step: T.String(),
  /** When the department was told, and the notice that moved it. */
  at: Instant,
  source: T.String(),
  localBefore: nullable(CivilDate),
  localAfter: nullable(CivilDate),
  legalBefore: nullable(CivilDate),
  legalAfter: nullable(CivilDate),
  /** The date after the change still waits for the holidays of a year. */
  localProvisional: T.Boolean(),
  legalProvisional: T.Boolean(),
});

export const WorkbenchView = T.Object({
  today: CivilDate,
  todos: T.Array(TodoView),
  /** Of the department’s clocks under way, those whose dates a change of the calendar moved last; the nearest first. */
  redated: T.Array(RedatedView),
  /** Such dates beyond the ones named. */
  moreRedated: Count,
  started: T.Array(
    T.Object({
      no: T.String(),
      title: T.String(),
      holder: T.String(),
      state: T.String(),
      path: T.String(),
      at: Instant,
    }),
  ),
  month: T.Object({
    entries: Count,
    unmounted: Count,
    grantsGiven: Count,
    calls: Count,
    failures: Count,
    answered: Count,
    answeredInTime: Count,
  }),
});

export const OverviewView = T.Object({
  figures: T.Object({
    published: Count,
    mounted: Count,
    grants: Count,
    callsToday: Count,
    callsTotal: Count,
    rowsMoved: Count,
    answered: Count,
    answeredInTime: Count,
    late: Count,
    departments: Count,
    records: Count,
  }),
  /** Calls a day for the last 30 days, by way. */
  callsByDay: T.Array(T.Object({ day: CivilDate, query: Count, verify: Count, refused: Count })),
  /** Who gives to whom: live grants and calls. */
  flows: T.Array(
    T.Object({ provider: T.String(), consumer: T.String(), grants: Count, calls: Count, rows: Count }),
  ),
  /** Where the catalog stands by department. */
  departments: T.Array(
    T.Object({
      id: Id,
      name: T.String(),
      regionCode: T.String(),
      entries: Count,
      published: Count,
      mounted: Count,
      inUse: Count,
      answered: Count,
      late: Count,
    }),
  ),
  shareTypes: T.Array(T.Object({ shareType: T.String(), count: Count })),
});

export const SimulationQuery = T.Object({
  /** A profile by its name; its texts are taken as if they were in force. */
  profile: T.String({ maxLength: 40 }),
  /** Cases received from this day through that one. */
  from: CivilDate,
  until: T.Optional(CivilDate),
  region: T.Optional(T.String({ pattern: '^\\d{6,12}$' })),
  /** Names the cases of one department only; the counts are of all. */
  department: T.Optional(Id),
});

const LateCounts = {
  cases: Count,
  /** Late under the rules that they had. */
  lateWas: Count,
  /** Late under the profile: past the nearer of local promise and legal ceiling. */
  lateThen: Count,
  /** Past the legal ceiling. */
  breachThen: Count,
};

const SimulationHead = {
  profile: T.String(),
  from: CivilDate,
  until: CivilDate,
  limits: T.Array(
    T.Object({
      ruleId: T.String(),
      localDays: nullable(T.Integer()),
      legalDays: nullable(T.Integer()),
      citations: T.Array(CitationView),
    }),
  ),
  /** Texts that bind nobody and were taken as if they did. */
  drafts: T.Array(T.String()),
  totals: T.Object(LateCounts),
};

const SimulatedDates = {
  usedDays: Count,
  dueWas: nullable(CivilDate),
  dueThen: nullable(CivilDate),
  lateWas: T.Boolean(),
  lateDays: Count,
  breach: T.Boolean(),
};

export const SimulationView = T.Object({
  ...SimulationHead,
  departments: T.Array(T.Object({ id: Id, name: T.String(), regionCode: T.String(), ...LateCounts })),
  /** Cases that would be late, the oldest first; `more` are not named. */
  cases: T.Array(
    T.Object({
      id: Id,
      no: T.String(),
      entryTitle: T.String(),
      provider: T.String(),
      consumer: T.String(),
      received: Instant,
      ...SimulatedDates,
    }),
  ),
  more: Count,
});

export const FileSimulationBody = T.Object(
  {
    profile: T.String({ maxLength: 40 }),
    /** Cases received from this day through that one, as for the platform’s own. */
    from: CivilDate,
    until: T.Optional(CivilDate),
    /** Names the late cases of one department only; the counts are of all. */
    department: T.Optional(T.String({ maxLength: 200 })),
    /** CSV or cells between tabs, with the columns department, received, decided and kind. */
    text: T.String({ minLength: 1, maxLength: 300_000 }),
  },
  { additionalProperties: false },
);

export const FileSimulationView = T.Object({
  ...SimulationHead,
  /** `known`: a department of this platform; of others the rules of the reader’s region are taken as theirs. */
  departments: T.Array(T.Object({ name: T.String(), known: T.Boolean(), ...LateCounts })),
  cases: T.Array(
    T.Object({
      /** Where it stands in the table. */
      line: Count,
      no: T.String(),
      provider: T.String(),
      received: CivilDate,
      ...SimulatedDates,
    }),
  ),
  more: Count,
  /** Cases of the table that were received outside the days that were asked for. */
  outside: Count,
});

export const OpenCasesQuery = T.Object({
  region: T.String({ pattern: '^\\d{6,12}$' }),
  profile: T.String({ maxLength: 40 }),
  from: CivilDate,
});
export const OpenCasesView = T.Object({
  open: Count,
  /** Cases whose date a switch moves: none, they keep the rules under which they began (decision 14). */
  moved: Count,
  /** Cases that would have another date if they came in anew after the switch. */
  others: Count,
  cases: T.Array(
    T.Object({
      id: Id,
      no: T.String(),
      entryTitle: T.String(),
      provider: T.String(),
      due: nullable(CivilDate),
      dueAfresh: nullable(CivilDate),
    }),
  ),
});
