import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysBetween, endsSoon, plusDays, shownState } from './shown.ts';

const TODAY = '2026-11-20';

test('a grant in use says that it ends soon from thirty days before its last day on', () => {
  const shown = (until: string) => shownState({ state: 'active', until, disposalState: null }, TODAY);
  assert.equal(shown(plusDays(TODAY, 31)), 'active');
  assert.equal(shown(plusDays(TODAY, 30)), 'ending');
  assert.equal(shown(TODAY), 'ending');
});

test('who is suspended is told that first, however near the last day is', () => {
  const grant = { state: 'suspended', until: '2026-11-21', disposalState: null } as const;
  assert.equal(shownState(grant, TODAY), 'suspended');
  assert.equal(endsSoon(grant, TODAY), true);
});

test('an ended grant says what becomes of its data, where anything was delivered', () => {
  const ended = (disposalState: string | null) =>
    shownState({ state: 'revoked', until: TODAY, disposalState }, TODAY);
  assert.deepEqual([null, 'due', 'reported', 'signed', 'sent_back', 'confirmed'].map(ended), [
    'revoked',
    'to_dispose',
    'to_dispose',
    'to_dispose',
    'to_dispose',
    'disposed',
  ]);
});

test('days are counted by the calendar, over the ends of months and years', () => {
  assert.equal(daysBetween('2026-12-31', '2027-01-01'), 1);
  assert.equal(plusDays('2028-02-28', 1), '2028-02-29');
  assert.equal(daysBetween(TODAY, '2026-11-19'), -1);
});
