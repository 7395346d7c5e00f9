import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Static } from 'typebox';
import type { SessionView as SessionSchema } from '#modules/organizations/contract.ts';
import { api, holdSession, Problem } from '../api.ts';
import { RefusalNotice } from '../ui/RefusalNotice.tsx';

export type SessionView = Static<typeof SessionSchema>;

export interface Session {
  session: SessionView;
  /** Reads the session again; with a view at hand (as sign-in answers it) takes that one. */
  refresh: (view?: SessionView) => Promise<void>;
  /** `idle`: the page signs out because nobody touched it, and whoever comes back goes on where it was. */
  signOut: (idle?: 'idle') => Promise<void>;
  /** The reader signed out: where they were is no business of who signs in next. */
  left: boolean;
  can: (permission: string) => boolean;
}

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<SessionView>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [left, setLeft] = useState(false);

  const take = useCallback((view: SessionView) => {
    if (view.signedIn) setLeft(false);
    holdSession(view.csrf ?? '', () => setSession({ signedIn: false, demonstration: view.demonstration }));
    setSession(view);
    setProblem(null);
  }, []);

  const refresh = useCallback(
    async (view?: SessionView) => {
      try {
        take(view ?? (await api.get<SessionView>('/api/session')));
      } catch (fault) {
        if (!(fault instanceof Problem)) throw fault;
        setProblem(fault);
      }
    },
    [take],
  );

  useEffect(() => void refresh(), [refresh]);

  const value = useMemo<Session | null>(
    () =>
      session
        ? {
            session,
            refresh,
            left,
            signOut: async idle => {
              setLeft(idle === undefined);
              try {
                take(await api.delete<SessionView>('/api/session'));
              } catch (fault) {
                // Whoever leaves must not stay on the page because the platform cannot be reached.
                if (!(fault instanceof Problem)) throw fault;
                take({ signedIn: false, demonstration: session.demonstration });
              }
            },
            can: permission => session.permissions?.includes(permission) ?? false,
          }
        : null,
    [session, left, refresh, take],
  );

  if (!value) return problem ? <RefusalNotice problem={problem} /> : null;
  return <SessionContext value={value}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession is used outside SessionProvider');
  return session;
}
