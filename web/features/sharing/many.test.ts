import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choicesOf } from './many.ts';
import type { ApplicationRow } from './types.ts';

const row = (id: number, actions: ApplicationRow['actions']) => ({ id, actions }) as ApplicationRow;

test('each thing is offered for the cases that allow it, the way forward first', () => {
  const choices = choicesOf([
    row(1, ['withdraw', 'agree', 'refuse']),
    row(2, ['agree', 'ask_material']),
    row(3, ['consent', 'decline']),
  ]);
  assert.deepEqual(
    choices.map(({ action, rows }) => [action, rows.map(one => one.id)]),
    [
      ['agree', [1, 2]],
      ['consent', [3]],
      ['decline', [3]],
      ['withdraw', [1]],
    ],
  );
});

test('what is decided one by one only is not offered for many', () => {
  assert.deepEqual(choicesOf([row(1, ['refuse', 'ask_material', 'redirect'])]), []);
});
