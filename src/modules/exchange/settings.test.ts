import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsOf, termsOf } from './settings.ts';

test('a task that says nothing of wrong rows stops at the first one; either bound alone is the bound', () => {
  const toleranceOf = (rows: number | null, share: number | null): unknown =>
    termsOf(
      { ...settingsOf({}), tolerance: { rows, share } },
      { kind: 'delivery', items: [], key: [], files: false },
      null,
    ).tolerance;
  assert.deepEqual(toleranceOf(null, null), { rows: 0 });
  assert.deepEqual(toleranceOf(10, null), { rows: 10 });
  assert.deepEqual(toleranceOf(null, 0.01), { share: 0.01 });
  assert.deepEqual(toleranceOf(10, 0.01), { rows: 10, share: 0.01 });
});
