/** What the two sides write to each other about an application: it stops no clock and decides nothing. */
import { refuse as platform } from '#kernel/errors.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Relations } from './relations.ts';
import { refuse } from './refusals.ts';
import { CLOSED } from './rules.ts';
import type { SharingNeeds } from './service.ts';
import * as store from './store.ts';

export function createRemarks(
  { audited, messages }: Pick<SharingNeeds, 'audited' | 'messages'>,
  relations: Relations,
) {
  return async (actor: Actor, id: number, text: string): Promise<number> => {
    const { record } = await audited(actor, 'sharing.remark', `application:${id}`, async tx => {
      const row = await store.lockApplication(tx, id);
      if (!(await relations.visible(actor, row))) throw platform.not_found();
      const { departmentId, post, name } = actor;
      if (departmentId !== row.consumerId && departmentId !== row.providerId) throw platform.forbidden();
      if (row.receivedAt === null || CLOSED.includes(row.state)) throw refuse.no_remarks();
      await store.insertRemark(tx, id, { departmentId, at: new Date(tx.at), post, name, text: text.trim() });
      const other = departmentId === row.consumerId ? row.providerId : row.consumerId;
      await messages.tell(tx, {
        kind: 'result',
        to: [{ departmentId: other, roles: ['data_officer', 'sharing_head'] }],
        zh: `${actor.departmentName}在“${row.entryTitle}”申请（${row.no}）里留言。留言不影响期限。`,
        en: `${actor.departmentName} wrote a remark on ${row.no} (${row.entryTitle}). It moves no date.`,
        path: `/cases/${id}`,
      });
      return { value: undefined, facts: { no: row.no, entryId: row.entryId } };
    });
    return record;
  };
}
