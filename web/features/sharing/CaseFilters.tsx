import { FilterOutlined } from '@ant-design/icons';
import { Button, DatePicker, Grid, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { FilterBar, type useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { statusWord } from '../../ui/StatusTag.tsx';
import type { ApplicationState, Department } from './types.ts';
import { kindWord, modeWord } from './words.ts';

const STATES: readonly ApplicationState[] = [
  'draft',
  'awaiting_consent',
  'declined',
  'awaiting_authorisation',
  'awaiting_answer',
  'awaiting_material',
  'awaiting_exception',
  'awaiting_check',
  'awaiting_acceptance',
  'awaiting_review',
  'awaiting_class',
  'disputed',
  'agreed',
  'partly_agreed',
  'refused',
  'moved',
  'lapsed',
  'withdrawn',
];
const FILTERS = ['q', 'state', 'departmentId', 'mode', 'kind', 'from', 'to'] as const;
const several = { mode: 'multiple', allowClear: true, maxTagCount: 'responsive' } as const;

/** 关键词, 状态, 对方部门, 方式, 类型, 日期: all of them in the address. */
export function CaseFilters({
  filters,
  withStates,
}: {
  filters: ReturnType<typeof useFilters>;
  /** What waits for the reader is in the states that it is in. */
  withStates: boolean;
}) {
  const { t } = useText();
  const wide = Grid.useBreakpoint().md ?? true;
  const [open, setOpen] = useState(false);
  const departments = useLoad<Department[]>('/api/departments');
  const [from, to] = [filters.one('from'), filters.one('to')];
  const used = FILTERS.filter(name => filters.one(name) !== '').length;
  const q = filters.one('q');
  return (
    <FilterBar
      onClear={
        used > 0 ? () => filters.putAll(Object.fromEntries(FILTERS.map(name => [name, '']))) : undefined
      }
    >
      <Input.Search
        key={q}
        defaultValue={q}
        allowClear
        placeholder={t('编号、目录或事项', 'No., entry or matter')}
        aria-label={t('关键词', 'Words')}
        onSearch={value => filters.put('q', value)}
        style={{ width: 220 }}
      />
      {!wide && (
        <Button icon={<FilterOutlined />} aria-expanded={open} onClick={() => setOpen(!open)}>
          {used > 0 ? t(`筛选（${used}）`, `Filters (${used})`) : t('筛选', 'Filters')}
        </Button>
      )}
      {(wide || open) && (
        <>
          {withStates && (
            <Select
              {...several}
              value={filters.all('state')}
              onChange={value => filters.put('state', value)}
              placeholder={t('全部状态', 'Any state')}
              aria-label={t('状态', 'State')}
              style={{ minWidth: 170 }}
              popupMatchSelectWidth={false}
              options={STATES.map(word => ({ label: statusWord('application', word, t), value: word }))}
            />
          )}
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={filters.one('departmentId') === '' ? null : Number(filters.one('departmentId'))}
            onChange={value => filters.put('departmentId', value ?? '')}
            placeholder={t('对方部门', 'Other side')}
            aria-label={t('对方部门', 'Other side')}
            style={{ width: 190 }}
            popupMatchSelectWidth={false}
            options={(departments.data ?? []).map(one => ({ label: one.name, value: one.id }))}
          />
          <Select
            {...several}
            value={filters.all('mode')}
            onChange={value => filters.put('mode', value)}
            placeholder={t('全部方式', 'Any mode')}
            aria-label={t('共享方式', 'Mode')}
            style={{ minWidth: 130 }}
            options={['verify', 'query', 'batch', 'file'].map(word => ({
              label: modeWord(word, t),
              value: word,
            }))}
          />
          <Select
            {...several}
            value={filters.all('kind')}
            onChange={value => filters.put('kind', value)}
            placeholder={t('全部类型', 'Any kind')}
            aria-label={t('申请类型', 'Kind')}
            style={{ minWidth: 130 }}
            options={['single', 'green', 'change'].map(word => ({ label: kindWord(word, t), value: word }))}
          />
          <DatePicker.RangePicker
            allowEmpty
            value={[from === '' ? null : dayjs(from), to === '' ? null : dayjs(to)]}
            aria-label={t('提交日期', 'Made between')}
            onChange={dates =>
              filters.putAll({
                from: dates?.[0]?.format('YYYY-MM-DD') ?? '',
                to: dates?.[1]?.format('YYYY-MM-DD') ?? '',
              })
            }
            style={{ width: 250 }}
          />
        </>
      )}
    </FilterBar>
  );
}
