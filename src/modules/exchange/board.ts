/** The board: what every department is to have collected and has, what it exchanged today, and the runs as they go. */
import type { Static } from 'typebox';
import { refuse as platform } from '#kernel/errors.ts';
import { civilDate, daysAfter, endOfDay } from '#modules/deadlines/index.ts';
import type { PoolFigures } from '#modules/pools/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './boardContract.ts';
import * as store from './boardStore.ts';
import type { ExchangeNeeds } from './needs.ts';
import { type RunCore, coreView } from './runCore.ts';
import type { Sight } from './taskStore.ts';

export type BoardView = Static<typeof contract.BoardView>;
export type BoardRun = Static<typeof contract.BoardRun>;
type Line = BoardView['departments'][number];

export interface BoardNeeds extends Pick<ExchangeNeeds, 'db' | 'clock'> {
  /** Whose lines a person sees. */
  sightOf: (actor: Actor) => Promise<Sight>;
  figures: (sight: Sight) => Promise<PoolFigures[]>;
}

/** What a reader of the board sees: all, or these departments’ lines and the runs on whose sides they stand. */
export async function boardSight({ sightOf }: Pick<BoardNeeds, 'sightOf'>, actor: Actor): Promise<Sight> {
  if (!actor.permissions.has('exchange.read')) throw platform.forbidden();
  // Whether rows move is the operator's concern, whoever's they are.
  return actor.role === 'operator' ? 'all' : sightOf(actor);
}

const SUMS = [
  'should',
  'collected',
  'asked',
  'refused',
  'late',
  'failing',
  'todayRows',
  'receivedRows',
  'providedRows',
] as const;

export function createBoard(needs: BoardNeeds) {
  const { db, clock, figures } = needs;

  async function snapshot(sight: Sight): Promise<BoardView> {
    const now = clock.now();
    const date = civilDate(now);
    const since = new Date(endOfDay(daysAfter(date, -1)));
    const [pools, open, ended, moved, failing, last] = await Promise.all([
      figures(sight),
      store.listOpen(db, sight),
      store.listEnded(db, sight),
      store.sumMoved(db, sight, since),
      store.countFailing(db, sight),
      store.listLast(db, sight),
    ]);
    const movedOf = new Map(moved.map(one => [one.departmentId, one]));
    const failingOf = new Map(failing.map(one => [one.departmentId, one.n]));
    const lastOf = new Map(last.map(one => [one.departmentId, one]));
    const isOn = (id: number) => (run: RunCore) =>
      run.providerId === id || (run.kind === 'delivery' && run.consumerId === id);
    const lines = pools.map((one): Line => {
      const { departmentId, department, should, collected, asked, refused, late, todayRows } = one;
      const run = lastOf.get(departmentId);
      return {
        departmentId,
        department,
        should,
        collected,
        asked,
        refused,
        late,
        failing: failingOf.get(departmentId) ?? 0,
        todayRows,
        receivedRows: movedOf.get(departmentId)?.received ?? 0,
        providedRows: movedOf.get(departmentId)?.provided ?? 0,
        running: open.filter(isOn(departmentId)).length,
        lastRun: run ? { id: run.id, no: run.no, state: run.state, at: run.at.toISOString() } : null,
      };
    });
    const totals = Object.fromEntries(
      SUMS.map(name => [name, lines.reduce((sum, line) => sum + line[name], 0)]),
    ) as Record<(typeof SUMS)[number], number>;
    return {
      at: new Date(now).toISOString(),
      date,
      totals: { ...totals, running: open.length },
      // A department that has nothing to collect and exchanges nothing has no line.
      departments: lines.filter(
        line => line.should + line.refused + line.running > 0 || line.lastRun !== null || sight !== 'all',
      ),
      runs: open.map(run => coreView(run, now)),
      ended: ended.map(run => coreView(run, now)),
    };
  }

  return {
    snapshot,
    board: async (actor: Actor): Promise<BoardView> => snapshot(await boardSight(needs, actor)),
  };
}

export type Board = ReturnType<typeof createBoard>;
