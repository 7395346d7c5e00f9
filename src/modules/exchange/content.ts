/** What a task is told besides from where and to where. */
import { Type as T } from 'typebox';
import { Count, Id, nullable, oneOf } from '#kernel/schema.ts';

const closed = { additionalProperties: false };
const TimeOfDay = T.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });

export const TASK_MODES = ['full', 'incremental', 'append'] as const;
export const DRIFT_RULES = ['stop', 'go_on'] as const;
export const UNITS = ['minutes', 'hours'] as const;
const lit = <const V extends string>(value: V) => T.Unsafe<V>({ type: 'string', enum: [value] });

const Mode = T.Union([
  T.Object({ kind: lit('full') }, closed),
  T.Object(
    {
      kind: lit('incremental'),
      /** The item whose highest value tells where the next run begins. */
      item: T.String({ minLength: 1, maxLength: 200 }),
      /** Read again what lies so far before it: seconds for times, days for dates, units for numbers. */
      overlap: T.Integer({ description: '0 to 1000000000' }),
    },
    closed,
  ),
  T.Object({ kind: lit('append') }, closed),
]);

/**
 * Bounds within a union are for `checkSettings` to say: a value that fits no kind is told as an error of the first kind,
 * and nobody learns which field is wrong.
 */
const ScheduleTime = T.String({ maxLength: 20, description: 'HH:MM, 00:00 to 23:59' });

/** Beijing time throughout. */
const Schedule = T.Union([
  T.Object({ kind: lit('none') }, closed),
  T.Object({ kind: lit('daily'), time: ScheduleTime }, closed),
  T.Object(
    {
      kind: lit('weekly'),
      /** 1 Monday to 7 Sunday. */
      days: T.Array(T.Integer(), { description: '1 to 7, each once' }),
      time: ScheduleTime,
    },
    closed,
  ),
  T.Object(
    {
      kind: lit('monthly'),
      /** Days of the month; one that a month does not have is its last, and 31 is the last of every month. */
      days: T.Array(T.Integer(), { description: '1 to 31, each once' }),
      time: ScheduleTime,
    },
    closed,
  ),
  /** Counted from midnight, Beijing time: every 20 minutes is 00:00, 00:20, … */
  T.Object({ kind: lit('every'), n: T.Integer({ description: '1 to 1440' }), unit: oneOf(UNITS) }, closed),
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  T.Object({ kind: lit('cron'), line: T.String({ minLength: 9, maxLength: 200 }) }, closed),
]);

/** What starts a run besides the schedule. */
const Event = T.Union([
  /** Another task was delivered. */
  T.Object({ kind: lit('task'), taskId: Id }, closed),
  /** The source’s file appeared or grew. */
  T.Object({ kind: lit('source') }, closed),
  /** The entry’s rows were collected into the pool. */
  T.Object({ kind: lit('collected') }, closed),
]);

const fields = {
  mode: Mode,
  schedule: Schedule,
  /** Moments of the schedule on days off are left out. */
  workingDaysOnly: T.Boolean(),
  /** The hours in which a run may start; past midnight where `to` lies before `from`. Null: all. */
  window: nullable(T.Object({ from: TimeOfDay, to: TimeOfDay }, closed)),
  /** 1 first, 9 last. */
  priority: T.Integer({ minimum: 1, maximum: 9 }),
  /** Rows a second at most; the provider’s own bound holds as well. */
  pace: nullable(T.Integer({ minimum: 1, maximum: 10_000_000 })),
  /** When wrong rows stop a run: more than so many, or a larger share (0 to 1). Both null: the first one does. */
  tolerance: T.Object(
    { rows: nullable(Count), share: nullable(T.Number({ minimum: 0, maximum: 1 })) },
    closed,
  ),
  /** What a change of the source’s columns does that leaves the items whole; one that does not always stops. */
  drift: oneOf(DRIFT_RULES),
  /** Tasks that must have been delivered first. */
  after: T.Array(Id, { maxItems: 20, uniqueItems: true }),
  /** Since midnight, or since this task’s own last delivery. */
  afterSince: oneOf(['today', 'last_run']),
  on: T.Array(Event, { maxItems: 20 }),
  /** Compare what lies in the target with the last receipt every so many days; null: only when asked. */
  compareEvery: nullable(T.Integer({ minimum: 1, maximum: 366 })),
};

export const TaskSettings = T.Object(fields);
/** What is left out keeps its value; of a new task the usual one. */
export const SettingsBody = T.Partial(T.Object(fields), closed);
