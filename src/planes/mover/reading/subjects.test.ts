import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { createRange, hashLeaf } from '#kernel/merkle.ts';
import {
  type PartedSubjectList,
  findSubjects,
  leastOf,
  measureSubjects,
  packSubjects,
} from '#record/subjectList.ts';
import { collectSubjects, subjectColumns } from './subjects.ts';
import { createTupleEncoder } from '#planes/mover/tuples.ts';

const KEY = Buffer.alloc(32, 9);
const digestOf = (value: string): bigint =>
  createHmac('sha256', KEY).update(value).digest().readBigUInt64BE();
const rising = (digests: Iterable<bigint>): bigint[] => [...digests].sort((a, b) => (a < b ? -1 : 1));

function tuples(rows: (string | null)[][]): Buffer {
  const pages: Buffer[] = [];
  const columns = ['xm', 'sfzh', 'po'].map(name => ({ name, type: 'text' as const }));
  const encoder = createTupleEncoder(columns, page => pages.push(Buffer.from(page)));
  for (const row of rows) {
    encoder.beginRow();
    for (const value of row) {
      const bytes = Buffer.from(value ?? '');
      if (value === null) encoder.putNull();
      else encoder.put(bytes, 0, bytes.length);
    }
    encoder.endRow();
  }
  encoder.flush();
  return Buffer.concat(pages);
}

function partsOf(list: PartedSubjectList): Buffer[] {
  const parts = [list.packed];
  for (const part of list.rest()) parts.push(Buffer.from(part));
  return parts;
}

/** RFC 6962 over the sorted digests, without the code that packs them. */
function rootOf(sorted: readonly bigint[]): Buffer {
  const range = createRange();
  for (const digest of sorted) {
    const leaf = Buffer.alloc(8);
    leaf.writeBigUInt64BE(digest);
    range.append(hashLeaf(leaf));
  }
  return range.root();
}

test('the persons of a stream are found in its packed list, wherever the network cuts the stream', async () => {
  const rows = Array.from({ length: 5000 }, (_, i) => [
    `名${i}`,
    `41040019800101${String(i % 3000).padStart(4, '0')}`,
    i % 7 === 0 ? null : `41040019810101${String(i).padStart(4, '0')}`,
  ]);
  const bytes = tuples(rows);
  const values = new Set(rows.flatMap(row => [row[1], row[2]]).filter(value => typeof value === 'string'));
  for (const size of [1, 977, 65_536, bytes.length]) {
    const collector = collectSubjects(KEY, [1, 2]);
    for (let at = 0; at < bytes.length; at += size) collector.add(bytes.subarray(at, at + size));
    const list = await collector.finish();
    assert.equal(list?.n, values.size, 'each person once');
    const sorted = rising([...values].map(digestOf));
    assert.deepEqual(findSubjects(list.packed, new Set(sorted)), sorted);
    assert.deepEqual(findSubjects(list.packed, new Set([digestOf('名1'), 0n, 2n ** 64n - 1n])), []);
    assert.ok(rootOf(sorted).equals(list.root), 'the root is of the sorted digests');
    assert.ok(list.packed.length < 8 * list.n);
    assert.deepEqual([...list.rest()], [], 'a small list is one part');
    collector.close();
  }
});

const VALUE = fc.oneof(
  fc.constantFrom(null, '', ' ', '41040219800101123x', ' 41040219800101123X ', 'a', 'A', '张三', 'ß'),
  fc.stringMatching(/^[ 0-9a-fA-F]{0,3}$/),
  fc.string({ unit: 'binary', maxLength: 40 }).filter(text => !text.includes('\0')),
);

