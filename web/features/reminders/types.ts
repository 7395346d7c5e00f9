import type { Static } from 'typebox';
import type * as contract from '#modules/reminders/contract.ts';

export type DueItem = Static<typeof contract.DueItem>;
export type Overdue = Static<typeof contract.OverdueView>;
export type Calendar = Static<typeof contract.CalendarView>;
export type Tone = Calendar['days'][number]['tone'];
export type Day = Static<typeof contract.DayView>;

const STEPS: Record<string, readonly [zh: string, en: string]> = {
  answer: ['答复', 'Answer'],
  supplement: ['补正', 'Supplement'],
  review: ['审核', 'Review'],
  supply: ['供数', 'Supply'],
  disposal: ['处置', 'Disposal'],
  update: ['更新', 'Update'],
};

/** The step whose date it is; a step that has no word of its own says its name. */
export const stepWords = (step: string): readonly [zh: string, en: string] => STEPS[step] ?? [step, step];

/** The worst first, as the calendar counts a day. */
export const TONE_WORDS: Record<Tone, readonly [zh: string, en: string]> = {
  late: ['已超期', 'late'],
  due_today: ['今天到期', 'due today'],
  near: ['临近到期', 'due soon'],
  normal: ['期限充裕', 'in good time'],
};

/** How a step stands, in a few words. */
export function standing({ state, lateDays, remaining }: DueItem): readonly [zh: string, en: string] {
  if (state === 'late') return [`已超 ${lateDays} 个工作日`, `${lateDays} working days late`];
  if (state === 'due_today') return ['今天到期', 'Due today'];
  return [`剩余 ${remaining} 个工作日`, `${remaining} working days left`];
}
