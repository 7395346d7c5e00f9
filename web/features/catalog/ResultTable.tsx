import { Link } from 'react-router';
import { DataTable } from '../../ui/DataTable.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { ShareTypeMark } from '../../ui/ShareTypeMark.tsx';
import type { EntryRow, Found } from './types.ts';
import { wordOf } from './words.ts';

interface ResultTableProps {
  found: Found;
  page: number;
  onPage: (page: number) => void;
  loading: boolean;
}

/** The same results for those who compare or export. */
export function ResultTable({ found, page, onPage, loading }: ResultTableProps) {
  const { t, language } = useText();
  return (
    <DataTable<EntryRow>
      caption={t('目录', 'Entries')}
      exportName={t('目录检索结果', 'Entries found')}
      rows={found.items}
      rowKey="id"
      total={Math.min(found.total, found.reach)}
      page={page}
      onPage={onPage}
      loading={loading}
      empty={null}
      columns={[
        {
          key: 'title',
          title: t('目录名称', 'Entry'),
          render: (_, row) => <Link to={`/catalog/${row.id}`}>{row.title}</Link>,
          text: row => row.title,
        },
        {
          key: 'code',
          title: t('目录代码', 'Code'),
          render: (_, row) => row.code ?? '—',
          text: row => row.code ?? '',
        },
        {
          key: 'department',
          title: t('提供部门', 'Provider'),
          render: (_, row) => row.departmentName,
          text: row => row.departmentName,
        },
        {
          key: 'share',
          title: t('共享类型', 'Share type'),
          render: (_, row) => <ShareTypeMark shareType={row.shareType} />,
          text: row => wordOf('shareType', row.shareType, language),
        },
        {
          key: 'items',
          title: t('数据项数', 'Items'),
          align: 'right',
          render: (_, row) => row.itemCount,
          text: row => String(row.itemCount),
        },
        {
          key: 'cycle',
          title: t('更新周期', 'Updated'),
          render: (_, row) => wordOf('updateCycle', row.updateCycle, language),
          text: row => wordOf('updateCycle', row.updateCycle, language),
        },
        {
          key: 'at',
          title: t('最近更新', 'Last change'),
          render: (_, row) => formatDate(row.updatedAt, language),
          text: row => formatDate(row.updatedAt, language),
        },
        {
          key: 'used',
          title: t('使用部门数', 'In use by'),
          align: 'right',
          render: (_, row) => row.usedBy,
          text: row => String(row.usedBy),
        },
      ]}
    />
  );
}
