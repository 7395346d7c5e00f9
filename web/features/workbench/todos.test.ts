import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Todo, byUrgency, signatureOf } from './todos.ts';

function todo(title: string, clock: { state: string; remaining?: number; lateDays?: number } | null): Todo {
  return {
    kind: 'answer_application',
    title,
    no: '',
    other: '',
    path: '/cases/1',
    objectId: 1,
    since: '2026-11-01T00:00:00Z',
    summary: '',
    clock: clock === null ? null : ({ remaining: 0, lateDays: 0, ...clock } as Todo['clock']),
  };
}

test('the latest comes first, what is paused comes last', () => {
  const order = [
    todo('paused', { state: 'paused', remaining: 1 }),
    todo('none', null),
    todo('six days left', { state: 'normal', remaining: 6 }),
    todo('late by one', { state: 'late', lateDays: 1 }),
    todo('today', { state: 'due_today' }),
    todo('late by three', { state: 'late', lateDays: 3 }),
    todo('one day left', { state: 'near', remaining: 1 }),
  ].toSorted(byUrgency);
  assert.deepEqual(
    order.map(one => one.title),
    ['late by three', 'late by one', 'today', 'one day left', 'six days left', 'none', 'paused'],
  );
});

test('a simple signature is given on the card; what needs reasons or a choice opens its page', () => {
  const asked = (kind: Todo['kind']) => signatureOf({ ...todo('one', null), kind, objectId: 7 });
  assert.deepEqual(asked('consent_application'), {
    address: '/api/applications/7/actions',
    agree: 'consent',
    back: 'decline',
  });
  // A refusal needs its ground: the card only agrees.
  assert.deepEqual(asked('answer_application'), { address: '/api/applications/7/actions', agree: 'agree' });
  assert.equal(asked('decide_exception'), undefined);
  assert.equal(asked('supply_material'), undefined);
});
