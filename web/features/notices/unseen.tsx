import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import type { NoticeList } from './types.ts';

interface Unseen {
  count: number;
  /** Somebody has just seen some. */
  reload: () => void;
}

const UnseenContext = createContext<Unseen>({ count: 0, reload: () => undefined });

const EVERY = 60_000;

/** How many notices our department has not seen, known to the bell and to the page alike. */
export function UnseenProvider({ children }: { children: ReactNode }) {
  const { session, can } = useSession();
  const { data, reload } = useLoad<NoticeList>(
    session.signedIn && can('catalog.read') && session.mustChangePassword !== true ? '/api/notices' : null,
    { size: 1 },
    [session.post?.id],
    { every: EVERY },
  );
  const count = session.signedIn ? (data?.unseen ?? 0) : 0;
  const value = useMemo(() => ({ count, reload }), [count, reload]);
  return <UnseenContext value={value}>{children}</UnseenContext>;
}

export const useUnseen = (): Unseen => useContext(UnseenContext);
