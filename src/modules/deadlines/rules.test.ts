import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type CalendarData,
  type WorkingCalendar,
  buildCalendar,
  civilDate,
  dateOfDay,
  dayNumber,
  endOfDay,
} from './calendar.ts';
import { findEventProblem, findExtensionProblem } from './events.ts';
import { type ClockEvent, readClock, readDates } from './rules.ts';

const data = JSON.parse(
  readFileSync(new URL('../../../reference/calendar/cn.json', import.meta.url), 'utf8'),
) as CalendarData;
const calendar = buildCalendar(data);
/** An instant by the clocks of Beijing. */
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
/** The date of a limit of n working days that begins on a day. */
function plainDue(of: WorkingCalendar, date: string, n: number): { date: string; provisional: boolean } {
  const now = at(`${date} 12:00`);
  const { localDue, localProvisional } = readClock({ started: now, localDays: n, events: [] }, of, now);
  return { date: localDue ?? '', provisional: localProvisional };
}

test('ten working days after 2025-09-28 end on 2025-10-17, ten after 2026-02-10 on 2026-03-02, five after 2026-09-28 on a worked Saturday', () => {
  assert.deepEqual(plainDue(calendar, '2025-09-28', 10), { date: '2025-10-17', provisional: false });
  assert.deepEqual(plainDue(calendar, '2026-02-10', 10), { date: '2026-03-02', provisional: false });
  assert.deepEqual(plainDue(calendar, '2026-09-28', 5), { date: '2026-10-10', provisional: false });
});

test('a civil date changes at midnight in Beijing whatever the zone of the process', () => {
  assert.equal(civilDate(Date.parse('2026-11-16T15:59:59Z')), '2026-11-16');
  assert.equal(civilDate(Date.parse('2026-11-16T16:00:00Z')), '2026-11-17');
  assert.equal(endOfDay('2026-11-16'), Date.parse('2026-11-16T16:00:00Z'));
  assert.throws(() => dayNumber('2026-02-30'), RangeError);
});

test('an application received on Monday 2026-11-16 is due on the 23rd by the city and on the 30th by the decree', () => {
  const clock = { started: at('2026-11-16 09:30'), localDays: 5, legalDays: 10, events: [] };
  const friday = readClock(clock, calendar, at('2026-11-20 15:04'));
  assert.equal(friday.localDue, '2026-11-23');
  assert.equal(friday.legalDue, '2026-11-30');
  assert.equal(friday.state, 'near');
  assert.equal(friday.remaining, 1);
  const first = readClock(clock, calendar, at('2026-11-16 23:59'));
  assert.deepEqual([first.state, first.usedDays, first.remaining, first.due], ['normal', 0, 5, '2026-11-23']);
  const due = readClock(clock, calendar, at('2026-11-23 23:59'));
  assert.deepEqual([due.state, due.remaining, due.late], ['due_today', 0, false]);
  const late = readClock(clock, calendar, at('2026-11-25 00:00'));
  assert.deepEqual([late.state, late.lateDays, late.legalLate, late.late], ['late', 2, false, true]);
});

test('a clock that waits for material stands still and goes on with the days it had left', () => {
  const events: ClockEvent[] = [{ kind: 'pause', at: at('2026-11-18 10:00') }];
  const clock = { started: at('2026-11-16 09:30'), localDays: 5, legalDays: 10, events };
  const paused = readClock(clock, calendar, at('2026-11-27 10:00'));
  assert.deepEqual([paused.state, paused.usedDays, paused.remaining], ['paused', 2, 3]);
  const resumed = readClock(
    { ...clock, events: [...events, { kind: 'resume', at: at('2026-11-27 17:00') }] },
    calendar,
    at('2026-11-27 18:00'),
  );
  assert.deepEqual([resumed.localDue, resumed.legalDue, resumed.remaining], ['2026-12-02', '2026-12-09', 3]);
});

test('an extension moves the legal date, and the local one only where it is said', () => {
  const base = { started: at('2026-11-16 09:30'), localDays: 5, legalDays: 10 };
  const legal = readClock(
    { ...base, events: [{ kind: 'extend', at: at('2026-11-19 10:00'), days: 5 }] },
    calendar,
    at('2026-11-25 10:00'),
  );
  assert.deepEqual(
    [legal.localDue, legal.legalDue, legal.binding, legal.state],
    ['2026-11-23', '2026-12-07', 'legal', 'normal'],
  );
  assert.deepEqual([legal.due, legal.limitDays, legal.extendedDays], ['2026-12-07', 15, 5]);
  assert.equal(legal.localLateDays, 2, 'the promise is still broken for the evaluation');
  const both = readClock(
    { ...base, events: [{ kind: 'extend', at: at('2026-11-19 10:00'), days: 5, local: true }] },
    calendar,
    at('2026-11-25 10:00'),
  );
  assert.deepEqual([both.localDue, both.legalDue, both.binding], ['2026-11-30', '2026-12-07', 'local']);
});

