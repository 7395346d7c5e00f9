import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createRange, hashLeaf } from '#kernel/merkle.ts';
import { makeSigningKey, openSigningKey } from '#kernel/notes/signingKey.ts';
import { writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { newSalt } from '#record/append.ts';
import { commitmentOf, encodeEntry, packEntries } from '#record/entry.ts';
import { signBounds } from './archiveBounds.ts';
import { type ArchiveBatch, type ArchiveHead, verifyArchive, writeArchive } from './archiveFile.ts';
import { signSeal } from './note.ts';

const ORIGIN = 'archive.test/usage/1';
const made = makeSigningKey('ed25519');
const key = openSigningKey(ORIGIN, 'ed25519', made.publicKey, made.secret);
const folder = mkdtempSync(join(tmpdir(), 'shuqiao-archive-file-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A log of batches of three entries, with the tree’s edge and the seal point at the beginning of each. */
const range = createRange();
const batches: ArchiveBatch[] = [];
const edges: string[][] = [];
const notes: string[] = [];
for (let first = 0; first < 30; first += 3) {
  edges.push(range.edge().map(hash => hash.toString('base64')));
  notes.push(
    range.size === 0 ? '' : signSeal({ origin: ORIGIN, size: range.size, root: range.root() }, [key]),
  );
  const entries = [0, 1, 2].map(i =>
    encodeEntry({ kind: 'notice', at: 1, body: { action: 'test', facts: { number: first + i } } }),
  );
  const salts = entries.map(newSalt);
  entries.forEach((bytes, i) => range.append(hashLeaf(commitmentOf(salts[i] ?? Buffer.alloc(0), bytes))));
  batches.push({ first, n: 3, body: packEntries(entries), salts: Buffer.concat(salts) });
}

// The month holds the batches 2 to 6, and its file goes on to the seal point before batch 8.
const head = (more: Partial<ArchiveHead> = {}): Omit<ArchiveHead, 'format'> => ({
  bounds: signBounds({ origin: ORIGIN, month: '2026-11', first: 6, until: 21 }, [key]),
  edge: edges[2] ?? [],
  note: notes[8] ?? '',
  keys: [writeVerifierKey(key.verifier)],
  ...more,
});
let written = 0;
async function verdictOf(from: number, to: number, more: Partial<ArchiveHead> = {}) {
  const path = join(folder, `${(written += 1)}.sqledger`);
  const part = async function* (): AsyncGenerator<ArchiveBatch> {
    yield* batches.slice(from, to);
    await Promise.resolve();
  };
  await writeArchive(path, head(more), part());
  return verifyArchive(path, [key.verifier]);
}

test('a whole month verifies and says which month it is, and up to where', async () => {
  const { ok, origin, month, first, end, problemEn } = await verdictOf(2, 8);
  assert.deepEqual([ok, origin, month, first, end], [true, ORIGIN, '2026-11', 6, 24], problemEn);
});

test('a beginning that was cut off is named, even where the rest is a stretch of the tree with its own edge', async () => {
  for (const edge of [edges[2] ?? [], edges[3] ?? []]) {
    const cut = await verdictOf(3, 8, { edge });
    assert.deepEqual([cut.ok, cut.firstBad], [false, edge.length === edges[2]?.length ? 6 : null]);
    assert.match(cut.problemEn, /entry 6 is missing|the head does not fit the first number/);
  }
  const later = head().bounds.replace('\n6 21\n', '\n9 21\n');
  const forged = await verdictOf(3, 8, { edge: edges[3] ?? [], bounds: later });
  assert.match(forged.problemEn, /where its month begins and ends is not signed/);
});

test('an end that was cut off is named, even where an older seal point covers what is left', async () => {
  assert.match((await verdictOf(2, 7)).problemEn, /ends before entry 21, the seal point covers 24/);
  const older = await verdictOf(2, 5, { note: notes[5] ?? '' });
  assert.deepEqual([older.ok, older.firstBad], [false, 15]);
  assert.match(older.problemEn, /goes on to entry 20, the file’s seal point ends at 14/);
  const month = await verdictOf(2, 7, { note: notes[7] ?? '' });
  assert.equal(month.ok, true, 'up to the very end of the month is the whole month');
});

test('a seal point is no statement of bounds, and bounds are no seal point', async () => {
  assert.match((await verdictOf(2, 8, { bounds: notes[8] ?? '' })).problemEn, /not signed/);
  assert.match((await verdictOf(2, 8, { note: head().bounds })).problemEn, /seal point is not signed/);
});
