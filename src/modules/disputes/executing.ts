/** What an agreement, an opinion that both accept or a decision does: carried out in the transaction that enters it. */
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { DisputesNeeds } from './needs.ts';
import type { DisputeRow, Ending } from './store.ts';

type Settled = Awaited<ReturnType<DisputesNeeds['sharing']['settling']['settle']>>;

export function createExecuting({ sharing, grants, duties, deadlines }: DisputesNeeds) {
  const { settling } = sharing;

  async function overGrant(
    tx: Command,
    actor: Actor,
    grantId: number,
    outcome: Ending['outcome'],
    why: string,
  ): Promise<void> {
    if (outcome === 'restore') await grants.restore(tx, actor, grantId, why);
    if (outcome === 'close') await grants.close(tx, actor, grantId, why);
  }

  return {
    /** Answers the task that an order to the entry's department opened, and what the record commits to of the case. */
    async carryOut(
      tx: Command,
      actor: Actor,
      row: DisputeRow,
      { outcome, terms }: Ending,
      note: string,
    ): Promise<{ taskId?: number; settled?: Settled }> {
      const why = `争议 ${row.no}：${note}`;
      if (row.grantId !== null) {
        await overGrant(tx, actor, row.grantId, outcome, why);
        return {};
      }
      switch (outcome) {
        case 'open':
          return {
            settled: await settling.settle(
              tx,
              actor,
              row.applicationId,
              { outcome, ...(terms ? { terms } : {}) },
              why,
            ),
          };
        case 'keep':
          return { settled: await settling.settle(tx, actor, row.applicationId, { outcome }, why) };
        case 'reclass':
          // The application waits on: it goes its way when the entry is published in another class.
          return {
            taskId: await duties.changes.order(tx, actor, {
              entryId: row.entryId,
              title: `争议 ${row.no} 的处理结果`,
              what: note,
              occurredOn: deadlines.today(),
            }),
          };
        case 'restore':
        case 'close':
          throw new Error(`dispute ${row.id} is over no grant`);
      }
    },

    /** The consumer gives the dispute up: its application is what it was before. */
    async giveUp(tx: Command, actor: Actor, row: DisputeRow): Promise<void> {
      if (row.grantId === null) await settling.release(tx, actor, row.applicationId);
    },
  };
}

export type Executing = ReturnType<typeof createExecuting>;
