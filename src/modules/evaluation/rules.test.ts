import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Todo, byUrgency, caseTodoOf, itemWords } from './rules.ts';

const CLOCK: NonNullable<Todo['clock']> = {
  step: 'answer',
  started: '2026-11-02T01:00:00.000Z',
  localDays: 5,
  legalDays: 10,
  localDue: '2026-11-09',
  legalDue: '2026-11-16',
  remaining: 0,
  lateDays: 0,
  usedDays: 0,
  extendedDays: 0,
  state: 'normal',
  unit: 'working',
  late: false,
  due: null,
  limitDays: null,
  movedFrom: null,
  localMovedFrom: null,
  legalMovedFrom: null,
  provisional: false,
  localProvisional: false,
  legalProvisional: false,
  localCitation: null,
  legalCitation: null,
};

const todo = (title: string, since: string, clock: Todo['clock']): Todo => ({
  kind: 'answer_application',
  title,
  no: '',
  other: '',
  path: '/cases/1',
  objectId: 1,
  clock,
  since,
  summary: '',
});

test('what is late comes before what is due, that before what has time, and what has no clock comes last, oldest first', () => {
  const list = [
    todo('no clock, new', '2026-11-05', null),
    todo('three days', '2026-11-01', { ...CLOCK, remaining: 3 }),
    todo('no clock, old', '2026-11-01', null),
    todo('late', '2026-11-04', { ...CLOCK, late: true, lateDays: 2, state: 'late' }),
    todo('since Friday', '2026-11-04', { ...CLOCK, late: true }),
    todo('due today', '2026-11-03', { ...CLOCK, state: 'due_today' }),
  ];
  assert.deepEqual(
    list.sort(byUrgency).map(one => one.title),
    ['late', 'since Friday', 'due today', 'three days', 'no clock, old', 'no clock, new'],
  );
});

test('a decided case asks nothing of anyone, and an answer is asked of whoever gives it', () => {
  assert.equal(caseTodoOf('awaiting_answer', false, ['agree']), 'answer_application');
  assert.equal(caseTodoOf('awaiting_answer', true, ['withdraw']), undefined);
  assert.equal(
    caseTodoOf('awaiting_answer', false, ['grant_extension', 'deny_extension']),
    'decide_extension',
  );
  for (const state of ['draft', 'agreed', 'partly_agreed', 'refused', 'moved', 'lapsed', 'withdrawn'])
    assert.equal(caseTodoOf(state, true, []), undefined, state);
});

test('more than four items are named by their number', () => {
  assert.equal(itemWords(['姓名', '性别'], 2), '姓名、性别（2 项）');
  assert.equal(itemWords(['甲', '乙', '丙', '丁', '戊'], 5), '甲、乙、丙、丁等 5 项');
});
