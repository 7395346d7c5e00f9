import { Segmented, Select } from 'antd';
import { Link } from 'react-router';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters, WordsFilter } from '../../ui/FilterBar.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import { useList } from '../../ui/useList.ts';
import { SharingTabs } from '../sharing/SharingTabs.tsx';
import type { DisputeRow, DisputeRows } from './types.ts';
import { STATES, kindWord } from './words.ts';

/** 争议协调: what is contested, between whom, who mediates, and how far it is. */
export function Disputes() {
  const { t, language } = useText();
  const filters = useFilters();
  const box = filters.one('box') === '' ? 'all' : filters.one('box');
  const [q, state] = [filters.one('q'), filters.all('state')];
  const filtered = q !== '' || state.length > 0 || box !== 'all';
  const { problem, table } = useList<DisputeRows>('/api/disputes', { box, q, state });
  return (
    <>
      <PageTitle title={t('争议协调', 'Disputes')} />
      <SharingTabs current="disputes" />
      {problem && <RefusalNotice problem={problem} />}
      <FilterBar onClear={filtered ? filters.clear : undefined}>
        <Segmented
          value={box}
          onChange={value => filters.put('box', value === 'all' ? '' : value)}
          options={[
            { value: 'all', label: t('全部', 'All') },
            { value: 'ours', label: t('本部门的', 'Ours') },
            { value: 'todo', label: t('待我办理', 'Waiting for me') },
          ]}
        />
        <WordsFilter placeholder={t('编号、办件号或目录', 'Number, case or entry')} width={220} />
        <Select
          mode="multiple"
          allowClear
          value={state}
          onChange={value => filters.put('state', value)}
          placeholder={t('全部状态', 'Any state')}
          aria-label={t('状态', 'State')}
          style={{ minWidth: 180 }}
          options={STATES.map(value => ({ value, label: statusWord('dispute', value, t) }))}
        />
      </FilterBar>
      <DataTable<DisputeRow>
        caption={t('争议协调', 'Disputes')}
        {...table}
        rowKey="id"
        empty={
          <EmptyState
            title={
              filtered
                ? t('没有符合这些条件的争议。', 'No dispute fits these filters.')
                : t(
                    '没有争议。对不同意、部分同意的答复，在办件页点“申请协调”。',
                    'No disputes. A refusal or a partial agreement can be disputed on the page of the case.',
                  )
            }
          />
        }
        columns={[
          {
            key: 'no',
            title: t('编号', 'Number'),
            render: (_, row) => <Link to={`/disputes/${row.id}`}>{row.no}</Link>,
            text: row => row.no,
          },
          {
            key: 'entry',
            title: t('目录', 'Entry'),
            render: (_, row) => row.entryTitle,
            text: row => row.entryTitle,
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, row) => <StatusTag kind="dispute" state={row.state} yourTurn={row.yourTurn} />,
            text: row => statusWord('dispute', row.state, t),
          },
          {
            key: 'kind',
            title: t('争议事项', 'What is disputed'),
            render: (_, row) => kindWord(row.kind, t),
            text: row => kindWord(row.kind, t),
          },
          {
            key: 'consumer',
            title: t('需求部门', 'Consumer'),
            render: (_, row) => row.consumer.name,
            text: row => row.consumer.name,
          },
          {
            key: 'provider',
            title: t('提供部门', 'Provider'),
            render: (_, row) => row.provider.name,
            text: row => row.provider.name,
          },
          {
            key: 'body',
            title: t('协调机关', 'Mediator'),
            render: (_, row) => row.body,
            text: row => row.body,
          },
          {
            key: 'at',
            title: t('提出时间', 'Raised'),
            render: (_, row) => formatTime(row.raisedAt, language),
            text: row => row.raisedAt,
          },
        ]}
      />
    </>
  );
}
