import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCron } from './cron.ts';
import { type Schedule, type Settings, nextMoment, nextMoments, planWords } from './schedule.ts';

/** 2026-03-08 02:00, Beijing time. */
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
const said = (moment: number | undefined): string | undefined =>
  moment === undefined
    ? undefined
    : new Date(moment + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

const cron = (line: string): Schedule => ({ kind: 'cron', line });
const monthly = (...days: number[]): Schedule => ({ kind: 'monthly', days, time: '02:00' });

const TABLE: [string, Schedule, string, string | undefined][] = [
  ['none has no moment', { kind: 'none' }, '2026-01-01 00:00', undefined],
  ['daily, later the same day', { kind: 'daily', time: '02:00' }, '2026-05-01 01:59', '2026-05-01 02:00'],
  [
    'daily, the moment itself is over',
    { kind: 'daily', time: '02:00' },
    '2026-05-01 02:00',
    '2026-05-02 02:00',
  ],
  ['daily, across the year', { kind: 'daily', time: '00:00' }, '2026-12-31 23:59', '2027-01-01 00:00'],
  ['weekly on Sunday', { kind: 'weekly', days: [7], time: '23:30' }, '2026-11-21 12:00', '2026-11-22 23:30'],
  [
    'weekly, the nearest of two days',
    { kind: 'weekly', days: [5, 1], time: '08:00' },
    '2026-11-21 12:00',
    '2026-11-23 08:00',
  ],
  ['monthly on the 15th', monthly(15), '2026-11-15 02:00', '2026-12-15 02:00'],
  ['the 31st of a short month is its last', monthly(31), '2026-04-01 00:00', '2026-04-30 02:00'],
  ['the 30th of February is the 28th', monthly(30), '2026-02-01 00:00', '2026-02-28 02:00'],
  ['and the 29th in a leap year', monthly(30), '2028-02-01 00:00', '2028-02-29 02:00'],
  ['the 29th of February every year', monthly(29), '2027-02-10 00:00', '2027-02-28 02:00'],
  ['30th and 31st are one day in April', monthly(30, 31), '2026-04-30 02:00', '2026-05-30 02:00'],
  ['every 20 minutes', { kind: 'every', n: 20, unit: 'minutes' }, '2026-05-01 10:20', '2026-05-01 10:40'],
  [
    'every 7 minutes begins anew at midnight',
    { kind: 'every', n: 7, unit: 'minutes' },
    '2026-05-01 23:57',
    '2026-05-02 00:00',
  ],
  ['every 6 hours', { kind: 'every', n: 6, unit: 'hours' }, '2026-05-01 13:00', '2026-05-01 18:00'],
  ['every day by hours', { kind: 'every', n: 24, unit: 'hours' }, '2026-05-01 00:00', '2026-05-02 00:00'],
  ['no summer time in March', { kind: 'daily', time: '02:30' }, '2026-03-08 02:29', '2026-03-08 02:30'],
  ['cron: a quarter of each hour', cron('*/15 * * * *'), '2026-05-01 10:46', '2026-05-01 11:00'],
  ['cron: working hours', cron('0 8-18/2 * * 1-5'), '2026-11-20 18:00', '2026-11-23 08:00'],
  ['cron: either day when both are named', cron('0 3 13 * 5'), '2026-11-12 00:00', '2026-11-13 03:00'],
  ['cron: the Friday after', cron('0 3 13 * 5'), '2026-11-13 03:00', '2026-11-20 03:00'],
  ['cron: both when one begins with a star', cron('0 3 */2 * 5'), '2026-11-20 03:00', '2026-11-27 03:00'],
  ['cron: names', cron('30 1 1 JAN,jul *'), '2026-11-20 00:00', '2027-01-01 01:30'],
  ['cron: 7 is Sunday', cron('0 0 * * 7'), '2026-11-21 12:00', '2026-11-22 00:00'],
  ['cron: 29 February waits for the leap year', cron('0 0 29 2 *'), '2026-03-01 00:00', '2028-02-29 00:00'],
  ['cron: across 2100, which is none', cron('0 0 29 2 *'), '2096-03-01 00:00', '2104-02-29 00:00'],
  ['cron: a day that no month has', cron('0 0 31 2 *'), '2026-01-01 00:00', undefined],
  ['cron: no line', cron('every night'), '2026-01-01 00:00', undefined],
];
for (const [name, schedule, after, next] of TABLE)
  test(name, () => assert.equal(said(nextMoment(schedule, at(after))), next));

test('a number with a step goes on to the end of its field', () => {
  assert.deepEqual([...(parseCron('10/20 0 * * *')?.minutes ?? [])], [10, 30, 50]);
});

for (const line of [
  '* * * *',
  '60 * * * *',
  '* 24 * * *',
  '* * 0 * *',
  '5-1 * * * *',
  '*/0 * * * *',
  'a * * * *',
  '1,,2 * * * *',
  '1-2-3 * * * *',
  '-1 * * * *',
  '* * * * 8',
  '* * * * * *',
])
  test(`“${line}” is no cron line`, () => assert.equal(parseCron(line), undefined));

test('days off are left out', () => {
  // 2026-10-01 to 07 and the weekend before; days since 1970.
  const off = new Set(['2026-10-01', '2026-10-02', '2026-10-03'].map(date => Date.parse(date) / 86_400_000));
  const works = (day: number): boolean => !off.has(day);
  const daily: Schedule = { kind: 'daily', time: '02:00' };
  assert.equal(said(nextMoment(daily, at('2026-09-30 02:00'), works)), '2026-10-04 02:00');
  assert.equal(
    nextMoment(daily, at('2026-09-30 02:00'), () => false),
    undefined,
  );
});

test('moments follow each other without a gap, and none comes twice', () => {
  for (const [, schedule] of TABLE) {
    const moments = nextMoments(schedule, at('2027-12-30 00:00'), () => true, 50);
    moments.reduce((before, now) => {
      assert.ok(now > before);
      assert.equal(nextMoment(schedule, now - 1), now);
      assert.equal(nextMoment(schedule, before), now);
      return now;
    }, at('2027-12-30 00:00'));
  }
});

test('a plan in words', () => {
  const plan = (schedule: Schedule, more: Partial<Settings> = {}): string =>
    planWords({ workingDaysOnly: false, on: [], ...more, schedule } as Settings).zh;
  assert.equal(plan({ kind: 'daily', time: '02:00' }), '每天 02:00');
  assert.equal(
    plan({ kind: 'weekly', days: [7, 1], time: '02:00' }, { workingDaysOnly: true }),
    '每周一、日 02:00（仅工作日）',
  );
  assert.equal(plan(monthly(31, 1)), '每月 1 日、最后一天 02:00');
  assert.equal(plan(monthly(31)), '每月最后一天 02:00');
  assert.equal(plan(cron('45 4 1 1,4,7,10 *')), '每年 1、4、7、10 月的 1 日 04:45');
  assert.equal(plan(cron('0 8-18/2 * * 1-5')), 'Cron 0 8-18/2 * * 1-5');
  assert.equal(plan({ kind: 'none' }), '手动');
  assert.equal(plan({ kind: 'none' }, { on: [{ kind: 'source' }] }), '来源文件更新后');
});
