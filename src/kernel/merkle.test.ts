import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  HASH_BYTES,
  TILE_WIDTH,
  type TileId,
  createRange,
  edgeOf,
  hashLeaf,
  nodesFromTiles,
  proveConsistency,
  proveInclusion,
  rootAt,
} from './merkle.ts';
import { verifyConsistency, verifyInclusion } from './merkleClaims.ts';
import { createTileRange } from './merkleTile.ts';

// The definitions of RFC 6962 section 2.1, word for word and as slow as they are.
const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const below = (n: number): number => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};
function mth(d: readonly Buffer[]): Buffer {
  if (d.length === 0) return sha256();
  if (d.length === 1) return sha256(Buffer.of(0), d[0] ?? Buffer.alloc(0));
  const k = below(d.length);
  return sha256(Buffer.of(1), mth(d.slice(0, k)), mth(d.slice(k)));
}
function path(m: number, d: readonly Buffer[]): Buffer[] {
  if (d.length === 1) return [];
  const k = below(d.length);
  return m < k
    ? [...path(m, d.slice(0, k)), mth(d.slice(k))]
    : [...path(m - k, d.slice(k)), mth(d.slice(0, k))];
}
function subproof(m: number, d: readonly Buffer[], whole: boolean): Buffer[] {
  if (m === d.length) return whole ? [] : [mth(d)];
  const k = below(d.length);
  return m <= k
    ? [...subproof(m, d.slice(0, k), whole), mth(d.slice(k))]
    : [...subproof(m - k, d.slice(k), false), mth(d.slice(0, k))];
}

const leavesOf = (size: number): Buffer[] =>
  Array.from({ length: size }, (_, i) => Buffer.from(`entry ${i}`));

/** A tree in tiles, as a store would keep it. */
function tiled(data: readonly Buffer[]) {
  const tiles = new Map<string, Buffer[]>();
  const range = createRange(0, [], (level, index, hash) => {
    const key = `${level}/${Math.floor(index / TILE_WIDTH)}`;
    const tile = tiles.get(key) ?? [];
    assert.equal(tile.length, index % TILE_WIDTH, 'a tile is filled from left to right');
    tile.push(hash);
    tiles.set(key, tile);
  });
  for (const leaf of data) range.append(hashLeaf(leaf));
  const read = nodesFromTiles((ids: readonly TileId[]) =>
    Promise.resolve(
      ids.map(({ level, n }) => {
        const tile = tiles.get(`${level}/${n}`);
        return tile && Buffer.concat(tile);
      }),
    ),
  );
  return { range, read, tiles };
}

const sizes = fc.integer({ min: 1, max: 700 });

test('a growing tree has at every size the root that RFC 6962 defines', () => {
  const data = leavesOf(70);
  const range = createRange();
  for (let size = 0; size <= 70; size += 1) {
    assert.deepEqual(range.root(), mth(data.slice(0, size)), `size ${size}`);
    const leaf = data[size];
    if (leaf) range.append(hashLeaf(leaf));
  }
});

test('the known vectors of certificate transparency hold', () => {
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const range = createRange();
  assert.equal(
    range.root().toString('hex'),
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  );
  for (const input of inputs) range.append(hashLeaf(Buffer.from(input, 'hex')));
  assert.equal(
    range.root().toString('hex'),
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  );
});

test('tiles give the root of every earlier size and lose nothing when a writer goes on from its edge', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, sizes, async (a, b) => {
      const [before, size] = a < b ? [a, b] : [b, a];
      const data = leavesOf(size);
      const { range, read, tiles } = tiled(data);
      assert.deepEqual(await rootAt(before, read), mth(data.slice(0, before)));
      assert.equal(tiles.get('0/0')?.length, Math.min(size, TILE_WIDTH));
      const earlier = tiled(data.slice(0, before)).range;
      const part = createRange(before, earlier.edge());
      for (const leaf of data.slice(before)) part.append(hashLeaf(leaf));
      assert.deepEqual(part.root(), range.root());
    }),
    { numRuns: 40 },
  );
});

