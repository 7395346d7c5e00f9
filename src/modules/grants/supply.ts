import { Refusal } from '#kernel/errors.ts';
import { civilDate } from '#modules/deadlines/index.ts';
import { citationsOf } from '#modules/policy/index.ts';
import type { Command } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { commitGrant } from './committed.ts';
import { type Freeze, askedAgain } from './freezing.ts';
import { insertHistory } from './history.ts';
import type { GrantsNeeds } from './needs.ts';
import type { Publishing } from './publishing.ts';
import * as store from './store.ts';
import type { Tell } from './telling.ts';

const DAY = 24 * 3_600_000;

/** N809 22: the clock of the supply runs from the consent to the first row or answer. */
export function createSupply(
  { db, audited, clock, policy, deadlines, usage }: GrantsNeeds,
  { freeze, publish, tell }: { freeze: Freeze; publish: Publishing['publish']; tell: Tell },
) {
  const tellReady = (tx: Command, row: store.GrantRow): Promise<void> =>
    tell(tx, row, 'life', {
      to: ['consumer'],
      zh: '可以使用了',
      en: 'can be used now',
    });

  async function start(tx: Command, row: store.GrantRow): Promise<void> {
    const supply = policy.rule(row.providerRegion, 'supply.days');
    const [citation = null] = citationsOf(supply);
    await deadlines.start(
      tx,
      `grant:${row.id}`,
      'supply',
      { days: supply.local?.value.days ?? null, citation },
      { days: supply.ceiling?.value.days ?? null, citation },
      { parties: [row.providerId, row.consumerId], from: civilDate(row.decidedAt.getTime()) },
    );
  }

  /** An entry that lost an item, or is withdrawn, cannot supply: the two sides see that the grant still waits. */
  async function canSupply(row: store.GrantRow): Promise<boolean> {
    try {
      return (await freeze(db, askedAgain(row))).target !== undefined;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  /**
   * Grants that wait for their resource, of one entry or of all: whatever can be compiled by now is published. Called
   * after a mount, and by the worker, which finds what a process that ended left undone.
   */
  async function supplyAwaiting(entryId?: number): Promise<number> {
    let supplied = 0;
    for (const { id } of await store.listAwaiting(db, entryId)) {
      const waiting = await store.getGrant(db, id);
      if (!(await canSupply(waiting))) continue;
      supplied += 1;
      await audited(PLATFORM, 'sharing.ready', `grant:${id}`, async tx => {
        const row = await store.lockGrant(tx, id);
        const { decision, target } = await freeze(tx, askedAgain(row));
        if (row.state === 'awaiting_supply' && target) {
          const at = new Date(tx.at);
          await store.setReady(tx, id, decision, at);
          const ready = await store.getGrant(tx, id);
          await publish(tx, ready, target);
          const { post, name } = PLATFORM;
          await insertHistory(tx, `grant:${id}`, 'ready', at, post, name, '', undefined);
          await tellReady(tx, ready);
        }
        const { providerId, consumerId } = row;
        return {
          value: undefined,
          facts: { grantId: id, providerId, consumerId, ...(await commitGrant(tx, id)) },
        };
      });
    }
    return supplied;
  }

  /** Stops the clocks of grants under which something was delivered by now; called by the worker. */
  async function noteFirstUse(): Promise<number> {
    const waiting = await store.listUnused(db);
    if (waiting.length === 0) return 0;
    const oldest = Math.min(...waiting.map(row => row.since.getTime()));
    const uses = await usage(
      waiting.map(row => row.id),
      Math.ceil((clock.now() - oldest) / DAY) + 1,
    );
    const used = waiting.filter(({ id }) => {
      const use = uses.get(id);
      return use !== undefined && use.calls > use.failures;
    });
    for (const { id } of used)
      await audited(PLATFORM, 'sharing.first_use', `grant:${id}`, async tx => {
        const row = await store.lockGrant(tx, id);
        if (row.suppliedAt === null) {
          const at = new Date(tx.at);
          await store.setSupplied(tx, id, at);
          await deadlines.move(tx, `grant:${id}`, 'supply', 'stop');
          const { post, name } = PLATFORM;
          await insertHistory(tx, `grant:${id}`, 'first_use', at, post, name, '', undefined);
        }
        const { providerId, consumerId } = row;
        return {
          value: undefined,
          facts: { grantId: id, providerId, consumerId, ...(await commitGrant(tx, id)) },
        };
      });
    return used.length;
  }

  return { start, tellReady, supplyAwaiting, noteFirstUse };
}

export type Supply = ReturnType<typeof createSupply>;
