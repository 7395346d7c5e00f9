import assert from 'node:assert/strict';
import { test } from 'node:test';
import { code128 } from './code128.ts';

test('a bar code has eleven modules a letter, a start, a check letter, and a stop of thirteen', () => {
  const widths = code128('2026-00203');
  assert.equal(
    widths.reduce((sum, width) => sum + width, 0),
    11 * (1 + 10 + 1) + 13,
  );
  assert.deepEqual(widths.slice(0, 6), [2, 1, 1, 2, 1, 4]);
  assert.deepEqual(widths.slice(-7), [2, 3, 3, 1, 1, 1, 2]);
});

test('the check letter is the weighted sum of the letters modulo 103', () => {
  // PJJ123C: (104 + 48 + 2·42 + 3·42 + 4·17 + 5·18 + 6·19 + 7·35) mod 103 = 55, whose widths are 311321.
  assert.deepEqual(code128('PJJ123C').slice(-13, -7), [3, 1, 1, 3, 2, 1]);
});

test('what a bar code cannot write is refused', () => {
  assert.throws(() => code128('共-2026-00203'));
});
