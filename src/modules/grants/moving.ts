import type { Citation } from '#kernel/errors.ts';
import { setLive } from '#modules/services/index.ts';
import type { Command } from '#record/audited.ts';
import * as changes from './changeStore.ts';
import type { Disposals } from './disposals.ts';
import { findWithheld } from './freezing.ts';
import { insertHistory } from './history.ts';
import type { GrantsNeeds } from './needs.ts';
import { copyPlan } from './planStore.ts';
import { refuse } from './refusals.ts';
import { OPEN_CHANGES, type GrantState, hasEnded } from './rules.ts';
import * as store from './store.ts';

export interface Move extends Partial<Omit<store.Change, 'state' | 'version'>> {
  action: string;
  state: GrantState;
  by: { post: string; name: string };
  note: string;
  citation?: Citation | undefined;
}

/** Takes a grant from one state to another, and its plans with it. */
export function createMoving({ catalog, deadlines }: GrantsNeeds, disposals: Pick<Disposals, 'begin'>) {
  /** What ends with a grant, and what begins: the disposal of what it delivered. */
  async function end(tx: Command, row: store.GrantRow): Promise<void> {
    await deadlines.move(tx, `grant:${row.id}`, 'supply', 'stop');
    const change = await changes.findLastChange(tx, row.id);
    if (change && OPEN_CHANGES.includes(change.state))
      await changes.setChange(tx, { ...change, state: 'withdrawn' });
    await disposals.begin(tx, row);
  }

  /** What was stopped does not flow again once the entry is withheld. */
  async function mustBeShared(tx: Command, { entryId, decision }: store.GrantRow): Promise<void> {
    const entry = await catalog.publishedContent(entryId, tx);
    const hidden =
      entry &&
      findWithheld(
        entry,
        decision.items.map(item => item.name),
      );
    if (hidden !== undefined) throw refuse.withheld_now({ what: hidden });
  }

  return async function move(
    tx: Command,
    row: store.GrantRow,
    { action, state, by, note, citation, ...fields }: Move,
  ): Promise<void> {
    const at = new Date(tx.at);
    // A grant that goes on is a new version of the same plan: records of before and after stay apart.
    const revived = state === 'active' && row.state !== 'active';
    if (revived) await mustBeShared(tx, row);
    const version = revived ? row.version + 1 : row.version;
    await store.setGrant(tx, row.id, { ...fields, state, version }, at);
    if (revived) {
      await copyPlan(tx, row.id, row.version, version);
      await store.insertVersion(tx, { ...row, version }, action, at);
    } else if (row.state === 'active') await setLive(tx, row.id, 0);
    await insertHistory(tx, `grant:${row.id}`, action, at, by.post, by.name, note, citation);
    if (hasEnded(state)) await end(tx, row);
    await catalog.setUsedBy(tx, row.entryId, await store.countUsers(tx, row.entryId));
  };
}

export type MoveGrant = ReturnType<typeof createMoving>;
