/** Who sees which tasks and runs, and what they may do with them. */
import { refuse as platform } from '#kernel/errors.ts';
import { departmentsUnder } from '#modules/organizations/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { ExchangeNeeds } from './needs.ts';
import type { RunRow } from './runStore.ts';
import * as runs from './runStore.ts';
import type { Sight, TaskRow } from './taskStore.ts';
import * as tasks from './taskStore.ts';
import { type Rights, type RunView, nextOf, runView } from './views.ts';

type Sides = Pick<TaskRow, 'kind' | 'providerId' | 'consumerId'>;

/** A delivery is the consumer's; a collection is steered by either side, for both owe it. */
const isOwn = ({ departmentId }: Actor, { kind, providerId, consumerId }: Sides): boolean =>
  departmentId === consumerId || (kind === 'collection' && departmentId === providerId);

export const mayRun = (actor: Actor, sides: Sides): boolean =>
  actor.permissions.has('exchange.run') && isOwn(actor, sides);
export const mayPlan = (actor: Actor, sides: Sides): boolean =>
  actor.permissions.has('exchange.plan') && isOwn(actor, sides);
/** The rows are the provider's: nobody else was granted what could not travel. */
export const mayCorrect = (actor: Actor, { providerId }: Pick<Sides, 'providerId'>): boolean =>
  actor.role === 'data_officer' && actor.departmentId === providerId;

export function createSight({ db, clock, grants, organizations }: ExchangeNeeds) {
  /** Both sides see a run, the authority those of its departments, operator and auditor all. */
  async function sightOf(actor: Actor): Promise<Sight> {
    if (actor.role === 'operator' || actor.role === 'auditor') return 'all';
    if (actor.role !== 'authority') return [actor.departmentId];
    const [regions, departments] = await Promise.all([organizations.regions(), organizations.departments()]);
    return departmentsUnder(actor.departmentId, regions, departments);
  }

  async function statesOf(ids: readonly (number | null)[]): Promise<(id: number | null) => string> {
    const known = [...new Set(ids)].filter(id => id !== null);
    const facts = await Promise.all(known.map(id => grants.facts(id)));
    const states = new Map(facts.flatMap(one => (one ? [[one.id, one.state] as const] : [])));
    // A collection rests on the duty to collect, which does not end.
    return id => (id === null ? 'active' : (states.get(id) ?? 'revoked'));
  }

  async function viewRuns(actor: Actor, rows: readonly RunRow[]): Promise<RunView[]> {
    // Only who could run again needs to know whether the grant allows it.
    const own = rows.filter(row => mayRun(actor, row) || mayCorrect(actor, row)).map(row => row.grantId);
    const [stateOf, known] = await Promise.all([
      statesOf(own),
      tasks.listTasksOf(db, [...new Set(rows.map(row => row.taskId))], 'all'),
    ]);
    const next = new Map(known.map(task => [task.id, nextOf(task)]));
    const rights = (row: RunRow): Rights => ({
      mayRun: mayRun(actor, row),
      mayPlan: mayPlan(actor, row),
      mayCorrect: mayCorrect(actor, row),
      active: stateOf(row.grantId) === 'active',
    });
    return rows.map(row => runView(row, next.get(row.taskId) ?? null, rights(row), clock.now()));
  }

  const seenRun = async (actor: Actor, id: number): Promise<RunRow> =>
    runs.getRun(db, id, await sightOf(actor));

  async function viewRun(actor: Actor, id: number): Promise<RunView> {
    const [view] = await viewRuns(actor, [await seenRun(actor, id)]);
    if (!view) throw platform.not_found();
    return view;
  }

  /** A run that the actor may steer; others who see it are told that they may not. */
  async function ownRun(actor: Actor, id: number): Promise<RunRow> {
    const row = await seenRun(actor, id);
    if (!mayRun(actor, row)) throw platform.forbidden();
    return row;
  }

  return {
    sightOf,
    statesOf,
    viewRuns,
    viewRun,
    seenRun,
    ownRun,
  };
}

export type ExchangeSight = ReturnType<typeof createSight>;
