import type { Audited } from '#record/audited.ts';
import { logOf } from '#record/logs.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { LogName } from '#vocabulary/logs.ts';
import { refuse } from './refusals.ts';
import { lastPointOf } from './repair.ts';
import * as store from './store.ts';

export interface Acceptance {
  /**
   * Lets a log go on whose file of seal points is gone, from the last seal point that the database has; the integrator
   * writes a new file within seconds. Refuses while nothing, or anything else, keeps the log from being sealed.
   */
  accept(actor: Actor, log: LogName, reason: string): Promise<{ record: number }>;
}

export function createAcceptance({ audited }: { audited: Audited }): Acceptance {
  return {
    accept: async (actor, name, reason) => {
      const log = logOf(name);
      const { record } = await audited(actor, 'ledger.accept_outside', `ledger:${log}`, async tx => {
        if (!(await store.getState(tx, log)).outsideLost) throw refuse.outside_not_lost({ log: name });
        const point = lastPointOf(await store.findLastCheckpoint(tx, log));
        await store.insertAcceptance(tx, log, point, reason, new Date(tx.at));
        const facts = { log: name, size: point.size, root: point.root.toString('hex'), reason };
        return { value: undefined, facts };
      });
      return { record };
    },
  };
}