test('a case answered in time shows the working day on which it was done, and one answered late is not green', () => {
  const clock = { started: at('2026-11-16 09:30'), localDays: 5, legalDays: 10 };
  const done = readClock(
    { ...clock, events: [{ kind: 'stop', at: at('2026-11-19 11:00') }] },
    calendar,
    at('2027-03-01 11:00'),
  );
  assert.deepEqual([done.state, done.usedDays, done.limitDays, done.late], ['done', 3, 5, false]);
  const late = readClock(
    { ...clock, events: [{ kind: 'stop', at: at('2026-11-25 11:00') }] },
    calendar,
    at('2026-11-26 11:00'),
  );
  assert.deepEqual([late.state, late.lateDays, late.late], ['done', 2, true]);
});

test('a date beyond the published holidays is provisional and says so', () => {
  const clock = { started: at('2026-12-24 09:00'), localDays: null, legalDays: 10, events: [] };
  const reading = readClock(clock, calendar, at('2026-12-25 09:00'));
  assert.equal(reading.state, 'provisional');
  assert.match(reading.due ?? '', /^2027-01-\d\d$/);
  const loaded = buildCalendar(data, {
    knownFrom: '2027-01-01',
    knownThrough: '2027-12-31',
    days: [{ date: '2027-01-01', kind: 'holiday', name: '元旦' }],
  });
  assert.equal(readClock(clock, loaded, at('2026-12-25 09:00')).provisional, false);
});

test('each of the two dates has its own mark: the promise of December is certain, the ceiling of January is not', () => {
  const clock = { started: at('2026-12-22 09:00'), localDays: 5, legalDays: 10, events: [] };
  const marks = (now: string, more: object = {}) => {
    const { due, provisional, localProvisional, legalProvisional, state } = readClock(
      { ...clock, ...more },
      calendar,
      at(now),
    );
    return [due, provisional, localProvisional, legalProvisional, state];
  };
  assert.deepEqual(marks('2026-12-23 09:00'), ['2026-12-29', false, false, true, 'normal']);
  const events: ClockEvent[] = [{ kind: 'extend', at: at('2026-12-23 09:00'), days: 2 }];
  assert.deepEqual(marks('2026-12-24 09:00', { events }), ['2027-01-08', true, false, true, 'provisional']);
  assert.deepEqual(marks('2026-12-23 09:00', { legalDays: null }).slice(1, 4), [false, false, false]);
  assert.deepEqual(marks('2026-12-23 09:00', { localDays: null }).slice(1, 4), [true, false, true]);
});

test('an extension comes once, before the date that it moves has passed, and within what the clause allows', () => {
  const clock = { started: at('2026-11-16 09:30'), localDays: 5, legalDays: 10, events: [] as ClockEvent[] };
  const found = (now: string, days = 10, more: object = {}) =>
    findExtensionProblem({ ...clock, ...more }, calendar, at(now), { days, most: 10 })?.problem;
  assert.equal(found('2026-11-17 09:00'), undefined);
  assert.equal(found('2026-11-17 09:00', 11), 'too_long');
  for (const days of [0, -1, 1.5, Number.NaN]) assert.equal(found('2026-11-17 09:00', days), 'no_days');
  // The promise of the 23rd has passed; the ceiling of the 30th, which an extension moves, has not.
  assert.equal(found('2026-11-30 23:59'), undefined);
  assert.equal(found('2026-12-01 00:00'), 'due_passed');
  assert.equal(found('2026-11-24 00:00', 3, { legalDays: null }), 'due_passed');
  assert.equal(found('2026-11-30 23:59', 3, { localDays: null, legalDays: null }), undefined);
  const events: ClockEvent[] = [{ kind: 'extend', at: at('2026-11-17 09:00'), days: 1 }];
  assert.equal(found('2026-11-18 09:00', 1, { events }), 'extended_before');
  // What waits for material does not run out; what ran out before it waited has.
  const after: ClockEvent[] = [{ kind: 'pause', at: at('2026-12-02 09:00') }];
  assert.equal(found('2026-12-15 09:00', 1, { events: after }), 'due_passed');
  const paused: ClockEvent[] = [{ kind: 'pause', at: at('2026-11-18 09:00') }];
  assert.equal(found('2026-12-15 09:00', 1, { events: paused }), undefined);
});

