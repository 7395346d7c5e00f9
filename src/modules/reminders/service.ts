import { type OverdueNeeds, createOverdue } from './overdue.ts';
import { type WalkNeeds, createWalk } from './walking.ts';

export type RemindersNeeds = OverdueNeeds & WalkNeeds;

export function createReminders(needs: RemindersNeeds) {
  return { ...createWalk(needs), overdue: createOverdue(needs) };
}

export type Reminders = ReturnType<typeof createReminders>;
