/**
 * Reads the yearly notice of the General Office of the State Council (国务院办公厅关于…年部分节假日安排的通知) into
 * days. What the notice says twice is compared: the weekday beside a date, the number of days beside a range. A sentence
 * that names a date and cannot be read stops the reading: half a calendar is worse than none.
 */
import { type CalendarDay, dateOfDay, dayNumber } from './calendar.ts';

export type NoticeProblem =
  | 'no_sections'
  | 'unclear'
  | 'no_such_day'
  | 'wrong_weekday'
  | 'wrong_count'
  | 'told_twice';

export interface NoticeReading {
  /** In the order of dates. */
  days: CalendarDay[];
  /** The notice's number, 国办发明电〔2025〕7号, where the text holds one. */
  number: string | null;
  problems: { problem: NoticeProblem; sentence: string }[];
}

const FEAST = '(?:元旦|春节|清明节|劳动节|端午节|中秋节|国庆节)';
const SECTION = new RegExp(`[一二三四五六七八九十]、(${FEAST}(?:、${FEAST})*):`, 'g');
const NUMBER = /国办发(?:明电)?〔\d{4}〕\d+号/;
/** 2022年12月31日(周六)至2023年1月2日; year and month may be those of the date before. */
const DATE =
  /(?:(?:(\d{4})年)?(\d{1,2})月)(\d{1,2})日(?:\(([^)]*)\))?(?:至(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?)?/g;
const WEEKDAYS = '日一二三四五六';

/** The number of a notice with the brackets that it is printed with: people type what their keyboard has. */
export const plainNumber = (text: string): string =>
  text
    .replace(/\s+/g, '')
    .replace(/[[【﹝](?=\d{4})/g, '〔')
    .replace(/(?<=\d{4})[\]】﹞]/g, '〕');

/** Full-width signs become ASCII ones and white space goes: copies of a notice differ in both. */
function normalise(text: string): string {
  return plainNumber(text)
    .replaceAll('：', ':')
    .replaceAll('（', '(')
    .replaceAll('）', ')')
    .replaceAll('，', ',');
}

/** Days since 1970-01-01 of a range, both ends included, or the problem that it has. */
function readRange(match: RegExpMatchArray, year: number): number[] | NoticeProblem {
  const [, fromYear, month, day, noted, toYear, toMonth, toDay, toNoted] = match;
  const numberOf = (y: number, m: string | undefined, d: string | undefined): number =>
    dayNumber(`${y}-${(m ?? '').padStart(2, '0')}-${(d ?? '').padStart(2, '0')}`);
  let from: number;
  let through: number;
  try {
    from = numberOf(Number(fromYear ?? year), month, day);
    through =
      toDay === undefined ? from : numberOf(Number(toYear ?? fromYear ?? year), toMonth ?? month, toDay);
  } catch {
    return 'no_such_day';
  }
  if (through < from || through - from > 15) return 'no_such_day';
  for (const [at, note] of [
    [from, noted],
    [through, toNoted],
  ] as const) {
    const weekday = /(?:周|星期)([日天一二三四五六])/.exec(note ?? '')?.[1]?.replace('天', '日');
    if (weekday !== undefined && WEEKDAYS.indexOf(weekday) !== (at + 4) % 7) return 'wrong_weekday';
  }
  return Array.from({ length: through - from + 1 }, (_, index) => from + index);
}

/** `year`: the year that the notice is about; dates without a year belong to it. */
export function readNotice(text: string, year: number): NoticeReading {
  const plain = normalise(text);
  const days = new Map<number, CalendarDay>();
  const problems: NoticeReading['problems'] = [];
  const sections = [...plain.matchAll(SECTION)];
  const number = NUMBER.exec(plain)?.[0] ?? null;
  if (sections.length === 0) problems.push({ problem: 'no_sections', sentence: '' });

  function note(numbers: readonly number[], kind: CalendarDay['kind'], name: string, sentence: string): void {
    for (const day of numbers) {
      if (days.has(day)) problems.push({ problem: 'told_twice', sentence });
      days.set(day, { date: dateOfDay(day), kind, name });
    }
  }

  function readSentence(sentence: string, name: string): void {
    const kind = sentence.endsWith('上班') ? 'workday' : 'holiday';
    const counted: number[] = [];
    for (const match of sentence.matchAll(DATE)) {
      const range = readRange(match, year);
      if (typeof range === 'string') {
        problems.push({ problem: range, sentence });
        return;
      }
      counted.push(...range);
    }
    const said = /(?:共|放假)(\d+)天/.exec(sentence)?.[1];
    if (kind === 'holiday' && said !== undefined && Number(said) !== counted.length)
      problems.push({ problem: 'wrong_count', sentence });
    note(counted, kind, name, sentence);
  }

  sections.forEach((section, index) => {
    const body = plain.slice(section.index + section[0].length, sections[index + 1]?.index ?? plain.length);
    for (const sentence of body.split('。')) {
      if (!/\d日/.test(sentence) || /^(鼓励|国务院办公厅)/.test(sentence)) continue;
      if (/上班$|放假|补休/.test(sentence)) readSentence(sentence, section[1] ?? '');
      else problems.push({ problem: 'unclear', sentence });
    }
  });
  return { days: [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1)), number, problems };
}
