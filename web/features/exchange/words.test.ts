import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Run } from './types.ts';
import { rowsEn, verdictOf } from './words.ts';

const compared = (result: string) => ({ result }) as Run['comparison'];
const said = (run: Parameters<typeof verdictOf>[0]) => verdictOf(run)?.words[0];

describe('What a delivered run is called', () => {
  test('a later comparison that found something comes before the receipt', () => {
    assert.equal(said({ state: 'delivered', comparison: compared('target_changed') }), '目标已被改动');
    assert.equal(said({ state: 'delivered', comparison: compared('differs') }), '与来源不同');
    assert.equal(verdictOf({ state: 'delivered', comparison: compared('source_moving') })?.tone, 'warning');
    assert.equal(said({ state: 'delivered', comparison: compared('equal') }), undefined);
  });

  test('what was only counted is not called equal, and what was not delivered keeps its own word', () => {
    assert.equal(said({ state: 'delivered', comparison: null, grade: 'none' }), '只核对了行数');
    assert.equal(said({ state: 'delivered', comparison: null, grade: 'snapshot' }), undefined);
    assert.equal(said({ state: 'mismatch', grade: 'none' }), undefined);
  });

  test('one row is one row', () => {
    assert.deepEqual([rowsEn(1), rowsEn(0), rowsEn(10_023)], ['1 row', '0 rows', '10,023 rows']);
  });
});
