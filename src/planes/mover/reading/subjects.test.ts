import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { createRange, hashLeaf } from '#kernel/merkle.ts';
import { findSubjects } from '#record/subjectList.ts';
import { collectSubjects, subjectColumns } from './subjects.ts';
import { createTupleEncoder } from '#planes/mover/tuples.ts';

const KEY = Buffer.alloc(32, 9);
const digestOf = (value: string): bigint =>
  createHmac('sha256', KEY).update(value).digest().readBigUInt64BE();

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

test('the persons of a stream are found in its packed list, wherever the network cuts the stream', () => {
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
    const list = collector.finish();
    assert.equal(list?.n, values.size, 'each person once');
    const sorted = [...values].map(digestOf).sort((a, b) => (a < b ? -1 : 1));
    assert.deepEqual(findSubjects(list.packed, new Set(sorted)), sorted);
    assert.deepEqual(findSubjects(list.packed, new Set([digestOf('名1'), 0n, 2n ** 64n - 1n])), []);
    const range = createRange();
    for (const digest of sorted) {
      const leaf = Buffer.alloc(8);
      leaf.writeBigUInt64BE(digest);
      range.append(hashLeaf(leaf));
    }
    assert.ok(range.root().equals(list.root), 'the root is of the sorted digests');
    assert.ok(list.packed.length < 8 * list.n);
  }
});

test('only identifiers that travel in clear name anybody', () => {
  const item = { name: 'x', column: 'x', type: 'text', filter: true, mask: { kind: 'none' } } as const;
  const masked = { ...item, mask: { kind: 'middle', head: 6, tail: 4 } } as const;
  assert.deepEqual(subjectColumns({ items: [item, masked, { ...item, filter: false }, item] }), [0, 3]);
  assert.equal(collectSubjects(KEY, [0]).finish(), undefined);
});
