/** What a clock says in words: its state, and both of its limits with their dates. */
import type { Static } from 'typebox';
import type { ClockView } from '#modules/deadlines/contract.ts';
import { formatDate } from './format.ts';
import type { Language } from './language.tsx';

export type Clock = Static<typeof ClockView>;
type Tell = (zh: string, en: string) => string;

/** 5 个工作日; 5 working days. Natural days are counted where a notice sets its own time limit. */
function daysIn(clock: Clock, days: number): { zh: string; en: string; of: string; ofEn: string } {
  const natural = clock.unit === 'natural';
  const plural = days === 1 ? 'day' : 'days';
  return {
    zh: natural ? `${days} 日` : `${days} 个工作日`,
    en: natural ? `${days} ${plural}` : `${days} working ${plural}`,
    of: natural ? `第 ${days} 日` : `第 ${days} 个工作日`,
    ofEn: natural ? `day ${days}` : `working day ${days}`,
  };
}

/** A date; 约 where the way to it crosses a year whose holidays are not known. Each of the two has its own mark. */
export function dateWords(
  date: string | null,
  provisional: boolean,
  language: Language,
  withWeekday = false,
): string {
  const words = formatDate(date, language, withWeekday);
  if (!provisional) return words;
  return language === 'zh' ? `约 ${words}` : `about ${words}`;
}

/** The state of a clock in words. */
export function stateWords(clock: Clock, t: Tell, language: Language): string {
  const left = daysIn(clock, clock.remaining);
  const used = daysIn(clock, clock.usedDays);
  switch (clock.state) {
    case 'done': {
      if (clock.limitDays === null) return t('已办结', 'Done');
      const limit = clock.unit === 'natural' ? `${clock.limitDays} 日` : `${clock.limitDays} 个`;
      return t(
        `${used.of}办结（限 ${limit}${clock.late ? '，超期' : ''}）`,
        `Done on ${used.ofEn} (limit ${clock.limitDays}${clock.late ? ', late' : ''})`,
      );
    }
    case 'late': {
      const late = daysIn(clock, clock.lateDays);
      return clock.lateDays === 0 ? t('已超期', 'Late') : t(`已超 ${late.zh}`, `${late.en} late`);
    }
    case 'due_today':
      return t('今天到期（24:00 前）', 'Due today (before 24:00)');
    case 'paused':
      return t(`暂停计时（等对方补材料），还剩 ${left.zh}`, `Paused (waiting for material), ${left.en} left`);
    case 'provisional':
      return t(
        `${dateWords(clock.due, true, language)} 到期（放假安排公布后重算）`,
        `Due ${dateWords(clock.due, true, language)} (until the holidays are announced)`,
      );
    case 'normal':
    case 'near':
      return clock.due === null
        ? t('及时办理（未规定天数）', 'Without delay (no number of days set)')
        : t(`剩余 ${left.zh}`, `${left.en} left`);
  }
}

/** The local promise and the legal ceiling, an extension, and what was told before the calendar moved them. */
export function limitWords(clock: Clock, t: Tell, language: Language): string[] {
  const parts: string[] = [];
  const dateIn = (
    due: string | null,
    provisional: boolean,
    before: string | null,
  ): { zh: string; en: string } => {
    if (due === null) return { zh: '', en: '' };
    const date = dateWords(due, provisional, language);
    const told = before === null ? '' : formatDate(before, language);
    return {
      zh: `（${date}${told && `，原告知 ${told}`}）`,
      en: ` (${date}${told && `, told ${told} before`})`,
    };
  };
  if (clock.localDays !== null) {
    const local = daysIn(clock, clock.localDays);
    const date = dateIn(clock.localDue, clock.localProvisional, clock.localMovedFrom);
    parts.push(
      clock.localCitation?.level === 'default'
        ? t(`平台设定 ${local.zh}${date.zh}`, `Set by the platform ${local.en}${date.en}`)
        : t(`本市规定 ${local.zh}${date.zh}`, `Local limit ${local.en}${date.en}`),
    );
  }
  if (clock.legalDays !== null) {
    const legal = daysIn(clock, clock.legalDays);
    const date = dateIn(clock.legalDue, clock.legalProvisional, clock.legalMovedFrom);
    parts.push(t(`法定上限 ${legal.zh}${date.zh}`, `Legal ceiling ${legal.en}${date.en}`));
  }
  if (clock.extendedDays > 0) {
    const extended = daysIn(clock, clock.extendedDays);
    parts.push(t(`已延期 ${extended.zh}`, `Extended by ${extended.en}`));
  }
  if (clock.localMovedFrom !== null || clock.legalMovedFrom !== null)
    parts.push(t('已按放假安排重算', 'Recomputed by the announced holidays'));
  return parts;
}
