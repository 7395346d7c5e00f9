/** What a forger can do who has a true pack and everything but the platform's keys. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  HASH_BYTES,
  TILE_WIDTH,
  createRange,
  hashLeaf,
  nodesFromTiles,
  proveInclusion,
} from '#kernel/merkle.ts';
import { writeCheckpoint } from '#kernel/notes/checkpoint.ts';
import { type SigningKey, makeSigningKey, openSigningKey, signNote } from '#kernel/notes/signingKey.ts';
import { writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { commitmentOf, decodeEntry, encodeEntry } from '#record/entry.ts';
import type { Pack } from '../src/modules/evidence/verifier/pack.ts';

/** A key pair of both kinds for a log that bears any name. */
function selfMadeKeys(origin: string): SigningKey[] {
  return (['ed25519', 'sm2'] as const).map(type => {
    const { publicKey, secret } = makeSigningKey(type);
    return openSigningKey(origin, type, publicKey, secret);
  });
}

/**
 * Another text in place of a true one, its digest written into the entries that name it, a tree of its own under them,
 * and seal points signed by self-made keys in the name of the true log. All of it fits together.
 */
export async function forge(
  pack: Pack,
  from: string,
  to: string,
  keysOf: (origin: string) => SigningKey[] = selfMadeKeys,
): Promise<Pack> {
  const forged = structuredClone(pack);
  const digests = new Map<string, string>();
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  for (const document of forged.documents) {
    const text = document.text.replaceAll(from, to);
    digests.set(sha256(document.text), sha256(text));
    document.text = text;
  }
  assert.ok(forged.documents.some(({ text }) => text.includes(to)));

  forged.checkpoints = [];
  forged.extensions = [];
  forged.keys = [];
  forged.witnesses = [];
  for (const log of ['control', 'usage/1'] as const) {
    const leaves = forged.leaves.filter(leaf => leaf.log === log);
    if (leaves.length === 0) continue;
    const size = Math.max(...leaves.map(leaf => leaf.number)) + 1;
    assert.ok(size < TILE_WIDTH, 'a forger’s tree of one tile');
    const commitments: Buffer[] = Array.from({ length: size }, (_, i) => Buffer.alloc(HASH_BYTES, i));
    for (const leaf of leaves) {
      const written = decodeEntry(Buffer.from(leaf.entry, 'base64'));
      const json = JSON.stringify(written.body);
      const body = [...digests].reduce((text, [before, after]) => text.replaceAll(before, after), json);
      const entry = encodeEntry({ ...written, body: JSON.parse(body) } as typeof written);
      const commitment = commitmentOf(Buffer.from(leaf.salt, 'base64'), entry);
      leaf.entry = entry.toString('base64');
      leaf.commitment = commitment.toString('hex');
      commitments[leaf.number] = commitment;
    }
    const range = createRange();
    const hashes = commitments.map(commitment => hashLeaf(commitment));
    for (const hash of hashes) range.append(hash);
    const nodes = nodesFromTiles(ids => Promise.resolve(ids.map(() => Buffer.concat(hashes))));
    const origin = `shuqiao.test/${log}`;
    const keys = keysOf(origin);
    for (const leaf of leaves) {
      leaf.proof = (await proveInclusion(leaf.number, size, nodes)).map(hash => hash.toString('base64'));
      leaf.checkpoint = forged.checkpoints.length;
    }
    const note = signNote(writeCheckpoint({ origin, size, root: range.root() }), keys);
    forged.checkpoints.push({ log, note, at: new Date().toISOString() });
    forged.keys.push(...keys.map(key => writeVerifierKey(key.verifier)));
  }
  return forged;
}

/** A verifier that says that all is well, under a policy that lets it run. */
export function lyingVerifier(page: string): string {
  const script = page.slice(page.lastIndexOf('<script>') + '<script>'.length, page.lastIndexOf('</script>'));
  const lying = script
    .replaceAll('"unknown_key"', '"passed"')
    .replaceAll('未知密钥', '核验通过')
    .replaceAll('outcome.unknown_key', 'outcome.passed');
  assert.notEqual(lying, script);
  const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
  return page.replace(script, () => lying).replace(hash(script), () => hash(lying));
}
