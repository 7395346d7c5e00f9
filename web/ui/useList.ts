import { type Query, useLoad } from '../api.ts';
import { useFilters } from './FilterBar.tsx';

const SIZE = 20;

/**
 * A list that the platform filters and pages, as it stands in the address: what is asked for is as long as what a page
 * shows. `table` is what DataTable needs of it.
 */
export function useList<L extends { items: object[]; total: number }>(
  path: string,
  query: Query = {},
  options: { every?: number } = {},
) {
  const { page, put } = useFilters();
  const { data, problem, loading, reload } = useLoad<L>(path, { ...query, page, size: SIZE }, [], options);
  const rows: L['items'][number][] = data?.items ?? [];
  return {
    data,
    problem,
    reload,
    table: {
      rows,
      total: data?.total ?? 0,
      page,
      size: SIZE,
      onPage: (next: number) => put('page', next),
      loading,
    },
  };
}
