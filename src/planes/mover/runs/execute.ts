/** One attempt at one run: the transfer, and around it the lease, the live check, the record and the receipt. */
import { failpoint } from '#kernel/failpoint.ts';
import { subjectKeyOf } from '#record/subjects.ts';
import { applyOf } from '#vocabulary/moves.ts';
import { createMaskDigest } from '#planes/mover/reading/maskDigests.ts';
import { resendSource } from '#planes/mover/reading/resend.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Sink, Source } from '#planes/mover/ports.ts';
import { transfer } from '#planes/mover/transfer.ts';
import type { TransferResult, TransferSummary } from '#planes/mover/transfer.ts';
import { finishDelivered } from './delivered.ts';
import { RunEnded, endedBy, settle, waitForHours } from './ending.ts';
import { openEnd } from './ends.ts';
import { runEntry } from './entries.ts';
import { nextOpening } from './hours.ts';
import { keepLease } from './lease.ts';
import type { Execution } from './needs.ts';
import * as orders from './orders.ts';
import type { Order } from './orders.ts';
import { findPlaced } from './placed.ts';
import { receiptDraft } from './receipts.ts';
import { listResent } from './resent.ts';
import { saveSubjects } from './saveSubjects.ts';
import { setAsideStore } from './setAside.ts';

/** Runs the order to its end, whatever that is; throws only when the platform's own database fails. */
export async function execute(mover: Execution, order: Order): Promise<void> {
  const { db, clock, recorder } = mover;
  const { plan } = order;
  let sink: Sink | undefined;
  let passed = false;

  /** Another mover's attempt, or our own connection that broke at the commit, may have placed the rows after all. */
  async function wasPlaced(): Promise<boolean> {
    if (sink === undefined || !(passed || order.restarted)) return false;
    const placed = await (passed ? findPlaced(sink, order) : sink.findRun(orders.nameInSink(order)));
    if (placed === undefined) return false;
    // Where another mover has the run by now, the receipt is its own to write.
    if ((await orders.findStanding(db, order)) !== undefined) await finishDelivered(mover, order, placed);
    return true;
  }

  /** Of the keys under which persons are recorded. */
  const year = new Date(clock.now()).getUTCFullYear();

  async function openFrom(): Promise<Source> {
    const source = await openEnd(mover, plan.table.sourceId, mover.openSource);
    if (plan.resend === undefined) return source;
    const rows = await listResent(db, mover.keys, order.id);
    return resendSource(source, { rows, key: plan.key, whole: applyOf(plan) === 'replace' });
  }

  async function attempt(to: Sink): Promise<TransferResult> {
    const from = await openFrom();
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
        runNo: orders.nameInSink(order),
        epoch: orders.epochOf(order),
        digestKey: order.key,
        maskDigest: () => createMaskDigest(mover.keys, plan.consumerId),
        // A collection gives nobody's data to anybody.
        ...(plan.kind === 'move' ? { subjectKey: () => subjectKeyOf(mover.keys, year) } : {}),
        ...(mover.pieces === undefined ? {} : { pieces: mover.pieces }),
        now: () => clock.now(),
        onProgress: progress => lease.progress(progress),
        wrongStore: setAsideStore(db, mover.keys, order),
        onNotice: async notice => void (await orders.saveNotice(db, order, notice)),
        failpoint,
        signal: ending.signal,
        checkpoint,
        beforeSwitch: summary => passNoReturn(summary),
      });
    } finally {
      mover.signal.removeEventListener('abort', close);
      await lease.end();
      await from.close();
    }
  }

  async function checkStanding(): Promise<void> {
    const ended = endedBy(order, await orders.findStanding(db, order), clock.now());
    if (ended) throw ended;
  }

  async function checkpoint(): Promise<void> {
    await checkStanding();
    if (nextOpening(plan.window, clock.now()) !== undefined) throw new RunEnded('hours');
  }

  /** The record's live check decides: an entry "delivering" stands before the grant's end, or nothing is delivered. */
  async function passNoReturn(summary: TransferSummary): Promise<void> {
    const { rowsRead, rowsWritten, bytes, sourceDigest, subjects, repaired } = summary;
    if (subjects) await saveSubjects(mover.pool, subjects, year);
    if (repaired) await orders.saveNotice(db, order, { kind: 'repaired', ...repaired });
    // Whoever asked for a stop was told that it stops: this is the last moment at which it can.
    await checkStanding();
    const { sha256, buckets } = sourceDigest;
    const draft = receiptDraft(plan, summary);
    const held = await orders.saveDelivering(db, order, draft, buckets, mover.leaseSeconds);
    if (held === 0) throw new RunEnded('lost');
    const at = clock.now();
    const numbers = { rows: rowsWritten, bytes, sha256, ...(subjects ? { subjects: subjects.root } : {}) };
    const { number, verdict } = await recorder.record({
      entry: runEntry(order, at, {
        action: 'move.delivering',
        result: 'served',
        ...numbers,
        facts: { sha256, ...(rowsRead === rowsWritten ? {} : { rowsRead }) },
      }),
      ...(plan.kind === 'move' ? { grant: { id: plan.grantId, version: plan.version } } : {}),
      instead: () => runEntry(order, at, { action: 'move.failed', result: 'refused', code: 'move.revoked' }),
    });
    if (verdict !== undefined) throw new RunEnded('revoked', true);
    passed = true;
    // The receipt says so where it can; the entry stands either way.
    await orders.savePassed(db, order, number).catch((error: unknown) => {
      mover.log.warn({ err: error, run: order.no }, 'the number of the entry was not kept for the receipt');
    });
  }

  if (nextOpening(plan.window, clock.now()) !== undefined) return waitForHours(mover, order);
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
    await settle(mover, order, sink, error);
  } finally {
    await sink?.close();
  }
}
