/**
 * Rows a second at most, so that a department's system does not suffer. It waits in the reading loop: while nobody
 * asks for the next chunk the source is not read, and its own back-pressure holds it.
 */
import { pause } from '#kernel/clock.ts';

/** Chunks are cut into what passes in so many milliseconds: what follows sees a stream and not a pulse. */
const STEP_MILLISECONDS = 250;
/** Time that was not used is made up for up to this, and no more. */
const BURST_MILLISECONDS = 1_000;

/** Where each part of a chunk of whole tuples ends that holds so many rows, and how many the last one holds. */
function* parts(chunk: Buffer, rows: number): Generator<{ end: number; rows: number }> {
  let at = 0;
  let count = 0;
  while (at < chunk.length) {
    const fields = chunk.readInt16BE(at);
    at += 2;
    for (let field = 0; field < fields; field++) at += 4 + Math.max(0, chunk.readInt32BE(at));
    count++;
    if (count === rows || at === chunk.length) {
      yield { end: at, rows: count };
      count = 0;
    }
  }
}

/** The same tuples, no more than `pace` rows of them a second. Throws the signal's reason as soon as it is aborted. */
export async function* paced(
  chunks: AsyncIterable<Buffer>,
  pace: number,
  signal?: AbortSignal,
  now: () => number = () => performance.now(),
): AsyncGenerator<Buffer> {
  if (!(pace > 0)) throw new RangeError('A pace is a number of rows above 0.');
  const step = Math.max(1, Math.floor((pace * STEP_MILLISECONDS) / 1000));
  /** When the next part may go. */
  let due = now();
  for await (const chunk of chunks) {
    let from = 0;
    for (const { end, rows } of parts(chunk, step)) {
      due = Math.max(due, now() - BURST_MILLISECONDS);
      const wait = due - now();
      if (wait > 0) await pause(wait, signal);
      signal?.throwIfAborted();
      due += (rows * 1000) / pace;
      yield chunk.subarray(from, end);
      from = end;
    }
  }
}
