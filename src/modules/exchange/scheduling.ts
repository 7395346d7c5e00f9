/**
 * Starts what is due. Any number of workers may look at the same instant: the task's row is locked, and whoever comes
 * second finds that nothing is due any more. Several moments that were missed are one run.
 */
import { Refusal, type Text } from '#kernel/errors.ts';
import type { Command } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { Blocking, Wait } from './blocking.ts';
import { each } from './each.ts';
import type { ExchangeNeeds } from './needs.ts';
import { NothingDue, unlessNothing } from './nothing.ts';
import type { Ordered, Ordering } from './ordering.ts';
import { askToCompare } from './runStore.ts';
import { settingsOf } from './settings.ts';
import * as store from './taskStore.ts';
import type { Standing, TaskRow } from './taskStore.ts';
import { type Telling, subjectOf } from './telling.ts';

/** A task that waits longer than this for its hours, other tasks or its own run is late. */
const LATE_AFTER = 30 * 60_000;

/** Of a source of files: its folder is not opened to this process, or not mounted on its machine. */
const NO_FOLDER = new Set(['resources.folder_closed', 'resources.no_folder']);

interface Due {
  at: Date;
  why: 'schedule' | 'event';
  /** The schedule's moment came just now. */
  came: boolean;
}

function dueOf(task: TaskRow, now: number): Due | undefined {
  const came = task.nextAt !== null && task.nextAt.getTime() <= now;
  if (task.paused) return undefined;
  if (task.dueAt) return { at: task.dueAt, why: task.dueWhy ?? 'schedule', came };
  return came && task.nextAt ? { at: task.nextAt, why: 'schedule', came } : undefined;
}

const isLate = (due: Due, wait: Wait, now: number): boolean =>
  // A moment of the schedule that finds the run before still open is lost: told at once.
  (wait.kind === 'open' && due.came) || now - due.at.getTime() >= LATE_AFTER;

export function createScheduling(
  needs: ExchangeNeeds,
  ordering: Ordering,
  blocking: Blocking,
  telling: Telling,
) {
  const { db, audited, clock, resources, target, onNoFolder } = needs;
  /** Folders of which it was said that they are not seen from here. */
  const unseen = new Set<string>();

  /** In words, what keeps a task from running until somebody does something. */
  async function tryOrder(tx: Command, task: TaskRow, due: Due): Promise<Ordered | Text> {
    try {
      return await ordering.order(tx, task, due.why);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { zh: error.title.zh, en: error.title.en };
    }
  }

  async function step(tx: Command, id: number): Promise<{ object?: string; facts: Record<string, unknown> }> {
    const task = await store.lockTask(tx, id);
    const due = dueOf(task, tx.at);
    if (!due) throw new NothingDue();
    const since = new Date(tx.at).toISOString();
    const nextAt = due.came ? await blocking.nextAt(settingsOf(task.settings), tx.at, tx) : task.nextAt;
    const standing: Standing = { nextAt, dueAt: null, dueWhy: null, troubles: { ...task.troubles } };
    const wait = await blocking.waitOf(task, tx.at, tx);
    if (wait) {
      const late = task.troubles.late === undefined && isLate(due, wait, tx.at);
      if (!due.came && !late) throw new NothingDue();
      // An event is kept until the run before has ended; the schedule has other moments.
      const lost = wait.kind === 'open' && due.why === 'schedule';
      if (!lost) Object.assign(standing, { dueAt: due.at, dueWhy: due.why });
      if (late) {
        standing.troubles.late = { since, zh: wait.zh, en: wait.en };
        await telling.late(tx, task, wait);
      }
      await store.setStanding(tx, id, standing);
      return { facts: { due: due.at.toISOString(), waits: wait.kind, late } };
    }
    const ordered = await tryOrder(tx, task, due);
    if (!('no' in ordered)) {
      if (task.troubles.blocked === undefined) {
        standing.troubles.blocked = { since, ...ordered };
        await telling.blocked(tx, task, ordered);
      }
      await store.setStanding(tx, id, standing);
      return { facts: { due: due.at.toISOString(), blocked: ordered.zh } };
    }
    const over = (['blocked', 'late'] as const).filter(trouble => task.troubles[trouble] !== undefined);
    for (const trouble of over) delete standing.troubles[trouble];
    await telling.settle(tx, task, ...over);
    await store.setStanding(tx, id, standing);
    return { object: `run:${ordered.id}`, facts: { ...ordered.facts, due: due.at.toISOString() } };
  }

  /** Whether it is worth a command: a task that goes on waiting leaves no record each second. */
  function wantsStep(task: TaskRow, wait: Wait | undefined, now: number): boolean {
    const due = dueOf(task, now);
    if (!due) return false;
    return due.came || wait === undefined || (task.troubles.late === undefined && isLate(due, wait, now));
  }

  async function startDue(): Promise<void> {
    const now = clock.now();
    const tasks = await store.listDue(db, new Date(now));
    const waits = await blocking.waitsOf(
      tasks.filter(task => dueOf(task, now)?.came === false),
      now,
    );
    await each(
      tasks.filter(task => wantsStep(task, waits.get(task.id), now)),
      task =>
        unlessNothing(
          audited(PLATFORM, 'exchange.due', subjectOf(task), async tx => ({
            value: undefined,
            ...(await step(tx, task.id)),
          })),
        ),
    );
  }

  /** Files that appeared or grew since the last look. A source that cannot be reached now is looked at again. */
  async function lookAtSources(): Promise<void> {
    await each(await store.listWatching(db), async task => {
      const mark = await markOf(task);
      if (mark === undefined || mark === task.sourceMark) return;
      await unlessNothing(
        audited(PLATFORM, 'exchange.source_grew', subjectOf(task), async tx => {
          // Another worker may have seen it, or the task rest by now.
          const now = await store.lockTask(tx, task.id);
          if (now.paused || now.sourceMark === mark) throw new NothingDue();
          await store.setMark(tx, task.id, mark);
          await store.setDue(tx, [task.id], new Date(tx.at));
          return { value: undefined };
        }),
      );
    });
  }

  async function markOf(task: TaskRow): Promise<string | undefined> {
    try {
      const { table } = await ordering.planOf(task);
      const { sourceId, schema, table: name } = table;
      const place = { schema, table: name };
      return await resources.at(sourceId, place, address => target.markOf(address, place));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (NO_FOLDER.has(error.code)) sayUnseen(String(error.facts['host'] ?? ''));
      return undefined;
    }
  }

  /** The task itself has no trouble of it: another worker may see the folder. */
  function sayUnseen(folder: string): void {
    if (unseen.has(folder)) return;
    unseen.add(folder);
    onNoFolder(folder);
  }

  async function compareStanding(): Promise<void> {
    await each(await store.listToCompare(db, new Date(clock.now())), ({ runId, no, taskId }) =>
      unlessNothing(
        audited(PLATFORM, 'exchange.compare', `run:${runId}`, async tx => {
          await store.lockTask(tx, taskId);
          const due = await store.listToCompare(tx, new Date(tx.at), taskId);
          if (!due.some(one => one.runId === runId)) throw new NothingDue();
          await store.setCompareAsked(tx, taskId, new Date(tx.at));
          return { value: await askToCompare(tx, runId), facts: { no, standing: true } };
        }),
      ),
    );
  }

  return { startDue, lookAtSources, compareStanding };
}

export type Scheduling = ReturnType<typeof createScheduling>;
