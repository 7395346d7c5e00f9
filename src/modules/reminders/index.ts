/**
 * In charge of reminding: it walks the clocks that run and tells whose turn it is, when little time is left, on the due
 * day and each day late, then also the authority; and of what is overdue and due when, as lists and as a calendar. Not
 * in charge of the clocks themselves (deadlines) or of how people are told (messages).
 */
export type { Describers } from './describing.ts';
export { declareReminders } from './routes.ts';
export { type Reminders, createReminders } from './service.ts';
export { clockSubject } from './walking.ts';
