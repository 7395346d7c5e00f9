/** One attempt at one run: the transfer, and around it the lease, the live check, the record and the receipt. */
import { failpoint } from '#kernel/failpoint.ts';
import { finishDelivered } from './delivered.ts';
import { subjectKeyOf } from '#record/subjects.ts';
import { runEntry } from './entries.ts';
import type { RunEntry } from './entries.ts';
import { openEnd } from './ends.ts';
import * as orders from './orders.ts';
import type { Order, Receipt, RunStage } from './orders.ts';
import { createMaskDigest } from './maskDigests.ts';
import { ConnectionProblem, outputColumns } from './ports.ts';
import type { Sink } from './ports.ts';
import type { Execution } from './needs.ts';
import { ReceiptMismatch, transfer } from './transfer.ts';
import type { Stage, TransferResult, TransferSummary } from './transfer.ts';

/** Why a run ends before it is delivered. */
class RunEnded extends Error {
  readonly why: 'stopped' | 'revoked' | 'closing' | 'lost';
  /** The record says so already. */
  readonly recorded: boolean;

  constructor(why: RunEnded['why'], recorded = false) {
    super(`the run is ${why}`);
    this.name = 'RunEnded';
    this.why = why;
    this.recorded = recorded;
  }
}

const stageNames: Record<Stage, RunStage> = {
  create: 'reading',
  copy: 'reading',
  readback: 'comparing',
  record: 'placing',
  switch: 'placing',
};
const SAVE_MILLISECONDS = 500;
const RENEW_MILLISECONDS = 5_000;
/** How soon a run is tried again whose target is still held by an attempt that is about to end. */
const AGAIN_SECONDS = 2;

/** Writes down twice a second how far the run is, and renews its lease; tells when the run is no longer ours. */
function keepLease({ db, log }: Execution, order: Order, lost: () => void) {
  let now = { stage: 'reading' as RunStage, rowsRead: 0, rowsWritten: 0 };
  let saved = now;
  let savedAt = performance.now();
  let saving: Promise<void> | undefined;
  const timer = setInterval(() => {
    if (saving !== undefined || (now === saved && performance.now() - savedAt < RENEW_MILLISECONDS)) return;
    saved = now;
    savedAt = performance.now();
    saving = orders
      .saveProgress(db, order, saved)
      .then(rows => (rows === 0 ? lost() : undefined))
      .catch((error: unknown) => log.warn({ err: error, run: order.no }, 'progress was not saved'))
      .finally(() => {
        saving = undefined;
      });
  }, SAVE_MILLISECONDS);
  return {
    progress: ({ stage, rows }: { stage: Stage; rows: number }): void => {
      const rowsRead = stage === 'copy' ? rows : now.rowsRead;
      now = { stage: stageNames[stage], rowsRead, rowsWritten: rowsRead };
    },
    async end(): Promise<void> {
      clearInterval(timer);
      await saving;
    },
  };
}

