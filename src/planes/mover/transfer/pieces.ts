/** Commits a run in pieces, where the sink allows it and a crash would cost more than the commits do. */
import type { Delivery } from '#planes/mover/ports.ts';
import type { Pieces } from './order.ts';

/** Writes to the delivery, and keeps what was written once it is a piece. */
export function writeInPieces(
  delivery: Pick<Delivery, 'write' | 'keep'>,
  able: boolean,
  { bytes, milliseconds }: Pieces,
  kept: () => void,
): (chunk: Buffer) => Promise<void> {
  let written = 0;
  let since = performance.now();
  return async chunk => {
    await delivery.write(chunk);
    written += chunk.length;
    if (!able || written < bytes || performance.now() - since < milliseconds) return;
    await delivery.keep();
    kept();
    written = 0;
    since = performance.now();
  };
}
