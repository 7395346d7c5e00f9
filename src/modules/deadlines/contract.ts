import { Type as T } from 'typebox';
import { CitationView, CivilDate, Count, Id, Instant, nullable, oneOf } from '#kernel/schema.ts';

export const CLOCK_STATES = ['normal', 'near', 'due_today', 'late', 'paused', 'done', 'provisional'] as const;

/** A clock as the page's DeadlineBar draws it (ui.md 5.3). */
export const ClockView = T.Object({
  step: T.String(),
  started: Instant,
  /** Whether days are working or natural ones. */
  unit: oneOf(['working', 'natural']),
  /** The local promise and the legal ceiling, in days and as civil dates; null where the text sets none. */
  localDays: nullable(T.Integer()),
  legalDays: nullable(T.Integer()),
  localDue: nullable(CivilDate),
  legalDue: nullable(CivilDate),
  /** Each date: whether the way there crosses a year whose holidays are not known yet. */
  localProvisional: T.Boolean(),
  legalProvisional: T.Boolean(),
  /** The date that counts: the nearer of the two, or the extended one; and its limit with extensions. */
  due: nullable(CivilDate),
  provisional: T.Boolean(),
  limitDays: nullable(T.Integer()),
  /** Days left until the nearer date that binds; 0 on the due day and after it. */
  remaining: T.Integer(),
  lateDays: T.Integer(),
  usedDays: T.Integer(),
  extendedDays: T.Integer(),
  state: oneOf(CLOCK_STATES),
  /** The date that counts has passed, today or when the step was done; lateDays may still be 0. */
  late: T.Boolean(),
  /**
   * The date that was told before the holidays of a year were loaded or corrected, of the date that counts and of each;
   * null where that moved nothing.
   */
  movedFrom: nullable(CivilDate),
  localMovedFrom: nullable(CivilDate),
  legalMovedFrom: nullable(CivilDate),
  localCitation: nullable(CitationView),
  legalCitation: nullable(CitationView),
});

const Year = T.Integer({ minimum: 2000, maximum: 2100 });
const DAY_KINDS = ['holiday', 'workday'] as const;
/** `ordinary` gives a day back to the rule of the week. */
const ENTRY_KINDS = [...DAY_KINDS, 'ordinary'] as const;

const DayView = T.Object({ date: CivilDate, kind: oneOf(DAY_KINDS), name: T.String() });

export const CalendarQuery = T.Object({ year: T.Optional(Year) });

/** The days of one year that the rule of the week does not decide, and what the calendar as a whole rests on. */
export const CalendarView = T.Object({
  today: CivilDate,
  year: Year,
  /** The years of which the schedule is loaded. */
  years: T.Array(Year),
  /** What each of them rests on: a notice by its number, or what the installation shipped with. */
  bases: T.Array(T.Object({ year: Year, source: T.String(), byNotice: T.Boolean() })),
  /** The end of the last year up to which no year is missing; null when not even the present one is known. */
  knownThrough: nullable(CivilDate),
  days: T.Array(
    T.Object({ date: CivilDate, kind: oneOf(ENTRY_KINDS), name: T.String(), corrected: T.Boolean() }),
  ),
  /** Loads and corrections, the last first. */
  changes: T.Array(
    T.Object({
      id: Id,
      /** The year that was loaded; null for the correction of one day. */
      year: nullable(Year),
      date: nullable(CivilDate),
      kind: nullable(oneOf(ENTRY_KINDS)),
      days: Count,
      source: T.String(),
      reason: T.String(),
      at: Instant,
      post: T.String(),
      name: T.String(),
      /** Running clocks whose dates it moved. */
      moved: Count,
      /** False for the load of a year that was loaded again since. */
      inForce: T.Boolean(),
    }),
  ),
  /** Whether the reader’s post keeps the calendar. */
  mayKeep: T.Boolean(),
});

/** The yearly notice as text, from 一、元旦 on. */
const NoticeText = T.String({ minLength: 1, maxLength: 20_000 });
export const PreviewBody = T.Object({ year: Year, text: NoticeText }, { additionalProperties: false });
export const PreviewView = T.Object({
  year: Year,
  number: nullable(T.String()),
  days: T.Array(DayView),
  /** Feasts whose days off less the weekend days worked are not what the law gives. */
  doubts: T.Array(T.Object({ feast: T.String(), counted: T.Integer(), lawful: T.Integer() })),
  /** The year is loaded already and would be loaded again. */
  replaces: T.Boolean(),
  /** Running clocks, and those whose dates would move. */
  clocks: Count,
  moved: Count,
});

export const LoadBody = T.Object(
  { year: Year, source: T.String({ minLength: 1, maxLength: 60 }), text: NoticeText },
  { additionalProperties: false },
);
export const CorrectBody = T.Object(
  {
    date: CivilDate,
    kind: oneOf(ENTRY_KINDS),
    name: T.String({ maxLength: 40 }),
    source: T.String({ minLength: 1, maxLength: 60 }),
    reason: T.String({ minLength: 2, maxLength: 200 }),
  },
  { additionalProperties: false },
);
export const CalendarChanged = T.Object({
  changeId: Id,
  clocks: Count,
  moved: Count,
  record: T.Integer(),
});

export const TellingQuery = T.Object({ subject: T.String({ pattern: '^[a-z_]{1,30}:\\d{1,10}$' }) });
/** A date that the parties of a step were told, and why then; `source` is the notice of a change of the calendar. */
export const TellingView = T.Object({
  step: T.String(),
  parties: T.Array(Id),
  at: Instant,
  cause: oneOf(['start', 'resume', 'extend', 'calendar']),
  source: nullable(T.String()),
  localDue: nullable(CivilDate),
  legalDue: nullable(CivilDate),
  localProvisional: T.Boolean(),
  legalProvisional: T.Boolean(),
});

export const MovedQuery = T.Object({ change: T.Optional(Id) });
/** A clock whose dates moved, or wait for a year; before and after are the same while it waits. */
export const MovedView = T.Object({
  subject: T.String(),
  step: T.String(),
  parties: T.Array(Id),
  localBefore: nullable(CivilDate),
  localAfter: nullable(CivilDate),
  legalBefore: nullable(CivilDate),
  legalAfter: nullable(CivilDate),
  localProvisional: T.Boolean(),
  legalProvisional: T.Boolean(),
});