test('an inclusion proof is the path of RFC 6962, and no other leaf, number, size or hash passes with it', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, pick, flip) => {
      const number = pick % size;
      const data = leavesOf(size);
      const { range, read } = tiled(data);
      const proof = await proveInclusion(number, size, read);
      assert.deepEqual(proof, path(number, data));
      const claim = {
        number,
        size,
        leaf: hashLeaf(data[number] ?? Buffer.alloc(0)),
        proof,
        root: range.root(),
      };
      assert.ok(verifyInclusion(claim));
      assert.ok(!verifyInclusion({ ...claim, leaf: hashLeaf(Buffer.from('another')) }));
      assert.ok(!verifyInclusion({ ...claim, number: size }));
      if (size > 1) {
        assert.ok(!verifyInclusion({ ...claim, number: (number + 1) % size }));
        const bent = proof.map(hash => Buffer.from(hash));
        const at = flip % (proof.length * HASH_BYTES);
        const victim = bent[Math.floor(at / HASH_BYTES)];
        if (victim) victim[at % HASH_BYTES] = (victim[at % HASH_BYTES] ?? 0) ^ 1;
        assert.ok(!verifyInclusion({ ...claim, proof: bent }));
        assert.ok(!verifyInclusion({ ...claim, proof: proof.slice(1) }));
        assert.ok(!verifyInclusion({ ...claim, proof: [...proof, claim.root] }));
      }
    }),
    { numRuns: 60 },
  );
});

test('a consistency proof is the one of RFC 6962, and a rewritten past does not pass with it', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, sizes, async (a, b) => {
      const [before, size] = a < b ? [a, b] : [b, a];
      const data = leavesOf(size);
      const { range, read } = tiled(data);
      const proof = await proveConsistency(before, size, read);
      assert.deepEqual(proof, subproof(before, data, true));
      const claim = { before, size, rootBefore: mth(data.slice(0, before)), root: range.root(), proof };
      assert.ok(verifyConsistency(claim));
      assert.ok(!verifyConsistency({ ...claim, rootBefore: hashLeaf(Buffer.from('rewritten')) }));
      assert.ok(!verifyConsistency({ ...claim, root: hashLeaf(Buffer.from('rewritten')) }));
      if (proof.length > 0) assert.ok(!verifyConsistency({ ...claim, proof: proof.slice(1) }));
    }),
    { numRuns: 60 },
  );
});

test('a tile that is missing or too narrow is said, not guessed', async () => {
  const read = nodesFromTiles(ids => Promise.resolve(ids.map(() => Buffer.alloc(HASH_BYTES * 3))));
  await assert.rejects(rootAt(5, read), /tile 0\/0 does not hold/);
});

test('a tree read tile by tile has the roots and the edges of one read leaf by leaf, wherever it begins', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, sizes, fc.nat(), async (a, b, pick) => {
      const [before, size] = a < b ? [a, b] : [b, a];
      const data = leavesOf(size);
      const { range, read, tiles } = tiled(data);
      const nodes: string[] = [];
      const whole = createTileRange(before, await read(edgeOf(before)), (level, index, node) => {
        assert.deepEqual(node, tiles.get(`${level}/${Math.floor(index / TILE_WIDTH)}`)?.[index % TILE_WIDTH]);
        nodes.push(`${level}/${index}`);
      });
      const asked = before + (pick % (size - before + 1));
      for (const [i, leaf] of data.entries()) {
        if (i < before) continue;
        if (i === asked) assert.deepEqual(whole.root(), mth(data.slice(0, i)));
        whole.append(hashLeaf(leaf).toString('latin1'));
      }
      assert.deepEqual([whole.size, whole.root(), whole.edge()], [size, range.root(), range.edge()]);
      assert.equal(nodes.length, Math.floor(size / TILE_WIDTH) - Math.floor(before / TILE_WIDTH));
    }),
    { numRuns: 60 },
  );
});

test('the first leaf that differs from its tile is told, on the left and on the right of a pair', () => {
  const range = createTileRange();
  const tile = Buffer.concat(leavesOf(TILE_WIDTH).map(hashLeaf));
  for (const leaf of leavesOf(TILE_WIDTH)) range.append(hashLeaf(leaf).toString('latin1'));
  assert.equal(range.differs(tile, 0, TILE_WIDTH), undefined);
  for (const bad of [0, 1, 7, 100, 254, 255]) {
    const bent = Buffer.from(tile);
    bent[bad * 32 + 31] = (bent[bad * 32 + 31] ?? 0) ^ 1;
    assert.equal(range.differs(bent, 0, TILE_WIDTH), bad);
    assert.equal(range.differs(bent, bad + 1, TILE_WIDTH), undefined);
    assert.equal(range.differs(tile.subarray(0, bad * 32), 0, TILE_WIDTH), bad, 'a tile that ends too early');
  }
  assert.equal(range.differs(undefined, 3, TILE_WIDTH), 3);
});
