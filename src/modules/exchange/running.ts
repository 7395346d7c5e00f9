/** Runs: started, stopped and compared by people, and what there is to see of them. */
import type { Static } from 'typebox';
import { civilDate, endOfDay } from '#modules/deadlines/index.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import type { ExchangeNeeds } from './needs.ts';
import type { Ordering } from './ordering.ts';
import * as rules from './rules.ts';
import * as store from './runStore.ts';
import { type ExchangeSight, mayRun } from './sight.ts';
import { lockTask } from './taskStore.ts';
import { type RunView, fieldViews } from './views.ts';

type Query = Static<typeof contract.RunQuery>;
type Recorded = { run: RunView; record: number };

/** The instant at which a civil date begins. */
const startOf = (date: string): Date => new Date(rules.dayStart(endOfDay(date) - 1));

export function createRunning(needs: ExchangeNeeds, sight: ExchangeSight, ordering: Ordering) {
  const { db, audited, clock } = needs;
  const { sightOf, viewRuns, viewRun, seenRun, ownRun } = sight;

  async function filterOf(actor: Actor, query: Query): Promise<store.RunFilter> {
    const {
      taskId,
      grantId,
      kind,
      state: states,
      mode: modes,
      providerId,
      consumerId,
      setAside,
      equal,
    } = query;
    return {
      sight: await sightOf(actor),
      q: query.q?.trim() ?? '',
      taskId,
      grantId,
      kind,
      states,
      modes,
      providerId,
      consumerId,
      from: query.from === undefined ? undefined : startOf(query.from),
      until: query.to === undefined ? undefined : new Date(endOfDay(query.to)),
      setAside,
      equal,
    };
  }

  return {
    async startRun(actor: Actor, taskId: number): Promise<Recorded> {
      const { value, record } = await audited(actor, 'exchange.run', `task:${taskId}`, async tx => {
        const task = await lockTask(tx, taskId);
        if (!mayRun(actor, task)) throw platform.not_found();
        const { id, facts } = await ordering.order(tx, task, 'person');
        return { value: id, object: `run:${id}`, facts };
      });
      return { run: await viewRun(actor, value), record };
    },

    async runs(actor: Actor, query: Query): Promise<{ total: number; items: RunView[] }> {
      const filter = await filterOf(actor, query);
      const [rows, { n }] = await Promise.all([
        store.listRuns(db, filter, query.page, query.size),
        store.countRuns(db, filter),
      ]);
      return { total: n, items: await viewRuns(actor, rows) };
    },

    /** Of today, in Asia/Shanghai. */
    async counts(actor: Actor): Promise<Static<typeof contract.CountsView>> {
      const date = civilDate(clock.now());
      return { date, ...(await store.countDay(db, await sightOf(actor), startOf(date))) };
    },

    run: viewRun,

    async detail(actor: Actor, id: number): Promise<Static<typeof contract.RunDetail>> {
      const row = await seenRun(actor, id);
      const [view] = await viewRuns(actor, [row]);
      if (!view) throw platform.not_found();
      return { ...view, fields: fieldViews(row.items, row.key) };
    },

    /** Asks the mover to stop; a run past its point of no return is delivered all the same. */
    async stop(actor: Actor, id: number): Promise<Recorded> {
      const { record } = await audited(actor, 'exchange.stop', `run:${id}`, async tx => {
        const row = await ownRun(actor, id);
        if (!(await store.askToStop(tx, id))) throw rules.refuse.not_running({ run: row.no });
        return { value: undefined, facts: { no: row.no } };
      });
      return { run: await viewRun(actor, id), record };
    },

    async compare(actor: Actor, id: number): Promise<Recorded> {
      const { record } = await audited(actor, 'exchange.compare', `run:${id}`, async tx => {
        const row = await ownRun(actor, id);
        if (row.resendOf !== null) throw rules.refuse.compares_less({ run: row.no });
        if (row.laterDelivered) throw rules.refuse.superseded({ run: row.no });
        if (!(await store.askToCompare(tx, id))) throw rules.refuse.not_delivered({ run: row.no });
        return { value: undefined, facts: { no: row.no } };
      });
      return { run: await viewRun(actor, id), record };
    },
  };
}
