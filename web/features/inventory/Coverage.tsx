import { Button, Progress } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatPercent } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ReviewTabs } from '../catalog/ReviewTabs.tsx';
import { InventoryPanel } from './InventoryPanel.tsx';
import type { CoverageRow } from './types.ts';

/** Coverage of each department that the authority looks after, opened down to its tables. */
export function Coverage() {
  const { t, language } = useText();
  const [search] = useSearchParams();
  const chosen = Number(search.get('department') ?? 0);
  const { data, problem, loading } = useLoad<{ items: CoverageRow[] }>('/api/inventory/coverage');
  const rows = data?.items ?? [];
  const department = rows.find(one => one.departmentId === chosen);
  const count = (key: 'open' | 'inWork' | 'leftOut', cover: string, zh: string, en: string) => ({
    key,
    title: t(zh, en),
    align: 'right' as const,
    render: (_: unknown, row: CoverageRow) => (
      <Link to={`/review/inventory?department=${row.departmentId}&cover=${cover}`}>{row[key]}</Link>
    ),
    text: (row: CoverageRow) => String(row[key]),
  });
  return (
    <>
      <PageTitle
        title={t('目录管理', 'Catalog')}
        {...(department ? { sub: department.departmentName } : {})}
      />
      <ReviewTabs current="inventory" />
      {problem && <RefusalNotice problem={problem} />}
      {chosen > 0 ? (
        <>
          <Link to="/review/inventory">
            <Button style={{ marginBottom: 12 }}>{t('返回各部门', 'All departments')}</Button>
          </Link>
          <InventoryPanel key={chosen} path="/review/inventory" departmentId={chosen} />
        </>
      ) : (
        <DataTable<CoverageRow>
          caption={t('编目覆盖率', 'Coverage')}
          exportName={t('编目覆盖率', 'Coverage')}
          rows={rows}
          rowKey="departmentId"
          loading={loading}
          empty={<EmptyState title={t('没有部门。', 'No departments.')} />}
          columns={[
            {
              key: 'department',
              title: t('部门', 'Department'),
              render: (_, row) => (
                <Link to={`/review/inventory?department=${row.departmentId}`}>{row.departmentName}</Link>
              ),
              text: row => row.departmentName,
            },
            {
              key: 'systems',
              title: t('系统', 'Systems'),
              align: 'right',
              render: (_, row) => row.systems,
              text: row => String(row.systems),
            },
            {
              key: 'coverage',
              title: t('覆盖率（已编目 / 应编）', 'Coverage (covered / needed)'),
              render: (_, row) =>
                row.needed === 0 ? (
                  t('没有登记数据资产', 'No inventory')
                ) : (
                  <Progress
                    percent={Math.round((row.covered / row.needed) * 1000) / 10}
                    format={() =>
                      `${formatPercent(row.covered / row.needed, language)} (${row.covered}/${row.needed})`
                    }
                    style={{ maxWidth: 320 }}
                  />
                ),
              text: row => `${row.covered}/${row.needed}`,
            },
            count('inWork', 'in_work', '编制中', 'Being compiled'),
            count('open', 'open', '未编目', 'No entry'),
            count('leftOut', 'left_out', '无须编目', 'Needs none'),
            {
              key: 'entries',
              title: t('已发布目录', 'Published entries'),
              align: 'right',
              render: (_, row) => row.entries,
              text: row => String(row.entries),
            },
          ]}
        />
      )}
    </>
  );
}