test('a clock that starts a second before midnight of a day off begins on that day, which does not count', () => {
  for (const [started, due] of [
    ['2026-10-07T23:59:59+08:00', '2026-10-08'],
    ['2026-10-07T15:59:59Z', '2026-10-08'],
    ['2026-10-08T00:00:00+08:00', '2026-10-09'],
    ['2026-10-09T23:59:59+08:00', '2026-10-10'],
    ['2026-10-11T11:59:59-04:00', '2026-10-12'],
  ])
    assert.equal(
      readClock(
        { started: Date.parse(started ?? ''), legalDays: 1, events: [] },
        calendar,
        Date.parse(started ?? ''),
      ).due,
      due,
      started,
    );
});

test('a Friday’s date that passed is late on Saturday although no working day is over', () => {
  const reading = readClock(
    { started: at('2026-11-13 09:00'), localDays: 5, legalDays: 5, events: [] },
    calendar,
    at('2026-11-21 09:00'),
  );
  assert.deepEqual(
    [reading.due, reading.state, reading.lateDays, reading.late, reading.localLate, reading.legalLate],
    ['2026-11-20', 'late', 0, true, true, true],
  );
});

const from = dayNumber('2021-01-04');
const anyDay = fc.integer({ min: from, max: dayNumber('2026-10-01') });
const noon = (day: number): number => at(`${dateOfDay(day)} 12:00`);

test('a longer limit never gives an earlier date', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }), (day, n, more) => {
      const short = plainDue(calendar, dateOfDay(day), n).date;
      const long = plainDue(calendar, dateOfDay(day), n + more).date;
      assert.ok(long >= short);
      const { usedDays } = readClock(
        { started: at(`${dateOfDay(day)} 12:00`), localDays: n, events: [] },
        calendar,
        at(`${short} 12:00`),
      );
      assert.equal(usedDays, n);
    }),
  );
});

test('pausing and resuming on one day changes nothing', () => {
  fc.assert(
    fc.property(
      anyDay,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 40 }),
      (day, limit, pause, seen) => {
        const clock = { started: noon(day), localDays: limit, legalDays: limit + 5 };
        const events: ClockEvent[] = [
          { kind: 'pause', at: noon(day + pause) },
          { kind: 'resume', at: noon(day + pause) + 3_600_000 },
        ];
        assert.deepEqual(
          readClock({ ...clock, events }, calendar, noon(day + seen) + 7_200_000),
          readClock({ ...clock, events: [] }, calendar, noon(day + seen) + 7_200_000),
        );
      },
    ),
  );
});

test('the order in which years are loaded does not matter, and contradicting loads are refused', () => {
  const years = [2021, 2022, 2023, 2024, 2025, 2026].map(year => ({
    knownFrom: `${year}-01-01`,
    knownThrough: `${year}-12-31`,
    days: data.days.filter(day => day.date.startsWith(String(year))),
  }));
  assert.ok(years.every(year => year.days.length > 20));
  fc.assert(
    fc.property(
      fc.shuffledSubarray(years, { minLength: years.length }),
      anyDay,
      fc.integer({ min: 0, max: 40 }),
      (loads, day, n) => {
        assert.deepEqual(
          plainDue(buildCalendar(...loads), dateOfDay(day), n),
          plainDue(calendar, dateOfDay(day), n),
        );
      },
    ),
    { numRuns: 50 },
  );
  assert.throws(
    () =>
      buildCalendar(data, {
        knownThrough: '2026-12-31',
        days: [{ date: '2026-10-10', kind: 'holiday', name: 'x' }],
      }),
    RangeError,
  );
});

test('a clock pauses once: a second pause changes nothing, and may not be entered', () => {
  const base = { started: at('2026-11-16 09:30'), localDays: 5, legalDays: 10 };
  const once: ClockEvent[] = [
    { kind: 'pause', at: at('2026-11-17 10:00') },
    { kind: 'resume', at: at('2026-11-18 10:00') },
  ];
  const again: ClockEvent[] = [
    ...once,
    { kind: 'pause', at: at('2026-11-19 10:00') },
    { kind: 'resume', at: at('2026-11-26 10:00') },
  ];
  const now = at('2026-11-27 10:00');
  assert.deepEqual(
    readClock({ ...base, events: again }, calendar, now),
    readClock({ ...base, events: once }, calendar, now),
  );
  assert.equal(findEventProblem(once, 'pause'), 'paused_before');
  assert.equal(findEventProblem(once, 'resume'), 'not_paused');
  assert.equal(findEventProblem([], 'resume'), 'not_paused');
  assert.equal(findEventProblem(once.slice(0, 1), 'resume'), undefined);
  assert.equal(findEventProblem([{ kind: 'stop', at: now }], 'pause'), 'stopped');
});

