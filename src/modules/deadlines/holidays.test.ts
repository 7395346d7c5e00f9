/**
 * Every day off and every shifted working day of 2021 to 2026, written down from the notices of the State Council's
 * General Office by hand, against three readers of the same years: the calendar that the platform loads, the second
 * package, and the platform's own reading of the notices' wording.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type CalendarData, type WorkingCalendar, buildCalendar, dateOfDay, dayNumber } from './calendar.ts';
import { readNotice } from './notice.ts';

const REFERENCE = new URL('../../../reference/calendar/', import.meta.url);
const load = (file: string): CalendarData =>
  JSON.parse(readFileSync(new URL(file, REFERENCE), 'utf8')) as CalendarData;

/** By year: the notice's number, spans that are off (MM-DD or with a year; both ends off), weekend days that are worked. */
const NOTICES: Record<number, { number: string; off: [string, string][]; worked: string[] }> = {
  2021: {
    number: '国办发明电〔2020〕27号',
    off: [
      ['01-01', '01-03'],
      ['02-11', '02-17'],
      ['04-03', '04-05'],
      ['05-01', '05-05'],
      ['06-12', '06-14'],
      ['09-19', '09-21'],
      ['10-01', '10-07'],
    ],
    worked: ['02-07', '02-20', '04-25', '05-08', '09-18', '09-26', '10-09'],
  },
  2022: {
    number: '国办发明电〔2021〕11号',
    off: [
      ['01-01', '01-03'],
      ['01-31', '02-06'],
      ['04-03', '04-05'],
      ['04-30', '05-04'],
      ['06-03', '06-05'],
      ['09-10', '09-12'],
      ['10-01', '10-07'],
    ],
    worked: ['01-29', '01-30', '04-02', '04-24', '05-07', '10-08', '10-09'],
  },
  2023: {
    number: '国办发明电〔2022〕16号',
    off: [
      ['2022-12-31', '2023-01-02'],
      ['01-21', '01-27'],
      ['04-05', '04-05'],
      ['04-29', '05-03'],
      ['06-22', '06-24'],
      ['09-29', '10-06'],
    ],
    worked: ['01-28', '01-29', '04-23', '05-06', '06-25', '10-07', '10-08'],
  },
  2024: {
    number: '国办发明电〔2023〕7号',
    off: [
      ['01-01', '01-01'],
      ['02-10', '02-17'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-10', '06-10'],
      ['09-15', '09-17'],
      ['10-01', '10-07'],
    ],
    worked: ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'],
  },
  2025: {
    number: '国办发明电〔2024〕12号',
    off: [
      ['01-01', '01-01'],
      ['01-28', '02-04'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['05-31', '06-02'],
      ['10-01', '10-08'],
    ],
    worked: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  2026: {
    number: '国办发明电〔2025〕7号',
    off: [
      ['01-01', '01-03'],
      ['02-15', '02-23'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-19', '06-21'],
      ['09-25', '09-27'],
      ['10-01', '10-07'],
    ],
    worked: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
};

/** The days that one notice names. */
function named(year: number): Map<string, 'holiday' | 'workday'> {
  const days = new Map<string, 'holiday' | 'workday'>();
  const full = (date: string): string => (date.length === 5 ? `${year}-${date}` : date);
  const { off, worked } = NOTICES[year] ?? assert.fail(`no notice of ${year}`);
  for (const [from, through] of off)
    for (let day = dayNumber(full(from)); day <= dayNumber(full(through)); day += 1)
      days.set(dateOfDay(day), 'holiday');
  for (const date of worked) days.set(full(date), 'workday');
  return days;
}
const YEARS = Object.keys(NOTICES).map(Number);
const expected = new Map(YEARS.flatMap(year => [...named(year)]));

/** Monday to Friday, except what the notices say. */
function works(date: string): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return expected.has(date) ? expected.get(date) === 'workday' : weekday >= 1 && weekday <= 5;
}

const notice = (year: number): string => readFileSync(new URL(`notices/${year}.txt`, REFERENCE), 'utf8');
const readers: Record<string, () => WorkingCalendar> = {
  'the calendar that is shipped': () => buildCalendar(load('cn.json')),
  'the second package': () => buildCalendar(load('second.json')),
  'the wording of the notices': () =>
    buildCalendar(
      ...YEARS.map(year => ({
        knownFrom: `${year}-01-01`,
        knownThrough: `${year}-12-31`,
        days: readNotice(notice(year), year).days,
      })),
    ),
};

for (const [name, reader] of Object.entries(readers))
  test(`${name} is right about each of the 2,191 days of 2021 to 2026`, () => {
    const calendar = reader();
    const wrong: string[] = [];
    let days = 0;
    for (let day = dayNumber('2021-01-01'); day <= dayNumber('2026-12-31'); day += 1) {
      const date = dateOfDay(day);
      days += 1;
      if (calendar.worksOnDay(dayNumber(date)) !== works(date)) wrong.push(date);
    }
    assert.equal(days, 2191);
    assert.deepEqual(wrong, []);
  });

test('working days by year', () => {
  const calendar = buildCalendar(load('cn.json'));
  const counted = YEARS.map(year => {
    let days = 0;
    for (let day = dayNumber(`${year}-01-01`); day <= dayNumber(`${year}-12-31`); day += 1)
      if (calendar.worksOnDay(day)) days += 1;
    return days;
  });
  assert.deepEqual(counted, [250, 249, 249, 251, 248, 248]);
});

test('a notice gives exactly the days that it names, with its number', () => {
  for (const year of YEARS) {
    const reading = readNotice(notice(year), year);
    assert.deepEqual(reading.problems, []);
    assert.equal(reading.number, NOTICES[year]?.number);
    assert.deepEqual(
      reading.days.map(({ date, kind }) => [date, kind]),
      [...named(year)].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
});

test('the shipped calendar names the notice that each year rests on, and that notice says what it has', () => {
  const { notices = {}, days } = load('cn.json');
  assert.deepEqual(
    notices,
    Object.fromEntries(YEARS.map(year => [String(year), NOTICES[year]?.number])),
    '2019 and 2020 rest on no notice',
  );
  for (const year of YEARS) {
    const own = (day: { date: string }): boolean => day.date.startsWith(`${year}-`);
    const said = readNotice(notice(year), year).days.filter(own);
    const shipped = new Map(days.filter(own).map(({ date, kind }) => [date, kind]));
    assert.ok(said.length > 20);
    for (const { date, kind } of said) assert.equal(shipped.get(date), kind, date);
  }
});
