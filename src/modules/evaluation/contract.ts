import { Type as T } from 'typebox';
import { CivilDate, Count, Id, Instant, nullable, oneOf } from '#kernel/schema.ts';
import { ClockView } from '#modules/deadlines/contract.ts';

/** 要办的事: a closed list, each opening the page where the work is done. */
export const TODO_KINDS = [
  'sign_entry_office',
  'sign_entry_department',
  'review_entry',
  'revise_entry',
  'mount_resource',
  'consent_application',
  'authorise_application',
  'answer_application',
  'supply_material',
  'failed_run',
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

export const WorkbenchView = T.Object({
  today: CivilDate,
  todos: T.Array(TodoView),
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
