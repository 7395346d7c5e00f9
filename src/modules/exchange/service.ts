import type { Static } from 'typebox';
import type { Clock } from '#kernel/clock.ts';
import { type Db, meansWhenBroken } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import { type Organizations, departmentsUnder } from '#modules/organizations/index.ts';
import type { Resources } from '#modules/resources/index.ts';
import type { Audited } from '#record/audited.ts';
import { documentDigest } from '#record/documents.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type MovePlan, isInWindow, timeOfDay } from '#vocabulary/plans.ts';
import type * as contract from './contract.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';
import { type Rights, type RunView, type TaskView, runView, taskView } from './views.ts';

meansWhenBroken('task_one_per_target', () => rules.refuse.target_taken());

/** What an exchange needs to know of a grant. */
export interface ExchangeGrant {
  id: number;
  no: string;
  state: string;
  version: number;
  entryId: number;
  entryTitle: string;
  providerId: number;
  consumerId: number;
  mode: string;
  /** Of a batch grant: all of the order but the place of delivery. */
  plan: Omit<MovePlan, 'sink'> | undefined;
}

/** The part of grants that is used here. */
export interface GrantFactsPort {
  facts(grantId: number): Promise<ExchangeGrant | undefined>;
}

export interface ExchangeNeeds {
  db: Db;
  audited: Audited;
  clock: Clock;
  grants: GrantFactsPort;
  resources: Pick<Resources, 'sourceOf'>;
  organizations: Pick<Organizations, 'regions' | 'departments'>;
}

