/** To-dos around the catalog that are no step of an entry: claims, updates that a changed law asks for, help to a source. */
import type { Duties } from '#modules/duties/index.ts';
import type { Sources } from '#modules/sources/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Todo } from './rules.ts';

/** A page of work, as for every other kind. */
const MOST = 50;

export function createCatalogTodos({ duties, sources }: { duties: Duties; sources: Sources }) {
  /** The department claims; the authority settles what is disputed. */
  async function claims(actor: Actor): Promise<Todo[]> {
    const { items } = await duties.claims.list(actor, {
      state: ['issued', 'disputed'],
      q: '',
      page: 1,
      size: MOST,
    });
    return items.flatMap((claim): Todo[] => {
      const one = { title: claim.title, no: '', objectId: claim.id, clock: null, since: claim.at };
      if (claim.actions.includes('claim'))
        return [
          {
            ...one,
            kind: 'claim_entry',
            other: claim.post,
            path: '/our-catalog/duties',
            summary: `${claim.claimUntil} 前认领${claim.late ? '，已过期限' : ''}${claim.chased > 0 ? `，已催办 ${claim.chased} 次` : ''}`,
          },
        ];
      if (claim.actions.includes('uphold'))
        return [
          {
            ...one,
            kind: 'settle_dispute',
            other: claim.departmentName,
            path: '/review/claims?state=disputed',
            summary: claim.dispute,
          },
        ];
      return [];
    });
  }

  /** The department updates; the authority answers who asks for more days. */
  async function updates(actor: Actor): Promise<Todo[]> {
    const { items } = await duties.changes.tasks(actor, { open: true, page: 1, size: MOST });
    return items.flatMap((task): Todo[] => {
      const one = {
        title: task.entryTitle,
        no: '',
        objectId: task.id,
        clock: task.clock,
        since: `${task.occurredOn}T00:00:00.000Z`,
      };
      const why = `${task.changeTitle} ${task.changeArticle}`.trim();
      if (task.actions.includes('extend'))
        return [
          {
            ...one,
            kind: 'answer_extension',
            other: task.departmentName,
            path: `/review/changes?change=${task.changeId}`,
            summary: `申请延长 ${task.askedDays ?? 0} 个工作日：${task.askedWhy}`,
          },
        ];
      if (task.actions.includes('leave_unchanged') || task.actions.includes('ask_extension'))
        return [
          {
            ...one,
            kind: 'update_entry',
            other: why,
            path: '/our-catalog/duties?tab=tasks',
            summary: `${why}：${task.what}`,
          },
        ];
      return [];
    });
  }

  async function help(actor: Actor): Promise<Todo[]> {
    const { items } = await sources.decisions(actor, { page: 1, size: MOST });
    return items
      .filter(decision => decision.actions.includes('help'))
      .map(decision => ({
        kind: 'help_source' as const,
        title: decision.name,
        no: '',
        other: decision.sourceDepartmentName,
        path: '/our-catalog/sources',
        objectId: decision.id,
        clock: null,
        since: decision.at,
        summary: `配合数源部门“${decision.sourceDepartmentName}”，${decision.helpUntil} 前完成`,
      }));
  }

  return async (actor: Actor): Promise<Todo[]> => {
    if (!actor.permissions.has('catalog.compile') && !actor.permissions.has('catalog.review')) return [];
    return (await Promise.all([claims(actor), updates(actor), help(actor)])).flat();
  };
}