/** Runs the order to its end, whatever that is; throws only when the platform's own database fails. */
export async function execute(mover: Execution, order: Order): Promise<void> {
  const { db, clock, recorder, log, metrics } = mover;
  const { plan } = order;
  let sink: Sink | undefined;
  let passed = false;

  async function record(what: RunEntry): Promise<void> {
    const entry = runEntry(order, clock.now(), what);
    await recorder.record({ entry, instead: () => entry });
  }

  async function end(
    state: 'mismatch' | 'failed' | 'stopped' | 'revoked',
    more: Partial<orders.Ending> = {},
  ): Promise<void> {
    await orders.finish(db, order, { receipt: null, ...more, state, at: new Date(clock.now()) });
    metrics.runs.inc({ state });
  }

  /** Another mover's attempt, or our own connection that broke at the commit, may have placed the rows after all. */
  async function wasPlaced(): Promise<boolean> {
    if (sink === undefined || !(passed || order.restarted)) return false;
    const placed = await sink.findRun(order.no);
    if (placed !== undefined) await finishDelivered(mover, order, placed);
    return placed !== undefined;
  }

  async function settle(error: unknown): Promise<void> {
    if (error instanceof RunEnded) {
      if (error.why === 'lost') return;
      if (error.why === 'closing') return void (await orders.requeue(db, order, 0));
      const stopped = error.why === 'stopped';
      if (!error.recorded)
        await record(
          stopped
            ? { action: 'move.stopped', result: 'refused', code: 'move.stopped' }
            : { action: 'move.failed', result: 'refused', code: 'move.revoked' },
        );
      return end(error.why);
    }
    if (error instanceof ReceiptMismatch) {
      const { buckets, rowsRead, rowsInSink } = error;
      await record({
        action: 'move.failed',
        result: 'failed',
        code: 'move.mismatch',
        facts: { rowsRead, rowsInSink, buckets: buckets.slice(0, 32), differing: buckets.length },
      });
      const receipt: Receipt = {
        ...draft({ rowsRead, rowsWritten: rowsInSink, sha256: '' }),
        equal: false,
        buckets,
      };
      return end('mismatch', {
        receipt,
        problem: {
          code: 'mismatch',
          facts: {
            rowsRead: String(rowsRead),
            rowsInSink: String(rowsInSink),
            buckets: buckets.slice(0, 8).join(', '),
          },
        },
      });
    }
    if (error instanceof ConnectionProblem && error.code === 'busy' && order.restarted)
      return void (await orders.requeue(db, order, AGAIN_SECONDS));
    const problem =
      error instanceof ConnectionProblem
        ? { code: error.code, facts: error.facts }
        : { code: 'failed', facts: { reason: error instanceof Error ? error.message : String(error) } };
    if (!(error instanceof ConnectionProblem)) log.error({ err: error, run: order.no }, 'a run met a fault');
    await record({ action: 'move.failed', result: 'failed', code: `move.${problem.code}` });
    return end('failed', { problem });
  }

  const snapshot = new Date(clock.now()).toISOString();
  /** Of the keys under which persons are recorded. */
  const year = new Date(clock.now()).getUTCFullYear();
  function draft({
    rowsRead,
    rowsWritten,
    sha256,
  }: Pick<Receipt, 'rowsRead' | 'rowsWritten' | 'sha256'>): Receipt {
    const columns = outputColumns(plan.items).map(column => column.name);
    return {
      rowsRead,
      rowsWritten,
      equal: true,
      buckets: [],
      columns,
      sha256,
      snapshot,
      planVersion: plan.version,
      record: null,
    };
  }

  async function attempt(to: Sink): Promise<TransferResult> {
    const from = await openEnd(mover, plan.table.sourceId, mover.openSource);
    const ending = new AbortController();
    const close = (): void => ending.abort(new RunEnded('closing'));
    mover.signal.addEventListener('abort', close, { once: true });
    if (mover.signal.aborted) close();
    const lease = keepLease(mover, order, () => ending.abort(new RunEnded('lost')));
    try {
      return await transfer({
        source: from,
        sink: to,
        plan,
        runNo: order.no,
        digestKey: order.key,
        subjectKey: () => subjectKeyOf(mover.keys, year),
        maskDigest: () => createMaskDigest(mover.keys, plan.consumerId),
        onProgress: lease.progress,
        failpoint,
        signal: ending.signal,
        checkpoint: async () => {
          const standing = await orders.findStanding(db, order);
          if (standing === undefined) throw new RunEnded('lost');
          if (!standing.live || clock.now() >= plan.until) throw new RunEnded('revoked');
          if (standing.stopRequested) throw new RunEnded('stopped');
        },
        beforeSwitch: summary => passNoReturn(summary),
      });
    } finally {
      mover.signal.removeEventListener('abort', close);
      await lease.end();
      await from.close();
    }
  }

  /** The record's live check decides: an entry "delivering" stands before the grant's end, or nothing is delivered. */
  async function passNoReturn({
    rowsRead,
    rowsWritten,
    bytes,
    sourceDigest,
    subjects,
  }: TransferSummary): Promise<void> {
    if (subjects) await orders.saveSubjects(db, subjects, year);
    const { sha256, buckets } = sourceDigest;
    const held = await orders.saveDelivering(db, order, draft({ rowsRead, rowsWritten, sha256 }), buckets);
    if (held === 0) throw new RunEnded('lost');
    const at = clock.now();
    const numbers = { rows: rowsRead, bytes, sha256, ...(subjects ? { subjects: subjects.root } : {}) };
    const { verdict } = await recorder.record({
      entry: runEntry(order, at, {
        action: 'move.delivering',
        result: 'served',
        ...numbers,
        facts: { sha256 },
      }),
      grant: { id: plan.grantId, version: plan.version },
      instead: () => runEntry(order, at, { action: 'move.failed', result: 'refused', code: 'move.revoked' }),
    });
    if (verdict !== undefined) throw new RunEnded('revoked', true);
    passed = true;
  }

  try {
    sink = await openEnd(mover, plan.sink.sourceId, mover.openSink);
    if (order.restarted && (await wasPlaced())) return;
    const result = await attempt(sink);
    failpoint('move.before-receipt');
    await finishDelivered(mover, order, undefined, {
      bytes: result.bytes,
      milliseconds: Object.values(result.milliseconds),
    });
  } catch (error) {
    if (passed) {
      // Only the consumer's database knows; while it does not answer, the lease runs out and recovery asks again.
      if (await wasPlaced().catch(() => true)) return;
    } else if (
      error instanceof ConnectionProblem &&
      order.restarted &&
      (await wasPlaced().catch(() => false))
    )
      return;
    await settle(error);
  } finally {
    await sink?.close();
  }
}
