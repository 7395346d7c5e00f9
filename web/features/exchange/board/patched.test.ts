import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BoardRun } from '../types.ts';
import { patched } from './patched.ts';

const run = (id: number, rowsRead: number) => ({ id, rowsRead }) as BoardRun;
const told = (runs: BoardRun[]) => runs.map(one => `${one.id}:${one.rowsRead}`);

describe('Runs as the stream tells them', () => {
  test('a run that changed stays in its place, a new one stands first', () => {
    const before = [run(3, 0), run(2, 10), run(1, 5)];
    assert.deepEqual(told(patched(before, [run(4, 0), run(2, 20)])), ['4:0', '3:0', '2:20', '1:5']);
    assert.deepEqual(told(before), ['3:0', '2:10', '1:5'], 'what was shown is not changed under the reader');
  });
});
