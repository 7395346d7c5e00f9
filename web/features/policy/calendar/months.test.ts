import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spans, weeksOf } from './months.ts';
import type { Day } from './types.ts';

const special = new Map<string, Day>(
  (
    [
      ['2026-10-01', 'holiday', '国庆节', false],
      ['2026-10-10', 'workday', '国庆节', false],
      ['2026-10-12', 'holiday', '更正', true],
      ['2026-10-31', 'ordinary', '', true],
    ] as const
  ).map(([date, kind, name, corrected]) => [date, { date, kind, name, corrected }]),
);

test('October 2026 begins on a Thursday and has five weeks, Monday first', () => {
  const weeks = weeksOf(2026, 10, special);
  assert.equal(weeks.length, 5);
  assert.ok(weeks.every(week => week.length === 7));
  assert.deepEqual(
    weeks[0]?.map(cell => cell?.day ?? null),
    [null, null, null, 1, 2, 3, 4],
  );
  assert.equal(weeks.flat().filter(Boolean).length, 31);
});

test('days are marked by the notice, else by the week, and corrections show', () => {
  const byDate = new Map(
    weeksOf(2026, 10, special)
      .flat()
      .map(cell => [cell?.date, cell]),
  );
  const mark = (date: string) => [byDate.get(date)?.mark, byDate.get(date)?.corrected];
  assert.deepEqual(mark('2026-10-01'), ['holiday', false]);
  assert.deepEqual(mark('2026-10-10'), ['workday', false]);
  assert.deepEqual(mark('2026-10-11'), ['rest', false]);
  assert.deepEqual(mark('2026-10-12'), ['holiday', true]);
  assert.deepEqual(mark('2026-10-13'), ['ordinary', false]);
  assert.deepEqual(mark('2026-10-31'), ['rest', true]);
  assert.equal(weeksOf(2024, 2, special).flat().filter(Boolean).length, 29);
});

test('years that follow each other are one span', () => {
  assert.equal(spans([2022, 2019, 2020], '、'), '2019–2020、2022');
  assert.equal(spans([], ', '), '—');
});
