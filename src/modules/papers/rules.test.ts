import assert from 'node:assert/strict';
import { test } from 'node:test';
import { papersOfApplication, papersOfGrant } from './rules.ts';

const history = (...actions: string[]) =>
  actions.map((action, at) => ({ action, at: `2026-11-${20 + at}`, record: at }));
const kinds = (...actions: string[]) => papersOfApplication(history(...actions)).map(slot => slot.kind);

test('A paper is there from the step on that it is about', () => {
  assert.deepEqual(kinds('apply'), ['form']);
  assert.deepEqual(kinds('apply', 'submit', 'consent', 'ask_material', 'supply_material', 'refuse'), [
    'form',
    'supplement',
    'refusal',
  ]);
  assert.deepEqual(kinds('submit', 'consent', 'standing_consent'), ['form', 'answer']);
  assert.deepEqual(kinds('submit', 'refuse_outside', 'allow_exception'), ['form', 'refusal']);
});

test('The form of a draft rests on nothing; one that was sent back and sent again rests on the last sending', () => {
  assert.equal(papersOfApplication(history('apply'))[0]?.step, undefined);
  assert.equal(papersOfApplication(history('submit', 'decline', 'submit'))[0]?.step?.record, 2);
});

test('A check that failed takes back the answer that was checked', () => {
  assert.deepEqual(kinds('submit', 'agree', 'fail_check'), ['form']);
  assert.deepEqual(kinds('submit', 'agree', 'fail_check', 'agree'), ['form', 'answer']);
});

test('The letter of grant is that of the newest version; a certificate that was sent back is none', () => {
  const steps = history('open', 'suspend', 'amend');
  const versions = [
    { version: 2, at: '2026-11-22' },
    { version: 1, at: '2026-11-20' },
  ];
  assert.equal(papersOfGrant(steps, versions)[0]?.step?.action, 'amend');
  const ended = (...actions: string[]) =>
    papersOfGrant(history('open', ...actions), [{ version: 1, at: '2026-11-20' }]).map(slot => slot.kind);
  assert.deepEqual(ended('sign_disposal', 'confirm_disposal'), ['grant', 'disposal']);
  assert.deepEqual(ended('sign_disposal', 'send_back_disposal'), ['grant']);
});
