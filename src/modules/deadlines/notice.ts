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
  | 'unclear_date'
  | 'unclear_weekday'
  | 'no_weekday'
  | 'wrong_weekday'
  | 'wrong_count'
  | 'told_twice';

export interface NoticeReading {
  /** In the order of dates. */
  days: CalendarDay[];
  /** The notice's number, 国办发明电〔2025〕7号, where the text holds one. */
  number: string | null;
  /** `line` counts from 1 in the text as it was given. */
  problems: { problem: NoticeProblem; sentence: string; line: number }[];
}

const FEAST = '(?:元旦|春节|清明节|劳动节|端午节|中秋节|国庆节)';
const SECTION = new RegExp(`[一二三四五六七八九十]、(${FEAST}(?:、${FEAST})*):`, 'g');
const NUMBER = /国办发(?:明电)?〔\d{4}〕\d+号/;
/**
 * 2022年12月31日(周六)至2023年1月2日; year and month may be those of the date before. What follows a day in brackets,
 * open or closed, is about its weekday, and so is a weekday without brackets.
 */
const NOTED = '(\\([^)。至]*\\)?|(?:周|星期|礼拜)[^\\s至、,。)]?)?';
const DATE = new RegExp(
  `(?:(?:(\\d{4})年)?(\\d{1,2})月)(\\d{1,2})日${NOTED}(?:至(?:(\\d{4})年)?(?:(\\d{1,2})月)?(\\d{1,2})日${NOTED})?`,
  'g',
);
/** (周六), (农历除夕、周二), (星期日): the only spellings that notices have. */
const WEEKDAY = /^\([^()]*?(?:周|星期)([日天一二三四五六])\)$/;
const WEEKDAYS = '日一二三四五六';

/** The number of a notice with the brackets that it is printed with: people type what their keyboard has. */
export const plainNumber = (text: string): string =>
  text
    .replace(/\s+/g, '')
    .replace(/[[【﹝](?=\d{4})/g, '〔')
    .replace(/(?<=\d{4})[\]】﹞]/g, '〕');

/**
 * Full-width signs become ASCII ones and white space goes: copies of a notice differ in both. `lineAt` gives the line
 * of the original in which a character of the plain text stands.
 */
function normalise(text: string): { plain: string; lineAt: (index: number) => number } {
  const lines = text.split('\n').map(line => line.replace(/\s+/g, ''));
  const ends: number[] = [];
  for (const line of lines) ends.push((ends.at(-1) ?? 0) + line.length);
  const plain = plainNumber(lines.join(''))
    .replaceAll('：', ':')
    .replaceAll('（', '(')
    .replaceAll('）', ')')
    .replaceAll('，', ',');
  return { plain, lineAt: index => ends.findIndex(end => index < end) + 1 };
}

/** What a date says of its weekday, against the weekday that it is. */
function checkWeekday(day: number, note: string | undefined): NoticeProblem | undefined {
  if (note === undefined) return undefined;
  const weekday = WEEKDAY.exec(note)?.[1]?.replace('天', '日');
  if (weekday === undefined) return 'unclear_weekday';
  return WEEKDAYS.indexOf(weekday) === (day + 4) % 7 ? undefined : 'wrong_weekday';
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
  const wrong = checkWeekday(from, noted) ?? checkWeekday(through, toNoted);
  if (wrong) return wrong;
  return Array.from({ length: through - from + 1 }, (_, index) => from + index);
}

/** `year`: the year that the notice is about; dates without a year belong to it. */
export function readNotice(text: string, year: number): NoticeReading {
  const { plain, lineAt } = normalise(text);
  const days = new Map<number, CalendarDay>();
  const problems: NoticeReading['problems'] = [];
  const sections = [...plain.matchAll(SECTION)];
  const number = NUMBER.exec(plain)?.[0] ?? null;
  if (sections.length === 0) problems.push({ problem: 'no_sections', sentence: '', line: 1 });

  function readSentence(sentence: string, line: number, name: string): void {
    const wrong = (problem: NoticeProblem) => void problems.push({ problem, sentence, line });
    const kind = sentence.endsWith('上班') ? 'workday' : 'holiday';
    const counted: number[] = [];
    // 1月1日—3日: the rest of a range, or a day without its month, would be passed over.
    if (/\d日/.test(sentence.replace(DATE, ''))) return wrong('unclear_date');
    for (const match of sentence.matchAll(DATE)) {
      const range = readRange(match, year);
      if (typeof range === 'string') return wrong(range);
      // A worked weekend day stands for nothing else that could be compared.
      if (kind === 'workday' && match[4] === undefined) return wrong('no_weekday');
      counted.push(...range);
    }
    const said = /(?:共|放假)(\d+)天/.exec(sentence)?.[1];
    if (kind === 'holiday' && said !== undefined && Number(said) !== counted.length) wrong('wrong_count');
    for (const day of counted) {
      if (days.has(day)) wrong('told_twice');
      days.set(day, { date: dateOfDay(day), kind, name });
    }
  }

  sections.forEach((section, index) => {
    const end = sections[index + 1]?.index ?? plain.length;
    let at = section.index + section[0].length;
    for (const sentence of plain.slice(at, end).split('。')) {
      const line = lineAt(at);
      at += sentence.length + 1;
      if (!/\d日/.test(sentence) || /^(鼓励|国务院办公厅)/.test(sentence)) continue;
      if (/上班$|放假|补休/.test(sentence)) readSentence(sentence, line, section[1] ?? '');
      else problems.push({ problem: 'unclear', sentence, line });
    }
  });
  return { days: [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1)), number, problems };
}
