/**
 * 300 clocks that were worked out from the wording of the law, without this code (reference/examples/README.md says
 * how), against the calendar that is shipped and the rules of the clocks.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type CalendarData, buildCalendar, dayNumber } from '#modules/deadlines/calendar.ts';
import { type ClockEvent, type ClockFacts, readClock } from '#modules/deadlines/rules.ts';

interface Example {
  id: string;
  profile: string;
  clause: string;
  startAt: string;
  days: number;
  unit: 'working' | 'natural';
  events: { kind: 'pause' | 'resume' | 'extend' | 'stop'; at: string; days?: number }[];
  dueDate: string;
  provisional: boolean;
  onTime?: boolean;
}
interface Notices {
  notices: { year: number; holidays: { name: string; from: string; to: string; workdays: string[] }[] }[];
}

const read = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(`../reference/${path}`, import.meta.url), 'utf8')) as T;
const examples = read<Example[]>('examples/clocks.json');
const calendar = buildCalendar(read<CalendarData>('calendar/cn.json'));
/** After everything that happens in an example. */
const AFTERWARDS = Date.parse('2027-12-31T12:00:00+08:00');

/** The clause says whose limit it is: the national decree's is the ceiling, any other text's the local promise. */
function factsOf({ clause, startAt, days, unit, events }: Example): ClockFacts {
  const national = clause.startsWith('N809');
  return {
    started: Date.parse(startAt),
    unit,
    ...(national ? { legalDays: days } : { localDays: days }),
    events: events.map(
      ({ kind, at, days: more }): ClockEvent =>
        kind === 'extend' ? { kind, at: Date.parse(at), days: more ?? 0 } : { kind, at: Date.parse(at) },
    ),
  };
}

test('the 300 examples are there, of all six texts and of every kind of event', () => {
  assert.equal(examples.length, 300);
  assert.equal(new Set(examples.map(one => one.id)).size, 300);
  assert.deepEqual([...new Set(examples.map(one => one.profile))].sort(), [
    'LA',
    'N809',
    'PD',
    'SZ',
    'XY',
    'ZH',
  ]);
  const kinds = new Set(examples.flatMap(one => one.events.map(event => event.kind)));
  assert.deepEqual([...kinds].sort(), ['extend', 'pause', 'resume', 'stop']);
});

test('each of them is due on the day that the law’s wording gives', () => {
  const wrong: string[] = [];
  for (const example of examples) {
    const reading = readClock(factsOf(example), calendar, AFTERWARDS);
    const { id, dueDate, provisional, onTime } = example;
    if (reading.due !== dueDate) wrong.push(`${id}: ${reading.due}, not ${dueDate}`);
    if (reading.provisional !== provisional) wrong.push(`${id}: provisional is ${reading.provisional}`);
    if (onTime !== undefined && (reading.state === 'done' && !reading.late) !== onTime)
      wrong.push(`${id}: late is ${reading.late}, in time is ${onTime}`);
  }
  assert.deepEqual(wrong, []);
});

test('their calendar is the one that is shipped', () => {
  const { notices } = read<Notices>('examples/calendar.json');
  const wrong: string[] = [];
  for (const { name, from, to, workdays } of notices.flatMap(one => one.holidays)) {
    for (let day = Date.parse(from); day <= Date.parse(to); day += 86_400_000) {
      const date = new Date(day).toISOString().slice(0, 10);
      if (calendar.worksOnDay(dayNumber(date))) wrong.push(`${date} (${name}) is worked`);
    }
    for (const date of workdays)
      if (!calendar.worksOnDay(dayNumber(date))) wrong.push(`${date} (${name}) is off`);
  }
  assert.equal(notices.length, 6);
  assert.deepEqual(wrong, []);
});

test('no example begins before its text was in force, and the README names the dates of the profiles', () => {
  const readme = readFileSync(new URL('../reference/examples/README.md', import.meta.url), 'utf8');
  const texts = { PD: 'pingdingshan', XY: 'xiayi', SZ: 'shuozhou', ZH: 'zhanhe', N809: 'n809' };
  const from = new Map(
    Object.entries(texts).map(([name, file]) => [
      name,
      (
        JSON.parse(readFileSync(new URL(`../profiles/${file}.json`, import.meta.url), 'utf8')) as {
          from: string;
        }
      ).from,
    ]),
  );
  const row = readme.split('\n').find(line => line.startsWith('| in force |')) ?? '';
  for (const [name, date] of from)
    assert.match(row, new RegExp(`${name} (?:from )?${date}`), `${name} holds from ${date}`);
  for (const { id, clause, profile, startAt } of examples) {
    const text = /809/.test(clause) ? 'N809' : profile;
    assert.ok(Date.parse(startAt) >= Date.parse(`${from.get(text) ?? '0001-01-01'}T00:00:00+08:00`), id);
  }
});
