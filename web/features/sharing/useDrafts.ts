import { useRef } from 'react';
import { api } from '../../api.ts';
import { applyBody } from './applyBodies.ts';
import type { CommonFields, Line } from './applying.ts';
import type { ApplicationRecorded, ManyDone } from './types.ts';

export interface Part {
  entryId: number;
  line: Line;
}
/** Makes the drafts; answers each by its entry. */
export type Create = (common: CommonFields, parts: readonly Part[]) => Promise<Map<number, number>>;

/** Drafts are made once: what is changed after a refusal is written into them, not beside them. */
export function useDrafts(known: ReadonlyMap<number, number>, create: Create) {
  const drafts = useRef({ ids: known, content: '' });

  /** Answers the ids of the drafts, as they are written now. */
  async function save(common: CommonFields, parts: readonly Part[]): Promise<number[]> {
    const { ids, content } = drafts.current;
    const now = JSON.stringify([common, parts]);
    if (ids.size === 0) drafts.current = { ids: await create(common, parts), content: now };
    else if (now !== content) {
      for (const { entryId, line } of parts) {
        const id = ids.get(entryId);
        if (id !== undefined)
          await api.put<ApplicationRecorded>(`/api/applications/${id}`, applyBody(common, entryId, line));
      }
      drafts.current = { ids, content: now };
    }
    return parts.flatMap(({ entryId }) => drafts.current.ids.get(entryId) ?? []);
  }

  return { save };
}

/** Sends drafts to the head. Of several, those that are refused stay drafts and are named. */
export async function submitDrafts(ids: readonly number[]): Promise<ManyDone | null> {
  const [only] = ids;
  if (ids.length > 1)
    return api.post<ManyDone>('/api/applications/many', { ids, action: 'submit', note: '' });
  if (only !== undefined)
    await api.post<ApplicationRecorded>(`/api/applications/${only}/actions`, { action: 'submit', note: '' });
  return null;
}
