import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCount, formatDate, formatDuration, formatPercent, formatTime } from './format.ts';

test('a deadline carries its weekday in both languages', () => {
  assert.equal(formatDate('2026-11-23', 'zh', true), '2026-11-23（周一）');
  assert.equal(formatDate('2026-11-23', 'en', true), '23 Nov 2026 (Mon)');
});

test('an instant late in the evening in London is the next day in Beijing', () => {
  assert.equal(formatDate('2026-11-20T18:30:00Z', 'zh'), '2026-11-21');
  assert.equal(formatTime('2020-12-31T16:00:05Z', 'zh', true), '2021-01-01 00:00:05');
});

test('an earlier year is shown by its date and not by its hour', () => {
  assert.equal(formatTime('2020-03-01T00:00:00Z', 'zh'), '2020-03-01');
});

test('headline figures are short and others are whole', () => {
  assert.equal(formatCount(1_203_556, 'zh'), '1,203,556');
  assert.equal(formatCount(126_000, 'zh', true), '12.6 万');
  assert.equal(formatCount(231_000_000, 'zh', true), '2.31 亿');
  assert.equal(formatCount(126_000, 'en', true), '126 k');
  assert.equal(formatCount(231_000_000, 'en', true), '231 M');
});

test('a duration is told in the unit that one would say', () => {
  assert.equal(formatDuration(38, 'zh'), '38 毫秒');
  assert.equal(formatDuration(192_000, 'zh'), '3 分 12 秒');
  assert.equal(formatDuration(192_000, 'en'), '3 min 12 s');
});

test('a share of nothing is no number', () => {
  assert.equal(formatPercent(0 / 0, 'zh'), '—');
  assert.equal(formatPercent(0.978, 'zh'), '97.8%');
  assert.equal(formatDate(null, 'zh'), '—');
});
