import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { bucketAt, bucketCount, compareDigests, createDigest } from './digest.ts';
import type { RowDigest } from './digest.ts';

const key = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const columns = ['id bigint', 'xm text', 'note text'];

type Row = (Buffer | null)[];

function tuple(row: Row): Buffer {
  const parts: Buffer[] = [Buffer.from([0, row.length])];
  for (const field of row) {
    const length = Buffer.alloc(4);
    length.writeInt32BE(field === null ? -1 : field.length);
    parts.push(length, ...(field === null ? [] : [field]));
  }
  return Buffer.concat(parts);
}

function digestOf(
  chunks: Buffer[],
  options: { key?: Buffer; columns?: string[]; keyColumns?: number[]; inOrder?: boolean } = {},
): RowDigest {
  const digester = createDigest({ key, columns, keyColumns: [0], ...options });
  for (const chunk of chunks) digester.add(chunk);
  return digester.finish();
}

const field = fc.option(
  fc.uint8Array({ maxLength: 70 }).map(bytes => Buffer.from(bytes)),
  { nil: null },
);
const rows = fc.array(fc.tuple(field, field, field), { minLength: 1, maxLength: 40 });

test('the order of the rows does not matter, with a key and without one', () => {
  fc.assert(
    fc.property(rows, fc.constantFrom<number[]>([0], [0, 2], []), fc.integer(), (list, keyColumns, turn) => {
      const tuples = list.map(tuple);
      const by = Math.abs(turn) % tuples.length;
      const turned = [...tuples.slice(by), ...tuples.slice(0, by)].reverse();
      assert.ok(compareDigests(digestOf(tuples, { keyColumns }), digestOf(turned, { keyColumns })).equal);
    }),
  );
});

test('chunks cut anywhere give the same digest and the same SHA-256', () => {
  fc.assert(
    fc.property(rows, fc.array(fc.nat(), { maxLength: 12 }), (list, cuts) => {
      const whole = Buffer.concat(list.map(tuple));
      const places = [0, ...cuts.map(cut => cut % whole.length).sort((a, b) => a - b), whole.length];
      const chunks = places.slice(1).map((end, i) => whole.subarray(places[i], end));
      const digest = digestOf(chunks, { inOrder: true });
      assert.ok(compareDigests(digest, digestOf([whole])).equal);
      assert.equal(digest.sha256, createHash('sha256').update(whole).digest('hex'));
      assert.equal(digest.rows, list.length);
    }),
  );
});

test('a doubled row, a dropped row and one flipped bit are each seen in their bucket', () => {
  fc.assert(
    fc.property(rows, fc.nat(), fc.nat(), (list, which, bit) => {
      const tuples = list.map(tuple);
      const at = which % tuples.length;
      const whole = digestOf(tuples, { keyColumns: [] });
      const one = tuples[at] ?? Buffer.alloc(0);
      for (const other of [[...tuples, one], tuples.filter((_, i) => i !== at)]) {
        const compared = compareDigests(whole, digestOf(other, { keyColumns: [] }));
        assert.equal(compared.equal, false);
        assert.equal(compared.buckets.length, 1);
      }
      const value = (list[at] ?? [])[1];
      if (value !== null && value !== undefined && value.length > 0) {
        const flipped = Buffer.from(value);
        const place = bit % (flipped.length * 8);
        flipped[place >> 3] = (flipped[place >> 3] ?? 0) ^ (1 << (place & 7));
        const changed = list.map((row, i): Row => (i === at ? [row[0], flipped, row[2]] : row)).map(tuple);
        // By the key's bucket: the key did not change, so exactly one bucket differs.
        assert.equal(compareDigests(digestOf(tuples), digestOf(changed)).buckets.length, 1);
        assert.equal(compareDigests(whole, digestOf(changed, { keyColumns: [] })).equal, false);
      }
    }),
  );
});

test('a pair of doubles does not cancel out, as it would with an exclusive or', () => {
  const row = tuple([Buffer.from('1'), Buffer.from('张三'), null]);
  const none = digestOf([]);
  assert.equal(compareDigests(none, digestOf([row, row])).equal, false);
  assert.equal(compareDigests(digestOf([row]), digestOf([row, row, row])).equal, false);
});

test('null, the empty string and a value moved to the next column are three different things', () => {
  const a = Buffer.from('a');
  const forms: Row[] = [
    [a, null, Buffer.alloc(0)],
    [a, Buffer.alloc(0), null],
    [a, Buffer.from('x'), null],
    [a, null, Buffer.from('x')],
    [a, null, null],
  ];
  const sums = forms.map(form => digestOf([tuple(form)]).buckets.toString('hex'));
  assert.equal(new Set(sums).size, forms.length);
});

test('another key or another list of columns gives another digest', () => {
  const row = tuple([Buffer.from('1'), Buffer.from('b'), null]);
  const base = digestOf([row], { keyColumns: [] });
  assert.equal(
    compareDigests(base, digestOf([row], { keyColumns: [], key: Buffer.alloc(16, 7) })).equal,
    false,
  );
  assert.equal(
    compareDigests(
      base,
      digestOf([row], { keyColumns: [], columns: ['id bigint', 'xm text', 'remark text'] }),
    ).equal,
    false,
  );
});

test('sums carry over from lane to lane as one number modulo 2^128', () => {
  const row = tuple([Buffer.from('1'), Buffer.from('b'), null]);
  const single = bucketAt(digestOf([row]), firstBucket(digestOf([row])));
  const times = 5_000;
  const many = digestOf([Buffer.concat(Array.from({ length: times }, () => row))]);
  const bucket = bucketAt(many, firstBucket(many));
  assert.equal(bucket.count, times);
  assert.equal(bucket.sum, (single.sum * BigInt(times)) % (1n << 128n));
});

test('rows spread evenly over the buckets', () => {
  const list: Buffer[] = [];
  for (let i = 0; i < 100_000; i++) {
    const id = Buffer.alloc(8);
    id.writeBigInt64BE(BigInt(i));
    list.push(tuple([id, Buffer.from('x'), null]));
  }
  for (const keyColumns of [[0], []]) {
    const digest = digestOf(list, { keyColumns });
    const counts = Array.from({ length: bucketCount }, (_, i) => bucketAt(digest, i).count);
    // 97.7 rows a bucket on average; chance stays well inside these bounds.
    assert.ok(
      Math.min(...counts) > 50 && Math.max(...counts) < 160,
      `${Math.min(...counts)} to ${Math.max(...counts)}`,
    );
  }
});

test('a stream that ends inside a row or has other columns is refused', () => {
  const row = tuple([Buffer.from('1'), Buffer.from('b'), null]);
  assert.throws(() => digestOf([row.subarray(0, row.length - 1)]), /ends inside a row/);
  assert.throws(() => digestOf([tuple([null, null])]), /rows of 3 columns/);
});

test('a row that promises more than any may have is refused before memory is full of it', () => {
  const digester = createDigest({ key: Buffer.alloc(16), columns: ['a text'], keyColumns: [] });
  digester.add(Buffer.from([0, 1, 0x7f, 0xff, 0xff, 0xff]));
  const page = Buffer.alloc(8 * 1024 * 1024);
  assert.throws(() => {
    for (let i = 0; i < 16; i++) digester.add(page);
  }, /larger than any/);
});

function firstBucket(digest: RowDigest): number {
  for (let i = 0; i < bucketCount; i++) if (bucketAt(digest, i).count > 0) return i;
  throw new Error('No bucket holds a row.');
}
