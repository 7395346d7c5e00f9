import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createFingerprints } from './fingerprints.ts';

// Few different values, so that the same ones meet, and the two that mean "free" to a careless table among them.
const lane = fc.constantFrom(0, 1, -1, 2, 0x7fffffff, -0x80000000, 123_456_789);
const step = fc.tuple(fc.boolean(), lane, lane);

test('it is the multiset that a map of counts is', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), fc.nat(100), (steps, expected) => {
      const fingerprints = createFingerprints(expected);
      const model = new Map<string, number>();
      for (const [adds, high, low] of steps) {
        // (0, 0) and (0, 1) pass for one: the digest tells them apart.
        const id = high === 0 && low === 0 ? '0 1' : `${high} ${low}`;
        const count = model.get(id) ?? 0;
        if (adds) {
          fingerprints.add(high, low);
          model.set(id, count + 1);
        } else {
          assert.equal(fingerprints.take(high, low), count > 0);
          if (count > 0) model.set(id, count - 1);
        }
        assert.equal(
          fingerprints.size,
          [...model.values()].reduce((sum, n) => sum + n, 0),
        );
      }
    }),
  );
});

test('more of one than a byte counts, and more of them than were expected', () => {
  const fingerprints = createFingerprints(10);
  for (let i = 0; i < 1_000; i++) fingerprints.add(7, 7);
  for (let i = 0; i < 50_000; i++) fingerprints.add(Math.imul(i, 0x9e3779b1), i);
  for (let i = 0; i < 50_000; i++) assert.ok(fingerprints.take(Math.imul(i, 0x9e3779b1), i));
  for (let i = 0; i < 1_000; i++) assert.ok(fingerprints.take(7, 7));
  assert.equal(fingerprints.take(7, 7), false);
  assert.equal(fingerprints.size, 0);
});

test('eight million of them take less than 110 MB', () => {
  const before = process.memoryUsage().arrayBuffers;
  const fingerprints = createFingerprints(8_000_000);
  const bytes = process.memoryUsage().arrayBuffers - before;
  assert.ok(bytes < 110_000_000, `${bytes} bytes`);
  assert.equal(fingerprints.size, 0);
});