test('whoever asks for material on the last day has a day left when it comes', () => {
  const events: ClockEvent[] = [
    { kind: 'pause', at: at('2026-11-23 16:00') },
    { kind: 'resume', at: at('2026-11-27 17:00') },
  ];
  const clock = { started: at('2026-11-16 09:30'), localDays: 5, events };
  const resumed = readClock(clock, calendar, at('2026-11-27 18:00'));
  assert.deepEqual([resumed.due, resumed.state, resumed.remaining], ['2026-11-30', 'near', 1]);
  const waiting = readClock(clock, calendar, at('2026-11-25 10:00'));
  assert.deepEqual([waiting.state, waiting.lateDays], ['paused', 0]);
  const sameDay = [events[0], { kind: 'resume', at: at('2026-11-23 17:00') }] as ClockEvent[];
  assert.equal(readClock({ ...clock, events: sameDay }, calendar, at('2026-11-24 08:00')).state, 'late');
});

test('natural days count rest days and end on a working day', () => {
  const clock = { started: at('2026-09-20 09:00'), unit: 'natural' as const, localDays: 15, events: [] };
  // 15 days end on Monday 5 October, within the holiday that lasts to the 7th.
  assert.equal(readClock(clock, calendar, at('2026-09-21 09:00')).due, '2026-10-08');
  assert.equal(readClock({ ...clock, localDays: 20 }, calendar, at('2026-09-21 09:00')).due, '2026-10-10');
});

test('in a year that nobody knows yet, feasts with a date fixed by law are off all the same', () => {
  assert.equal(calendar.worksOnDay(dayNumber('2027-01-01')), false);
  assert.equal(calendar.worksOnDay(dayNumber('2027-01-04')), true);
  assert.deepEqual(plainDue(calendar, '2026-12-30', 2), { date: '2027-01-04', provisional: true });
});

test('dates are told while a clock runs, not while it waits or when it is done', () => {
  const clock = { started: at('2026-11-16 09:30'), localDays: 5, legalDays: 10, events: [] as ClockEvent[] };
  const now = at('2026-11-18 10:00');
  assert.deepEqual(readDates(clock, calendar, now), {
    localDue: '2026-11-23',
    legalDue: '2026-11-30',
    localProvisional: false,
    legalProvisional: false,
  });
  for (const kind of ['pause', 'stop'] as const)
    assert.equal(readDates({ ...clock, events: [{ kind, at: now }] }, calendar, now), undefined);
});

const history = fc.record({
  day: anyDay,
  limit: fc.integer({ min: 1, max: 20 }),
  more: fc.integer({ min: 0, max: 15 }),
  pause: fc.integer({ min: 0, max: 30 }),
  wait: fc.integer({ min: 0, max: 30 }),
  extension: fc.integer({ min: 1, max: 10 }),
  unit: fc.constantFrom('working' as const, 'natural' as const),
});
/** A clock that pauses and goes on again, read long after. */
const dueAfter = (
  { day, pause, wait, unit }: { day: number; pause: number; wait: number; unit: 'working' | 'natural' },
  days: number,
  more: readonly ClockEvent[] = [],
): string => {
  const events: ClockEvent[] = [
    { kind: 'pause', at: noon(day + pause) },
    { kind: 'resume', at: noon(day + pause + wait) + 3_600_000 },
    ...more,
  ];
  return (
    readClock({ started: noon(day), unit, legalDays: days, events }, calendar, noon(day + 400)).due ?? ''
  );
};

test('with a pause, too, a longer limit or a longer wait never gives an earlier date, and an extension a later one', () => {
  fc.assert(
    fc.property(history, one => {
      const due = dueAfter(one, one.limit);
      assert.ok(dueAfter(one, one.limit + one.more) >= due);
      assert.ok(dueAfter({ ...one, wait: one.wait + one.more }, one.limit) >= due);
      const extend: ClockEvent = { kind: 'extend', at: noon(one.day), days: one.extension };
      assert.ok(dueAfter(one, one.limit, [extend]) >= due);
      assert.equal(dueAfter(one, one.limit, [extend]), dueAfter(one, one.limit + one.extension));
    }),
    { numRuns: 300 },
  );
});

test('a due date is a working day, and what is left before it is counted down by one a working day', () => {
  fc.assert(
    fc.property(history, ({ day, limit, unit }) => {
      const clock = { started: noon(day), unit, localDays: limit, events: [] };
      let before = readClock(clock, calendar, noon(day));
      assert.ok(calendar.worksOnDay(dayNumber(before.due ?? '')));
      for (let now = day + 1; dateOfDay(now) <= (before.due ?? ''); now += 1) {
        const reading = readClock(clock, calendar, noon(now));
        const step = unit === 'natural' || calendar.worksOnDay(now) ? 1 : 0;
        assert.equal(reading.remaining, before.remaining - step);
        before = reading;
      }
      assert.equal(before.remaining, 0);
    }),
    { numRuns: 200 },
  );
});
