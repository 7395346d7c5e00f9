/** What follows from a run that ended: who is told, once, and which tasks begin. */
import { Refusal } from '#kernel/errors.ts';
import type { Command } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { each } from './each.ts';
import type { ExchangeNeeds } from './needs.ts';
import { NothingDue, unlessNothing } from './nothing.ts';
import { DRIFTED, driftWords, problemOf } from './problems.ts';
import * as rules from './rules.ts';
import type { Trouble } from './rules.ts';
import * as runs from './runStore.ts';
import type { RunRow } from './runStore.ts';
import { countLeft } from './setAsideStore.ts';
import * as store from './taskStore.ts';
import type { TaskRow } from './taskStore.ts';
import type { Telling } from './telling.ts';

type Troubles = TaskRow['troubles'];

export function createFollowing({ db, audited, resources }: ExchangeNeeds, telling: Telling) {
  async function delivered(tx: Command, task: TaskRow, run: RunRow, troubles: Troubles): Promise<void> {
    await settleAside(tx, run);
    if (run.setAside > 0) await telling.setAside(tx, task, run);
    // What failed, or was not equal, was a whole delivery: a few rows that were sent again mend nothing of it.
    if (run.resendOf !== null) return;
    // What a new delivery shows was not compared yet.
    await end(tx, task, troubles, ['failing', 'late', 'blocked', 'unequal']);
    const followers = await store.listFollowers(db, task);
    await store.setDue(
      tx,
      followers.map(one => one.id),
      new Date(tx.at),
    );
  }

  /** These troubles are over. */
  async function end(
    tx: Command,
    task: TaskRow,
    troubles: Troubles,
    over: readonly Trouble[],
  ): Promise<void> {
    const ended = over.filter(trouble => troubles[trouble] !== undefined);
    for (const trouble of ended) delete troubles[trouble];
    await telling.settle(tx, task, ...ended);
  }

  /**
   * Who was asked to correct rows that this delivery read anew is asked for those of this run from now on; who sent all
   * that was left of a run's is asked no more.
   */
  async function settleAside(tx: Command, run: RunRow): Promise<void> {
    const anew = run.resendOf === null ? run.readsAll : run.apply === 'replace';
    if (anew) for (const id of await runs.listSetAsideBefore(tx, run)) await telling.settleAside(tx, id);
    else if (run.resendOf !== null && (await countLeft(tx, run.resendOf.id)) === 0)
      await telling.settleAside(tx, run.resendOf.id);
  }

  async function failed(tx: Command, task: TaskRow, run: RunRow, troubles: Troubles): Promise<void> {
    if (troubles.failing) return;
    const why = problemOf(run.state, run.problemCode, run.problemFacts);
    troubles.failing = { since: (run.finishedAt ?? new Date(tx.at)).toISOString(), ...why };
    await telling.failing(tx, task, run, why);
  }

  /** The same change is told once; true when there is one to tell. */
  async function tellDrift(tx: Command, task: TaskRow, run: RunRow, troubles: Troubles): Promise<boolean> {
    const drift = run.notices.flatMap(notice => (notice.kind === 'drift' ? notice.drift : []));
    const stopped = run.state === 'failed' && DRIFTED.has(run.problemCode ?? '');
    if (drift.length === 0 && !stopped) {
      if (run.state === 'delivered' && run.resendOf === null) await end(tx, task, troubles, ['drift']);
      return false;
    }
    const words =
      drift.length > 0 ? driftWords(drift) : problemOf(run.state, run.problemCode, run.problemFacts);
    if (troubles.drift?.zh === words.zh) return false;
    troubles.drift = { since: (run.finishedAt ?? new Date(tx.at)).toISOString(), ...words };
    await telling.drift(tx, task, run, words);
    return true;
  }

  /** The runs that ended since somebody looked, in order; those after one that is still open wait for it. */
  async function endRuns(
    tx: Command,
    task: TaskRow,
    troubles: Troubles,
  ): Promise<{ ended: RunRow[]; drifted: boolean }> {
    const ended: RunRow[] = [];
    let drifted = false;
    for (const run of await runs.listRunsAfter(tx, task.id, task.seenRun)) {
      if (rules.isOpen(run.state)) break;
      if (run.state === 'delivered') await delivered(tx, task, run, troubles);
      // A run that a person stopped, or a revocation, is no failure of the task.
      else if (run.state === 'failed' || run.state === 'mismatch') await failed(tx, task, run, troubles);
      drifted = (await tellDrift(tx, task, run, troubles)) || drifted;
      ended.push(run);
    }
    return { ended, drifted };
  }

  async function tellUnequal(tx: Command, task: TaskRow, troubles: Troubles): Promise<string[]> {
    const untold = await store.listUntold(tx, task.id);
    const last = untold.at(-1);
    if (!last) return [];
    troubles.unequal = {
      since: new Date(tx.at).toISOString(),
      zh: `运行 ${last.no} 对账不一致`,
      en: `Run ${last.no} is not equal any more`,
    };
    for (const run of untold) await telling.unequal(tx, task, run);
    await store.setTold(
      tx,
      untold.map(run => run.runId),
    );
    return untold.map(run => run.no);
  }

  /** The entry whose table is not what was mounted. */
  const follow = (id: number): Promise<number | undefined> =>
    unlessNothing(
      audited(PLATFORM, 'exchange.follow', `task:${id}`, async tx => {
        const task = await store.lockTask(tx, id);
        const troubles: Troubles = { ...task.troubles };
        const { ended, drifted } = await endRuns(tx, task, troubles);
        const unequal = await tellUnequal(tx, task, troubles);
        if (ended.length === 0 && unequal.length === 0) throw new NothingDue();
        await store.setSeen(tx, id, { seenRun: ended.at(-1)?.id ?? task.seenRun, troubles });
        const facts = { ended: ended.map(run => `${run.no} ${run.state}`), unequal };
        return { value: drifted ? task.entryId : undefined, facts };
      }),
    ).then(recorded => recorded?.value);

  /** Marks the mount as what it is now. */
  async function recheck(entryId: number): Promise<void> {
    try {
      await resources.recheck(entryId);
    } catch (error) {
      // The entry may be withdrawn, or nothing be mounted to it any more: then there is nothing to mark.
      if (!(error instanceof Refusal)) throw error;
    }
  }

  return {
    async followUp(): Promise<void> {
      await each(await store.listUnfollowed(db), async ({ id }) => {
        const drifted = await follow(id);
        if (drifted !== undefined) await recheck(drifted);
      });
    },
  };
}
