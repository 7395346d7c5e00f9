import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ending, filingWaits, offered } from './offered.ts';
import type { Change, Grant, GrantAction } from './types.ts';

type Standing = Parameters<typeof ending>[0];

const standing = (state: Grant['state'], actions: GrantAction[], more: Partial<Standing> = {}): Standing => ({
  state,
  actions,
  cause: null,
  repair: null,
  change: null,
  disposal: null,
  ...more,
});

const proposed: Change = {
  id: 1,
  kind: 'end',
  state: 'proposed',
  reason: '系统停用',
  on: '2027-01-10',
  consultUntil: '2026-12-04',
  terms: { items: null, until: null, window: null, limits: null },
  answer: '',
  filedAt: null,
  notedAt: null,
};

test('who is suspended for misuse mends it before going on; any other suspension is simply lifted', () => {
  const both: GrantAction[] = ['resume', 'order_repair'];
  assert.deepEqual(offered(standing('suspended', both, { cause: 'misuse' })), ['order_repair']);
  assert.deepEqual(offered(standing('suspended', both, { cause: 'fault' })), ['resume']);
});

test('a grant is ended for misuse only after an order that was not followed', () => {
  const repair = { until: '2026-12-04', order: '停止批量查询', report: '', overdue: false };
  const before = (state: Grant['state'], actions: GrantAction[], more: Partial<Standing> = {}) =>
    ending(standing(state, actions, more))?.before;
  assert.ok(before('active', ['suspend', 'propose']));
  assert.ok(before('suspended', ['resume', 'order_repair'], { cause: 'misuse' }));
  assert.match(before('repairing', ['terminate'], { repair })?.[0] ?? '', /2026-12-04/u);
  assert.ok(before('repair_submitted', ['accept_repair', 'reject_repair']));
  assert.equal(before('repairing', ['terminate'], { repair: { ...repair, overdue: true } }), null);
  assert.equal(before('repair_failed', ['order_repair', 'terminate']), null);
});

test('nothing is said about ending to whoever never ends grants', () => {
  assert.equal(ending(standing('active', ['give_up'])), undefined);
  assert.equal(ending(standing('active', [])), undefined);
});

test('what was noted is not noted again, and a certificate is sent back once', () => {
  const filed = { ...proposed, state: 'filed', notedAt: '2026-12-05T01:00:00Z' } as const;
  assert.deepEqual(offered(standing('active', ['note_change'], { change: filed })), []);
  const disposal = {
    state: 'signed',
    way: 'destroy',
    demand: '',
    report: null,
    sentBack: '缺少备份的说明',
    clock: null,
  } as const;
  assert.deepEqual(offered(standing('revoked', ['confirm_disposal', 'send_back_disposal'], { disposal })), [
    'confirm_disposal',
  ]);
});

test('filing waits for the answer, or for the last day of the consultation', () => {
  const waits = (change: Change, today: string) =>
    filingWaits(standing('active', ['file_change'], { change }), today);
  assert.equal(waits(proposed, '2026-12-04'), '2026-12-04');
  assert.equal(waits(proposed, '2026-12-05'), undefined);
  assert.equal(waits({ ...proposed, state: 'objected' }, '2026-12-01'), undefined);
});
