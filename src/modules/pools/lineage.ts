/** 来龙去脉: a graph from left to right, each node with the page that shows it. */
import type { Static } from 'typebox';
import { refuse as platform } from '#kernel/errors.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { PlanTable } from '#vocabulary/plans.ts';
import type * as contract from './contract.ts';
import * as lineage from './lineageStore.ts';
import type { PoolsNeeds } from './needs.ts';
import type { Reading } from './reading.ts';
import type { CollectionRow } from './store.ts';

type LineageView = Static<typeof contract.LineageView>;
type Node = LineageView['nodes'][number];

/** Nodes in the order in which they were put, each joined to those before it. */
function graph() {
  const nodes: Node[] = [];
  const edges: LineageView['edges'] = [];
  return {
    put: (node: Node, from: readonly (string | undefined)[]): string => {
      nodes.push(node);
      for (const one of from) if (one !== undefined) edges.push({ from: one, to: node.id });
      return node.id;
    },
    view: (): LineageView => ({ nodes, edges }),
  };
}

const tableOf = ({ schema, table }: Pick<PlanTable, 'schema' | 'table'>): string => `${schema}.${table}`;

const sourceNode = (entryId: number, provider: string, table: Pick<PlanTable, 'schema' | 'table'>): Node => ({
  id: `source:${entryId}`,
  kind: 'source',
  name: tableOf(table),
  sub: provider,
  subEn: provider,
  path: `/catalog/${entryId}`,
});

const taskNode = (taskId: number, entryTitle: string, collects: boolean): Node => ({
  id: `task:${taskId}`,
  kind: 'task',
  name: entryTitle,
  sub: collects ? '归集任务' : '交换任务',
  subEn: collects ? 'Collection' : 'Exchange task',
  path: `/exchange/tasks/${taskId}`,
});

const runNode = ({ id, no, rows, at }: lineage.RunRow): Node => {
  const count = rows.toLocaleString('en-US');
  const when = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  return {
    id: `run:${id}`,
    kind: 'run',
    name: no,
    sub: `${count} 行，${when}`,
    subEn: `${count} ${rows === 1 ? 'row' : 'rows'}, ${when}`,
    path: `/exchange/runs/${id}`,
  };
};

const poolNode = (entryId: number, provider: string, table: { schema: string; table: string }): Node => ({
  id: `pool:${entryId}`,
  kind: 'pool',
  name: tableOf(table),
  sub: `${provider}资源池`,
  subEn: `Pool of ${provider}`,
  path: `/pools/entries/${entryId}`,
});

/** Only its two sides open a grant’s page; that there is one, whoever sees the collection may know. */
const grantNode = (actor: Actor, grant: lineage.GrantRow): Node => ({
  id: `grant:${grant.id}`,
  kind: 'grant',
  name: grant.no,
  sub: grant.consumer,
  subEn: grant.consumer,
  path:
    [grant.consumerId, grant.providerId].includes(actor.departmentId) || actor.role === 'authority'
      ? `/grants/${grant.id}`
      : null,
});

export function createLineage({ db, resources }: PoolsNeeds, reading: Reading) {
  async function ofCollection(
    actor: Actor,
    row: CollectionRow,
    run: lineage.RunRow | undefined,
  ): Promise<LineageView> {
    const { entryId, entryTitle, department, taskId, schema, table } = row;
    const mount = await resources.mountOf(entryId);
    const from = run?.plan.table ?? (mount?.target.kind === 'table' ? mount.target.table : undefined);
    const { put, view } = graph();
    const source = from && put(sourceNode(entryId, department, from), []);
    const task = taskId === null ? undefined : put(taskNode(taskId, entryTitle, true), [source]);
    const ran = run && put(runNode(run), [task]);
    if (schema !== null && table !== null)
      put(poolNode(entryId, department, { schema, table }), [ran ?? task ?? source]);
    // A delivery reads the source’s table, not the pool.
    for (const grant of await lineage.listGrants(db, entryId)) put(grantNode(actor, grant), [source]);
    return view();
  }

  return {
    async lineage(actor: Actor, entryId: number): Promise<LineageView> {
      const row = await reading.visible(actor, entryId);
      return ofCollection(
        actor,
        row,
        row.taskId === null ? undefined : await lineage.findLastRun(db, row.taskId),
      );
    },

    /** Of a run: its own order says where its rows came from and went. `mustSee` refuses what the actor may not see. */
    async lineageOfRun(
      actor: Actor,
      id: number,
      mustSee: (actor: Actor, id: number) => Promise<unknown>,
    ): Promise<LineageView> {
      await mustSee(actor, id);
      const run = await lineage.findRun(db, id);
      if (!run) throw platform.not_found();
      const { plan } = run;
      if (plan.kind === 'collect') {
        const row = await reading.visible(actor, plan.entryId);
        return ofCollection(actor, row, run);
      }
      const { put, view } = graph();
      const source = put(sourceNode(plan.entryId, plan.provider, plan.table), []);
      const task = put(taskNode(run.taskId, plan.entryTitle, false), [source]);
      const ran = put(runNode(run), [task]);
      const grant = await lineage.findGrant(db, plan.grantId);
      const to = grant ? put(grantNode(actor, grant), [ran]) : ran;
      put(
        {
          id: `target:${run.taskId}`,
          kind: 'target',
          name: tableOf(plan.sink),
          sub: plan.consumer,
          subEn: plan.consumer,
          path: null,
        },
        [to],
      );
      return view();
    },
  };
}