test('whatever is held in memory and wherever chunks end, a list is the set of its persons', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(VALUE, VALUE, VALUE), { maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 20 }),
      async (rows, cuts, digestsInMemory, subjectsAPart) => {
        const bytes = tuples(rows);
        const collector = collectSubjects(KEY, [0, 2], { digestsInMemory, subjectsAPart });
        try {
          for (const round of [1, 2]) {
            // Of the first round nothing may be left.
            if (round === 2) collector.restart();
            for (let at = 0, i = 0; at < bytes.length; i += 1) {
              const size = round === 1 ? bytes.length : (cuts[i % cuts.length] ?? 1);
              collector.add(Buffer.from(bytes.subarray(at, at + size)));
              at += size;
            }
          }
          const list = await collector.finish();
          const named = rows.flatMap(([one, , other]) => [one, other]).filter(value => (value ?? '') !== '');
          const digests = new Set(named.map(value => digestOf((value ?? '').trim().toUpperCase())));
          const whole = packSubjects(BigUint64Array.from(digests));
          assert.deepEqual([list?.n, list?.root], [whole?.n, whole?.root]);
          if (list === undefined) return;
          const parts = partsOf(list);
          assert.equal(parts.length, Math.ceil(list.n / subjectsAPart));
          const sorted = rising(digests);
          assert.ok(rootOf(sorted).equals(list.root));
          assert.deepEqual(
            parts.flatMap(part => findSubjects(part, digests)),
            sorted,
            'each part can be read without the others',
          );
          const measure = measureSubjects();
          for (const [i, part] of parts.entries()) {
            assert.equal(leastOf(part).readBigUInt64BE(), sorted[i * subjectsAPart]);
            assert.ok(measure.add(part));
          }
          assert.deepEqual(measure.end(), { n: list.n, root: list.root });
        } finally {
          collector.close();
        }
      },
    ),
    { numRuns: 300 },
  ));

/** Files of this process that are open and have no name any more. */
const nameless = (): number =>
  readdirSync('/proc/self/fd').filter(fd => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).includes('shuqiao-scratch-');
    } catch {
      return false;
    }
  }).length;

test('more persons than memory holds lie in a file without a name, which is gone when they are closed', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'subjects-'));
  const usual = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  t.after(() => {
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
    rmSync(folder, { recursive: true });
  });
  const values = Array.from({ length: 20_000 }, (_, i) => String(i % 15_000));
  const collector = collectSubjects(KEY, [1], { digestsInMemory: 1000, subjectsAPart: 2000 });
  collector.add(tuples(values.map(value => [null, value, null])));
  assert.deepEqual([readdirSync(folder), nameless()], [[], 1]);
  let asked = 0;
  const list = await collector.finish(() => Promise.resolve(void (asked += 1)));
  assert.equal(list?.n, 15_000);
  assert.ok(asked > 0, 'whoever holds the run is heard while it is merged');
  const digests = new Set(values.map(digestOf));
  assert.equal(partsOf(list).flatMap(part => findSubjects(part, digests)).length, 15_000);
  collector.close();
  assert.equal(nameless(), 0);
  assert.throws(() => partsOf(list), /Nothing was put down/);
});

test('a merge ends when the run does', async () => {
  const collector = collectSubjects(KEY, [1], { digestsInMemory: 1000 });
  collector.add(tuples(Array.from({ length: 20_000 }, (_, i) => [null, String(i), null])));
  await assert.rejects(
    collector.finish(() => Promise.reject(new Error('stopped'))),
    /stopped/,
  );
  collector.close();
  assert.equal(nameless(), 0);
});

test('digests at both ends of their range are packed as all others', () => {
  const digests = [0n, 1n, 127n, 128n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n];
  const list = packSubjects(BigUint64Array.from([...digests, ...digests]));
  assert.ok(list);
  assert.deepEqual([list.n, findSubjects(list.packed, new Set(digests))], [digests.length, digests]);
  assert.ok(rootOf(digests).equals(list.root));
  for (const digest of digests) {
    const one = packSubjects(BigUint64Array.of(digest));
    assert.ok(one);
    assert.equal(leastOf(one.packed).readBigUInt64BE(), digest);
  }
  const measure = measureSubjects();
  assert.equal(measure.add(Buffer.alloc(10, 255)), false, 'a number that does not end');
});

test('only identifiers that travel in clear name anybody', async () => {
  const item = { name: 'x', column: 'x', type: 'text', filter: true, mask: { kind: 'none' } } as const;
  const masked = { ...item, mask: { kind: 'middle', head: 6, tail: 4 } } as const;
  assert.deepEqual(subjectColumns({ items: [item, masked, { ...item, filter: false }, item] }), [0, 3]);
  assert.equal(await collectSubjects(KEY, [0]).finish(), undefined);
});
