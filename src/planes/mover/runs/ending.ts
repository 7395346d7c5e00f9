/** How an attempt at a run ends that did not deliver: recorded and closed, or back to the queue. */
import type { RunNotice } from '#vocabulary/moves.ts';
import { AlreadyPlaced, CountMismatch, ReceiptMismatch } from '#planes/mover/transfer.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { ConnectionCode, Sink } from '#planes/mover/ports.ts';
import { finishDelivered } from './delivered.ts';
import { openEnd } from './ends.ts';
import { type RunEntry, runEntry } from './entries.ts';
import { nextOpening } from './hours.ts';
import type { Execution } from './needs.ts';
import * as orders from './orders.ts';
import type { Order } from './orders.ts';
import { receiptDraft } from './receipts.ts';

/** Why a run ends before it is delivered. */
export class RunEnded extends Error {
  readonly why: 'stopped' | 'revoked' | 'closing' | 'lost' | 'hours';
  /** The record says so already. */
  readonly recorded: boolean;

  constructor(why: RunEnded['why'], recorded = false) {
    super(`the run is ${why}`);
    this.name = 'RunEnded';
    this.why = why;
    this.recorded = recorded;
  }
}

/** Why a run may not go on now, whatever its ends say; undefined: it may. */
export function endedBy(
  { plan }: Pick<Order, 'plan'>,
  standing: orders.Standing | undefined,
  at: number,
): RunEnded | undefined {
  if (standing === undefined) return new RunEnded('lost');
  const over = plan.kind === 'move' && at >= plan.until;
  if (!standing.live || over) return new RunEnded('revoked');
  return standing.stopRequested ? new RunEnded('stopped') : undefined;
}

/** What may be gone the next time somebody looks. */
export const PASSING: ReadonlySet<ConnectionCode> = new Set([
  'connection_lost',
  'unreachable',
  'timeout',
  'busy',
]);
/** Seconds until each further attempt. */
export const RETRY_SECONDS: readonly number[] = [2, 15, 75, 300];

const iso = (at: number): string => new Date(at).toISOString();

/** Back to the queue until the hours of the plan begin again. */
export async function waitForHours(mover: Execution, order: Order): Promise<void> {
  const at = mover.clock.now();
  const opening = nextOpening(order.plan.window, at) ?? at;
  const notice: RunNotice = { kind: 'hours', at: iso(at), until: iso(opening) };
  await orders.requeue(mover.db, order, Math.max(1, (opening - at) / 1000), notice);
}

/** False when no attempt is left. */
async function tryAgain(mover: Execution, order: Order, problem: ConnectionProblem): Promise<boolean> {
  const seconds = (mover.retrySeconds ?? RETRY_SECONDS)[order.tries];
  if (seconds === undefined) return false;
  const at = mover.clock.now();
  const { code, facts } = problem;
  mover.log.warn({ run: order.no, code, facts, seconds }, 'a run is tried again');
  const notice: RunNotice = { kind: 'again', code, facts, at: iso(at), until: iso(at + seconds * 1000) };
  await orders.requeue(mover.db, order, seconds, notice);
  return true;
}

type Ended = Pick<Order, 'id' | 'no' | 'createdAt' | 'plan'>;

/** Drops what was kept of a run that nobody continues; where the sink does not answer, `forgetLater` does it. */
async function forget({ db, log }: Execution, order: Ended, sink: Sink | undefined): Promise<void> {
  try {
    await sink?.forget(order.plan.sink, orders.nameInSink(order));
    if (sink) await orders.saveForgotten(db, order);
  } catch (error) {
    log.warn({ err: error, run: order.no }, 'what a run kept could not be dropped yet');
  }
}

/** The same for a run that ended while its sink did not answer: rows of a dead grant lie nowhere for long. */
export async function forgetLater(mover: Execution, order: Ended): Promise<void> {
  let sink: Sink | undefined;
  try {
    sink = await openEnd(mover, order.plan.sink.sourceId, mover.openSink);
  } catch (error) {
    if (!(error instanceof ConnectionProblem)) throw error;
    mover.log.warn({ code: error.code, run: order.no }, 'what a run kept could not be dropped yet');
    // The database is no longer registered: there is no way to it any more.
    if (error.code === 'no_database') await orders.saveForgotten(mover.db, order);
    return;
  }
  try {
    await forget(mover, order, sink);
  } finally {
    await sink.close();
  }
}

/** `sink`: undefined when it could not be opened. */
export async function settle(
  mover: Execution,
  order: Order,
  sink: Sink | undefined,
  error: unknown,
): Promise<void> {
  const { db, clock, recorder, log, metrics } = mover;

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
    await forget(mover, order, sink);
  }

  if (error instanceof RunEnded) {
    if (error.why === 'lost') return;
    if (error.why === 'closing') return void (await orders.requeue(db, order, 0));
    if (error.why === 'hours') return waitForHours(mover, order);
    const stopped = error.why === 'stopped';
    if (!error.recorded)
      await record(
        stopped
          ? { action: 'move.stopped', result: 'refused', code: 'move.stopped' }
          : { action: 'move.failed', result: 'refused', code: 'move.revoked' },
      );
    return end(error.why);
  }
  const ended = endedBy(order, await orders.findStanding(db, order), clock.now());
  // Whoever took the run over writes down what becomes of it; it may be what ended our connection.
  if (ended?.why === 'lost') return;
  if (error instanceof AlreadyPlaced) return finishDelivered(mover, order, error.placed);
  if (error instanceof ReceiptMismatch) {
    const { buckets, rowsRead, rowsInSink } = error;
    await record({
      action: 'move.failed',
      result: 'failed',
      code: 'move.mismatch',
      facts: { rowsRead, rowsInSink, buckets: buckets.slice(0, 32), differing: buckets.length },
    });
    const receipt = {
      ...receiptDraft(order.plan, { rowsRead, rowsWritten: rowsInSink, readAt: new Date(clock.now()) }),
      equal: false,
      buckets,
    };
    const facts = {
      rowsRead: String(rowsRead),
      rowsInSink: String(rowsInSink),
      buckets: buckets.slice(0, 8).join(', '),
    };
    return end('mismatch', { receipt, problem: { code: 'mismatch', facts } });
  }
  if (error instanceof ConnectionProblem && PASSING.has(error.code)) {
    // Nobody waits for a database that may not be given anything any more.
    if (ended) return settle(mover, order, sink, ended);
    if (await tryAgain(mover, order, error)) return;
  }
  if (error instanceof CountMismatch) {
    await record({ action: 'move.failed', result: 'failed', code: 'move.counts', facts: error.facts });
    return end('mismatch', { problem: { code: 'counts', facts: error.facts } });
  }
  const problem =
    error instanceof ConnectionProblem
      ? { code: error.code, facts: error.facts }
      : { code: 'failed', facts: { reason: error instanceof Error ? error.message : String(error) } };
  if (!(error instanceof ConnectionProblem)) log.error({ err: error, run: order.no }, 'a run met a fault');
  await record({ action: 'move.failed', result: 'failed', code: `move.${problem.code}` });
  return end('failed', { problem });
}
