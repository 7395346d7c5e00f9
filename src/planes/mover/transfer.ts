/**
 * One run of a move: read from the source, write into the sink, read back from the sink in the same transaction,
 * compare, and only then let the rows be seen. Ledger, leases and progress belong to the caller and come in as
 * functions.
 */
import { applyOf } from '#vocabulary/moves.ts';
import { ConnectionProblem, limitsOf, outputColumns } from './ports.ts';
import type { Delivery, DeliveryTarget, Snapshot } from './ports.ts';
import { digestShape, keyColumns } from './proof/shape.ts';
import { judgeDrift } from './reading/drift.ts';
import { countExcluded } from './reading/excluded.ts';
import type { SubjectCollector } from './reading/subjects.ts';
import { openBounds } from './transfer/bounds.ts';
import { carry, openSubjects } from './transfer/carry.ts';
import { AlreadyPlaced } from './transfer/order.ts';
import type { MovePlanPart, TransferOrder, TransferResult, TransferSummary } from './transfer/order.ts';
import { openReading } from './transfer/reading.ts';
import { type Watch, watch } from './transfer/watch.ts';

export { digestShape };
export { AlreadyPlaced, CountMismatch, ReceiptMismatch } from './transfer/order.ts';
export type {
  MoveFailpoint,
  MovePlanPart,
  Pieces,
  Stage,
  TransferOrder,
  TransferResult,
  TransferSummary,
} from './transfer/order.ts';

const readsAll = ({ mode, resend }: MovePlanPart): boolean =>
  (mode?.kind ?? 'full') === 'full' && resend === undefined;

/** What a run is to the sink. */
export function targetOf({
  plan,
  runNo,
  epoch,
}: Pick<TransferOrder, 'plan' | 'runNo' | 'epoch'>): DeliveryTarget {
  const apply = applyOf(plan);
  const key = apply === 'replace' ? [] : keyColumns(plan);
  return {
    schema: plan.sink.schema,
    table: plan.sink.table,
    columns: outputColumns(plan.items),
    runNo,
    epoch,
    apply,
    key,
    // Rows that are sent again are few: those that they leave out are still there.
    whole: readsAll(plan),
  };
}

const titleOf = ({ entryTitle, grantNo }: MovePlanPart): string =>
  grantNo === undefined ? entryTitle : `${entryTitle} ${grantNo}`;

/** Everything up to the point where both sides agree. */
async function prove(
  order: TransferOrder,
  snapshot: Snapshot,
  delivery: Delivery,
  watching: Watch,
  subjects: SubjectCollector | undefined,
): Promise<Omit<TransferSummary, 'readAt'>> {
  const { plan, sink } = order;
  const { pieces } = await sink.abilities(plan.sink);
  const bounds = await openBounds(order, snapshot);
  const limits = limitsOf(sink.losses(outputColumns(plan.items)));
  const reading = openReading({ ...order, limits, signal: watching.signal }, snapshot, bounds);
  const carried = await carry({ order, reading, delivery, pieces, watching, subjects });
  // Whether a file stayed what it was is known when it is read.
  const grade = await snapshot.grade(plan.table);
  const position = bounds.position();
  const { table, items, rows } = plan;
  const excluded = await countExcluded(
    snapshot,
    { table, items, rows },
    bounds.rows,
    carried.rowsRead,
    grade,
  );
  // A count that was broken off has ended the snapshot.
  const notice = excluded === null && grade === 'snapshot' ? undefined : await bounds.notice();
  if (notice) await order.onNotice?.(notice);
  if (readsAll(plan) && applyOf(plan) === 'history' && carried.setAside > 0)
    await order.onNotice?.({ kind: 'not_ended', setAside: carried.setAside });
  return { ...carried, grade, position, excluded };
}

/** Takes the target. Whoever held it before can commit nothing from here on, so the sink has the last word on this run. */
async function begin(order: TransferOrder): Promise<Delivery> {
  try {
    return await order.sink.begin(targetOf(order));
  } catch (error) {
    if (!(error instanceof ConnectionProblem) || error.code !== 'superseded') throw error;
    const { schema, table } = order.plan.sink;
    const placed = await order.sink.findRun(order.runNo);
    throw placed?.schema === schema && placed.table === table ? new AlreadyPlaced(placed) : error;
  }
}

async function deliver(
  order: TransferOrder,
  snapshot: Snapshot,
  readAt: Date,
  watching: Watch,
): Promise<TransferResult> {
  const { plan } = order;
  const drift = judgeDrift(plan, plan.expected === undefined ? [] : await snapshot.columns(plan.table));
  if (drift.length > 0) await order.onNotice?.({ kind: 'drift', drift });
  const failpoint = order.failpoint ?? (() => undefined);
  const delivery = await begin(order);
  watching.signal.addEventListener('abort', () => void delivery.abort(), { once: true });
  const subjects = openSubjects(order);
  try {
    failpoint('move.after-create');
    watching.endStage('create');
    const summary = { ...(await prove(order, snapshot, delivery, watching, subjects)), readAt };
    failpoint('move.after-readback');
    watching.endStage('readback');
    await watching.passNoReturn();
    await order.beforeSwitch(summary);
    watching.endStage('record');
    failpoint('move.before-swap');
    await delivery.place({
      grantNo: plan.grantNo ?? '',
      version: plan.version ?? 0,
      rows: summary.rowsWritten,
      sha256: summary.sourceDigest.sha256,
      position: summary.position,
      title: titleOf(plan),
    });
    failpoint('move.after-swap');
    watching.endStage('switch');
    const { rowsWritten: rows, setAside } = summary;
    order.onProgress?.({ stage: 'switch', rows, bytes: watching.bytes, setAside });
    return { ...summary, milliseconds: watching.milliseconds };
  } catch (error) {
    await delivery.abort();
    throw error;
  } finally {
    subjects?.close();
  }
}

export async function transfer(order: TransferOrder): Promise<TransferResult> {
  const watching = watch(order);
  try {
    await watching.check();
    const snapshot = await order.source.snapshot({ signal: watching.signal });
    const readAt = new Date(order.now?.() ?? Date.now());
    try {
      return await deliver(order, snapshot, readAt, watching);
    } finally {
      await snapshot.close();
    }
  } catch (error) {
    // What the databases said when they were cut off is not the reason.
    watching.signal.throwIfAborted();
    throw error;
  } finally {
    watching.close();
  }
}
