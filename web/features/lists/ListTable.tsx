import { Button, Popconfirm, Space, Tag, Typography } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import type { List, ListRow } from './types.ts';
import { ABOUT, KINDS, cellWord } from './words.ts';

const SIZE = 20;

/** What a row stands for: `entry:12`. */
function rowPath(row: ListRow, own: boolean): string | undefined {
  const [kind, id] = row.key.split(':');
  if (kind === 'demand') return `/demands/${id}`;
  if (kind === 'entry' || kind === 'item') return own ? `/our-catalog/${id}` : `/catalog/${id}`;
  return undefined;
}

/** The rows of a list; those left out stay in sight, with the reason. */
export function ListTable({
  list,
  own,
  loading,
  onEdit,
  onRemove,
}: {
  list: List;
  own: boolean;
  loading: boolean;
  onEdit: (row: ListRow) => void;
  onRemove: (id: number) => void;
}) {
  const { t } = useText();
  const [page, setPage] = useState(1);
  const mayEdit = list.actions.includes('edit');
  const rows = list.number > 0 ? list.rows.filter(row => row.leftOut === '') : list.rows;
  const first = Math.min(page, Math.max(1, Math.ceil(rows.length / SIZE)));
  return (
    <DataTable<ListRow>
      caption={t(...KINDS[list.kind])}
      rows={rows.slice((first - 1) * SIZE, first * SIZE)}
      rowKey="key"
      total={rows.length}
      page={first}
      onPage={setPage}
      loading={loading}
      empty={<EmptyState title={t(...ABOUT[list.kind])} />}
      columns={[
        ...list.columns.map(column => ({
          key: column.key,
          title: t(column.zh, column.en),
          render: (_: unknown, row: ListRow) => {
            const value = cellWord(list, column.key, row.fields[column.key] ?? '', t);
            const path = column.key === 'title' ? rowPath(row, own) : undefined;
            const shown = path === undefined ? value || '—' : <Link to={path}>{value}</Link>;
            if (column.key === 'title' && row.leftOut !== '')
              return (
                <Space size={4} wrap>
                  <Typography.Text delete>{value}</Typography.Text>
                  <Tag>{t(`不列入：${row.leftOut}`, `left out: ${row.leftOut}`)}</Tag>
                </Space>
              );
            if (column.key === 'title' && row.missing)
              return (
                <Space size={4} wrap>
                  {shown}
                  <Tag color="warning">{t('缺', 'missing')}</Tag>
                </Space>
              );
            return shown;
          },
        })),
        { key: 'note', title: t('备注', 'Remark'), render: (_, row) => row.note || '—' },
        {
          key: mayEdit ? 'edit' : '',
          title: '',
          render: (_, row) => (
            <Space size={0} wrap>
              <Button type="link" size="small" data-test="row-edit" onClick={() => onEdit(row)}>
                {t('备注或不列入', 'Remark or leave out')}
              </Button>
              {row.key.startsWith('own:') && (
                <Popconfirm
                  title={t('删去这一行？', 'Remove this row?')}
                  onConfirm={() => onRemove(Number(row.key.slice(4)))}
                >
                  <Button type="link" size="small" danger>
                    {t('删去', 'Remove')}
                  </Button>
                </Popconfirm>
              )}
            </Space>
          ),
        },
      ]}
    />
  );
}
