/**
 * Sorts digests of any number in a few megabytes: what memory may hold is sorted and put down as one run, and the runs
 * are merged when all are there. Digests go in and out as their two halves; 64-bit numbers would each be an object.
 */
import { endianness } from 'node:os';
import type { ScratchFile } from './scratchFile.ts';

/** 4 MB of digests, which are sorted in some 40 milliseconds: leases are renewed in between. */
const DIGESTS_A_RUN = 524_288;
/** Bytes that the merge of all runs reads ahead, and the least and most of one run. */
const AHEAD = 8 * 1024 * 1024;
const LEAST_AHEAD = 4096;
const MOST_AHEAD = 64 * 1024;

/** Where a digest's halves lie among the 32-bit words of its memory. */
const HIGH = endianness() === 'LE' ? 1 : 0;
const LOW = 1 - HIGH;

export interface SubjectRuns {
  add(high: number, low: number): void;
  /** Gives the next `most` digests in rising order, some of them doubled; false when there are no more. */
  take(most: number, each: (high: number, low: number) => void): boolean;
}

/** A run on its way into the merge. */
interface Cursor {
  high: number;
  low: number;
  words: Uint32Array;
  /** The place of the digest after this one, and of the end, in words. */
  at: number;
  end: number;
  /** Bytes in the file that follow the words. */
  from: number;
  left: number;
}

const isBefore = (one: Cursor, other: Cursor): boolean =>
  one.high < other.high || (one.high === other.high && one.low < other.low);

export function createSubjectRuns(scratch: ScratchFile, most = DIGESTS_A_RUN): SubjectRuns {
  let digests = new BigUint64Array(Math.min(most, 4096));
  let words = new Uint32Array(digests.buffer);
  let count = 0;
  const runs: Pick<Cursor, 'from' | 'left'>[] = [];
  /** A heap with the least digest on top. */
  let heap: Cursor[] | undefined;

  function leaveOutDoubles(): void {
    digests.subarray(0, count).sort();
    let end = 0;
    for (let at = 0; at < count * 2; at += 2) {
      if (end > 0 && words[at] === words[end - 2] && words[at + 1] === words[end - 1]) continue;
      words[end++] = words[at] as number;
      words[end++] = words[at + 1] as number;
    }
    count = end / 2;
  }

  /** One person may have many rows: room is made by leaving out who comes again, as long as that makes enough. */
  function makeRoom(): void {
    leaveOutDoubles();
    if (count <= digests.length / 2) return;
    if (digests.length < most) {
      const larger = new BigUint64Array(Math.min(most, digests.length * 2));
      larger.set(digests.subarray(0, count));
      digests = larger;
      words = new Uint32Array(digests.buffer);
      return;
    }
    const bytes = new Uint8Array(digests.buffer, 0, count * 8);
    runs.push({ from: scratch.append(bytes), left: bytes.length });
    count = 0;
  }

  /** To the cursor's next digest; false when it has none. */
  function step(cursor: Cursor): boolean {
    if (cursor.at === cursor.end) {
      if (cursor.left === 0) return false;
      const bytes = new Uint8Array(cursor.words.buffer, 0, Math.min(cursor.left, cursor.words.byteLength));
      scratch.read(bytes, cursor.from);
      cursor.from += bytes.length;
      cursor.left -= bytes.length;
      cursor.at = 0;
      cursor.end = bytes.length / 4;
    }
    cursor.high = cursor.words[cursor.at + HIGH] as number;
    cursor.low = cursor.words[cursor.at + LOW] as number;
    cursor.at += 2;
    return true;
  }

  /** Puts the cursor at a place of the heap to where it belongs below. */
  function sink(cursors: Cursor[], place: number): void {
    const moved = cursors[place] as Cursor;
    for (;;) {
      let below = place * 2 + 1;
      if (below >= cursors.length) break;
      if (below + 1 < cursors.length && isBefore(cursors[below + 1] as Cursor, cursors[below] as Cursor))
        below += 1;
      if (!isBefore(cursors[below] as Cursor, moved)) break;
      cursors[place] = cursors[below] as Cursor;
      place = below;
    }
    cursors[place] = moved;
  }

  function beginMerge(): Cursor[] {
    leaveOutDoubles();
    const fair = Math.floor(AHEAD / Math.max(1, runs.length) / LEAST_AHEAD) * LEAST_AHEAD;
    const ahead = Math.min(MOST_AHEAD, Math.max(LEAST_AHEAD, fair));
    const zero = { high: 0, low: 0, at: 0 };
    const cursors: Cursor[] = runs.map(run => ({
      ...zero,
      words: new Uint32Array(ahead / 4),
      end: 0,
      ...run,
    }));
    cursors.push({ ...zero, words, end: count * 2, from: 0, left: 0 });
    const found = cursors.filter(step);
    for (let place = found.length >> 1; place >= 0 && found.length > 0; place -= 1) sink(found, place);
    return found;
  }

  return {
    add(high, low) {
      if (count === digests.length) makeRoom();
      words[count * 2 + HIGH] = high;
      words[count * 2 + LOW] = low;
      count += 1;
    },
    take(mostNow, each) {
      heap ??= beginMerge();
      for (let taken = 0; taken < mostNow; taken += 1) {
        const [least] = heap;
        if (least === undefined) break;
        each(least.high, least.low);
        if (!step(least)) {
          const last = heap.pop() as Cursor;
          if (last === least) break;
          heap[0] = last;
        }
        sink(heap, 0);
      }
      return heap.length > 0;
    },
  };
}
