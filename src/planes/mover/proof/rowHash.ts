/**
 * The WebAssembly that hashes rows, with its memory: tuples are copied to its end, and what is not a whole one yet stays
 * there until the rest of it comes.
 */
import { ROW_HASH } from './rowHashModule.ts';

export const BUCKETS = 1024;
/** Of its memory, as `wasm/rowHash.ts` lays it out. */
const [COUNTS, KEYS, DATA] = [32_768, 40_960, 81_920];
/** What may be held of a row that is not whole yet: no row of ours is so large, and who promises one may never send it. */
const MOST_REST = 64 * 1024 * 1024;
const MEMORY_PAGE = 64 * 1024;

/** A row, its bucket and 64 bits of its hash; its bytes are the caller's until it returns. */
export type RowTaker = (
  bucket: number,
  high: number,
  low: number,
  view: DataView,
  from: number,
  end: number,
) => void;

export interface RowHash {
  /** Tuples; a chunk may end inside one. */
  add(chunk: Buffer): void;
  /** Whole rows seen so far. */
  rows(): number;
  /** Bytes of a row that is not whole. */
  rest(): number;
  count(bucket: number): bigint;
  /** Modulo 2^128. */
  sum(bucket: number): bigint;
}

interface Exports {
  memory: WebAssembly.Memory;
  rows: WebAssembly.Global;
  setSeed: (...words: number[]) => void;
  setFinal: (...words: number[]) => void;
  setShape: (columns: number, isKeyed: number, isHeard: number) => void;
  add: (size: number) => number;
}

const module = new WebAssembly.Module(Buffer.from(ROW_HASH, 'base64'));

/** `seed`: 32 bytes, of which the first half begins each hash and the second ends it. */
export function openRowHash(
  columns: number,
  keyColumns: readonly number[],
  seed: Buffer,
  onRow?: RowTaker,
): RowHash {
  let view: DataView;
  const { exports } = new WebAssembly.Instance(module, {
    rowHash: {
      heard: (bucket: number, high: number, low: number, from: number, end: number) =>
        onRow?.(bucket, high, low, view, from, end),
    },
  });
  const { memory, rows, setSeed, setFinal, setShape, add } = exports as unknown as Exports;
  let bytes = new Uint8Array(memory.buffer);
  view = new DataView(memory.buffer);
  const words = Array.from({ length: 8 }, (_, i) => seed.readInt32LE(i * 4));
  setSeed(...words.slice(0, 4));
  setFinal(...words.slice(4));
  setShape(columns, Number(keyColumns.length > 0), Number(onRow !== undefined));
  for (const position of keyColumns) bytes[KEYS + position] = 1;
  let held = 0;

  /** Twice the room for tuples. */
  function grow(): void {
    if (held >= MOST_REST) throw new Error('The stream holds a row larger than any that may be sent.');
    memory.grow(Math.ceil((bytes.length - DATA) / MEMORY_PAGE));
    bytes = new Uint8Array(memory.buffer);
    view = new DataView(memory.buffer);
  }

  return {
    add(chunk) {
      for (let from = 0; from < chunk.length; ) {
        if (DATA + held === bytes.length) grow();
        const end = Math.min(chunk.length, from + bytes.length - DATA - held);
        bytes.set(chunk.subarray(from, end), DATA + held);
        const size = held + end - from;
        const done = add(size);
        if (done < 0) throw new Error(`The stream does not hold rows of ${columns} columns.`);
        held = size - done;
        if (done > 0 && held > 0) bytes.copyWithin(DATA, DATA + done, DATA + size);
        from = end;
      }
    },
    rows: () => Number(rows.value),
    rest: () => held,
    count: bucket => view.getBigUint64(COUNTS + bucket * 8, true),
    sum(bucket) {
      let sum = 0n;
      for (let lane = 0; lane < 4; lane++)
        sum = (sum << 32n) + view.getBigUint64(bucket * 32 + lane * 8, true);
      return BigInt.asUintN(128, sum);
    },
  };
}
