import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY_CONTENT } from './blank.ts';
import { conflictsOf, merged } from './merging.ts';

const base = { ...EMPTY_CONTENT, title: '婚姻登记', phone: '1', system: '甲' };
const mine = { ...base, title: '婚姻登记信息', phone: '2' };
const theirs = { ...base, phone: '3', system: '乙' };

test('what only the other changed is taken over, what both changed is mine until it is chosen', () => {
  const conflicts = conflictsOf(base, mine, theirs);
  assert.deepEqual(conflicts, [
    { field: 'system', both: false },
    { field: 'phone', both: true },
  ]);
  const kept = merged(mine, theirs, conflicts, {});
  assert.deepEqual([kept.title, kept.phone, kept.system], ['婚姻登记信息', '2', '乙']);
  assert.equal(merged(mine, theirs, conflicts, { phone: 'theirs' }).phone, '3');
  assert.equal(merged(mine, theirs, conflicts, { system: 'mine' }).system, '甲');
});

test('the same change made twice is no conflict', () => {
  assert.deepEqual(conflictsOf(base, { ...base, phone: '3' }, { ...base, phone: '3' }), []);
});
