/** What is said of a clock, and when. */
import type { Text } from '#kernel/errors.ts';
import { text } from '#kernel/errors.ts';

export type ReminderKind = 'near' | 'due' | 'late';

/** What of a clock's reading a reminder looks at. */
export interface Standing {
  state: string;
  due: string | null;
  remaining: number;
  late: boolean;
  lateDays: number;
}

/** Reminders come in the morning, Beijing time; who is told at night reads it then anyway. Ours. */
const MORNING = 9;
const HOUR = 60 * 60 * 1000;
const BEIJING = 8 * HOUR;

/** Whether it is nine o'clock or later in Beijing. */
export const isMorningOver = (now: number): boolean => ((now + BEIJING) % (24 * HOUR)) / HOUR >= MORNING;

/** From this working day late on, the authority is told too (ui.md 5.3). Ours: no text sets it. */
export const ESCALATES_AFTER = 3;

/**
 * What is to be said of a clock today, under which day it is kept as said: few days left is said once of each date, the
 * due day once, being late every working day. Nothing of clocks that are paused, or whose date is still far.
 */
export function reminderOf(
  { state, due, late, lateDays }: Standing,
  today: string,
): { kind: ReminderKind; day: string } | undefined {
  if (due === null || state === 'paused' || state === 'done') return undefined;
  if (late) return lateDays > 0 ? { kind: 'late', day: today } : undefined;
  if (state === 'due_today') return { kind: 'due', day: due };
  return state === 'near' ? { kind: 'near', day: due } : undefined;
}

const named = (title: Text, no: string): Text =>
  no === '' ? title : text(`${title.zh}（${no}）`, `${title.en} (${no})`);

/** 11-23 */
const monthDay = (date: string): string => date.slice(5);
const daysEn = (count: number): string => `${count} working day${count === 1 ? '' : 's'}`;

/** The sentence for whoever's turn it is (ui.md 5.5). */
export function sentenceOf(
  kind: ReminderKind,
  thing: { title: Text; no: string },
  { due, remaining, lateDays }: Standing,
): Text {
  const { zh, en } = named(thing.title, thing.no);
  switch (kind) {
    case 'near':
      return text(
        `${zh}剩余 ${remaining} 个工作日，${monthDay(due ?? '')} 到期后计入超期。`,
        `${en}: ${daysEn(remaining)} left; after ${due ?? ''} it counts as late.`,
      );
    case 'due':
      return text(`${zh}今天到期（24:00 前）。`, `${en} is due today, before midnight.`);
    case 'late':
      return lateDays < ESCALATES_AFTER
        ? text(
            `${zh}已超 ${lateDays} 个工作日，已同时告知您的负责人。`,
            `${en} is ${daysEn(lateDays)} late; your head was told too.`,
          )
        : text(
            `${zh}已超 ${lateDays} 个工作日，已同时告知您的负责人和主管部门。`,
            `${en} is ${daysEn(lateDays)} late; your head and the authority were told too.`,
          );
  }
}

/** The sentence for an authority about what is late in its region. */
export const escalationOf = (clocks: number, worst: number): Text =>
  text(
    `有 ${clocks} 件已超 ${ESCALATES_AFTER} 个工作日以上，最长 ${worst} 个工作日，请督促办理。`,
    `${clocks} case${clocks === 1 ? ' is' : 's are'} ${daysEn(ESCALATES_AFTER)} late or more, the worst ${daysEn(worst)}: please see to it.`,
  );

interface Region {
  code: string;
  parent: string | null;
}
interface Office {
  id: number;
  regionCode: string;
  isAuthority: boolean;
}

/**
 * The authority that sees to a department: that of its region or the nearest above, never the department itself, for
 * which the next one above is; undefined where the platform has none.
 */
export function authorityOver(
  departmentId: number,
  regions: readonly Region[],
  departments: readonly Office[],
): number | undefined {
  const parents = new Map(regions.map(({ code, parent }) => [code, parent]));
  let code: string | null | undefined = departments.find(one => one.id === departmentId)?.regionCode;
  for (; typeof code === 'string'; code = parents.get(code)) {
    const here = code;
    const found = departments.find(
      one => one.isAuthority && one.regionCode === here && one.id !== departmentId,
    );
    if (found) return found.id;
  }
  return undefined;
}

/** The sentence for a key of a system that is about to end. */
export function keyEndOf(system: string, no: number, until: Date): Text {
  const day = new Date(until.getTime() + BEIJING).toISOString().slice(0, 10);
  return text(
    `系统“${system}”的密钥 ${no} 将于 ${day} 失效，之后用它的调用不再受理；请提前更换。`,
    `Key ${no} of the system “${system}” ends on ${day}; calls made with it are refused from then on. Rotate it before.`,
  );
}
