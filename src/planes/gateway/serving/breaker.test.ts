import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBreaker } from './breaker.ts';

function at() {
  const clock = { now: 1000 };
  const breaker = createBreaker({ failures: 3, pause: 100, longest: 350, now: () => clock.now });
  return { clock, breaker };
}

test('opens after so many failures in a row, and a success between them begins anew', () => {
  const { breaker } = at();
  for (const step of ['failed', 'failed', 'succeeded', 'failed', 'failed'] as const) {
    assert.equal(breaker.enter(), true);
    breaker[step]();
  }
  assert.equal(breaker.enter(), true);
  breaker.failed();
  assert.equal(breaker.enter(), false);
  assert.equal(breaker.wait(), 100);
});

test('after the pause one call tries; the pause doubles up to the longest, and a success closes it', () => {
  const { clock, breaker } = at();
  for (let i = 0; i < 3; i++) breaker.failed();
  for (const pause of [100, 200, 350, 350]) {
    assert.equal(breaker.wait(), pause);
    clock.now += pause - 1;
    assert.equal(breaker.enter(), false);
    clock.now += 1;
    assert.equal(breaker.enter(), true, 'one tries');
    assert.equal(breaker.enter(), false, 'and no other');
    breaker.failed();
  }
  clock.now += 350;
  assert.equal(breaker.enter(), true);
  breaker.succeeded();
  assert.equal(breaker.enter(), true);
  assert.equal(breaker.enter(), true);
  assert.equal(breaker.wait(), 0);
});

test('late failures of calls under way do not lengthen the pause, and a call that never ends does not keep it open', () => {
  const { clock, breaker } = at();
  for (let i = 0; i < 10; i++) breaker.failed();
  assert.equal(breaker.wait(), 100);
  clock.now += 100;
  assert.equal(breaker.enter(), true);
  clock.now += 350;
  assert.equal(breaker.enter(), true);
});
