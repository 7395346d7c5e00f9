/** The receipt: recorded, then shown. Also for runs whose mover died between the switch and this. */
import { createHash } from 'node:crypto';
import type { Bookkeeper } from '#kernel/db.ts';
import type { Metrics } from '#kernel/observe.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Recorder } from '#record/append.ts';
import { runEntry } from './entries.ts';
import * as orders from './orders.ts';
import type { Order, Receipt } from './orders.ts';
import { outputColumns } from './ports.ts';
import type { PlacedRun } from './ports.ts';

interface Needs {
  db: Bookkeeper;
  clock: Clock;
  recorder: Recorder;
  metrics: Pick<Metrics, 'runs' | 'rowsMoved'>;
}

/** What the consumer's own table says of a run whose receipt was never kept. */
function receiptFrom({ plan }: Order, { rows, sha256, placedAt }: PlacedRun): Receipt {
  return {
    rowsRead: rows,
    rowsWritten: rows,
    // A run is placed only after both sides agreed.
    equal: true,
    buckets: [],
    columns: outputColumns(plan.items).map(column => column.name),
    sha256,
    snapshot: placedAt.toISOString(),
    planVersion: plan.version,
    record: null,
  };
}

/** `placed` is what the sink says after a crash; undefined when this process saw the commit itself. */
export async function finishDelivered(
  { db, clock, recorder, metrics }: Needs,
  order: Order,
  placed: PlacedRun | undefined,
  measured: { bytes?: number; milliseconds?: number[] } = {},
): Promise<void> {
  const kept = await orders.getKept(db, order);
  const receipt = kept.receipt ?? (placed && receiptFrom(order, placed));
  if (!receipt) throw new Error(`run ${order.no} was placed without a receipt`);
  const { rowsWritten: rows, sha256, columns, snapshot, planVersion } = receipt;
  const sums = kept.digest === null ? '' : createHash('sha256').update(kept.digest).digest('hex');
  const facts = {
    rows,
    sha256,
    sums,
    columns,
    snapshot,
    planVersion,
    equal: true,
    ...(placed === undefined ? {} : { recovered: true }),
  };
  const entry = runEntry(order, clock.now(), {
    action: 'move.delivered',
    result: 'served',
    rows,
    sha256,
    ...measured,
    facts,
  });
  const { number } = await recorder.record({ entry, instead: () => entry });
  await orders.finish(db, order, {
    state: 'delivered',
    receipt: { ...receipt, record: number },
    at: new Date(clock.now()),
  });
  metrics.runs.inc({ state: 'delivered' });
  metrics.rowsMoved.inc(rows);
}
