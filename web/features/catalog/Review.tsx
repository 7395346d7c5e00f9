import { Button, Tabs } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useLoad } from '../../api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ShareTypeMark } from '../../ui/ShareTypeMark.tsx';
import type { EntryRow, EntryRows } from './types.ts';
import { wordOf } from './words.ts';

/** 审核发布: what the authority has to review. */
export function Review() {
  const { t, language } = useText();
  const navigate = useNavigate();
  const filters = useFilters();
  const { data, problem, loading } = useLoad<EntryRows>(
    '/api/entries',
    { state: ['in_review'], page: filters.page, size: 20 },
    [],
    { every: 30_000 },
  );
  return (
    <>
      <PageTitle title={t('目录管理', 'Catalog')} />
      <Tabs
        activeKey="review"
        onChange={key => key === 'all' && void navigate('/catalog')}
        items={[
          { key: 'review', label: t('审核发布', 'Review and publish') },
          { key: 'all', label: t('已发布的目录', 'Published entries') },
        ]}
      />
      {problem && <RefusalNotice problem={problem} />}
      <DataTable<EntryRow>
        caption={t('待审核的目录', 'Entries to review')}
        exportName={t('待审核的目录', 'Entries to review')}
        rows={data?.items ?? []}
        rowKey="id"
        total={data?.total ?? 0}
        page={filters.page}
        onPage={page => filters.put('page', page)}
        loading={loading}
        empty={
          <EmptyState
            title={t('没有待审核的目录。', 'No entry waits for review.')}
            action={
              <Link to="/catalog">
                <Button>{t('看已发布的目录', 'See published entries')}</Button>
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
