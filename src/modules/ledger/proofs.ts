import type pg from 'pg';
import { type Clock, pause } from '#kernel/clock.ts';
import { type Db, reader } from '#kernel/db.ts';
import { refuse } from '#kernel/errors.ts';
import { nodesFromTiles, proveConsistency, proveInclusion } from '#kernel/merkle.ts';
import { writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { decodeEntry } from '#record/decode.ts';
import { USAGE } from '#record/logs.ts';
import { commit, unpackAsFarAsItGoes } from './hashing.ts';
import { ANYTHING, type Search } from './search.ts';
import { verifiersOf } from './signing.ts';
import * as store from './store.ts';
import { searchUsage } from './usageSearch.ts';

/** One entry with all that whoever doubts it needs. Its salt is among that: whoever gives it out records that. */
export interface ProvenEntry {
  number: number;
  entry: Buffer;
  salt: Buffer;
  commitment: Buffer;
  /** From the leaf upwards, to the root of the seal point asked for. */
  proof: Buffer[];
}

export interface SealPointRow {
  size: number;
  note: string;
  at: Date;
}

const LOOK_EVERY = 100;
const MOST_OF_A_RUN = 1000;

/** Entries with their salts and proofs, for the module that makes evidence packs of them. */
export interface Proofs {
  /** The number that the next entry of the log will get. */
  end(log: number): Promise<number>;
  /** Waits until at least `size` entries are sealed; undefined when that takes longer than `milliseconds`. */
  sealed(log: number, size: number, milliseconds: number): Promise<SealPointRow | undefined>;
  /** The first seal point that covers the entry of this number. */
  firstCovering(log: number, number: number): Promise<SealPointRow | undefined>;
  at(log: number, size: number): Promise<SealPointRow | undefined>;
  /** Refuses with not found when an entry is not there, or no longer. */
  prove(log: number, numbers: readonly number[], size: number): Promise<ProvenEntry[]>;
  /** That the tree of `size` leaves begins with the tree of `before` leaves. */
  extend(log: number, before: number, size: number): Promise<Buffer[]>;
  /** The numbers of what a mover recorded of a run. */
  ofRun(grantId: number, runNo: string): Promise<number[]>;
  /** Verifier keys that ever signed under this name. */
  keys(origin: string): Promise<string[]>;
}

export function createProofs(needs: { db: Db; workerPool: pg.Pool; clock: Clock }): Proofs {
  const { db, clock } = needs;
  const inWorker = reader(needs.workerPool);

  async function entryAt(log: number, number: number): Promise<{ entry: Buffer; salt: Buffer }> {
    const batch = await store.findBatch(db, log, number);
    const salts = batch && (await store.findSalts(inWorker, log, batch.first));
    const one =
      batch && salts
        ? unpackAsFarAsItGoes(batch.body, salts.salts, batch.n).entries[number - batch.first]
        : await store.findCarried(inWorker, log, number);
    if (!one) throw refuse.not_found();
    return one;
  }

  return {
    end: log => store.getEnd(db, log),
    sealed: async (log, size, milliseconds) => {
      const patience = clock.now() + milliseconds;
      for (;;) {
        const last = await store.findLastCheckpoint(db, log);
        if (last && last.size >= size) return last;
        if (clock.now() >= patience) return undefined;
        await pause(LOOK_EVERY);
      }
    },
    firstCovering: async (log, number) => (await store.listCheckpoints(db, log, number, 1))[0],
    at: (log, size) => store.findCheckpoint(db, log, size),
    prove: async (log, numbers, size) => {
      const readNodes = nodesFromTiles(ids => store.readTiles(db, log, ids));
      const proven: ProvenEntry[] = [];
      for (const number of numbers) {
        const { entry, salt } = await entryAt(log, number);
        const proof = await proveInclusion(number, size, readNodes);
        proven.push({ number, entry, salt, commitment: commit(salt, entry), proof });
      }
      return proven;
    },
    extend: (log, before, size) =>
      proveConsistency(
        before,
        size,
        nodesFromTiles(ids => store.readTiles(db, log, ids)),
      ),
    ofRun: async (grantId, runNo) => {
      // Whoever asks for a run’s records was let at the run.
      const asked: Search = { ...ANYTHING, sight: 'all', grantId, action: 'move.' };
      const { rows } = await searchUsage(db, USAGE, asked, MOST_OF_A_RUN);
      const numbers: number[] = [];
      for (const { number } of rows) {
        const entry = decodeEntry((await entryAt(USAGE, number)).entry);
        if (entry.kind === 'usage' && entry.body.facts?.['runNo'] === runNo) numbers.push(number);
      }
      return numbers.sort((a, b) => a - b);
    },
    keys: async origin => (await verifiersOf(db, origin)).map(writeVerifierKey),
  };
}
