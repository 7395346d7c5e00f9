import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRecordMark, recordMark, recordName } from './recordName.ts';

test('A record is named by its log and its number', () => {
  assert.equal(recordName('control', 12, 'zh'), '办理 #12');
  assert.equal(recordName('usage/1', 1_284_330, 'zh'), '使用 #1,284,330');
  assert.equal(recordName('usage/1', 345, 'en'), 'Use #345');
});

test('The mark in an address names the same record again, and nothing else is taken for one', () => {
  for (const log of ['control', 'usage/1'] as const)
    for (const number of [0, 7, 10_000_000])
      assert.deepEqual(readRecordMark(recordMark(log, number)), { log, number });
  for (const mark of ['', '12', 'control', 'control-', 'usage-345', 'usage/1-345', 'control-1.5', 'other-1'])
    assert.equal(readRecordMark(mark), undefined, mark);
});
