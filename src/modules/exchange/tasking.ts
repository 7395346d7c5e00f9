/** Tasks: made, changed, paused, and what there is to choose from and to know before. */
import type { Static } from 'typebox';
import { Refusal, refuse as platform } from '#kernel/errors.ts';
import { placeOf } from '#modules/resources/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type PlanTable, timeOfDay } from '#vocabulary/plans.ts';
import type { Blocking } from './blocking.ts';
import type * as contract from './contract.ts';
import type { ExchangeNeeds } from './needs.ts';
import type { BarePlan, Ordering } from './ordering.ts';
import { lossWords } from './problems.ts';
import * as rules from './rules.ts';
import { type Settings, nextMoments } from './schedule.ts';
import {
  type Asked,
  applyFor,
  beforeOf,
  checkSettings,
  circleThrough,
  merged,
  modesOf,
  settingsOf,
  watermarksOf,
} from './settings.ts';
import { type ExchangeSight, mayPlan, mayRun } from './sight.ts';
import type { FoundTarget } from './targetProbe.ts';
import * as store from './taskStore.ts';
import { type TaskView, fieldViews, taskView } from './views.ts';
import { listLastRuns } from './runStore.ts';

type Recorded = { task: TaskView; record: number };

/** What a check or a form is about. */
interface Subject {
  bare: BarePlan;
  task: store.TaskRow | undefined;
}

