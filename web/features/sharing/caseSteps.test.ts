import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseSteps } from './caseSteps.ts';
import type { Application } from './types.ts';

const zh = (chinese: string) => chinese;
const done = (...actions: string[]) =>
  actions.map(action => ({ action, at: '', post: '', name: '', note: '', record: null }));
const application = (facts: object): Application =>
  ({
    kind: 'single',
    shareType: 'conditional',
    path: 'provider_answers',
    history: [],
    ...facts,
  }) as unknown as Application;

function told(facts: object): [string[], string] {
  const { steps, current } = caseSteps(application(facts), zh);
  assert.ok(steps.length <= 5, `${steps.length} steps`);
  return [steps.map(step => step.title), steps[current]?.title ?? ''];
}

test('a conditional request is answered by its provider', () => {
  const [titles, now] = told({ state: 'awaiting_answer', history: done('apply', 'submit', 'consent') });
  assert.deepEqual(titles, ['填写申请', '本部门签批', '提供方答复', '授权生效']);
  assert.equal(now, '提供方答复');
});

test('who lets the consumer in decides which steps there are', () => {
  assert.deepEqual(told({ state: 'awaiting_authorisation', path: 'platform_authorises' }), [
    ['填写申请', '本部门签批', '主管部门授权', '授权生效'],
    '主管部门授权',
  ]);
  assert.deepEqual(told({ state: 'agreed', path: 'mandate' })[0], ['填写申请', '本部门签批', '授权生效']);
  assert.deepEqual(told({ state: 'awaiting_review', path: 'green_channel', kind: 'green' }), [
    ['填写申请', '本部门签批', '先行使用', '事后审核'],
    '事后审核',
  ]);
});

test('a check and the consumer’s word are steps of their own, and there are five at most', () => {
  assert.deepEqual(
    told({ state: 'awaiting_acceptance', history: done('submit', 'consent', 'agree_in_part', 'pass_check') }),
    [['填写申请', '提供方答复', '规范审核', '申请方确认', '授权生效'], '申请方确认'],
  );
});

test('what was withdrawn ended at the last step that it took', () => {
  assert.equal(
    told({ state: 'withdrawn', history: done('apply', 'submit', 'consent', 'withdraw') })[1],
    '本部门签批',
  );
});
