/** To-dos of grants: repairs, changes of a service, the disposal of data. */
import type { Grants } from '#modules/grants/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Todo } from './rules.ts';

export const createGrantTodos =
  (grants: Pick<Grants, 'todo'>) =>
  async (actor: Actor): Promise<Todo[]> => {
    if (!actor.permissions.has('sharing.read')) return [];
    return (await grants.todo(actor)).map(({ id, kind, no, title, other, clock, since, summary }) => ({
      kind,
      title,
      no,
      other,
      path: `/grants/${id}`,
      objectId: id,
      clock,
      since,
      summary,
    }));
  };
