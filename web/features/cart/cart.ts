import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { Static } from 'typebox';
import type { CartView } from '#modules/sharing/contract.ts';
import { api, Problem } from '../../api.ts';
import { useSession } from '../../app/session.tsx';

export type CartItem = Static<typeof CartView>['items'][number];

/** One cart for the whole page: the button, the drawer and every result show the same. Of which post it is, it keeps. */
let held: { of: number; items: readonly CartItem[] } | undefined;
const listeners = new Set<() => void>();
let asking: number | undefined;

function hold(of: number, items: readonly CartItem[]): void {
  held = { of, items };
  for (const tell of listeners) tell();
}

async function load(of: number): Promise<void> {
  asking = of;
  try {
    hold(of, (await api.get<Static<typeof CartView>>('/api/cart')).items);
  } catch (fault) {
    // Without its cart a page is what it is without one; the next page asks again.
    if (!(fault instanceof Problem)) throw fault;
  } finally {
    asking = undefined;
  }
}

const subscribe = (tell: () => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};

/** 申请单 of the reader's post. `items` is undefined until it is known, and for a post that applies for nothing. */
export function useCart() {
  const { session, can } = useSession();
  const of = can('sharing.apply') ? session.post?.id : undefined;
  const now = useSyncExternalStore(subscribe, () => held);
  const items = now !== undefined && now.of === of ? now.items : undefined;

  useEffect(() => {
    if (of !== undefined && held?.of !== of && asking !== of) void load(of);
  }, [of]);

  const reload = useCallback(() => {
    if (of !== undefined) void load(of);
  }, [of]);
  const add = useCallback(
    async (entryId: number) => {
      if (of === undefined) return;
      hold(of, (await api.post<Static<typeof CartView>>('/api/cart', { entryId })).items);
    },
    [of],
  );
  const remove = useCallback(
    async (entryId: number) => {
      if (of === undefined) return;
      hold(of, (await api.delete<Static<typeof CartView>>(`/api/cart/${entryId}`)).items);
    },
    [of],
  );
  return {
    items,
    holds: (entryId: number) => items?.some(item => item.entryId === entryId) ?? false,
    add,
    remove,
    reload,
  };
}
