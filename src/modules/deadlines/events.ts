/** What may happen to a clock after what happened to it so far. */
import { type WorkingCalendar, civilDate } from './calendar.ts';
import { type ClockEvent, type ClockFacts, readClock } from './rules.ts';

export type EventProblem = 'stopped' | 'paused_before' | 'not_paused';

/** Why an event may not follow what happened to a clock so far; undefined where it may. */
export function findEventProblem(
  events: readonly ClockEvent[],
  next: ClockEvent['kind'],
): EventProblem | undefined {
  const has = (kind: ClockEvent['kind']): boolean => events.some(event => event.kind === kind);
  if (has('stop')) return 'stopped';
  if (next === 'pause' && has('pause')) return 'paused_before';
  if (next === 'resume' && (!has('pause') || has('resume'))) return 'not_paused';
  return undefined;
}

export type ExtensionProblem = 'no_days' | 'too_long' | 'extended_before' | 'due_passed';

/**
 * Why a clock may not be extended by `days` at `now`, at most `most` of them: once, and only while the date that an
 * extension moves has not passed. Without a calendar no date has been told that could have passed.
 */
export function findExtensionProblem(
  clock: ClockFacts,
  calendar: WorkingCalendar | undefined,
  now: number,
  { days, most }: { days: number; most: number },
): { problem: ExtensionProblem; due?: string } | undefined {
  if (!Number.isInteger(days) || days < 1) return { problem: 'no_days' };
  if (days > most) return { problem: 'too_long' };
  if (clock.events.some(event => event.kind === 'extend')) return { problem: 'extended_before' };
  if (!calendar) return undefined;
  const { localDue, legalDue } = readClock(clock, calendar, now);
  const due = legalDue ?? localDue;
  return due === null || civilDate(now) <= due ? undefined : { problem: 'due_passed', due };
}
