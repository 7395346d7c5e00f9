/** To-dos around applications and grants that are no step of them: needs, lists, direct links, results and examples. */
import type { Links } from '#modules/links/index.ts';
import type { Lists } from '#modules/lists/index.ts';
import type { Results } from '#modules/results/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Todo } from './rules.ts';

export interface UseTodoNeeds {
  lists: {
    demands: Pick<Lists['demands'], 'todo'>;
    compiling: Pick<Lists['compiling'], 'todo'>;
  };
  links: Pick<Links, 'todo'>;
  results: Pick<Results, 'todo'>;
}

const LIST_WORDS = {
  responsibility: '责任清单',
  demand: '需求清单',
  negative: '负面清单',
  supply_demand: '供需对接清单',
} as const;

export function createUseTodos({ lists, links, results }: UseTodoNeeds) {
  async function needs(actor: Actor): Promise<Todo[]> {
    return (await lists.demands.todo(actor)).map(need => ({
      kind: 'answer_demand',
      title: need.title,
      no: '',
      other: need.departmentName,
      path: `/demands/${need.id}`,
      objectId: need.id,
      clock: null,
      since: need.changedAt,
      summary: `${need.departmentName}需要，主管部门指派本部门提供${need.until === null ? '' : `，${need.until} 前答复`}${need.late ? '，已超期' : ''}`,
    }));
  }

  async function signatures(actor: Actor): Promise<Todo[]> {
    return (await lists.compiling.todo(actor)).map(({ kind, rows, missing, sentAt, sentPost }) => ({
      kind: 'sign_list',
      title: LIST_WORDS[kind],
      no: '',
      other: sentPost,
      path: `/our-catalog/lists?kind=${kind}`,
      // A list has no number of its own: of one department there is one of each kind.
      objectId: 1 + Object.keys(LIST_WORDS).indexOf(kind),
      clock: null,
      since: sentAt,
      summary: `${rows} 行${missing > 0 ? `，缺 ${missing} 项` : ''}，待签发`,
    }));
  }

  async function direct(actor: Actor): Promise<Todo[]> {
    return (await links.todo(actor)).map(({ id, ...one }) => ({
      ...one,
      no: '',
      path: `/links/${id}`,
      objectId: id,
      clock: null,
    }));
  }

  async function achieved(actor: Actor): Promise<Todo[]> {
    return (await results.todo(actor)).map(({ id, ...one }) => ({ ...one, objectId: id, clock: null }));
  }

  return async (actor: Actor): Promise<Todo[]> =>
    (await Promise.all([needs(actor), signatures(actor), direct(actor), achieved(actor)])).flat();
}
