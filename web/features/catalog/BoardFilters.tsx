import { Select } from 'antd';
import { ExportButton } from '../../ui/ExportButton.tsx';
import { FilterBar, type useFilters, WordsFilter } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { statusWord } from '../../ui/StatusTag.tsx';
import type { EntryState } from './types.ts';
import { optionsOf } from './words.ts';

const STATES: readonly EntryState[] = [
  'draft',
  'returned',
  'awaiting_office',
  'awaiting_department',
  'in_review',
  'published',
  'withdrawn',
];

/** What is chosen in the address, as the list route takes it. */
export function queryOf(filters: ReturnType<typeof useFilters>) {
  return {
    q: filters.one('q'),
    state: filters.all('state'),
    shareType: filters.all('shareType'),
    mounted: filters.one('mounted'),
    stale: filters.one('stale'),
  };
}

export function isFiltered(query: ReturnType<typeof queryOf>): boolean {
  return Object.values(query).some(value => value.length > 0);
}

export function BoardFilters({ filters }: { filters: ReturnType<typeof useFilters> }) {
  const { t, language } = useText();
  const query = queryOf(filters);
  return (
    <FilterBar onClear={isFiltered(query) ? filters.clear : undefined}>
      <WordsFilter placeholder={t('如“婚姻登记”', 'Such as “marriage”')} width={200} />
      <Select
        mode="multiple"
        allowClear
        value={query.state}
        onChange={value => filters.put('state', value)}
        placeholder={t('全部状态', 'Any state')}
        aria-label={t('状态', 'State')}
        style={{ minWidth: 150 }}
        options={STATES.map(value => ({ value, label: statusWord('entry', value, t) }))}
      />
      <Select
        mode="multiple"
        allowClear
        value={query.shareType}
        onChange={value => filters.put('shareType', value)}
        placeholder={t('共享类型', 'Share type')}
        aria-label={t('共享类型', 'Share type')}
        style={{ minWidth: 130 }}
        options={optionsOf('shareType', language)}
      />
      <Select
        allowClear
        value={query.mounted || null}
        onChange={value => filters.put('mounted', value ?? '')}
        placeholder={t('是否挂载', 'Mounted or not')}
        aria-label={t('是否挂载', 'Mounted or not')}
        style={{ width: 130 }}
        options={[
          { value: 'true', label: t('已挂载', 'Mounted') },
          { value: 'false', label: t('未挂载', 'Not mounted') },
        ]}
      />
      <Select
        allowClear
        value={query.stale || null}
        onChange={value => filters.put('stale', value ?? '')}
        placeholder={t('是否超期', 'Stale or not')}
        aria-label={t('是否超期', 'Stale or not')}
        style={{ width: 130 }}
        options={[{ value: 'true', label: t('超更新周期', 'Stale') }]}
      />
      <ExportButton path="/api/exports/entries" query={query} />
    </FilterBar>
  );
}
