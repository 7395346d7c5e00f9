import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { bookkeeping, reader } from '#kernel/db.ts';
import * as store from './minuteStore.ts';

/** Minutes are kept so long beside the hours and days that they add up to. */
export const MINUTES_KEPT_DAYS = 8;
/** An hour is summed up when it has been over for so long: records come nearly in the order of their time. */
const SLACK = 120_000;

/**
 * Sums minutes up to hours and hours to days, once they are over and again when a late record made them grow; each in a
 * transaction of its own, made anew from what lies below, so that doing it twice changes nothing.
 */
export function createCallSums({ workerPool, clock }: { workerPool: pg.Pool; clock: Clock }) {
  const db = reader(workerPool);

  async function sumUp(step: 'hour' | 'day'): Promise<number> {
    const due = await store.listDue(db, step, new Date(clock.now() - SLACK));
    for (const { at } of due)
      await bookkeeping(workerPool, 'summaries of calls', async tx => {
        if ((await store.takeDue(tx, step, at)) === 0) return;
        if (step === 'hour') await store.sumHour(tx, at);
        else await store.sumDay(tx, at);
      });
    return due.length;
  }

  return {
    /** Called by the worker every minute; answers how many hours and days were summed up. */
    async sumUpCalls(): Promise<number> {
      // A day is right when its hours are.
      const hours = await sumUp('hour');
      const days = hours < 100 ? await sumUp('day') : 0;
      return hours + days;
    },
    /** Called by the worker every hour. */
    forgetMinutes: (): Promise<number> =>
      bookkeeping(workerPool, 'minutes past their days', tx => store.forgetMinutes(tx, MINUTES_KEPT_DAYS)),
  };
}
