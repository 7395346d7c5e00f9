import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monthsOf } from './months.ts';
import type { MonthOfLog } from './types.ts';

const row = (month: string, log: MonthOfLog['log'], more: Partial<MonthOfLog> = {}): MonthOfLog => ({
  month,
  log,
  first: 0,
  entries: 10,
  bytes: 1000,
  exportedAt: null,
  sha256: '',
  removedAt: null,
  removable: false,
  ...more,
});

test('A month is told over all logs, the newest first', () => {
  const [newest, oldest] = monthsOf([
    row('2026-10', 'control'),
    row('2026-11', 'control', { entries: 5 }),
    row('2026-11', 'usage/1', { bytes: 300 }),
  ]);
  assert.equal(newest?.month, '2026-11');
  assert.equal(newest?.entries, 15);
  assert.equal(newest?.bytes, 1300);
  assert.deepEqual(
    oldest?.logs.map(log => log.log),
    ['control'],
  );
});

test('A month is exported when all its files are there, and may go when all of them may', () => {
  const done = { exportedAt: '2026-11-02T00:00:00Z', removable: true };
  const [half] = monthsOf([row('2023-01', 'control', done), row('2023-01', 'usage/1')]);
  assert.equal(half?.exportedAt, null);
  assert.equal(half?.removable, false);
  const later = { ...done, exportedAt: '2026-11-03T00:00:00Z' };
  const [whole] = monthsOf([row('2023-01', 'control', later), row('2023-01', 'usage/1', done)]);
  assert.equal(whole?.exportedAt, '2026-11-03T00:00:00Z');
  assert.equal(whole?.removable, true);
  const gone = { ...done, removable: false, removedAt: '2026-11-04T00:00:00Z' };
  const [removed] = monthsOf([row('2023-01', 'control', gone), row('2023-01', 'usage/1', gone)]);
  assert.equal(removed?.removable, false);
  assert.equal(removed?.removedAt, '2026-11-04T00:00:00Z');
});
