import { Segmented, Select } from 'antd';
import { useSearchParams } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { FilterBar, type useFilters, WordsFilter } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { statusWord } from '../../ui/StatusTag.tsx';
import { modeWord } from '../sharing/words.ts';
import type { GrantMode, GrantState } from './types.ts';

export const MODES = ['query', 'verify', 'batch', 'file'] as const satisfies readonly GrantMode[];
/** States of grants that have not ended. */
export const STANDING = [
  'awaiting_supply',
  'active',
  'suspended',
  'repairing',
  'repair_submitted',
  'repair_failed',
] as const satisfies readonly GrantState[];
const STATES: readonly GrantState[] = [...STANDING, 'expired', 'revoked', 'given_up'];

interface GrantFiltersProps {
  filters: ReturnType<typeof useFilters>;
  side: 'holding' | 'given' | 'all';
  filtered: boolean;
}

/** What of the grants is listed; every choice stands in the address. */
export function GrantFilters({ filters, side, filtered }: GrantFiltersProps) {
  const { t } = useText();
  const { can } = useSession();
  const [, setSearch] = useSearchParams();
  const wide = can('sharing.authorise') || can('ledger.read');
  const near = filters.one('near');
  return (
    <FilterBar
      onClear={filtered ? () => setSearch(side === 'holding' ? {} : { side }, { replace: true }) : undefined}
    >
      {wide && side !== 'given' && (
        <Segmented
          value={side}
          onChange={value => filters.put('side', value === 'holding' ? '' : value)}
          options={[
            { value: 'holding', label: t('本部门', 'Our own') },
            { value: 'all', label: t('全部', 'All') },
          ]}
          aria-label={t('谁的授权', 'Whose grants')}
        />
      )}
      <WordsFilter placeholder={t('授权编号或目录', 'No. or entry')} width={220} />
      <Select
        mode="multiple"
        allowClear
        value={filters.all('state')}
        onChange={value => filters.put('state', value)}
        placeholder={t('全部状态', 'Any state')}
        aria-label={t('状态', 'State')}
        style={{ minWidth: 180 }}
        options={STATES.map(word => ({ label: statusWord('grant', word, t), value: word }))}
        data-test="grants-state"
      />
      <Select
        mode="multiple"
        allowClear
        value={filters.all('mode')}
        onChange={value => filters.put('mode', value)}
        placeholder={t('全部方式', 'Any mode')}
        aria-label={t('方式', 'Mode')}
        style={{ minWidth: 150 }}
        options={MODES.map(value => ({ label: modeWord(value, t), value }))}
      />
      <Select
        allowClear
        value={near === '' ? null : near}
        onChange={value => filters.put('near', value ?? '')}
        placeholder={t('期限与处置', 'Term and disposal')}
        aria-label={t('期限与处置', 'Term and disposal')}
        style={{ minWidth: 150 }}
        options={[
          { value: 'ending', label: t('30 天内到期', 'Ends within 30 days') },
          { value: 'disposing', label: t('待处置数据', 'Data to be disposed of') },
        ]}
        data-test="grants-near"
      />
    </FilterBar>
  );
}
