/** To-dos of disputes: to answer as a party, to mediate as the authority. The law sets no clock for them. */
import type { Disputes } from '#modules/disputes/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Todo } from './rules.ts';

export const createDisputeTodos =
  (disputes: Pick<Disputes, 'todo'>) =>
  async (actor: Actor): Promise<Todo[]> => {
    if (!actor.permissions.has('sharing.read')) return [];
    return (await disputes.todo(actor)).map(({ id, kind, no, title, other, summary, since }) => ({
      kind,
      title,
      no,
      other,
      path: `/disputes/${id}`,
      objectId: id,
      clock: null,
      since,
      summary,
    }));
  };
