import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAgo, formatBytes } from './measures.ts';

test('Bytes are told in the unit that keeps them short', () => {
  const told = [0, 999, 1000, 1340, 99_960, 999_499, 999_600, 1.25e9, 3e12, 4e15].map(formatBytes);
  assert.deepEqual(told, [
    '0 B',
    '999 B',
    '1.0 kB',
    '1.3 kB',
    '100 kB',
    '999 kB',
    '1.0 MB',
    '1.3 GB',
    '3.0 TB',
    '4000 TB',
  ]);
  assert.equal(formatBytes(null), '—');
});

test('An age is told in its largest unit, in both languages', () => {
  const now = Date.parse('2026-11-21T08:00:00Z');
  const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();
  const told = [0, 8, 59, 60, 3599, 3600, 47 * 3600, 50 * 3600].map(seconds =>
    formatAgo(ago(seconds), now, 'zh'),
  );
  assert.deepEqual(told, [
    '刚刚',
    '8 秒前',
    '59 秒前',
    '1 分前',
    '59 分前',
    '1 小时前',
    '47 小时前',
    '2 天前',
  ]);
  assert.equal(formatAgo(ago(-30), now, 'en'), 'just now');
  assert.equal(formatAgo(null, now, 'en'), '—');
  assert.equal(formatAgo('no time', now, 'en'), '—');
});
