import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { RUN_STATES } from '#vocabulary/moves.ts';
import { useLoad } from '../../api.ts';
import { ChoiceFilter, FilterBar, useFilters, WordsFilter } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { statusWord } from '../../ui/StatusTag.tsx';
import type { TaskKind } from './types.ts';
import { MODES, TROUBLES } from './words.ts';

const KINDS: Record<TaskKind, readonly [zh: string, en: string]> = {
  delivery: ['交付', 'Delivery'],
  collection: ['归集', 'Collection'],
};

/** What both lists are asked for, as it stands in the address. */
export function useExchangeQuery() {
  const { one, all } = useFilters();
  return {
    q: one('q'),
    kind: one('kind'),
    state: all('state'),
    mode: all('mode'),
    providerId: one('providerId'),
    consumerId: one('consumerId'),
  };
}

/** Filters of tasks and of runs; those of tasks are of their last run. */
export function ListFilters({ of }: { of: 'tasks' | 'runs' }) {
  const { t } = useText();
  const { one, putAll, filtered, clear } = useFilters();
  const departments = useLoad<{ id: number; name: string }[]>('/api/departments');
  const names = (departments.data ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
  const days = [one('from'), one('to')] as const;
  const optionsOf = (words: Record<string, readonly [zh: string, en: string]>) =>
    Object.entries(words).map(([value, pair]) => ({ value, label: t(...pair) }));
  return (
    <FilterBar onClear={filtered ? clear : undefined}>
      <WordsFilter placeholder={t('目录、部门或表名', 'Entry or department')} width={220} />
      <ChoiceFilter
        many
        name="state"
        placeholder={of === 'tasks' ? t('上次运行的状态', 'Last run') : t('全部状态', 'Any state')}
        label={t('状态', 'State')}
        width={160}
        options={RUN_STATES.map(value => ({ value, label: statusWord('run', value, t) }))}
      />
      {of === 'tasks' && (
        <ChoiceFilter
          many
          name="trouble"
          placeholder={t('要处理的', 'Problems')}
          width={120}
          options={optionsOf(TROUBLES)}
        />
      )}
      <ChoiceFilter
        name="providerId"
        placeholder={t('来源部门', 'From department')}
        width={160}
        options={names}
      />
      <ChoiceFilter
        name="consumerId"
        placeholder={t('去向部门', 'To department')}
        width={160}
        options={names}
      />
      <ChoiceFilter
        many
        name="mode"
        placeholder={t('全部方式', 'Any mode')}
        label={t('方式', 'Mode')}
        width={120}
        options={optionsOf(MODES)}
      />
      <ChoiceFilter
        name="kind"
        placeholder={t('交付和归集', 'Any kind')}
        label={t('类别', 'Kind')}
        width={130}
        options={optionsOf(KINDS)}
      />
      {of === 'runs' && (
        <DatePicker.RangePicker
          allowEmpty={[true, true]}
          value={[days[0] === '' ? null : dayjs(days[0]), days[1] === '' ? null : dayjs(days[1])]}
          onChange={(_, [from, to]) => putAll({ from, to })}
          aria-label={t('日期', 'Dates')}
          style={{ maxWidth: '100%' }}
        />
      )}
    </FilterBar>
  );
}
