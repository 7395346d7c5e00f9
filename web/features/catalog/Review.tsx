import { Button, Grid, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { DataTable } from '../../ui/DataTable.tsx';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters, WordsFilter } from '../../ui/FilterBar.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ShareTypeMark } from '../../ui/ShareTypeMark.tsx';
import { useList } from '../../ui/useList.ts';
import { BulkStep } from './BulkStep.tsx';
import { CHECKS } from './checkNames.ts';
import { ChecksMark } from './ChecksMark.tsx';
import { ReviewTabs } from './ReviewTabs.tsx';
import type { EntryRow, EntryRows } from './types.ts';
import { optionsOf, wordOf } from './words.ts';

/** 审核发布: what the authority has to review. */
export function Review() {
  const { t, language } = useText();
  const filters = useFilters();
  // On a phone the list has nothing to tick.
  const wide = Grid.useBreakpoint().md !== false;
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const q = filters.one('q');
  const shareType = filters.all('shareType');
  const { problem, reload, table } = useList<EntryRows>(
    '/api/entries',
    { state: ['in_review'], q, shareType },
    { every: 30_000 },
  );
  return (
    <>
      <PageTitle title={t('目录管理', 'Catalog')} />
      <ReviewTabs current="review" />
      {problem && <RefusalNotice problem={problem} />}
      <FilterBar onClear={q !== '' || shareType.length > 0 ? filters.clear : undefined}>
        <WordsFilter placeholder={t('如“婚姻登记”', 'Such as “marriage”')} width={240} />
        <Select
          mode="multiple"
          allowClear
          value={shareType}
          onChange={value => filters.put('shareType', value)}
          placeholder={t('共享类型', 'Share type')}
          aria-label={t('共享类型', 'Share type')}
          style={{ minWidth: 160 }}
          options={optionsOf('shareType', language)}
        />
        {wide && table.rows.length > 0 && (
          <BulkStep
            action="publish"
            ids={chosen}
            label={t('批量通过', 'Approve')}
            says={t(
              '逐条审核通过并发布；自动检查没有通过、或由您本人送签的不发布，会逐条说明。',
              'Each is approved and published; what fails its checks, or what you submitted yourself, is not, with its reason.',
            )}
            place="/review"
            onDone={() => {
              setChosen([]);
              reload();
            }}
          />
        )}
      </FilterBar>
      <DataTable<EntryRow>
        caption={t('待审核的目录', 'Entries to review')}
        exportName={t('待审核的目录', 'Entries to review')}
        {...table}
        rowKey="id"
        rowSelection={{
          selectedRowKeys: [...chosen],
          onChange: keys => setChosen(keys.map(Number)),
          getCheckboxProps: row => ({ disabled: (row.toVerify?.length ?? 0) > 0 }),
        }}
        empty={
          <EmptyState
            title={t('没有待审核的目录。', 'No entry waits for review.')}
            action={
              <Link to="/catalog?onTime=late">
                <Button>{t('看超期未更新的目录', 'See what is stale')}</Button>
              </Link>
            }
          />
        }
        columns={[
          {
            key: 'title',
            title: t('目录', 'Entry'),
            render: (_, row) => (
              <Link to={`/review/${row.id}`} data-test="review-open">
                {row.title}
              </Link>
            ),
            text: row => row.title,
          },
          {
            key: 'department',
            title: t('部门', 'Department'),
            render: (_, row) => row.departmentName,
            text: row => row.departmentName,
          },
          {
            key: 'kind',
            title: t('类型', 'Kind'),
            render: (_, row) => (row.version > 1 ? t('变更', 'Change') : t('新编', 'New')),
            text: row => (row.version > 1 ? t('变更', 'Change') : t('新编', 'New')),
          },
          {
            key: 'share',
            title: t('共享类型', 'Share type'),
            render: (_, row) => <ShareTypeMark shareType={row.shareType} />,
            text: row => wordOf('shareType', row.shareType, language),
          },
          {
            key: 'items',
            title: t('数据项', 'Items'),
            align: 'right',
            render: (_, row) => row.itemCount,
            text: row => String(row.itemCount),
          },
          {
            key: 'checks',
            title: t('自动检查', 'Checks'),
            render: (_, row) => <ChecksMark toVerify={row.toVerify ?? []} />,
            text: row => `${CHECKS.length - (row.toVerify?.length ?? 0)}/${CHECKS.length}`,
          },
          {
            key: 'at',
            title: t('提交时间', 'Sent'),
            render: (_, row) => formatTime(row.updatedAt, language),
            text: row => formatTime(row.updatedAt, language, true),
          },
          {
            key: 'clock',
            title: t('期限', 'Time limit'),
            width: 240,
            render: (_, row) => (row.clock ? <DeadlineBar clock={row.clock} compact /> : '—'),
          },
        ]}
      />
    </>
  );
}
