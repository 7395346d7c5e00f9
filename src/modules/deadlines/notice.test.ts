import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findYearProblem } from './changes.ts';
import { type NoticeProblem, readNotice } from './notice.ts';

const WHOLE = readFileSync(new URL('../../../reference/calendar/notices/2026.txt', import.meta.url), 'utf8');
const change = (from: string, to: string): string => {
  assert.ok(WHOLE.includes(from), `the notice does not say ${from}`);
  return WHOLE.replace(from, to);
};

test('copies of a notice differ in signs and line breaks, not in what is read', () => {
  const days = readNotice(WHOLE, 2026).days;
  assert.equal(days.length, 39);
  const web = WHOLE.replaceAll('：', ':').replaceAll('（', '(').replaceAll('）', ')').replaceAll('，', ',');
  assert.deepEqual(readNotice(web, 2026).days, days);
  assert.deepEqual(readNotice(WHOLE.replaceAll('日', '日\n '), 2026).days, days);
  assert.deepEqual(readNotice(WHOLE.slice(WHOLE.indexOf('一、')), 2026).days, days);
});

test('older ways of saying it', () => {
  const { days, problems } = readNotice(
    '一、元旦：1月1日放假，1月2日（星期一）补休。\n四、劳动节：5月1日放假，与周末连休。',
    2017,
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(
    days.map(({ date, kind, name }) => `${date} ${kind} ${name}`),
    ['2017-01-01 holiday 元旦', '2017-01-02 holiday 元旦', '2017-05-01 holiday 劳动节'],
  );
});

test('what a notice says twice must agree; a slip of a finger is found', () => {
  const slips: [string, string, NoticeProblem][] = [
    ['1月1日（周四）', '1月1日（周三）', 'wrong_weekday'],
    ['6日（周一）放假', '6日（周二）放假', 'wrong_weekday'],
    ['共9天', '共8天', 'wrong_count'],
    ['5月9日（周六）', '5月39日（周六）', 'no_such_day'],
    ['2月28日（周六）', '2月14日（周六）', 'told_twice'],
    ['10月10日（周六）上班', '10月10日（周六）照常', 'unclear'],
  ];
  for (const [from, to, problem] of slips)
    assert.deepEqual(
      readNotice(change(from, to), 2026).problems.map(one => one.problem),
      [problem],
      `${from} → ${to}`,
    );
  assert.deepEqual(readNotice('放假三天', 2026).problems[0]?.problem, 'no_sections');
  // The same text under another year: its weekdays give it away.
  assert.ok(readNotice(WHOLE, 2025).problems.length > 3);
});

test('a schedule that cannot be a whole year is refused', () => {
  const days = readNotice(WHOLE, 2026).days;
  assert.equal(findYearProblem(2026, days), undefined);
  const half = readNotice(WHOLE.slice(0, WHOLE.indexOf('七、国庆节')), 2026).days;
  assert.deepEqual(findYearProblem(2026, half), { problem: 'feast_missing', date: '2026-10-01' });
  const plus = (date: string, kind: 'holiday' | 'workday') => [...days, { date, kind, name: 'x' }];
  assert.equal(findYearProblem(2026, plus('2026-11-23', 'workday'))?.problem, 'workday_in_week');
  assert.equal(findYearProblem(2026, plus('2025-11-30', 'holiday'))?.problem, 'outside');
  assert.equal(findYearProblem(2026, plus('2026-10-10', 'holiday'))?.problem, 'told_twice');
  assert.equal(findYearProblem(2026, plus('2025-12-31', 'holiday')), undefined);
});
