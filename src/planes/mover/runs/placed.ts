/** Whether a run past its point of no return was placed: the sink's word, once nobody can change it any more. */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { PlacedRun, Sink } from '#planes/mover/ports.ts';
import { targetOf } from '#planes/mover/transfer.ts';
import { PASSING } from './ending.ts';
import * as orders from './orders.ts';
import type { Order } from './orders.ts';

/**
 * A commit may still be under way on a connection that broke, or come from a mover that stands still. So the target is
 * taken first, with an epoch above the attempt's and below the next one's: what `findRun` says then stays true.
 */
export async function findPlaced(sink: Sink, order: Order): Promise<PlacedRun | undefined> {
  const runNo = orders.nameInSink(order);
  const found = await sink.findRun(runNo);
  if (found !== undefined) return found;
  const { plan } = order;
  try {
    const delivery = await sink.begin(targetOf({ plan, runNo, epoch: orders.epochOf(order) + 1 }));
    await delivery.abort();
  } catch (error) {
    // Asked again later. Every other refusal is for the next attempt to meet.
    if (!(error instanceof ConnectionProblem) || PASSING.has(error.code)) throw error;
  }
  return sink.findRun(runNo);
}
