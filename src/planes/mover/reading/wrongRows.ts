/**
 * The rows of a run that cannot travel: counted, kept sealed up to a bound so that somebody can look at them, and more
 * of them than the plan forgives end the run.
 */
import type { Tolerance } from '#vocabulary/moves.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { WrongRow, WrongTaker } from '#planes/mover/ports.ts';

/** Rows that are kept of a run; what lies beyond is counted. */
export const KEPT_ROWS = 10_000;
const BATCH_ROWS = 500;
const BATCH_BYTES = 1024 * 1024;
/** A share says something once so many rows were read. */
const SHARE_ROWS = 1_000;

/** Where they are kept: `runs/setAside.ts`. `first` is the number of the first one, from 1. */
export interface WrongStore {
  /** Drops what an earlier attempt at the run had kept. */
  clear(): Promise<void>;
  save(rows: readonly WrongRow[], first: number): Promise<void>;
}

export interface WrongRows {
  /** `ReadOptions.wrong`; throws `too_many_wrong`. */
  take: WrongTaker;
  /** How many there are, and how many of them are kept. */
  count: () => number;
  kept: () => number;
  /** The source is read anew: what was counted and kept is forgotten. To be called before the first reading too. */
  restart(): Promise<void>;
  /** To be awaited between chunks: what was gathered is saved, so that memory stays bounded. */
  settle(): Promise<void>;
  /** At the end of the reading, with all rows that were read: the share is looked at once more and the rest saved. */
  finish(read: number): Promise<void>;
}

export function createWrongRows(store: WrongStore, tolerance: Tolerance = {}): WrongRows {
  let batch: WrongRow[] = [];
  let batchBytes = 0;
  let count = 0;
  let saved = 0;
  let mostRead = 0;
  let first: WrongRow | undefined;

  function refuse(why: Record<string, string>): never {
    // What the value is stays out of it: it may be personal.
    throw new ConnectionProblem('too_many_wrong', {
      setAside: String(count),
      ...why,
      column: first?.column ?? '',
      reason: first?.reason ?? '',
      row: String(first?.row ?? 0),
    });
  }

  function judge(read: number, least: number): void {
    const { rows, share } = tolerance;
    if (rows !== undefined && count > rows) refuse({ most: String(rows) });
    if (share !== undefined && read >= least && count > share * read)
      refuse({ read: String(read), share: String(share) });
  }

  async function save(): Promise<void> {
    if (batch.length === 0) return;
    const [rows, from] = [batch, saved + 1];
    saved += batch.length;
    [batch, batchBytes] = [[], 0];
    await store.save(rows, from);
  }

  return {
    take(row, read) {
      count++;
      first ??= row;
      if (saved + batch.length < KEPT_ROWS) {
        batch.push(row);
        batchBytes += row.raw.length;
      }
      // Those that the source leaves out are ahead of those that fail a check.
      mostRead = Math.max(mostRead, read);
      judge(mostRead, SHARE_ROWS);
    },
    count: () => count,
    kept: () => saved + batch.length,
    async restart() {
      [batch, batchBytes, count, saved, mostRead, first] = [[], 0, 0, 0, 0, undefined];
      await store.clear();
    },
    async settle() {
      if (batch.length >= BATCH_ROWS || batchBytes >= BATCH_BYTES) await save();
    },
    async finish(read) {
      judge(read, 0);
      await save();
    },
  };
}
