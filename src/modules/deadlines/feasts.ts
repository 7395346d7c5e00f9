/**
 * The seven feasts that each yearly notice arranges. A notice that was pasted in part lacks one; a shifted working day
 * that was mistyped or passed over shows in the sum: a notice moves days off and adds none to those that the law gives.
 */
import { type CalendarDay, isWeekend } from './calendar.ts';

/** Days off by 全国年节及纪念日放假办法 第二条; 除夕 and 5月2日 are days off since 2025. */
const FEASTS: Readonly<Record<string, (year: number) => number>> = {
  元旦: () => 1,
  春节: year => (year >= 2025 ? 4 : 3),
  清明节: () => 1,
  劳动节: year => (year >= 2025 ? 2 : 1),
  端午节: () => 1,
  中秋节: () => 1,
  国庆节: () => 3,
};

/** 国庆节、中秋节 where a notice arranges two at once. */
const namesOf = (name: string): string[] => name.split('、');

/** The feasts of which a notice names no day off, in the order of the year. */
export function findMissingFeasts(days: readonly CalendarDay[]): string[] {
  const named = new Set(days.flatMap(({ kind, name }) => (kind === 'holiday' ? namesOf(name) : [])));
  return Object.keys(FEASTS).filter(feast => !named.has(feast));
}

export interface FeastDoubt {
  feast: string;
  /** Weekdays off less weekend days worked. */
  counted: number;
  /** What the law gives. */
  lawful: number;
}

/** Feasts whose days do not add up to what the law gives: somebody should look at the notice once more. */
export function findFeastDoubts(year: number, days: readonly CalendarDay[]): FeastDoubt[] {
  const counted = new Map<string, number>();
  for (const { date, kind, name } of days) {
    const rests = isWeekend(date);
    const change = kind === 'holiday' && !rests ? 1 : kind === 'workday' && rests ? -1 : 0;
    counted.set(name, (counted.get(name) ?? 0) + change);
  }
  return [...counted].flatMap(([feast, count]) => {
    const lawful = namesOf(feast).reduce((sum, one) => sum + (FEASTS[one]?.(year) ?? 0), 0);
    return count === lawful ? [] : [{ feast, counted: count, lawful }];
  });
}
