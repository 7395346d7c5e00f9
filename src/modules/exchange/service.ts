import { meansWhenBroken } from '#kernel/db.ts';
import type { Command } from '#record/audited.ts';
import { createBlocking } from './blocking.ts';
import { createFollowing } from './following.ts';
import { each } from './each.ts';
import type { ExchangeNeeds } from './needs.ts';
import { createOrdering } from './ordering.ts';
import * as rules from './rules.ts';
import { createRunning } from './running.ts';
import { createScheduling } from './scheduling.ts';
import { createSetAside } from './setAside.ts';
import { createSight } from './sight.ts';
import { createTasking } from './tasking.ts';
import { setProvider } from './taskStore.ts';
import { createTelling } from './telling.ts';

meansWhenBroken('task_one_per_target', () => rules.refuse.target_taken());

export function createExchange(needs: ExchangeNeeds) {
  const sight = createSight(needs);
  const ordering = createOrdering(needs);
  const blocking = createBlocking(needs);
  const telling = createTelling(needs.messages);
  const scheduling = createScheduling(needs, ordering, blocking, telling);
  const following = createFollowing(needs, telling);
  return {
    ...createTasking(needs, sight, ordering, blocking),
    ...createRunning(needs, sight, ordering),
    setAside: createSetAside(needs, sight, ordering),

    /** Called in the transaction that hands an entry to another department. */
    handOver: (tx: Command, entryId: number, departmentId: number): Promise<number> =>
      setProvider(tx, entryId, departmentId),

    /** What time and ended runs bring about: called by the worker every few seconds. */
    async everyMoment(): Promise<void> {
      await each([() => following.followUp(), () => scheduling.startDue()], work => work());
    },

    /** Called by the worker every minute: looks into sources for files, and at what is to be compared. */
    async everyMinute(): Promise<void> {
      await each([() => scheduling.lookAtSources(), () => scheduling.compareStanding()], work => work());
    },
  };
}

export type Exchange = ReturnType<typeof createExchange>;