export function createTasking(
  needs: ExchangeNeeds,
  sight: ExchangeSight,
  ordering: Ordering,
  blocking: Blocking,
) {
  const { db, audited, clock, grants, resources, target } = needs;
  const { sightOf, statesOf, viewRuns } = sight;

  async function viewTasks(actor: Actor, rows: readonly store.TaskRow[]): Promise<TaskView[]> {
    const [stateOf, runs, waiting] = await Promise.all([
      statesOf(rows.map(row => row.grantId)),
      listLastRuns(
        db,
        rows.map(row => row.id),
      ).then(last => viewRuns(actor, last)),
      blocking.waitingFor(rows),
    ]);
    const last = new Map(runs.map(run => [run.taskId, run]));
    return rows.map(row => {
      const grantState = stateOf(row.grantId);
      return taskView(row, {
        grantState,
        lastRun: last.get(row.id) ?? null,
        waitingFor: waiting.get(row.id) ?? null,
        rights: {
          mayRun: mayRun(actor, row),
          mayPlan: mayPlan(actor, row),
          mayCorrect: false,
          active: grantState === 'active',
        },
      });
    });
  }

  async function viewTask(actor: Actor, id: number): Promise<TaskView> {
    const [view] = await viewTasks(actor, [await store.getTask(db, id, await sightOf(actor))]);
    if (!view) throw platform.not_found();
    return view;
  }

  /** Everything that settings must fit: what is moved, and the other tasks. `id` is 0 for a task that is being made. */
  async function check(
    tx: Command,
    actor: Actor,
    id: number,
    bare: BarePlan,
    settings: Settings,
  ): Promise<void> {
    checkSettings(settings, await ordering.movableOf(bare), tx.at);
    const named = beforeOf(settings);
    const follows = settings.on.some(one => one.kind === 'collected');
    const collection = follows ? await store.findCollection(tx, bare.entryId) : undefined;
    const before = [...named, ...(collection && collection.id !== id ? [collection.id] : [])];
    if (before.length === 0) return;
    const seen = new Set((await store.listTasksOf(tx, named, await sightOf(actor))).map(task => task.id));
    const unknown = named.find(one => !seen.has(one));
    if (unknown !== undefined) throw rules.refuse.unknown_task({ task: unknown });
    await store.lockEdges(tx);
    const edges = (await store.listEdges(tx)).filter(edge => edge.id !== id);
    const circle = circleThrough(id, [...edges, ...before.map(one => ({ id, before: one }))]);
    if (circle) throw rules.refuse.circle({ path: circle.join(' → ') });
  }

  /** A refusal before the command begins is recorded too; no transaction stays open while a department's database answers. */
  async function attempt<T>(
    actor: Actor,
    action: string,
    object: string,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal) await audited(actor, action, object, () => Promise.reject(error));
      throw error;
    }
  }

  /** What can be said without the other tasks. A sink that may keep no runs can only be replaced as a whole. */
  async function mustFit(bare: BarePlan, sink: PlanTable, settings: Settings): Promise<void> {
    checkSettings(settings, await ordering.movableOf(bare), clock.now());
    const apply = applyFor(bare.kind === 'collect' ? 'collection' : 'delivery', settings.mode.kind);
    if (apply === 'replace') return;
    const { keepsRuns } = await look(bare, sink);
    if (!keepsRuns) throw rules.refuse.keeps_no_runs();
  }

  /** The pool is the platform's own: it holds every type, and keeps runs. */
  const look = (bare: BarePlan, { sourceId, schema, table }: PlanTable): Promise<FoundTarget> =>
    bare.kind === 'collect'
      ? Promise.resolve({ losses: [], keepsRuns: true, pieces: true })
      : resources.at(sourceId, { schema, table }, address =>
          target.look(address, { schema, table }, bare.items),
        );

  async function insert(
    tx: Command,
    actor: Actor,
    task: Omit<store.NewTask, 'settings' | 'nextAt'>,
    bare: BarePlan,
    settings: Settings,
  ): Promise<{ value: number; object: string; facts: Record<string, unknown> }> {
    await check(tx, actor, 0, bare, settings);
    const nextAt = await blocking.nextAt(settings, tx.at, tx);
    const { id } = await store.insertTask(tx, { ...task, settings, nextAt }, new Date(tx.at));
    const { kind, grantId, entryId, sourceId, schema, table } = task;
    const on = grantId === null ? { entry: entryId } : { grant: grantId };
    return {
      value: id,
      object: `task:${id}`,
      facts: { kind, ...on, source: sourceId, schema, table, settings },
    };
  }

  /** A database of the consumer's own that receives. */
  async function ownSink(actor: Actor, sourceId: number) {
    const source = await resources.sourceOf(sourceId);
    if (source.departmentId !== actor.departmentId) throw platform.not_found();
    if (source.use !== 'receive') throw rules.refuse.wrong_use();
    return source;
  }

  /** What stands in the way of a grant is its consumer’s to know; to others there is none. */
  async function grantOf(actor: Actor, id: number) {
    const grant = await grants.facts(id);
    if (grant?.consumerId !== actor.departmentId) throw platform.not_found();
    return ordering.usableGrant(id);
  }

  async function subjectOf(
    actor: Actor,
    { grantId, taskId }: Static<typeof contract.ChoiceQuery>,
  ): Promise<Subject> {
    if (taskId !== undefined) {
      const task = await store.getTask(db, taskId, await sightOf(actor));
      if (!mayPlan(actor, task) && !mayRun(actor, task)) throw platform.forbidden();
      return { task, bare: await ordering.planOf(task) };
    }
    if (grantId !== undefined) return { task: undefined, bare: (await grantOf(actor, grantId)).plan };
    throw rules.refuse.nothing_to_check();
  }

  /** How a task runs is the data officer's to say; an integrator makes one that runs by hand. */
  function mustPlan(actor: Actor, asked: Asked | undefined): void {
    if (asked !== undefined && !actor.permissions.has('exchange.plan')) throw platform.forbidden();
  }

  return {
    async tasks(
      actor: Actor,
      query: Static<typeof contract.TaskQuery>,
    ): Promise<Static<typeof contract.TaskList>> {
      const {
        kind,
        state: states,
        mode: modes,
        trouble: troubles,
        providerId,
        consumerId,
        grantId,
        entryId,
      } = query;
      const sees = await sightOf(actor);
      const filter = {
        sight: sees,
        q: query.q?.trim() ?? '',
        kind,
        states,
        modes,
        troubles,
        providerId,
        consumerId,
        grantId,
        entryId,
      };
      const [rows, { n }] = await Promise.all([
        store.listTasks(db, filter, query.page, query.size),
        store.countTasks(db, filter),
      ]);
      return { total: n, items: await viewTasks(actor, rows) };
    },

    task: viewTask,

    async createTask(actor: Actor, body: Static<typeof contract.TaskBody>): Promise<Recorded> {
      const { grantId, sourceId, schema, table } = body;
      const settings = settingsOf(body.settings ?? {});
      const action = 'exchange.create_task';
      const { plan, task } = await attempt(actor, action, `grant:${grantId}`, async () => {
        mustPlan(actor, body.settings);
        const { no, entryId, entryTitle, providerId, consumerId, plan } = await grantOf(actor, grantId);
        const source = await ownSink(actor, sourceId);
        rules.checkNames(source.kind, [schema, table]);
        await mustFit(plan, { sourceId, schema, table }, settings);
        const target = targetWords(source, { schema, table });
        const sides = { providerId, provider: plan.provider, consumerId, consumer: plan.consumer };
        const place = { sourceId, schema, table, target };
        const task = {
          kind: 'delivery' as const,
          grantId,
          grantNo: no,
          entryId,
          entryTitle,
          ...sides,
          ...place,
        };
        return { plan, task };
      });
      const { value, record } = await audited(actor, action, `grant:${grantId}`, tx =>
        insert(tx, actor, task, plan, settings),
      );
      return { task: await viewTask(actor, value), record };
    },

    async change(actor: Actor, id: number, asked: Asked): Promise<Recorded> {
      const action = 'exchange.change_task';
      const { plan } = await attempt(actor, action, `task:${id}`, async () => {
        const task = await store.getTask(db, id, await sightOf(actor));
        if (!mayPlan(actor, task)) throw platform.forbidden();
        const plan = await ordering.planOf(task);
        await mustFit(plan, task, merged(settingsOf(task.settings), asked));
        return { plan };
      });
      const { record } = await audited(actor, action, `task:${id}`, async tx => {
        const task = await store.lockTask(tx, id);
        const before = settingsOf(task.settings);
        const settings = merged(before, asked);
        await check(tx, actor, id, plan, settings);
        const nextAt = task.paused ? null : await blocking.nextAt(settings, tx.at, tx);
        await store.setSettings(tx, id, settings, nextAt);
        return { value: undefined, facts: { settings, before } };
      });
      return { task: await viewTask(actor, id), record };
    },

    async pause(actor: Actor, id: number, paused: boolean): Promise<Recorded> {
      const { record } = await audited(actor, 'exchange.pause_task', `task:${id}`, async tx => {
        const task = await store.getTask(tx, id, await sightOf(actor));
        if (!mayPlan(actor, task)) throw platform.forbidden();
        await store.lockTask(tx, id);
        const nextAt = paused ? null : await blocking.nextAt(settingsOf(task.settings), tx.at, tx);
        await store.setPaused(tx, id, paused, nextAt);
        return { value: undefined, facts: { paused } };
      });
      return { task: await viewTask(actor, id), record };
    },

    async choices(
      actor: Actor,
      query: Static<typeof contract.ChoiceQuery>,
    ): Promise<Static<typeof contract.ChoiceView>> {
      const { bare, task } = await subjectOf(actor, query);
      const [movable, bound, others] = await Promise.all([
        ordering.movableOf(bare),
        store.findBound(db, bare.table.sourceId),
        store.listOthers(db, task?.id ?? 0, await sightOf(actor)),
      ]);
      const { window } = bare;
      return {
        modes: modesOf(movable),
        watermarks: watermarksOf(bare.items),
        key: [...bare.key],
        mostPace: bound?.pace ?? null,
        hours: window === undefined ? null : { from: timeOfDay(window.from), to: timeOfDay(window.to) },
        tasks: others,
      };
    },

    /** What a task would be: looks into the target, keeps nothing. */
    async check(
      actor: Actor,
      body: Static<typeof contract.CheckBody>,
    ): Promise<Static<typeof contract.CheckView>> {
      const { bare, task } = await subjectOf(actor, body);
      const settings = merged(settingsOf(task?.settings ?? {}), body.settings);
      checkSettings(settings, await ordering.movableOf(bare), clock.now());
      const sink = task ?? (await sinkOf(actor, body));
      const found = await look(bare, sink);
      const fields = new Map(fieldViews(bare.items, bare.key).map(field => [field.targetColumn, field.item]));
      const losses = found.losses.map(loss => {
        const item = fields.get(loss.column) ?? loss.column;
        return { ...loss, item, ...lossWords({ ...loss, item }) };
      });
      const apply = applyFor(bare.kind === 'collect' ? 'collection' : 'delivery', settings.mode.kind);
      if (!found.keepsRuns && apply !== 'replace') throw rules.refuse.keeps_no_runs();
      const works = await blocking.worksOn(settings);
      return {
        apply,
        losses,
        keepsRuns: found.keepsRuns,
        pieces: found.pieces,
        warnings: [...losses.map(({ zh, en }) => ({ zh, en })), ...(found.keepsRuns ? [] : [WHOLE_RUNS])],
        next: nextMoments(settings.schedule, clock.now(), works, 5).map(at => new Date(at).toISOString()),
      };
    },

    async bounds(actor: Actor, sourceId: number): Promise<Static<typeof contract.BoundView>> {
      await ownSource(actor, sourceId);
      return { sourceId, pace: (await store.findBound(db, sourceId))?.pace ?? null };
    },

    /** How fast anybody may read from a database of one's own; runs that are ordered from now on keep to it. */
    async bind(
      actor: Actor,
      sourceId: number,
      pace: number | null,
    ): Promise<Static<typeof contract.BoundRecorded>> {
      const { record } = await audited(actor, 'exchange.bind_source', `source:${sourceId}`, async tx => {
        await ownSource(actor, sourceId);
        await store.putBound(tx, sourceId, pace);
        return { value: undefined, facts: { pace } };
      });
      return { bound: { sourceId, pace }, record };
    },
  };

  async function ownSource(actor: Actor, sourceId: number): Promise<void> {
    if ((await resources.sourceOf(sourceId)).departmentId !== actor.departmentId) throw platform.not_found();
  }

  async function sinkOf(
    actor: Actor,
    { sourceId, schema, table }: Static<typeof contract.CheckBody>,
  ): Promise<PlanTable> {
    if (sourceId === undefined || schema === undefined || table === undefined)
      throw platform.bad_input({ place: 'body', problem: 'sourceId, schema, table' });
    rules.checkNames((await ownSink(actor, sourceId)).kind, [schema, table]);
    return { sourceId, schema, table };
  }
}

/** Where the rows go, in one line: `10.1.2.3:5432/minzheng shared.person`, of a folder `民政局 in/person.csv`. */
function targetWords(
  source: Parameters<typeof placeOf>[0],
  { schema, table }: Pick<PlanTable, 'schema' | 'table'>,
): string {
  if (source.kind !== 'files') return `${placeOf(source)} ${schema}.${table}`;
  return `${placeOf(source)} ${schema === '.' ? table : `${schema}/${table}`}`;
}

const WHOLE_RUNS = {
  zh: '账号不能在接收库建立模式 shuqiao：每次运行要么全部送达，要么全不送达，中断后从头再来',
  en: 'The account may not keep the schema shuqiao at the target: a run is delivered as a whole or not at all, and begins anew after a crash',
};
