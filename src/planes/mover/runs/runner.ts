/**
 * The mover's life: takes runs from the queue, carries them out a few at a time, looks after those whose mover died,
 * and compares delivered ones again on request. Everything it may do lies in plans; it asks no module.
 */
import { pause } from '#kernel/clock.ts';
import { bookkeeper } from '#kernel/db.ts';
import { createEar } from '#kernel/ear.ts';
import { LOCKS } from '#kernel/locks.ts';
import { createRecorder } from '#record/append.ts';
import { compareAgain } from './again.ts';
import { finishDelivered } from './delivered.ts';
import { forgetLater } from './ending.ts';
import { openEnd } from './ends.ts';
import { execute } from './execute.ts';
import type { Execution, MoverNeeds } from './needs.ts';
import * as orders from './orders.ts';
import { findPlaced } from './placed.ts';

export type { MoverNeeds } from './needs.ts';

export interface Mover {
  /** Resolves when the last run has ended. */
  done: Promise<void>;
  /** Takes no more runs; those under way go back to the queue, except one that is past the point of no return. */
  close(): Promise<void>;
}

const AT_ONCE = 4;
const POLL_MILLISECONDS = 1_000;
/** Held shared by every living mover: who gets it alone knows that all leases belong to the dead. */
const ALIVE = [LOCKS.moverAlive, 0];

export function createMover(needs: MoverNeeds): Mover {
  const { pool, connect, log } = needs;
  const closing = new AbortController();
  const signal = AbortSignal.any([needs.signal, closing.signal]);
  const recorder = createRecorder(connect);
  const db = bookkeeper(pool);
  const leaseSeconds = needs.leaseSeconds ?? orders.LEASE_SECONDS;
  const mover: Execution = { ...needs, leaseSeconds, signal, db, recorder };
  const runs = new Map<number, Promise<void>>();
  const comparisons = new Map<number, Promise<void>>();
  const forgotten = new Map<number, Promise<void>>();
  let wake = new AbortController();
  let alone = false;

  /** Hears of new runs at once; the poll alone would do, a second later. */
  const ear = createEar({
    connect,
    channel: 'shuqiao_runs',
    heard: () => wake.abort(),
    async before(client) {
      const { rows } = await client.query<{ alone: boolean }>(
        'select pg_try_advisory_lock($1, $2) as alone',
        ALIVE,
      );
      await client.query('select pg_advisory_lock_shared($1, $2)', ALIVE);
      alone = rows[0]?.alone === true;
      if (alone) await client.query('select pg_advisory_unlock($1, $2)', ALIVE);
    },
  });

  function start(map: Map<number, Promise<void>>, id: number, work: Promise<void>): void {
    const ended = work
      .catch((error: unknown) =>
        log.error({ err: error, run: id }, 'the mover could not bring a run to its end'),
      )
      .finally(() => {
        map.delete(id);
        wake.abort();
      });
    map.set(id, ended);
  }

  /** What became of a run whose mover died: only past the point of no return can its rows lie in the sink. */
  async function recover(): Promise<void> {
    for (;;) {
      const order = await orders.claimAbandoned(db, alone, [...runs.keys()], leaseSeconds);
      if (!order) break;
      log.info({ run: order.no, state: order.state }, 'a run without a mover was found');
      if (order.state === 'running') await orders.requeue(db, order, 0);
      else start(runs, order.id, askSink(order));
    }
    alone = false;
  }

  async function askSink(order: orders.Order): Promise<void> {
    const sink = await openEnd(mover, order.plan.sink.sourceId, needs.openSink);
    try {
      const placed = await findPlaced(sink, order);
      if (placed) await finishDelivered(mover, order, placed);
      else await orders.requeue(db, order, 0);
    } finally {
      await sink.close();
    }
  }

  async function sweep(): Promise<void> {
    await ear.open();
    await recover();
    while (runs.size < AT_ONCE && !signal.aborted) {
      const order = await orders.claimQueued(db, leaseSeconds);
      if (!order) break;
      start(runs, order.id, execute(mover, order));
    }
    for (const asked of await orders.listComparisons(db, [...comparisons.keys()]))
      if (comparisons.size < AT_ONCE) start(comparisons, asked.order.id, compareAgain(mover, asked));
    while (forgotten.size < AT_ONCE) {
      const ended = await orders.claimForgotten(db, [...forgotten.keys()]);
      if (!ended) break;
      start(forgotten, ended.id, forgetLater(mover, ended));
    }
  }

  async function live(): Promise<void> {
    signal.addEventListener('abort', () => wake.abort(), { once: true });
    while (!signal.aborted) {
      wake = new AbortController();
      await sweep().catch((error: unknown) => {
        if (!signal.aborted) log.error({ err: error }, 'the mover could not look for runs');
      });
      await pause(POLL_MILLISECONDS, wake.signal);
    }
    await Promise.all([...runs.values(), ...comparisons.values(), ...forgotten.values()]);
    await recorder.close();
    await ear.close();
  }

  const done = live();
  return {
    done,
    async close() {
      closing.abort();
      await done;
    },
  };
}
