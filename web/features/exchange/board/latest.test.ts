import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BoardRun } from '../types.ts';
import { latest } from './latest.ts';

const run = (id: number, state: BoardRun['state']) => ({ id, state }) as BoardRun;

describe('What the board shows of the runs', () => {
  test('runs under way stand first, then what ended, each once and no more than there is room for', () => {
    const board = {
      runs: [run(5, 'delivered'), run(4, 'running'), run(3, 'queued')],
      ended: [run(5, 'delivered'), run(2, 'failed'), run(1, 'delivered')],
    };
    assert.deepEqual(
      latest(board, 4).map(({ id }) => id),
      [4, 3, 5, 2],
    );
  });
});
