/** The standing comparison: what the consumer's table shows now, against the digest that the run's receipt holds. */
import { comparePlaced } from './compare.ts';
import { openEnd } from './ends.ts';
import type { Execution } from './needs.ts';
import * as orders from './orders.ts';
import type { ComparisonOrder, ComparisonResult } from './orders.ts';
import { ConnectionProblem } from './ports.ts';

async function compare(
  mover: Execution,
  { order, rows, digest, sha256 }: ComparisonOrder,
): Promise<ComparisonResult> {
  const { plan, no, key } = order;
  const sink = await openEnd(mover, plan.sink.sourceId, mover.openSink);
  try {
    const placed = await sink.findRun(no);
    // A later run's rows lie there now, and to compare those with this receipt would say nothing.
    if (placed !== undefined && !placed.showing) return { problem: { code: 'superseded', facts: {} } };
    const receipt = { digestKey: key, digest: { rows, buckets: digest, sha256 } };
    const found = await comparePlaced(sink, plan, receipt, mover.signal);
    const at = mover.clock.now();
    const { equal, buckets, rowsFound } = found;
    const facts = {
      runNo: no,
      grantNo: plan.grantNo,
      equal,
      rows: rowsFound,
      rowsExpected: rows,
      buckets: buckets.slice(0, 32),
    };
    const entry = { kind: 'notice' as const, at, body: { action: 'move.compared', facts } };
    await mover.recorder.record({ entry, instead: () => entry });
    return { comparison: { at: new Date(at).toISOString(), equal, rows: rowsFound, buckets } };
  } finally {
    await sink.close();
  }
}

export async function compareAgain(mover: Execution, asked: ComparisonOrder): Promise<void> {
  try {
    await orders.saveComparison(mover.db, asked.order.id, await compare(mover, asked));
  } catch (error) {
    if (mover.signal.aborted) return;
    const problem =
      error instanceof ConnectionProblem
        ? { code: error.code, facts: error.facts }
        : { code: 'failed', facts: { reason: error instanceof Error ? error.message : String(error) } };
    if (!(error instanceof ConnectionProblem))
      mover.log.error({ err: error, run: asked.order.no }, 'a comparison met a fault');
    await orders.saveComparison(mover.db, asked.order.id, { problem });
  }
}
