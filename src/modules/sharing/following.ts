/** What the platform does with applications by itself: clocks that run out, entries that change. */
import { PLATFORM } from '#vocabulary/actor.ts';
import type { Command } from '#record/audited.ts';
import { commitApplication } from './committed.ts';
import type { Consenting } from './consenting.ts';
import type { SharingNeeds } from './service.ts';
import { type Steps, caseOf, supplementOf } from './steps.ts';
import * as store from './store.ts';
import type { Telling } from './telling.ts';

interface Rooms {
  consenting: Consenting;
  steps: Steps;
  tell: Telling;
}

export function createFollowing(
  { db, audited, catalog, deadlines, grants }: SharingNeeds,
  { consenting, steps, tell }: Rooms,
) {
  async function lapse(id: number): Promise<void> {
    await audited(PLATFORM, 'sharing.lapse', `application:${id}`, async tx => {
      const row = await store.lockApplication(tx, id);
      if (row.state === 'awaiting_material') {
        await deadlines.move(tx, supplementOf(row), 'supplement', 'stop');
        await deadlines.move(tx, caseOf(row), 'answer', 'stop');
        await store.setApplication(tx, id, { state: 'lapsed' });
        await steps.note(
          tx,
          PLATFORM,
          row,
          'lapse',
          '逾期未补材料，申请终止，可以重新申请',
          'supplement.once',
        );
        await tell(tx, 'lapsed', row);
      }
      const { no, entryId, providerId, consumerId } = row;
      const facts = { no, entryId, providerId, consumerId };
      return { value: undefined, facts: { ...facts, ...(await commitApplication(tx, id, grants)) } };
    });
  }

  return {
    /**
     * Applications whose missing material did not come in time end, with notice to both sides (N809 21 knows no refusal
     * for incompleteness, and none is given: one may apply again). Called by the worker; answers how many.
     */
    async lapseUnsupplied(): Promise<number> {
      let lapsed = 0;
      for (let after = 0; ; ) {
        const rows = await store.listAwaitingMaterial(db, after);
        const [last] = rows.slice(-1);
        if (!last) return lapsed;
        after = last.id;
        const clocks = await deadlines.clocksOf(rows.map(supplementOf));
        for (const row of rows) {
          if (clocks.get(supplementOf(row))?.state !== 'late') continue;
          await lapse(row.id);
          lapsed += 1;
        }
      }
    },

    /** Told by the catalog in the transaction of each step of an entry: what waited for another class goes on. */
    async entryMoved(tx: Command, step: { entryId: number; to: string }): Promise<void> {
      if (step.to !== 'published') return;
      const waiting = await store.listAwaitingClass(tx, step.entryId);
      if (waiting.length === 0) return;
      const entry = await catalog.publishedContent(step.entryId, tx);
      if (!entry || entry.content.shareType === 'withheld') return;
      for (const { id } of waiting) {
        const row = await store.lockApplication(tx, id);
        await store.setApplication(tx, id, { heldFrom: null });
        await consenting.goOn(tx, PLATFORM, { ...row, heldFrom: null });
      }
    },
  };
}
