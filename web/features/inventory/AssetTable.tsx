import { Button, Grid, Space, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Query, useLoad } from '../../api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { formatCount } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { AssetDialog } from './AssetDialog.tsx';
import type { Asset, AssetAction, Assets } from './types.ts';

/** Tables with the entry that describes each; several are dealt with at once. */
export function AssetTable({
  query,
  turn,
  mayEdit,
  onDone,
}: {
  query: Query;
  turn: number;
  mayEdit: boolean;
  onDone: () => void;
}) {
  const { t, language } = useText();
  const filters = useFilters();
  // Where rows are stacked nothing can be ticked.
  const mayChoose = (Grid.useBreakpoint().md ?? true) && mayEdit;
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [acting, setActing] = useState<AssetAction>();
  const { data, problem, loading } = useLoad<Assets>(
    '/api/inventory/assets',
    { ...query, page: filters.page, size: 20 },
    [turn],
  );
  const button = (action: AssetAction, zh: string, en: string) => (
    <Button
      disabled={chosen.length === 0}
      danger={action === 'remove'}
      data-test={`asset-${action}`}
      onClick={() => setActing(action)}
    >
      {t(zh, en)}
    </Button>
  );
  return (
    <>
      {problem && <RefusalNotice problem={problem} />}
      {mayChoose && (
        <div style={{ marginBottom: 12 }}>
          <Space wrap>
            {button('link', '对应到目录', 'Name the entry')}
            {button('leave_out', '无须编目', 'Needs no entry')}
            {button('unlink', '取消对应', 'Take back')}
            {button('remove', '删去', 'Remove')}
            {chosen.length > 0 && t(`已选 ${chosen.length} 张表`, `${chosen.length} chosen`)}
          </Space>
        </div>
      )}
      <DataTable<Asset>
        caption={t('数据资产', 'Inventory')}
        rows={data?.items ?? []}
        rowKey="id"
        total={data?.total ?? 0}
        page={filters.page}
        onPage={page => filters.put('page', page)}
        loading={loading}
        rowSelection={
          mayChoose
            ? { selectedRowKeys: [...chosen], onChange: keys => setChosen(keys.map(Number)) }
            : undefined
        }
        empty={
          <EmptyState
            title={t(
              '没有登记数据资产，或没有符合条件的。可以从登记的数据源读取，也可以用表格登记。',
              'Nothing here. Read a registered source, or bring a spreadsheet.',
            )}
          />
        }
        columns={[
          {
            key: 'place',
            title: t('表名', 'Table'),
            width: 260,
            render: (_, row) => <code style={{ overflowWrap: 'anywhere' }}>{row.place}</code>,
          },
          { key: 'title', title: t('数据名称', 'Title'), render: (_, row) => row.title || '—' },
          { key: 'system', title: t('系统', 'System'), render: (_, row) => row.systemName },
          {
            key: 'rows',
            title: t('行数', 'Rows'),
            align: 'right',
            render: (_, row) => formatCount(row.rows, language),
          },
          {
            key: 'cover',
            title: t('编目状态', 'Coverage'),
            render: (_, row) =>
              row.goneAt === null ? (
                <StatusTag kind="cover" state={row.cover} />
              ) : (
                <Tag>{t('库里已没有', 'Gone from the database')}</Tag>
              ),
          },
          {
            key: 'entry',
            title: t('对应目录', 'Entry'),
            render: (_, row) =>
              row.entryId === null ? (
                row.leftOut || '—'
              ) : (
                <Space size={4} wrap>
                  <Link to={mayEdit ? `/our-catalog/${row.entryId}` : `/catalog/${row.entryId}`}>
                    {row.entryTitle}
                  </Link>
                  {row.mounted && <Tag>{t('已挂载', 'Mounted')}</Tag>}
                </Space>
              ),
          },
        ]}
      />
      {acting && (
        <AssetDialog
          action={acting}
          ids={chosen}
          onClose={() => setActing(undefined)}
          onDone={() => {
            setChosen([]);
            onDone();
          }}
        />
      )}
    </>
  );
}
