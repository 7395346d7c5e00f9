import { Button, Tag } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { Frame } from './Frame.tsx';
import { TableForm } from './TableForm.tsx';
import type { TableList, TableSummary } from './types.ts';

const PAGE = 50;
/** Values shown of those that the search found in one table. */
const HITS = 6;

/** 代码表: all enumerations of the catalog. */
export function Tables() {
  const { t } = useText();
  const { can } = useSession();
  const filters = useFilters();
  const navigate = useNavigate();
  const q = filters.one('q');
  const { data, problem, loading } = useLoad<TableList>('/api/standards/tables', { q });
  const [adding, setAdding] = useState(false);
  const rows = data?.items ?? [];
  const add = can('standards.manage') ? (
    <Button type="primary" data-test="table-new" onClick={() => setAdding(true)}>
      {t('增加代码表', 'Add a code table')}
    </Button>
  ) : undefined;
  return (
    <Frame
      current=""
      placeholder={t('代码表、取值或代码', 'Table, value or code')}
      actions={add}
      problem={problem}
    >
      <DataTable<TableSummary>
        caption={t('代码表', 'Code tables')}
        rows={rows.slice((filters.page - 1) * PAGE, filters.page * PAGE)}
        rowKey="key"
        total={rows.length}
        size={PAGE}
        page={filters.page}
        onPage={page => filters.put('page', page)}
        loading={loading}
        empty={
          <EmptyState
            title={t(
              '没有这样的代码表或取值。换个词，或增加它。',
              'No table or value fits. Try other words, or add it.',
            )}
            action={add}
          />
        }
        columns={[
          {
            key: 'zh',
            title: t('代码表', 'Code table'),
            render: (_, row) => (
              <>
                <Link to={`/standards/tables/${row.key}${q === '' ? '' : `?q=${encodeURIComponent(q)}`}`}>
                  {t(row.zh, row.en || row.zh)}
                </Link>{' '}
                {row.retired && <Tag color="error">{t('已停用', 'Retired')}</Tag>}
                {row.hits.length > 0 && (
                  <div style={{ fontSize: 13 }}>
                    {row.hits.slice(0, HITS).join(t('、', ', '))}
                    {row.hits.length > HITS &&
                      t(`等 ${row.hits.length} 项`, ` and ${row.hits.length - HITS} more`)}
                  </div>
                )}
              </>
            ),
            text: row => row.zh,
          },
          { key: 'key', title: t('标识', 'Key'), render: (_, row) => <code>{row.key}</code> },
          { key: 'values', title: t('取值', 'Values'), align: 'right' },
          {
            key: 'toCheck',
            title: t('待核对', 'To be checked'),
            align: 'right',
            render: (_, row) => (row.toCheck > 0 ? <Tag color="warning">{row.toCheck}</Tag> : '—'),
          },
          {
            key: 'closed',
            title: t('能否增减', 'May it grow'),
            render: (_, row) =>
              row.closed ? t('固定，可改名和对照', 'No, names and codes only') : t('可增减', 'Yes'),
          },
        ]}
      />
      {adding && (
        <TableForm
          onClose={() => setAdding(false)}
          onDone={key => void navigate(`/standards/tables/${key}`)}
        />
      )}
    </Frame>
  );
}
