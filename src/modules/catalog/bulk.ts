/** Many entries at once: a step for a list of them, and entries that a spreadsheet brings. */
import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import { Refusal } from '#kernel/errors.ts';
import type { Audited, Recorded } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { createActions } from './actions.ts';
import type * as contract from './contract.ts';
import type { Reading } from './reading.ts';
import { refuse } from './refusals.ts';
import type { Content } from './rules.ts';
import * as store from './store.ts';

export interface BulkNeeds {
  db: Db;
  audited: Audited;
  actions: ReturnType<typeof createActions>;
  reading: Pick<Reading, 'maySeeWork' | 'toVerify'>;
}

export function createBulk({ db, audited, actions, reading }: BulkNeeds) {
  /** What fails an automatic check is looked at by itself, never published in a row of others. */
  async function checkVerified(actor: Actor, id: number): Promise<void> {
    const row = await store.findWorking(db, id);
    if (row?.state !== 'in_review' || !(await reading.maySeeWork(actor, row))) return;
    const open = reading.toVerify(row).length;
    if (open > 0) throw refuse.to_verify({ open });
  }

  return {
    /**
     * The step for each entry in turn, each its own recorded command: one that is refused keeps none of the others from
     * being done, and the answer says which and why.
     */
    async actOnMany(
      actor: Actor,
      { ids, action }: Static<typeof contract.BulkBody>,
    ): Promise<Static<typeof contract.BulkView>> {
      const refused: Static<typeof contract.BulkView>['refused'] = [];
      let done = 0;
      for (const id of ids) {
        try {
          if (action === 'publish') await checkVerified(actor, id);
          await actions.act(actor, id, action, { note: '' });
          done += 1;
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          const row = await store.findWorking(db, id);
          const mayKnow = row !== undefined && (await reading.maySeeWork(actor, row));
          const { code, title } = error;
          refused.push({
            id,
            title: mayKnow ? row.content.title : '',
            code,
            text: title.zh,
            textEn: title.en,
          });
        }
      }
      return { done, refused };
    },

    /**
     * Drafts for all contents in one recorded command: all of them or none, however many portions they come in. Answers
     * their numbers in the order given.
     */
    createMany(
      actor: Actor,
      portions: Iterable<readonly Content[]> | AsyncIterable<readonly Content[]>,
    ): Promise<Recorded<number[]>> {
      return audited(actor, 'catalog.import', `department:${actor.departmentId}`, async tx => {
        const value: number[] = [];
        const { accountId, post, name } = actor;
        for await (const contents of portions) {
          for (const content of contents) actions.checkSecrecy(content, actor.regionCode);
          const by = { accountId, post, name, at: new Date(tx.at) };
          value.push(...(await store.insertEntries(tx, actor.departmentId, contents, by)));
        }
        return { value, facts: { entries: value.length } };
      });
    },

    /** Which of these titles the department has already: an entry of its own bears it. */
    takenTitles: (departmentId: number, titles: readonly string[]): Promise<string[]> =>
      store.listTaken(db, departmentId, titles),
  };
}
