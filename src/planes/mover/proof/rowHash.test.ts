import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { BUCKETS, openRowHash } from './rowHash.ts';
import { SOURCE } from './rowHashModule.ts';

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

function finalMix(x: number): number {
  let h = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The bytes as words of four, little-endian, zero beyond the end. */
function wordsOf(bytes: Buffer): number[] {
  const padded = Buffer.concat([bytes, Buffer.alloc(3)]);
  return Array.from({ length: Math.ceil(bytes.length / 4) }, (_, i) => padded.readInt32LE(i * 4));
}

/** By lane: what its word is multiplied with before and after it is turned, and how its sum goes on. */
const LANES = [
  { first: 0x239b961b, turn: 15, second: 0xab0e9789, sumTurn: 19, plus: 0x561ccd1b },
  { first: 0xab0e9789, turn: 16, second: 0x38b34ae5, sumTurn: 17, plus: 0x0bcaa747 },
  { first: 0x38b34ae5, turn: 17, second: 0xa1e38b93, sumTurn: 15, plus: 0x96cd1c35 },
  { first: 0xa1e38b93, turn: 18, second: 0x239b961b, sumTurn: 13, plus: 0x32ac3b17 },
] as const;

const at = (list: readonly number[], i: number): number => list[i] ?? 0;

/** MurmurHash3 x86 128 (public domain, A. Appleby), written down once more, with a key in place of its seed. */
function plainHash(row: Buffer, seed: Buffer): number[] {
  const key = wordsOf(seed);
  const h = key.slice(0, 4);
  const words = wordsOf(row);
  const blocks = Math.floor(row.length / 16) * 4;
  for (const [i, word] of words.entries()) {
    const lane = LANES[(i % 4) as 0 | 1 | 2 | 3];
    const mixed = Math.imul(rotate(Math.imul(word, lane.first), lane.turn), lane.second);
    const sum = at(h, i % 4) ^ mixed;
    h[i % 4] =
      i < blocks ? (Math.imul(rotate(sum, lane.sumTurn) + at(h, (i + 1) % 4), 5) + lane.plus) | 0 : sum;
  }
  for (let lane = 0; lane < 4; lane++) h[lane] = at(h, lane) ^ row.length ^ at(key, 4 + lane);
  const spread = (): void => {
    h[0] = (at(h, 0) + at(h, 1) + at(h, 2) + at(h, 3)) | 0;
    for (const lane of [1, 2, 3]) h[lane] = (at(h, lane) + at(h, 0)) | 0;
  };
  spread();
  for (let lane = 0; lane < 4; lane++) h[lane] = finalMix(at(h, lane));
  spread();
  return h;
}

type Row = (Buffer | null)[];

const fieldOf = (value: Buffer | null): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(value?.length ?? -1);
  return value === null ? length : Buffer.concat([length, value]);
};

const tuple = (row: Row): Buffer => {
  const head = Buffer.alloc(2);
  head.writeInt16BE(row.length);
  return Buffer.concat([head, ...row.map(fieldOf)]);
};

function plainBucket(row: Row, keyColumns: readonly number[], hash: readonly number[], seed: Buffer): number {
  if (keyColumns.length === 0) return (at(hash, 0) ^ at(hash, 3)) & (BUCKETS - 1);
  let h = seed.readInt32LE(16);
  for (const [position, value] of row.entries()) {
    if (!keyColumns.includes(position)) continue;
    for (const word of wordsOf(fieldOf(value))) {
      const mixed = Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
      h = (Math.imul(rotate(h ^ mixed, 13), 5) + 0xe6546b64) | 0;
    }
  }
  return finalMix(h) & (BUCKETS - 1);
}

const value = fc.option(
  fc.uint8Array({ maxLength: 90 }).map(bytes => Buffer.from(bytes)),
  { nil: null },
);

test('it is MurmurHash3 with a key, summed by bucket of the key, however the bytes come', () => {
  const rows = fc.integer({ min: 1, max: 5 }).chain(columns =>
    fc.record({
      columns: fc.constant(columns),
      keyColumns: fc.subarray(Array.from({ length: columns }, (_, i) => i)),
      rows: fc.array(fc.array(value, { minLength: columns, maxLength: columns }), { maxLength: 30 }),
      seed: fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytes => Buffer.from(bytes)),
      cuts: fc.array(fc.nat(), { maxLength: 8 }),
    }),
  );
  fc.assert(
    fc.property(rows, ({ columns, keyColumns, rows: list, seed, cuts }) => {
      const heard: [number, number, number, string][] = [];
      const hash = openRowHash(columns, keyColumns, seed, (bucket, high, low, view, from, end) =>
        heard.push([bucket, high, low, Buffer.from(view.buffer, from, end - from).toString('hex')]),
      );
      const whole = Buffer.concat(list.map(tuple));
      const places = [...cuts.map(cut => cut % (whole.length + 1)), whole.length].sort((a, b) => a - b);
      let from = 0;
      for (const end of places) {
        hash.add(whole.subarray(from, end));
        from = end;
      }
      const sums = new Map<number, { count: bigint; sum: bigint }>();
      for (const [i, row] of list.entries()) {
        const bytes = tuple(row);
        const lanes = plainHash(bytes, seed);
        const bucket = plainBucket(row, keyColumns, lanes, seed);
        assert.deepEqual(heard[i], [bucket, lanes[1], lanes[2], bytes.toString('hex')]);
        const one = sums.get(bucket) ?? { count: 0n, sum: 0n };
        const number = lanes.reduce((all, lane) => (all << 32n) | BigInt(lane >>> 0), 0n);
        sums.set(bucket, { count: one.count + 1n, sum: BigInt.asUintN(128, one.sum + number) });
      }
      assert.equal(hash.rows(), list.length);
      assert.equal(hash.rest(), 0);
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        const { count, sum } = sums.get(bucket) ?? { count: 0n, sum: 0n };
        assert.deepEqual([hash.count(bucket), hash.sum(bucket)], [count, sum]);
      }
    }),
    { numRuns: 150 },
  );
});

test('rows larger than its memory, and more of them than it holds at once', () => {
  const seed = Buffer.alloc(32, 5);
  const rows = Array.from(
    { length: 40 },
    (_, i): Row => [Buffer.from(String(i)), Buffer.alloc(i * 50_000, i)],
  );
  const whole = Buffer.concat(rows.map(tuple));
  const found = [1000, 70_000, whole.length].map(step => {
    const hash = openRowHash(2, [0], seed);
    for (let at = 0; at < whole.length; at += step) hash.add(whole.subarray(at, at + step));
    return Array.from({ length: BUCKETS }, (_, bucket) => hash.sum(bucket));
  });
  assert.deepEqual(found[1], found[0]);
  assert.deepEqual(found[2], found[0]);
  const total = rows
    .map(row => plainHash(tuple(row), seed).reduce((all, lane) => (all << 32n) | BigInt(lane >>> 0), 0n))
    .reduce((all, one) => all + one, 0n);
  const summed = (found[0] ?? []).reduce((all, one) => all + one, 0n);
  assert.equal(BigInt.asUintN(128, summed), BigInt.asUintN(128, total));
});

test('the module was compiled from the source that stands beside it', () => {
  const source = readFileSync(new URL('../../../../wasm/rowHash.ts', import.meta.url));
  assert.equal(createHash('sha256').update(source).digest('hex'), SOURCE, 'npm run rowhash');
});
