/** One notice to all departments for each publication, with who has seen it (N809 16). */
import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Audited, Recorded } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import * as store from './noticeStore.ts';

export function createNotices({ db, audited }: { db: Db; audited: Audited }) {
  return {
    async list(
      actor: Actor,
      query: Static<typeof contract.NoticeQuery>,
    ): Promise<Static<typeof contract.NoticeList>> {
      const [rows, counts] = await Promise.all([
        store.listNotices(db, actor.departmentId, {
          unseen: query.unseen,
          size: query.size,
          offset: (query.page - 1) * query.size,
        }),
        store.countNotices(db, actor.departmentId),
      ]);
      return {
        total: query.unseen ? counts.unseen : counts.total,
        unseen: counts.unseen,
        items: rows.map(({ narrowed, at, seenAt, ...row }) => ({
          ...row,
          at: at.toISOString(),
          seenAt: seenAt?.toISOString() ?? null,
          narrowsUs: narrowed.includes(actor.departmentId),
        })),
      };
    },

    /** A department has seen a notice when one of its people says so; the first time counts. */
    async see(actor: Actor, ids: readonly number[]): Promise<Recorded<number>> {
      // Who audits a department does not speak for it.
      if (actor.role === 'auditor') throw platform.forbidden();
      return audited(actor, 'catalog.see_notices', `department:${actor.departmentId}`, async tx => {
        const value = await store.insertSeen(tx, ids, actor.departmentId, new Date(tx.at));
        return { value, facts: { notices: value } };
      });
    },

    /** Who has seen it and who has not: for the authority that published it. */
    async seenBy(actor: Actor, id: number): Promise<Static<typeof contract.SeenView>> {
      if (!actor.permissions.has('catalog.review')) throw platform.forbidden();
      const rows = await store.listSeen(db, id);
      return { items: rows.map(row => ({ ...row, at: row.at?.toISOString() ?? null })) };
    },
  };
}