export function createExchange({ db, audited, clock, grants, resources, organizations }: ExchangeNeeds) {
  /** Both sides see a run, the authority those of its departments, operator and auditor all. */
  async function sightOf(actor: Actor): Promise<store.Sight> {
    if (actor.role === 'operator' || actor.role === 'auditor') return 'all';
    if (actor.role !== 'authority') return [actor.departmentId];
    const [regions, departments] = await Promise.all([organizations.regions(), organizations.departments()]);
    return departmentsUnder(actor.departmentId, regions, departments);
  }

  const mayRun = (actor: Actor, consumerId: number): boolean =>
    actor.departmentId === consumerId && actor.permissions.has('exchange.run');

  async function statesOf(ids: readonly number[]): Promise<Map<number, string>> {
    const facts = await Promise.all([...new Set(ids)].map(id => grants.facts(id)));
    return new Map(facts.flatMap(one => (one ? [[one.id, one.state]] : [])));
  }

  async function viewRuns(actor: Actor, rows: readonly store.RunRow[]): Promise<RunView[]> {
    // Only who could run again needs to know whether the grant allows it.
    const own = rows.filter(row => mayRun(actor, row.consumerId)).map(row => row.grantId);
    const states = await statesOf(own);
    const rights = (row: store.RunRow): Rights => ({
      mayRun: mayRun(actor, row.consumerId),
      active: states.get(row.grantId) === 'active',
    });
    return rows.map(row => runView(row, rights(row), clock.now()));
  }

  async function viewRun(actor: Actor, id: number): Promise<RunView> {
    const [view] = await viewRuns(actor, [await store.getRun(db, id, await sightOf(actor))]);
    if (!view) throw platform.not_found();
    return view;
  }

  async function viewTasks(actor: Actor, rows: readonly store.TaskRow[]): Promise<TaskView[]> {
    const [states, runs] = await Promise.all([
      statesOf(rows.map(row => row.grantId)),
      store
        .listLastRuns(
          db,
          rows.map(row => row.id),
        )
        .then(last => viewRuns(actor, last)),
    ]);
    const last = new Map(runs.map(run => [run.taskId, run]));
    return rows.map(row => {
      const state = states.get(row.grantId) ?? 'revoked';
      return taskView(row, state, last.get(row.id) ?? null, {
        mayRun: mayRun(actor, row.consumerId),
        active: state === 'active',
      });
    });
  }

  /** The grant as it may be used now by the actor's own department. */
  async function usableGrant(
    actor: Actor,
    id: number,
  ): Promise<ExchangeGrant & { plan: Omit<MovePlan, 'sink'> }> {
    const grant = await grants.facts(id);
    if (!grant || !mayRun(actor, grant.consumerId)) throw platform.not_found();
    const { no, state, mode, plan } = grant;
    if (mode !== 'batch') throw rules.refuse.not_batch({ grant: no });
    if (state !== 'active' || !plan || clock.now() >= plan.until)
      throw rules.refuse.grant_not_active({ grant: no, state });
    return { ...grant, plan };
  }

  /** One of the consumer's own runs, for those who may steer it; others are told that there is none. */
  async function ownRun(actor: Actor, id: number): Promise<store.RunRow> {
    const row = await store.getRun(db, id, await sightOf(actor));
    if (!mayRun(actor, row.consumerId)) throw platform.forbidden();
    return row;
  }

  return {
    async tasks(actor: Actor): Promise<TaskView[]> {
      return viewTasks(actor, await store.listTasks(db, await sightOf(actor)));
    },

    async createTask(
      actor: Actor,
      body: Static<typeof contract.TaskBody>,
    ): Promise<{ task: TaskView; record: number }> {
      const { grantId, sourceId, schema, table } = body;
      const { value, record } = await audited(actor, 'exchange.create_task', `grant:${grantId}`, async tx => {
        for (const name of [schema, table])
          if (!rules.nameFits(name)) throw rules.refuse.name_too_long({ name });
        const grant = await usableGrant(actor, grantId);
        const source = await resources.sourceOf(sourceId);
        if (source.departmentId !== actor.departmentId) throw platform.not_found();
        if (source.use !== 'receive') throw rules.refuse.wrong_use();
        if (source.kind !== 'postgres') throw rules.refuse.sink_kind();
        const { no, entryId, entryTitle, providerId, consumerId, plan } = grant;
        const { provider, consumer } = plan;
        const target = `${source.host}:${source.port}/${source.database} ${schema}.${table}`;
        const { id } = await store.insertTask(
          tx,
          {
            grantId,
            sourceId,
            schema,
            table,
            grantNo: no,
            entryId,
            entryTitle,
            providerId,
            provider,
            consumerId,
            consumer,
            target,
          },
          new Date(tx.at),
        );
        return {
          value: id,
          object: `task:${id}`,
          facts: { grant: grantId, source: sourceId, schema, table },
        };
      });
      const [task] = await viewTasks(actor, [await store.getTask(db, value, 'all')]);
      if (!task) throw platform.not_found();
      return { task, record };
    },

    async startRun(actor: Actor, taskId: number): Promise<{ run: RunView; record: number }> {
      const { value, record } = await audited(actor, 'exchange.run', `task:${taskId}`, async tx => {
        const task = await store.lockTask(tx, taskId);
        const grant = await usableGrant(actor, task.grantId);
        const { window } = grant.plan;
        if (window !== undefined && !isInWindow(window, tx.at))
          throw rules.refuse.outside_hours({ from: timeOfDay(window.from), to: timeOfDay(window.to) });
        const open = await store.findOpenRun(tx, taskId);
        if (open) throw rules.refuse.already_running({ run: open.no });
        const expected = await store.findMountedRows(tx, grant.entryId);
        const { sourceId, schema, table } = task;
        const plan: MovePlan = { ...grant.plan, version: grant.version, sink: { sourceId, schema, table } };
        const year = rules.yearOf(tx.at);
        const no = rules.runNumber(year, await store.takeNumber(tx, year));
        const id = await store.insertRun(tx, { no, taskId, plan, expected }, new Date(tx.at));
        return {
          value: id,
          object: `run:${id}`,
          facts: {
            no,
            task: taskId,
            grant: grant.id,
            version: grant.version,
            documents: { order: documentDigest(plan) },
          },
        };
      });
      return { run: await viewRun(actor, value), record };
    },

    async runs(
      actor: Actor,
      query: Static<typeof contract.RunQuery>,
    ): Promise<{ total: number; items: RunView[] }> {
      const { taskId, grantId, state: states, page, size } = query;
      const filter = { sight: await sightOf(actor), taskId, grantId, states };
      const [rows, { n }] = await Promise.all([
        store.listRuns(db, filter, page, size),
        store.countRuns(db, filter),
      ]);
      return { total: n, items: await viewRuns(actor, rows) };
    },

    run: viewRun,

    /** Asks the mover to stop; a run past its point of no return is delivered all the same. */
    async stop(actor: Actor, id: number): Promise<{ run: RunView; record: number }> {
      const { record } = await audited(actor, 'exchange.stop', `run:${id}`, async tx => {
        const row = await ownRun(actor, id);
        if (!(await store.askToStop(tx, id))) throw rules.refuse.not_running({ run: row.no });
        return { value: undefined, facts: { no: row.no } };
      });
      return { run: await viewRun(actor, id), record };
    },

    async compare(actor: Actor, id: number): Promise<{ run: RunView; record: number }> {
      const { record } = await audited(actor, 'exchange.compare', `run:${id}`, async tx => {
        const row = await ownRun(actor, id);
        if (row.laterDelivered) throw rules.refuse.superseded({ run: row.no });
        if (!(await store.askToCompare(tx, id))) throw rules.refuse.not_delivered({ run: row.no });
        return { value: undefined, facts: { no: row.no } };
      });
      return { run: await viewRun(actor, id), record };
    },
  };
}

export type Exchange = ReturnType<typeof createExchange>;
