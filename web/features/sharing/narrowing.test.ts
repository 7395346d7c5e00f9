import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOfMask } from '../../ui/masks.ts';
import { fullTerms, limitsOf, narrowedBy, narrowerModes, stricterMasks } from './narrowing.ts';
import type { Application } from './types.ts';

const item = (name: string, type = 'text', mask = { kind: 'none' }) => ({
  name,
  type,
  mask,
  requested: true,
});
const application = {
  items: [item('姓名'), item('出生日期', 'date'), { ...item('住址'), requested: false }],
  mode: 'query',
  until: '2027-11-20',
  frequency: { perDay: 200, peakPerMinute: 20 },
  hours: { from: '08:00', to: '20:00' },
} as unknown as Application;

test('agreeing to all that was asked narrows nothing', () => {
  assert.deepEqual(narrowedBy(application, fullTerms(application)), []);
});

test('each narrowing is named, and a ceiling above what was asked is none', () => {
  const full = fullTerms(application);
  assert.deepEqual(narrowedBy(application, { ...full, items: ['姓名'] }), ['items']);
  assert.deepEqual(narrowedBy(application, { ...full, mode: 'verify', until: '2027-05-01' }), [
    'mode',
    'until',
  ]);
  assert.deepEqual(narrowedBy(application, { ...full, masks: { 姓名: { kind: 'name' } } }), ['masks']);
  assert.deepEqual(
    narrowedBy(application, { ...full, bounds: { perDay: 500 }, window: { from: '07:00', to: '21:00' } }),
    [],
  );
  assert.deepEqual(narrowedBy(application, { ...full, bounds: { perDay: 100 } }), ['limits']);
  assert.deepEqual(narrowedBy(application, { ...full, window: { from: '09:00', to: '17:00' } }), ['limits']);
});

test('only what was set is sent as a limit', () => {
  assert.deepEqual(limitsOf(fullTerms(application)), {});
  assert.deepEqual(limitsOf({ ...fullTerms(application), bounds: { perDay: 9 } }), { perDay: 9 });
});

test('a narrower mode is one that the entry offers, a stricter mask one that shows less', () => {
  assert.deepEqual(narrowerModes('batch', ['batch', 'verify']), ['verify', 'batch']);
  assert.deepEqual(narrowerModes('verify', ['verify', 'query', 'batch']), ['verify']);
  const [first, second] = application.items;
  assert.ok(first && second);
  const codes = (one: Parameters<typeof stricterMasks>[0]): string[] => stricterMasks(one).map(codeOfMask);
  assert.deepEqual(codes(first), [
    'name',
    'middle 6 4',
    'middle 3 4',
    'middle 4 4',
    'address 6',
    'address 10',
    'mail',
    'digest',
    'hidden',
  ]);
  assert.deepEqual(codes({ ...first, mask: { kind: 'middle', head: 6, tail: 4 } }), [
    'name',
    'middle 3 4',
    'middle 4 4',
    'address 6',
    'hidden',
  ]);
  assert.deepEqual(codes({ ...first, mask: { kind: 'mail' } }), ['hidden']);
  assert.deepEqual(codes(second), ['month', 'year', 'hidden']);
  assert.deepEqual(codes({ ...first, type: 'bigint', mask: { kind: 'range', width: 100 } }), [
    'range 1000',
    'range 10000',
    'range 100000',
    'hidden',
  ]);
  assert.deepEqual(codes({ ...first, mask: { kind: 'hidden' } }), []);
});
