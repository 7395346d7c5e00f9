import { api } from '../../../api.ts';
import type { Collection, CollectionRecorded, RefuseBody } from '../types.ts';

interface Bodies {
  start: Record<string, never>;
  confirm: { key?: string[] };
  refuse: RefuseBody;
}

/** Begins, confirms or refuses the collection of one entry. */
export const actOn = <A extends keyof Bodies>(
  { entryId }: Pick<Collection, 'entryId'>,
  action: A,
  body: Bodies[A],
): Promise<CollectionRecorded> => api.post(`/api/pools/entries/${entryId}/${action}`, body);
