import type { Static } from 'typebox';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import { type Deadlines, civilDate } from '#modules/deadlines/index.ts';
import type { Disputes } from '#modules/disputes/index.ts';
import type { Grants } from '#modules/grants/index.ts';
import type { Duties } from '#modules/duties/index.ts';
import type { Ledger } from '#modules/ledger/index.ts';
import type { Mandates } from '#modules/mandates/index.ts';
import { type Organizations, ROLE_NAMES } from '#modules/organizations/index.ts';
import type { Sharing } from '#modules/sharing/index.ts';
import type { Sources } from '#modules/sources/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { createCatalogTodos } from './catalogTodos.ts';
import type { OverviewView, WorkbenchView } from './contract.ts';
import { createDisputeTodos } from './disputeTodos.ts';
import { createGrantTodos } from './grantTodos.ts';
import { createMandateTodos } from './mandateTodos.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';
import { type UseTodoNeeds, createUseTodos } from './useTodos.ts';

export interface EvaluationNeeds extends UseTodoNeeds {
  db: Db;
  deadlines: Deadlines;
  catalog: Catalog;
  duties: Duties;
  sources: Sources;
  sharing: Sharing;
  mandates: Pick<Mandates, 'todo'>;
  disputes: Pick<Disputes, 'todo'>;
  grants: Pick<Grants, 'todo'>;
  ledger: Ledger;
  organizations: Organizations;
  clock: Clock;
}

/** A page of work; whoever has more than this begins with these. */
const MOST = 50;
/** Moved dates that are named at once. */
const MOST_REDATED = 20;

type Workbench = Static<typeof WorkbenchView>;
type Started = Workbench['started'];

