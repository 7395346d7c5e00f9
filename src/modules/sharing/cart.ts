/** 申请单 before it is one: entries that a person puts aside to apply for together. */
import type { Static } from 'typebox';
import { refuse as platform } from '#kernel/errors.ts';
import type { Actor } from '#vocabulary/actor.ts';
import * as store from './cartStore.ts';
import type { CartView } from './contract.ts';
import { refuse } from './refusals.ts';
import type { SharingNeeds } from './service.ts';

/** As many as one form takes. */
export const MOST_IN_CART = 20;

export function createCart({ db, audited, catalog }: Pick<SharingNeeds, 'db' | 'audited' | 'catalog'>) {
  async function view(actor: Actor): Promise<Static<typeof CartView>> {
    const rows = await store.listCart(db, actor);
    const items = await Promise.all(
      rows.map(async ({ entryId, title, addedAt }) => {
        const entry = await catalog.publishedContent(entryId);
        return {
          entryId,
          title: entry?.title ?? title,
          provider: { id: entry?.departmentId ?? 0, name: entry?.departmentName ?? '' },
          shareType: entry?.content.shareType ?? ('withheld' as const),
          addedAt: addedAt.toISOString(),
          gone: !entry || entry.content.shareType === 'withheld',
        };
      }),
    );
    return { items };
  }

  const objectOf = (actor: Actor): string => `cart:${actor.accountId}`;

  return {
    view,

    async add(actor: Actor, entryId: number) {
      const entry = await catalog.publishedContent(entryId);
      if (!entry) throw platform.not_found();
      if (entry.departmentId === actor.departmentId) throw refuse.own_entry();
      const { items } = await view(actor);
      if (items.length >= MOST_IN_CART) throw refuse.cart_full({ most: MOST_IN_CART });
      await audited(actor, 'sharing.add_to_cart', objectOf(actor), async tx => {
        await store.insertIntoCart(tx, actor, entry, new Date(tx.at));
        return { value: undefined, facts: { entryId } };
      });
      return view(actor);
    },

    async remove(actor: Actor, entryId: number) {
      await audited(actor, 'sharing.remove_from_cart', objectOf(actor), async tx => {
        await store.deleteFromCart(tx, actor, [entryId]);
        return { value: undefined, facts: { entryId } };
      });
      return view(actor);
    },
  };
}
