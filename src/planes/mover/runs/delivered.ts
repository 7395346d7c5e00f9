/** The receipt: signed, recorded, then shown. Also for runs whose mover died between the switch and this. */
import type { Bookkeeper } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Metrics } from '#kernel/observe.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Recorder } from '#record/append.ts';
import type { Receipt } from '#vocabulary/moves.ts';
import { runEntry } from './entries.ts';
import * as orders from './orders.ts';
import type { Order } from './orders.ts';
import { outputColumns } from '#planes/mover/ports.ts';
import type { PlacedRun } from '#planes/mover/ports.ts';
import { receiptDigest, signReceipt, sumsDigest } from '#planes/mover/proof/halves.ts';
import { receiptSigner } from '#planes/mover/proof/receiptKeys.ts';

interface Needs {
  db: Bookkeeper;
  keys: Keys;
  clock: Clock;
  recorder: Recorder;
  metrics: Pick<Metrics, 'runs' | 'rowsMoved'>;
}

/**
 * What the consumer's own table says of a run whose receipt was never kept. Only rows are known of it, so it proves
 * nothing: its grade says so, and nobody signs it.
 */
function receiptFrom({ plan }: Order, { rows, sha256, placedAt, position }: PlacedRun): Receipt {
  return {
    mode: plan.mode?.kind ?? 'full',
    grade: 'none',
    rowsRead: rows,
    rowsWritten: rows,
    setAside: 0,
    excluded: null,
    // A run is placed only after both sides agreed.
    equal: true,
    buckets: [],
    columns: outputColumns(plan.items).map(column => column.name),
    sha256,
    snapshot: placedAt.toISOString(),
    planVersion: plan.kind === 'move' ? plan.version : 0,
    record: null,
    ...(position === undefined ? {} : { position }),
  };
}

/** Both halves, in the two departments' names. */
async function signed(
  needs: Needs,
  { no, plan, key }: Order,
  draft: Receipt,
  buckets: Buffer,
): Promise<Receipt> {
  const provider = await receiptSigner(needs, plan.providerId, plan.provider);
  const consumer = await receiptSigner(needs, plan.consumerId, plan.consumer);
  const at = new Date(needs.clock.now());
  return signReceipt(draft, { runNo: no, plan, digestKey: key, buckets, at, provider, consumer });
}

/** `placed` is what the sink says after a crash; undefined when this process saw the commit itself. */
export async function finishDelivered(
  needs: Needs,
  order: Order,
  placed: PlacedRun | undefined,
  measured: { bytes?: number; milliseconds?: number[] } = {},
): Promise<void> {
  const { db, clock, recorder, metrics } = needs;
  const kept = await orders.findKept(db, order);
  // Another mover has the run by now, and writes the receipt itself: two entries would say two deliveries.
  if (!kept) return;
  const draft = kept.receipt ?? (placed && receiptFrom(order, placed));
  if (!draft) throw new Error(`run ${order.no} was placed without a receipt`);
  const receipt = kept.digest === null ? draft : await signed(needs, order, draft, kept.digest);
  const { rowsWritten: rows, sha256, columns, snapshot, planVersion, mode, grade } = receipt;
  const facts = {
    rows,
    rowsRead: receipt.rowsRead,
    setAside: receipt.setAside,
    excluded: receipt.excluded,
    sha256,
    sums: kept.digest === null ? '' : sumsDigest(kept.digest),
    columns,
    snapshot,
    planVersion,
    mode,
    grade,
    equal: true,
    receipt: receiptDigest(receipt),
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
