/**
 * The standing comparison: what the consumer's table shows now, against the source as it is now and against the digest
 * that the run's receipt holds. Where the source may not be read any more, the receipt alone speaks.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { ComparisonSummary } from '#vocabulary/moves.ts';
import {
  type ReceiptSums,
  type SourceComparison,
  comparePlaced,
  compareWithSource,
} from '#planes/mover/proof/compare.ts';
import type { NamedRow } from '#planes/mover/proof/naming.ts';
import { ConnectionProblem, limitsOf, outputColumns } from '#planes/mover/ports.ts';
import type { PlacedRun, Sink } from '#planes/mover/ports.ts';
import { type ComparisonEnd, saveComparison } from './comparisons.ts';
import { openEnd } from './ends.ts';
import type { Execution } from './needs.ts';
import * as orders from './orders.ts';
import type { ComparisonOrder } from './orders.ts';
import { showsWholeRun, withSourceAgain } from './sourceAgain.ts';

/** Where the differences of a run are sealed to. */
const differencesPlace = (runId: number): string => `plans.difference/sealed/${runId}`;

type Found = Omit<SourceComparison, 'rowsSource'> & { against: ComparisonSummary['against'] };

/** Undefined where nothing speaks of the whole target, and the source may not be read. */
async function findOut(
  mover: Execution,
  { order, rows, digest, sha256 }: ComparisonOrder,
  sink: Sink,
  placed: PlacedRun | undefined,
): Promise<Found | undefined> {
  const { plan, key } = order;
  const receipt: ReceiptSums | undefined = showsWholeRun(plan)
    ? { digestKey: key, digest: { rows, buckets: digest, sha256 } }
    : undefined;
  const limits = limitsOf(sink.losses(outputColumns(plan.items)));
  const found = await withSourceAgain(mover, order, { position: placed?.position, limits }, source =>
    compareWithSource({ sink, plan, key: randomBytes(16), ...source, ...(receipt ? { receipt } : {}) }),
  );
  if (found) return { ...found, against: 'source' };
  if (!receipt) return undefined;
  const { equal, buckets, rowsFound } = await comparePlaced(sink, plan, receipt, mover.signal);
  return {
    against: 'receipt',
    result: equal ? 'equal' : 'target_changed',
    rowsTarget: rowsFound,
    buckets,
    rows: [],
    missing: 0,
    extra: 0,
    changed: 0,
    younger: 0,
    complete: equal,
  };
}

/** Keys as text, and the columns that differ: numbers of persons may be among the keys. */
function sealed(mover: Execution, runId: number, rows: readonly NamedRow[]): Buffer | undefined {
  if (rows.length === 0) return undefined;
  return mover.keys.seal('comparisons', differencesPlace(runId), JSON.stringify(rows));
}

async function compare(mover: Execution, asked: ComparisonOrder): Promise<ComparisonEnd> {
  const { plan, no, id } = asked.order;
  const sink = await openEnd(mover, plan.sink.sourceId, mover.openSink);
  try {
    // Runs of the first release went by their number alone.
    const placed = (await sink.findRun(orders.nameInSink(asked.order))) ?? (await sink.findRun(no));
    // A later run's rows lie there now, and to compare those with this receipt would say nothing.
    if (placed !== undefined && !placed.showing) return { problem: { code: 'superseded', facts: {} } };
    const found = await findOut(mover, asked, sink, placed);
    if (!found) return { problem: { code: 'source_closed', facts: {} } };
    const {
      against,
      result,
      rows: named,
      rowsTarget,
      buckets,
      missing,
      extra,
      changed,
      younger,
      complete,
    } = found;
    const at = mover.clock.now();
    const box = sealed(mover, id, named);
    const numbers = { missing, extra, changed, younger, named: named.length };
    const counted = { result, against, rows: rowsTarget, ...numbers, complete };
    const equal = result === 'equal';
    const facts = {
      runNo: no,
      ...(plan.kind === 'move' ? { grantNo: plan.grantNo } : {}),
      entryId: plan.entryId,
      providerId: plan.providerId,
      consumerId: plan.consumerId,
      ...counted,
      equal,
      rowsExpected: asked.rows,
      buckets: buckets.slice(0, 32),
      // Of the list as it is kept, sealed: it can be shown later as the one that was found.
      ...(box ? { differences: createHash('sha256').update(box).digest('hex') } : {}),
    };
    const entry = { kind: 'notice' as const, at, body: { action: 'move.compared', facts } };
    await mover.recorder.record({ entry, instead: () => entry });
    const comparison = { ...counted, equal, buckets, at: new Date(at).toISOString() };
    return { comparison, ...(box ? { sealed: box } : {}) };
  } finally {
    await sink.close();
  }
}

export async function compareAgain(mover: Execution, asked: ComparisonOrder): Promise<void> {
  try {
    await saveComparison(mover.db, asked.order.id, await compare(mover, asked));
  } catch (error) {
    if (mover.signal.aborted) return;
    const problem =
      error instanceof ConnectionProblem
        ? { code: error.code, facts: error.facts }
        : { code: 'failed', facts: { reason: error instanceof Error ? error.message : String(error) } };
    if (!(error instanceof ConnectionProblem))
      mover.log.error({ err: error, run: asked.order.no }, 'a comparison met a fault');
    await saveComparison(mover.db, asked.order.id, { problem });
  }
}