export function createEvaluation(needs: EvaluationNeeds) {
  const { db, deadlines, catalog, sharing, ledger, organizations, clock } = needs;
  const catalogTodos = createCatalogTodos(needs);
  const useTodos = createUseTodos(needs);
  const mandateTodos = createMandateTodos(needs.mandates);
  const disputeTodos = createDisputeTodos(needs.disputes);
  const grantTodos = createGrantTodos(needs.grants);

  async function entryTodos(actor: Actor): Promise<rules.Todo[]> {
    const waiting = rules.ENTRY_TODOS.filter(({ permission }) => actor.permissions.has(permission));
    if (waiting.length === 0) return [];
    const { items } = await catalog.own(actor, {
      state: waiting.map(({ state }) => state),
      q: '',
      page: 1,
      size: MOST,
    });
    return items.flatMap((entry): rules.Todo[] => {
      const step = waiting.find(({ state }) => state === entry.state);
      if (!step) return [];
      const review = step.kind === 'review_entry';
      return [
        {
          kind: step.kind,
          title: entry.title,
          no: entry.code ?? '',
          other: review ? entry.departmentName : '',
          path: `${review ? '/review' : '/our-catalog'}/${entry.id}`,
          objectId: entry.id,
          clock: entry.clock,
          since: entry.updatedAt,
          summary: `${rules.SHARE_TYPE_WORDS[entry.shareType] ?? ''}：${rules.itemWords(entry.itemNames, entry.itemCount)}`,
        },
      ];
    });
  }

  async function mountTodos(actor: Actor): Promise<rules.Todo[]> {
    if (!actor.permissions.has('resources.mount')) return [];
    const { items } = await catalog.own(actor, { state: ['published'], q: '', page: 1, size: 100 });
    return items
      .filter(
        entry =>
          entry.departmentId === actor.departmentId && !entry.mounted && entry.shareType !== 'withheld',
      )
      .slice(0, MOST)
      .map(entry => ({
        kind: 'mount_resource' as const,
        title: entry.title,
        no: entry.code ?? '',
        other: '',
        path: `/resources/new?entry=${entry.id}`,
        objectId: entry.id,
        clock: null,
        since: entry.publishedAt ?? entry.updatedAt,
        summary: `已发布，还没有挂载资源：${rules.itemWords(entry.itemNames, entry.itemCount)}`,
      }));
  }

  async function caseTodos(actor: Actor): Promise<rules.Todo[]> {
    if (!actor.permissions.has('sharing.read')) return [];
    const waiting = await sharing.todo(actor);
    return waiting.items.slice(0, MOST).flatMap((one): rules.Todo[] => {
      const kind = rules.caseTodoOf(one.state, one.consumer.id === actor.departmentId, one.actions);
      if (kind === undefined) return [];
      return [
        {
          kind,
          title: one.entryTitle,
          no: one.no,
          other: one.consumer.id === actor.departmentId ? one.provider.name : one.consumer.name,
          path: `/cases/${one.id}`,
          objectId: one.id,
          clock: one.clock,
          since: one.receivedAt ?? one.createdAt,
          summary: rules.caseSummary(one),
        },
      ];
    });
  }

  async function runTodos(actor: Actor): Promise<rules.Todo[]> {
    if (!actor.permissions.has('exchange.run')) return [];
    return (await store.listFailedRuns(db, actor.departmentId)).map(run => ({
      kind: 'failed_run' as const,
      title: run.entryTitle,
      no: run.no,
      other: run.provider,
      path: `/exchange/runs/${run.id}`,
      objectId: run.id,
      clock: null,
      since: run.at.toISOString(),
      summary:
        run.state === 'mismatch'
          ? '对账不一致，没有交付，请查看原因后重新运行'
          : '运行失败，没有交付，请查看原因后重新运行',
    }));
  }

  /** Dates that moved without anybody's act: both parties of a clock are told here until it ends or is told anew. */
  async function redated(actor: Actor): Promise<Pick<Workbench, 'redated' | 'moreRedated'>> {
    const kinds = rules.redatedKindsFor(actor.permissions);
    if (kinds.length === 0) return { redated: [], moreRedated: 0 };
    const { rows, total } = await store.listRedated(db, actor.departmentId, kinds, MOST_REDATED);
    return {
      redated: rows.map(({ kind, objectId, at, ...row }) => ({
        ...row,
        path: rules.redatedPath(kind, objectId),
        at: at.toISOString(),
      })),
      moreRedated: total - rows.length,
    };
  }

  /** What the department has sent on its way and who has it now. */
  async function started(actor: Actor): Promise<Started> {
    const found: Started = [];
    if (actor.permissions.has('sharing.apply')) {
      const { items } = await sharing.list(actor, { box: 'mine', state: [], q: '', page: 1, size: 10 });
      for (const { id, no, entryTitle, holder, state, createdAt } of items)
        found.push({ no, title: entryTitle, holder, state, path: `/cases/${id}`, at: createdAt });
    }
    if (actor.permissions.has('catalog.compile')) {
      const state = ['awaiting_office', 'awaiting_department', 'in_review'] as const;
      const { items } = await catalog.own(actor, { state: [...state], q: '', page: 1, size: 10 });
      for (const entry of items.filter(one => one.departmentId === actor.departmentId)) {
        const role = rules.entryHolderOf(entry.state);
        const holder =
          role === 'authority'
            ? (await organizations.authorityOf(entry.regionCode)).name
            : `${entry.departmentName} ${ROLE_NAMES[role].zh}`;
        found.push({
          no: entry.code ?? '',
          title: entry.title,
          holder,
          state: entry.state,
          path: `/our-catalog/${entry.id}`,
          at: entry.updatedAt,
        });
      }
    }
    return found.sort((a, b) => b.at.localeCompare(a.at)).slice(0, 10);
  }

  return {
    async workbench(actor: Actor): Promise<Workbench> {
      const [entries, around, use, mounts, cases, grants, mandates, disputes, runs, moved, sent, month] =
        await Promise.all([
          entryTodos(actor),
          catalogTodos(actor),
          useTodos(actor),
          mountTodos(actor),
          caseTodos(actor),
          grantTodos(actor),
          mandateTodos(actor),
          disputeTodos(actor),
          runTodos(actor),
          redated(actor),
          started(actor),
          store.getMonth(db, actor.departmentId),
        ]);
      return {
        today: civilDate(clock.now()),
        todos: [
          ...cases,
          ...grants,
          ...mandates,
          ...disputes,
          ...entries,
          ...around,
          ...use,
          ...runs,
          ...mounts,
        ].sort(rules.byUrgency),
        ...moved,
        started: sent,
        month,
      };
    },

    async overview(): Promise<Static<typeof OverviewView>> {
      const [figures, open, callsByDay, flows, departments, shareTypes, { size }] = await Promise.all([
        store.getFigures(db),
        store.listOpenCases(db),
        store.listDays(db),
        store.listFlows(db),
        store.listDepartments(db),
        store.listShareTypes(db),
        ledger.overview('all'),
      ]);
      const clocks = await deadlines.clocksOf(open.map(({ id }) => `application:${id}`));
      const late = new Map<number, number>();
      for (const { id, providerId } of open)
        if (clocks.get(`application:${id}`)?.late === true)
          late.set(providerId, (late.get(providerId) ?? 0) + 1);
      const openLate = [...late.values()].reduce((sum, n) => sum + n, 0);
      return {
        figures: { ...figures, late: figures.answered - figures.answeredInTime + openLate, records: size },
        callsByDay,
        flows,
        departments: departments.map(row => ({ ...row, late: row.late + (late.get(row.id) ?? 0) })),
        shareTypes,
      };
    },
  };
}

export type Evaluation = ReturnType<typeof createEvaluation>;
