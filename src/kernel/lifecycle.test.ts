import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineLifecycle } from './lifecycle.ts';

type State = 'open' | 'asked' | 'closed';
type Action = 'note' | 'ask' | 'close';
type Relation = 'asker' | 'owner';

const door = defineLifecycle<State, Action, Relation>([
  { action: 'note', from: ['open', 'asked'], to: 'same', actor: ['asker', 'owner'] },
  { action: 'ask', from: ['open'], to: 'asked', actor: 'asker' },
  { action: 'close', from: ['open'], to: 'closed', actor: 'owner' },
  { action: 'close', from: ['asked'], to: 'closed', actor: ['owner', 'asker'] },
]);

test('Someone is offered only what his standing allows in the present state', () => {
  assert.deepEqual(
    door.actions('open', relation => relation === 'asker'),
    ['note', 'ask'],
  );
  assert.deepEqual(
    door.actions('open', relation => relation === 'owner'),
    ['note', 'close'],
  );
  assert.deepEqual(
    door.actions('asked', () => true),
    ['note', 'close'],
  );
  assert.deepEqual(
    door.actions('closed', () => true),
    [],
  );
  assert.deepEqual(
    door.actions('open', () => false),
    [],
  );
});

test('An action leads to its target, stays where the row says so, and leads nowhere from a foreign state', () => {
  assert.equal(door.next('ask', 'open'), 'asked');
  assert.equal(door.next('note', 'asked'), 'asked');
  assert.equal(door.next('ask', 'closed'), undefined);
});

test('The same action may belong to different people in different states', () => {
  const asker = (relation: Relation): boolean => relation === 'asker';
  assert.equal(door.allows('close', 'open', asker), false);
  assert.equal(door.allows('close', 'asked', asker), true);
});

test('A table that sends one action from one state to two places is refused', () => {
  assert.throws(
    () =>
      defineLifecycle<State, Action, Relation>([
        { action: 'close', from: ['open'], to: 'closed', actor: 'owner' },
        { action: 'close', from: ['open', 'asked'], to: 'asked', actor: 'asker' },
      ]),
    /close from open leads to both closed and asked/,
  );
});
