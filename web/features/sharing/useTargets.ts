import { useEffect, useState } from 'react';
import { api, Problem } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { rowsOf } from '../../ui/rows.ts';
import type { ApplicationForm, Entry, System } from './types.ts';

export interface Found {
  /** In the order asked for. */
  entries: { entry: Entry; form: ApplicationForm }[];
  /** Of the reader's own department. */
  systems: System[];
}

/** What the form of these entries needs, all at once. */
export function useTargets(entryIds: readonly number[] | undefined) {
  const { session } = useSession();
  const [found, setFound] = useState<Found>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const ids = entryIds?.join(',');
  const own = session.post?.departmentId;

  useEffect(() => {
    if (ids === undefined || ids === '') return;
    let here = true;
    async function load(asked: readonly string[]): Promise<void> {
      try {
        const [systems, ...entries] = await Promise.all([
          api.get<System[] | { items: System[] }>('/api/systems'),
          ...asked.map(async entryId => {
            const [entry, form] = await Promise.all([
              api.get<Entry>(`/api/catalog/${entryId}`),
              api.get<ApplicationForm>('/api/applications/form', { entryId }),
            ]);
            return { entry, form };
          }),
        ]);
        if (here)
          setFound({ entries, systems: rowsOf(systems).filter(system => system.departmentId === own) });
      } catch (failure) {
        if (!(failure instanceof Problem)) throw failure;
        if (here) setProblem(failure);
      }
    }
    void load(ids.split(','));
    return () => {
      here = false;
    };
  }, [ids, own]);

  return { found, problem };
}
