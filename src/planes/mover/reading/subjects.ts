/** Whose data a run moves: the keyed digests of all persons whom its rows name in clear, in memory that does not grow. */
import { setImmediate } from 'node:timers/promises';
import { type PartedSubjectList, createSubjectPacker } from '#record/subjectList.ts';
import { subjectText } from '#record/subjects.ts';
import type { MovePlan } from '#vocabulary/plans.ts';
import { createMac } from '#planes/gateway/callers/mac.ts';
import { createScratchFile } from './scratchFile.ts';
import { type SubjectRuns, createSubjectRuns } from './subjectRuns.ts';

/** Digests that are merged and hashed at once: some ten milliseconds. */
const AT_ONCE = 8192;

export interface SubjectCollector {
  /** Tuples; a chunk may end inside one. */
  add(chunk: Buffer): void;
  /** Forgets all: the rows come from the beginning. */
  restart(): void;
  /**
   * When all rows have come; undefined when they name nobody. Calls `alive` in between, which throws to end it. The
   * list can be read until the collector is closed.
   */
  finish(alive?: () => Promise<void>): Promise<PartedSubjectList | undefined>;
  /** On every way out: what memory could not hold lies in a file. */
  close(): void;
}

/** How much of the digests lies in memory and in one part of the list; tests have few. */
export interface SubjectBounds {
  digestsInMemory?: number;
  subjectsAPart?: number;
}

/**
 * Positions of the columns that name a person or company in clear. What the source masks cannot be known here, and need
 * not be: who holds only masked values holds nobody's identifier.
 */
export function subjectColumns(plan: Pick<MovePlan, 'items'>): number[] {
  return plan.items.flatMap((item, i) =>
    item.filter && item.mask.kind === 'none' && item.type === 'text' ? [i] : [],
  );
}

/**
 * Steps through tuples and gives the values of the wanted columns that are not empty, where they lie. What a chunk ends
 * in is remembered as where one was in it, and only the beginning of a wanted value is copied.
 */
function createWalk(columns: readonly number[], each: (bytes: Buffer, from: number, end: number) => void) {
  const wanted = Uint8Array.from({ length: Math.max(0, ...columns) + 1 }, (_, i) =>
    Number(columns.includes(i)),
  );
  /** Fields of the row that have not ended; 0: the next two bytes say how many the next row has. */
  let fields = 0;
  let field = 0;
  /** Of a number that is being read. */
  let number = 0;
  let digits = 0;
  /** Bytes of a value that are still to come. */
  let left = 0;
  /** The beginning of a wanted value that lay in earlier chunks. */
  let begun: Buffer[] = [];

  function endField(): void {
    fields -= 1;
    field += 1;
  }

  /** The part of a value that lies in this chunk; answers where it ends. */
  function value(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + left);
    left -= end - at;
    if (wanted[field] === 1) {
      if (left > 0) begun.push(Buffer.from(chunk.subarray(at, end)));
      else if (begun.length === 0) each(chunk, at, end);
      else {
        const whole = Buffer.concat([...begun, chunk.subarray(at, end)]);
        begun = [];
        each(whole, 0, whole.length);
      }
    }
    if (left === 0) endField();
    return end;
  }

  /** Fields that lie whole in this chunk, which are nearly all; answers where the first one begins that does not. */
  function wholeFields(chunk: Buffer, from: number): number {
    let at = from;
    while (fields > 0 && at + 4 <= chunk.length) {
      const end = at + 4 + Math.max(0, chunk.readInt32BE(at));
      if (end > chunk.length) break;
      if (wanted[field] === 1 && end > at + 4) each(chunk, at + 4, end);
      endField();
      at = end;
    }
    return at;
  }

  return (chunk: Buffer): void => {
    for (let at = 0; at < chunk.length; ) {
      if (left > 0) {
        at = value(chunk, at);
        continue;
      }
      if (digits === 0) at = wholeFields(chunk, at);
      if (at === chunk.length) break;
      number = (number << 8) | (chunk[at++] as number);
      digits += 1;
      if (digits < (fields === 0 ? 2 : 4)) continue;
      if (fields === 0) {
        fields = number;
        field = 0;
      } else if (number > 0) left = number;
      else endField();
      number = 0;
      digits = 0;
    }
  };
}

/** Collects the keyed digests of the values in these columns as the rows stream by. */
export function collectSubjects(
  key: Buffer,
  columns: readonly number[],
  { digestsInMemory, subjectsAPart }: SubjectBounds = {},
): SubjectCollector {
  const mac = createMac(key);
  const scratch = createScratchFile();
  let runs: SubjectRuns;
  let walk: (chunk: Buffer) => void;

  function restart(): void {
    scratch.close();
    const into = (runs = createSubjectRuns(scratch, digestsInMemory));
    walk = createWalk(columns, (bytes, from, end) => {
      const digest = mac(subjectText(bytes.toString('utf8', from, end)));
      into.add(digest.readUInt32BE(0), digest.readUInt32BE(4));
    });
  }
  restart();

  return {
    add: chunk => walk(chunk),
    restart,
    close: () => scratch.close(),
    async finish(alive) {
      let packed: Buffer | undefined;
      const more: { from: number; length: number }[] = [];
      const packer = createSubjectPacker(part => {
        if (packed === undefined) packed = part;
        else more.push({ from: scratch.append(part), length: part.length });
      }, subjectsAPart);
      while (runs.take(AT_ONCE, (high, low) => packer.add(high, low))) {
        await setImmediate();
        await alive?.();
      }
      const list = packer.end();
      if (list === undefined || packed === undefined) return undefined;
      return {
        ...list,
        packed,
        *rest() {
          const room = Buffer.allocUnsafe(Math.max(0, ...more.map(({ length }) => length)));
          for (const { from, length } of more) {
            const part = room.subarray(0, length);
            scratch.read(part, from);
            yield part;
          }
        },
      };
    },
  };
}
