/**
 * One look at the runs for all who watch: as long as nobody watches nothing is asked, as long as nothing runs the next
 * order is waited for, and while runs go on they are read twice a second, whatever the number of readers.
 */
import type pg from 'pg';
import { type Clock, pause } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { createEar } from '#kernel/ear.ts';
import type { Board, BoardRun } from './board.ts';
import * as store from './boardStore.ts';
import { type RunCore, coreView } from './runCore.ts';
import type { Sight } from './taskStore.ts';

/** Between two looks while runs go on; at most so often is a reader told. */
const LOOK = 500;
/** Between two snapshots for one who watches, at least. */
const BOARD = 2_000;
/** What time alone changes, late collections and the day, is seen after so long. */
const IDLE = 15_000;
/** While no order would be heard of. */
const DEAF = 2_000;

export interface Watcher {
  sight: Sight;
  send(event: 'board' | 'runs', data: unknown): void;
}

export interface FeedNeeds {
  db: Db;
  clock: Clock;
  board: Pick<Board, 'snapshot'>;
  /** A connection of its own, to hear of new orders. */
  connect: () => Promise<pg.Client>;
  onProblem: (error: unknown) => void;
}

/** What of a run is told when it changes: its rate and estimate follow from these. */
const markOf = ({ state, stage, rowsRead, rowsWritten, setAside }: RunCore): string =>
  [state, stage, rowsRead, rowsWritten, setAside].join(' ');

const concerns = (sight: Sight, { providerId, consumerId }: BoardRun): boolean =>
  sight === 'all' || sight.includes(providerId) || sight.includes(consumerId);

export function createBoardFeed({ db, clock, board, connect, onProblem }: FeedNeeds) {
  const watchers = new Set<Watcher>();
  /** Runs that went on at the last look. */
  let known = new Map<number, { mark: string; state: string }>();
  /** Something began or ended, and the snapshot was not sent yet. */
  let stale = false;
  let sentAt = 0;
  let wake = new AbortController();
  let running: Promise<void> | undefined;

  const ear = createEar({ connect, channel: 'shuqiao_runs', heard: () => wake.abort() });

  async function sendBoards(): Promise<void> {
    const made = new Map<string, unknown>();
    for (const watcher of watchers) {
      const key = JSON.stringify(watcher.sight);
      if (!made.has(key)) made.set(key, await board.snapshot(watcher.sight));
      watcher.send('board', made.get(key));
    }
    sentAt = performance.now();
    stale = false;
  }

  async function look(): Promise<void> {
    const open = await store.listOpen(db, 'all');
    const now = new Map(open.map(row => [row.id, { mark: markOf(row), state: row.state }]));
    const gone = [...known.keys()].filter(id => !now.has(id));
    const ended = gone.length === 0 ? [] : await store.listRunsOf(db, gone);
    const changed = open.filter(row => known.get(row.id)?.mark !== now.get(row.id)?.mark);
    stale ||= ended.length > 0 || changed.some(row => known.get(row.id)?.state !== row.state);
    known = now;
    const at = clock.now();
    const told = [...changed, ...ended].map(row => coreView(row, at));
    for (const watcher of watchers) {
      const own = told.filter(run => concerns(watcher.sight, run));
      if (own.length > 0) watcher.send('runs', own);
    }
    const age = performance.now() - sentAt;
    if ((stale && age >= BOARD) || age >= IDLE) await sendBoards();
  }

  const untilNext = (): number => (known.size > 0 || stale ? LOOK : ear.isOpen() ? IDLE : DEAF);

  async function live(): Promise<void> {
    while (watchers.size > 0) {
      wake = new AbortController();
      try {
        await ear.open();
        await look();
      } catch (error) {
        onProblem(error);
      }
      // An order is told by a notice, and then again with each of its siblings: a look for all of them is enough.
      const before = performance.now();
      if (watchers.size > 0) await pause(untilNext(), wake.signal);
      const early = LOOK - (performance.now() - before);
      if (watchers.size > 0 && early > 0) await pause(early);
    }
    known = new Map();
    await ear.close();
  }

  function start(): void {
    running ??= live().finally(() => {
      running = undefined;
      if (watchers.size > 0) start();
    });
  }

  return {
    /** Tells from now on; the snapshot comes first. The answer ends it. */
    async watch(watcher: Watcher): Promise<() => void> {
      watcher.send('board', await board.snapshot(watcher.sight));
      watchers.add(watcher);
      sentAt ||= performance.now();
      start();
      return () => {
        watchers.delete(watcher);
        if (watchers.size === 0) wake.abort();
      };
    },
    /** Resolves when nothing is asked any more; whoever still watches is told nothing more. */
    async close(): Promise<void> {
      watchers.clear();
      wake.abort();
      await running;
    },
  };
}

export type BoardFeed = ReturnType<typeof createBoardFeed>;
