/** Tasks of collections: made and put to rest by `pools`, inside the command that decides about a collection. */
import { Refusal } from '#kernel/errors.ts';
import type { Beginning, TasksPort } from '#modules/pools/index.ts';
import type { Command } from '#record/audited.ts';
import { createBlocking } from './blocking.ts';
import type { ExchangeNeeds } from './needs.ts';
import { createOrdering } from './ordering.ts';
import { askToStop, findOpenRun, listLastRuns } from './runStore.ts';
import type { Settings } from './schedule.ts';
import { settingsOf } from './settings.ts';
import * as store from './taskStore.ts';

type Cycle = Beginning['updateCycle'];

/** Collections begin between one and five at night, each at a minute of its own, so that no source meets all at once. */
const FIRST_MINUTE = 60;
const SPREAD = 240;

function timeOf(entryId: number): { hour: number; minute: number; time: string } {
  const at = FIRST_MINUTE + ((entryId * 37) % SPREAD);
  const [hour, minute] = [Math.floor(at / 60), at % 60];
  return { hour, minute, time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` };
}

/** As often as the entry promises to be brought up to date; one that promises nothing is collected by hand. */
export function scheduleOf(cycle: Cycle, entryId: number): Settings['schedule'] {
  const { hour, minute, time } = timeOf(entryId);
  switch (cycle) {
    case 'realtime':
      return { kind: 'every', n: 1, unit: 'hours' };
    case 'daily':
      return { kind: 'daily', time };
    case 'weekly':
      return { kind: 'weekly', days: [(entryId % 7) + 1], time };
    case 'monthly':
      return { kind: 'monthly', days: [1], time };
    case 'quarterly':
      return { kind: 'cron', line: `${minute} ${hour} 1 1,4,7,10 *` };
    case 'halfyearly':
      return { kind: 'cron', line: `${minute} ${hour} 1 1,7 *` };
    case 'yearly':
      return { kind: 'cron', line: `${minute} ${hour} 1 1 *` };
    case 'irregular':
    case 'other':
      return { kind: 'none' };
  }
}

export function createCollecting(needs: ExchangeNeeds): TasksPort {
  const ordering = createOrdering(needs);
  const blocking = createBlocking(needs);

  async function make(tx: Command, one: Beginning): Promise<number> {
    const { updateCycle, sourceId, schema, table, ...sides } = one;
    const settings = settingsOf({ schedule: scheduleOf(updateCycle, one.entryId) });
    const target = `${one.provider}资源池 ${schema}.${table}`;
    const place = { sourceId, schema, table, target };
    const nextAt = await blocking.nextAt(settings, tx.at, tx);
    const task = {
      kind: 'collection' as const,
      grantId: null,
      grantNo: '',
      ...sides,
      ...place,
      settings,
      nextAt,
    };
    return (await store.insertTask(tx, task, new Date(tx.at))).id;
  }

  return {
    async begin(tx, one) {
      const known = await store.findCollection(tx, one.entryId);
      const id = known?.id ?? (await make(tx, one));
      const task = await store.lockTask(tx, id);
      if (task.paused)
        await store.setPaused(tx, id, false, await blocking.nextAt(settingsOf(task.settings), tx.at, tx));
      if (await findOpenRun(tx, id)) return id;
      try {
        await ordering.order(tx, task, 'event');
      } catch (error) {
        // Its hours begin later: the schedule starts it then.
        if (!(error instanceof Refusal) || error.code !== 'exchange.outside_hours') throw error;
      }
      return id;
    },
    async rest(tx, taskId) {
      await store.lockTask(tx, taskId);
      await store.setPaused(tx, taskId, true, null);
      for (const run of await listLastRuns(tx, [taskId])) await askToStop(tx, run.id);
    },
  };
}
