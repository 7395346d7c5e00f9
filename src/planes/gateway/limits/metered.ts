import { type Readable, Transform, pipeline } from 'node:stream';
import { callbackify } from 'node:util';
import type { CallPlan } from '#vocabulary/plans.ts';

/**
 * An answer whose length nobody told beforehand: each piece is taken from the bytes of its plan before it goes on, and
 * what is not left any more breaks the stream off with its refusal. Of a plan that limits no bytes the stream itself.
 */
export function metered(
  stream: Readable,
  { limits }: CallPlan,
  spend: (bytes: number) => Promise<void> | undefined,
): Readable {
  if (limits?.bytesPerDay === undefined && limits?.bytesTotal === undefined) return stream;
  const take = callbackify(async (bytes: number) => spend(bytes));
  const through = new Transform({
    transform: (chunk: Buffer, _encoding, done) => take(chunk.length, error => done(error, chunk)),
  });
  // Whichever of the two ends early ends the other; what it was is told by the reader's own `error`.
  return pipeline(stream, through, () => undefined);
}
