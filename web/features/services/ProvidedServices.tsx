import { Button, Tag, theme } from 'antd';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import type { Provided, ServiceList } from './types.ts';

/** What we serve: versions, who is still at one that ends, and whose contract tests fail. */
export function ProvidedServices() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { data, problem, loading } = useLoad<ServiceList>('/api/services');
  const rows = data?.provided ?? [];
  return (
    <>
      {problem && <RefusalNotice problem={problem} />}
      <DataTable<Provided>
        caption={t('我们提供的接口', 'Services that we provide')}
        exportName={t('我们提供的接口', 'Services that we provide')}
        rows={rows}
        rowKey="entryId"
        loading={loading}
        empty={
          <EmptyState
            title={t(
              '本部门还没有接口。目录发布并挂载资源后，接口自动出现。',
              'None yet. A service appears once an entry is published and its resource is mounted.',
            )}
          />
        }
        columns={[
          {
            key: 'title',
            title: t('目录', 'Entry'),
            render: (_: unknown, row: Provided) => (
              <Link to={`/services/entries/${row.entryId}`}>{row.title}</Link>
            ),
            text: (row: Provided) => row.title,
          },
          {
            key: 'version',
            title: t('版本', 'Version'),
            render: (_: unknown, row: Provided) => (
              <>
                {t(`第 ${row.version} 版`, `Version ${row.version}`)}
                {row.sunset !== null && (
                  <div style={{ fontSize: 12, color: token.colorWarning }}>
                    {t(
                      `旧版用到 ${formatDate(row.sunset, language)}，还有 ${row.onOld} 个授权没有改用`,
                      `The old one until ${formatDate(row.sunset, language)}; ${row.onOld} grants are still at it`,
                    )}
                  </div>
                )}
              </>
            ),
            text: (row: Provided) => String(row.version),
          },
          {
            key: 'holders',
            title: t('使用部门', 'Holders'),
            align: 'right',
            render: (_: unknown, row: Provided) => row.holders,
            text: (row: Provided) => String(row.holders),
          },
          {
            key: 'contracts',
            title: t('契约测试', 'Contract tests'),
            render: (_: unknown, row: Provided) =>
              row.failing === 0 ? (
                '—'
              ) : (
                <Tag color="error">{t(`${row.failing} 个没有通过`, `${row.failing} fail`)}</Tag>
              ),
            text: (row: Provided) => String(row.failing),
          },
          {
            key: 'state',
            title: t('资源', 'Resource'),
            render: (_: unknown, row: Provided) => <StatusTag kind="resource" state={row.state} />,
            text: (row: Provided) => statusWord('resource', row.state, t),
          },
          {
            key: 'act',
            title: '',
            pinned: true,
            render: (_: unknown, row: Provided) => (
              <Link to={`/services/entries/${row.entryId}`}>
                <Button size="small">{t('设置', 'Settings')}</Button>
              </Link>
            ),
            text: () => '',
          },
        ]}
      />
    </>
  );
}
