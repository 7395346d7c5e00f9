/**
 * In charge of time as the law counts it: the working-day calendar with the notices it rests on, and the clocks of
 * steps, computed from events; it keeps which dates were told. Not in charge of how long a step may take (policy) or
 * of what follows when a clock runs out (the step's module).
 */
export { createDeadlines, type ClockSight, type Deadlines, type Limit } from './service.ts';
export { type CalendarData, civilDate, daysAfter, endOfDay } from './calendar.ts';
export { type Describe, type Described, type DueClock, type Dues } from './dues.ts';
export { declareDeadlines } from './routes.ts';
export { type ClockEvent, type ClockFacts, readClock } from './rules.ts';
