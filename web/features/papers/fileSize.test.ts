import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileSize } from './fileSize.ts';

test('sizes of files are read in the unit that keeps them short', () => {
  assert.deepEqual([12, 1023, 1024, 831_488, 1_048_576, 3_565_158].map(fileSize), [
    '12 B',
    '1023 B',
    '1 KB',
    '812 KB',
    '1.0 MB',
    '3.4 MB',
  ]);
});
