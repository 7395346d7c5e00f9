import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CalendarData, dateOfDay, dayNumber } from './calendar.ts';
import { type CalendarChange, calendarOf, findContradiction, knownThroughFrom } from './changes.ts';

const shipped = JSON.parse(
  readFileSync(new URL('../../../reference/calendar/cn.json', import.meta.url), 'utf8'),
) as CalendarData;
const YEARS = [2021, 2022, 2023, 2024, 2025, 2026];
const daysOf = (year: number) => shipped.days.filter(day => day.date.startsWith(`${year}-`));
const yearsAs = (years: readonly number[]): CalendarChange[] =>
  years.map((year, index) => ({ id: index + 1, year, days: daysOf(year) }));

/** Every verdict of a calendar: the date, whether it is known, whether it is worked. */
function verdicts(changes: readonly CalendarChange[]): string {
  const calendar = calendarOf(changes);
  let text = '';
  for (let day = dayNumber('2020-12-01'); day <= dayNumber('2027-01-31'); day += 1)
    text += `${calendar?.knowsDay(day) === true ? 'k' : '-'}${calendar?.worksOnDay(day) === true ? 'w' : '-'}`;
  return text;
}

const correction = fc.record({
  year: fc.constant(null),
  days: fc
    .tuple(
      fc.integer({ min: dayNumber('2021-01-01'), max: dayNumber('2026-12-31') }),
      fc.constantFrom('holiday', 'workday', 'ordinary'),
    )
    .map(([day, kind]) => [{ date: dateOfDay(day), kind, name: '更正' } as const]),
});

test('in which order the years come makes no difference, also between corrections', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(YEARS, { minLength: YEARS.length }),
      fc.array(correction, { maxLength: 5 }),
      fc.array(fc.nat({ max: 6 }), { minLength: 5, maxLength: 5 }),
      (years, corrections, places) => {
        const inOrder = [
          ...yearsAs(YEARS),
          ...corrections.map((one, index) => ({ ...one, id: 100 + index })),
        ];
        // Corrections keep their own order and lie anywhere between the years.
        const mixed: Omit<CalendarChange, 'id'>[] = yearsAs(years);
        let least = 0;
        corrections.forEach((one, index) => {
          least = Math.max(least, Math.min(mixed.length, (places[index] ?? 0) + index));
          mixed.splice(least, 0, one);
          least += 1;
        });
        assert.equal(verdicts(mixed.map((one, index) => ({ ...one, id: index + 1 }))), verdicts(inOrder));
      },
    ),
    { numRuns: 50 },
  );
});

test('the last load of a year holds, and a correction stands above it', () => {
  const changes: CalendarChange[] = [
    ...yearsAs([2026]),
    { id: 2, year: null, days: [{ date: '2026-11-23', kind: 'holiday', name: '更正' }] },
    { id: 3, year: 2026, days: daysOf(2026).filter(day => day.date !== '2026-10-10') },
  ];
  const calendar = calendarOf(changes);
  assert.equal(
    calendar?.worksOnDay(dayNumber('2026-10-10')),
    false,
    'loaded again without the worked Saturday',
  );
  assert.equal(calendar?.worksOnDay(dayNumber('2026-11-23')), false, 'still corrected');
  assert.equal(verdicts(changes.toReversed()), verdicts(changes), 'numbers count, not places in the list');
  const back: CalendarChange = {
    id: 4,
    year: null,
    days: [{ date: '2026-11-23', kind: 'ordinary', name: '' }],
  };
  assert.equal(calendarOf([...changes, back])?.worksOnDay(dayNumber('2026-11-23')), true);
});

test('a notice that reaches back into December must agree with what that year says', () => {
  const known = yearsAs([2026]);
  const reaching = [{ date: '2026-12-31', kind: 'holiday', name: '元旦' } as const];
  assert.equal(findContradiction(known, 2027, reaching), undefined);
  const said: CalendarChange = {
    ...(known[0] as CalendarChange),
    days: [...daysOf(2026), { date: '2026-12-31', kind: 'workday', name: 'x' }],
  };
  assert.equal(findContradiction([said], 2027, reaching), '2026-12-31');
  assert.equal(findContradiction([said], 2026, reaching), undefined, 'the year itself is loaded again');
});

test('how far the calendar is known', () => {
  assert.equal(knownThroughFrom([2025, 2026], '2026-11-21'), '2026-12-31');
  assert.equal(knownThroughFrom([2025, 2026, 2028], '2025-01-01'), '2026-12-31');
  assert.equal(knownThroughFrom([2030], '2026-11-21'), null);
  assert.equal(calendarOf([]), undefined);
});
