import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Clock, dateWords, limitWords, stateWords } from './deadlineWords.ts';

/** Received on 22 December: five days end in the known year, ten in one whose holidays nobody knows. */
const clock: Clock = {
  step: 'answer',
  started: '2026-12-22T01:00:00.000Z',
  unit: 'working',
  localDays: 5,
  legalDays: 10,
  localDue: '2026-12-29',
  legalDue: '2027-01-06',
  localProvisional: false,
  legalProvisional: true,
  due: '2026-12-29',
  provisional: false,
  limitDays: 5,
  remaining: 4,
  lateDays: 0,
  usedDays: 1,
  extendedDays: 0,
  state: 'normal',
  late: false,
  movedFrom: null,
  localMovedFrom: null,
  legalMovedFrom: null,
  localCitation: null,
  legalCitation: null,
};
const zh = (one: string) => one;
const en = (_: string, one: string) => one;

test('the legal date says “about” although the local one, which is certain, is the one that counts', () => {
  assert.deepEqual(limitWords(clock, zh, 'zh'), [
    '本市规定 5 个工作日（2026-12-29）',
    '法定上限 10 个工作日（约 2027-01-06）',
  ]);
  assert.deepEqual(limitWords(clock, en, 'en'), [
    'Local limit 5 working days (29 Dec 2026)',
    'Legal ceiling 10 working days (about 6 Jan 2027)',
  ]);
  assert.equal(dateWords(clock.due, clock.provisional, 'zh', true), '2026-12-29（周二）');
  assert.equal(stateWords(clock, zh, 'zh'), '剩余 4 个工作日');
});

test('the date that counts says it too when it waits, and both dates when both do', () => {
  const waiting: Clock = { ...clock, state: 'provisional', provisional: true, due: '2027-01-06' };
  assert.equal(stateWords(waiting, zh, 'zh'), '约 2027-01-06 到期（放假安排公布后重算）');
  assert.equal(stateWords(waiting, en, 'en'), 'Due about 6 Jan 2027 (until the holidays are announced)');
  assert.match(limitWords({ ...clock, localProvisional: true }, zh, 'zh')[0] ?? '', /（约 2026-12-29）/);
});

test('a date that the calendar moved names the one that was told before, beside the new one', () => {
  const moved: Clock = {
    ...clock,
    legalProvisional: false,
    legalDue: '2027-01-07',
    legalMovedFrom: '2027-01-06',
  };
  assert.deepEqual(limitWords(moved, zh, 'zh').slice(1), [
    '法定上限 10 个工作日（2027-01-07，原告知 2027-01-06）',
    '已按放假安排重算',
  ]);
  assert.match(limitWords(moved, en, 'en')[1] ?? '', /\(7 Jan 2027, told 6 Jan 2027 before\)/);
});
