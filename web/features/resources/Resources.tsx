import { Button, Space } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { OurTabs } from '../catalog/OurTabs.tsx';
import { FileEntries } from './FileEntries.tsx';
import { Interfaces } from './Interfaces.tsx';
import { LoginDialog } from './LoginDialog.tsx';
import { KINDS } from './sourceKinds.ts';
import { stateColumn } from './stateColumn.tsx';
import type { Resource } from './types.ts';

export function Resources() {
  const { t, language } = useText();
  const { can } = useSession();
  const { data, problem, loading } = useLoad<Resource[]>('/api/resources');
  const [renewing, setRenewing] = useState(false);
  const mount = can('resources.mount') ? (
    <Space wrap>
      <Button onClick={() => setRenewing(true)} data-test="login-open">
        {t('更新库口令', 'Update database login')}
      </Button>
      <Link to="/resources/interfaces/new">
        <Button data-test="interface-new">{t('挂接接口', 'Mount an interface')}</Button>
      </Link>
      <Link to="/resources/new">
        <Button type="primary" data-test="resource-new">
          {t('挂载库表', 'Mount a table')}
        </Button>
      </Link>
    </Space>
  ) : undefined;
  const rows = data ?? [];
  return (
    <>
      <PageTitle
        title={t('我的目录', 'Our catalog')}
        actions={
          <Space wrap>
            <Link to="/services?tab=provided">
              <Button>{t('接口服务', 'Services')}</Button>
            </Link>
            {mount}
          </Space>
        }
      />
      <OurTabs current="resources" />
      {renewing && <LoginDialog onClose={() => setRenewing(false)} />}
      {problem && <RefusalNotice problem={problem} />}
      <DataTable<Resource>
        caption={t('挂载的资源', 'Mounted resources')}
        exportName={t('挂载的资源', 'Mounted resources')}
        rows={rows}
        rowKey="id"
        loading={loading}
        empty={
          <EmptyState
            title={t(
              '还没有挂载库表。目录发布后，把数据库表或接口挂上来，别的部门才能用。',
              'No table yet. Once an entry is published, mount a table or an interface so that others can use it.',
            )}
            action={mount}
          />
        }
        columns={[
          {
            key: 'entry',
            title: t('目录', 'Entry'),
            render: (_, row) => <Link to={`/our-catalog/${row.entryId}`}>{row.entryTitle}</Link>,
            text: row => row.entryTitle,
          },
          {
            key: 'table',
            title: t('库表', 'Table'),
            render: (_, row) => `${row.schema}.${row.table}`,
            text: row => `${row.schema}.${row.table}`,
          },
          {
            key: 'kind',
            title: t('类型', 'Kind'),
            render: (_, row) => t(...KINDS[row.kind]),
            text: row => t(...KINDS[row.kind]),
          },
          { key: 'place', title: t('位置', 'Place'), render: (_, row) => row.place, text: row => row.place },
          stateColumn(t),
          {
            key: 'rows',
            title: t('记录数', 'Rows'),
            align: 'right',
            render: (_, row) => formatCount(row.rowCount, language),
            text: row => String(row.rowCount ?? ''),
          },
          {
            key: 'at',
            title: t('最近核对', 'Last checked'),
            render: (_, row) => formatTime(row.checkedAt, language),
            text: row => formatTime(row.checkedAt, language, true),
          },
        ]}
      />
      <Interfaces />
      <FileEntries />
    </>
  );
}
