import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL_ROLES, readConfig } from '#config.ts';

test('a process without a role does not start: nothing named means all of them', () => {
  assert.deepEqual([...readConfig({}).roles], [...ALL_ROLES]);
  assert.deepEqual([...readConfig({ SHUQIAO_ROLES: '' }).roles], [...ALL_ROLES]);
  assert.deepEqual([...readConfig({ SHUQIAO_ROLES: 'mover, gateway' }).roles], ['mover', 'gateway']);
  for (const SHUQIAO_ROLES of [' ', ',', 'mover,gate'])
    assert.throws(() => readConfig({ SHUQIAO_ROLES }), { name: 'StartProblem' });
});
