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
    ['1月1日（周四）至', '1月1日（周四）—', 'unclear_date'],
    ['1月1日（周四）', '1月1日（礼拜四）', 'unclear_weekday'],
    ['1月1日（周四）', '1月1日（Thu）', 'unclear_weekday'],
    ['1月1日（周四）', '1月1日（周4）', 'unclear_weekday'],
    ['3日（周六）放假调休，共3天', '3日（周日六）放假调休，共3天', 'unclear_weekday'],
    ['1月1日（周四）', '1月1日周四', 'unclear_weekday'],
    ['1月1日（周四）', '1月1日（周四', 'unclear_weekday'],
    ['1月4日（周日）上班', '1月4日上班', 'no_weekday'],
    ['2月28日（周六）上班', '2月28日上班', 'no_weekday'],
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

test('what cannot be read is named with its line in the text as it was given', () => {
  const line = (text: string, word: string): number =>
    text.split('\n').findIndex(one => one.includes(word)) + 1;
  const text = change('10月10日（周六）', '10月10日（礼拜六）');
  const [problem] = readNotice(text, 2026).problems;
  assert.deepEqual(
    [problem?.problem, problem?.line],
    ['unclear_weekday', line(text, '10月10日')],
    JSON.stringify(problem),
  );
  assert.match(problem?.sentence ?? '', /10月10日/);
  const windows = text.replaceAll('\n', '\r\n');
  assert.equal(readNotice(windows, 2026).problems[0]?.line, line(text, '10月10日'));
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
