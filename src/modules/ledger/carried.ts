import type { Db } from '#kernel/db.ts';
import { MissingHash, hashLeaf, nodesFromTiles, proveInclusion } from '#kernel/merkle.ts';
import { verifyInclusion } from '#kernel/merkleClaims.ts';
import { commit } from './hashing.ts';
import { type CarriedRow, readTiles } from './store.ts';

/** The first entry that is no leaf of the tree at its number, as far as the tiles prove it; undefined when all are. */
export async function findUnproven(
  db: Db,
  log: number,
  carried: readonly CarriedRow[],
  { size, root }: { size: number; root: Buffer },
): Promise<number | undefined> {
  const read = nodesFromTiles(ids => readTiles(db, log, ids));
  for (const { number, entry, salt } of carried) {
    // Beyond what was removed nothing is carried over: somebody put it there.
    if (number >= size) return number;
    try {
      const proof = await proveInclusion(number, size, read);
      if (!verifyInclusion({ number, size, leaf: hashLeaf(commit(salt, entry)), proof, root })) return number;
    } catch (error) {
      if (error instanceof MissingHash) return number;
      throw error;
    }
  }
  return undefined;
}
