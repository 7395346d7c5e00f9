import { Type as T } from 'typebox';
import { CitationView, CivilDate, Instant, nullable, oneOf } from '#kernel/schema.ts';

export const CLOCK_STATES = ['normal', 'near', 'due_today', 'late', 'paused', 'done', 'provisional'] as const;

/** A clock as the page's DeadlineBar draws it (ui.md 5.3). */
export const ClockView = T.Object({
  step: T.String(),
  started: Instant,
  /** The local promise and the legal ceiling, in working days and as civil dates; null where the text sets none. */
  localDays: nullable(T.Integer()),
  legalDays: nullable(T.Integer()),
  localDue: nullable(CivilDate),
  legalDue: nullable(CivilDate),
  /** Working days left until the nearer date that binds; 0 on the due day and after it. */
  remaining: T.Integer(),
  lateDays: T.Integer(),
  usedDays: T.Integer(),
  extendedDays: T.Integer(),
  state: oneOf(CLOCK_STATES),
  localCitation: nullable(CitationView),
  legalCitation: nullable(CitationView),
});
