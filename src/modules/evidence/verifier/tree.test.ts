/** The verifier's arithmetic against the platform's own, which is written apart from it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  HASH_BYTES,
  createRange,
  hashLeaf,
  nodesFromTiles,
  proveConsistency,
  proveInclusion,
} from '#kernel/merkle.ts';
import { isExtension, isIncluded } from './tree.ts';

const MOST = 70;
const commitments = Array.from({ length: MOST }, (_, i) => Buffer.alloc(HASH_BYTES, i + 1));
const tile = Buffer.concat(commitments.map(commitment => hashLeaf(commitment)));
const read = nodesFromTiles(ids => Promise.resolve(ids.map(() => tile)));

function rootOf(size: number): Buffer {
  const range = createRange();
  for (const commitment of commitments.slice(0, size)) range.append(hashLeaf(commitment));
  return range.root();
}
const roots = Array.from({ length: MOST + 1 }, (_, size) => rootOf(size));
const rootAt = (size: number): Buffer => roots[size] ?? assert.fail();
const other = (hash: Buffer | undefined): Buffer => Buffer.from(hash ?? assert.fail()).fill(7, 3, 4);

test('every leaf of every tree is included, and nowhere else', async () => {
  for (let size = 1; size <= MOST; size += 1)
    for (let number = 0; number < size; number += 1) {
      const proof = await proveInclusion(number, size, read);
      const claim = {
        number,
        size,
        commitment: commitments[number] ?? assert.fail(),
        proof,
        root: rootAt(size),
      };
      assert.ok(isIncluded(claim), `${number} of ${size}`);
      assert.equal(isIncluded({ ...claim, number: number + 1 }), false, `${number} of ${size} as the next`);
      assert.equal(isIncluded({ ...claim, root: other(claim.root) }), false);
      assert.equal(isIncluded({ ...claim, proof: [...proof, claim.root] }), false);
      if (proof.length > 0) assert.equal(isIncluded({ ...claim, proof: proof.slice(1) }), false);
    }
});

test('every tree extends every smaller one, and no other', async () => {
  for (let size = 2; size <= MOST; size += 1)
    for (let before = 1; before < size; before += 1) {
      const proof = await proveConsistency(before, size, read);
      const claim = {
        before: { size: before, root: rootAt(before) },
        after: { size, root: rootAt(size) },
        proof,
      };
      assert.ok(isExtension(claim), `${before} to ${size}`);
      assert.equal(isExtension({ ...claim, before: { size: before, root: other(rootAt(before)) } }), false);
      assert.equal(isExtension({ ...claim, after: { size, root: other(rootAt(size)) } }), false);
      assert.equal(isExtension({ ...claim, proof: proof.slice(1) }), false, `${before} to ${size}, cut`);
      assert.equal(isExtension({ ...claim, proof: [...proof, rootAt(size)] }), false);
      assert.equal(isExtension({ ...claim, before: claim.after, after: claim.before }), false);
    }
});
