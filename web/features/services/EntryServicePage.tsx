import { Breadcrumb, Card, Tabs } from 'antd';
import { Link, useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { SettingsForm } from './SettingsForm.tsx';
import type { EntryService, SettingsView } from './types.ts';
import { Versions } from './Versions.tsx';

/** 接口设置: what a provider says about calls of its entry, and the versions of its service. */
export function EntryServicePage() {
  const { id } = useParams();
  const { t } = useText();
  const filters = useFilters();
  const settings = useLoad<SettingsView>(`/api/entry-services/${id}/settings`);
  const service = useLoad<EntryService>(`/api/entry-services/${id}`);
  if (settings.problem && !settings.data) return <RefusalNotice problem={settings.problem} />;
  if (!settings.data || !service.data) return <Loading rows={12} />;
  const reload = () => {
    settings.reload();
    service.reload();
  };
  return (
    <>
      <Breadcrumb
        style={{ marginBottom: 4 }}
        items={[
          { title: <Link to="/resources">{t('挂载的资源', 'Mounted resources')}</Link> },
          { title: <Link to={`/our-catalog/${id}`}>{settings.data.title}</Link> },
          { title: t('接口', 'Service') },
        ]}
      />
      <PageTitle
        title={t(`${settings.data.title}：接口`, `${settings.data.title}: service`)}
        sub={t(
          `第 ${service.data.version} 版，${settings.data.holders} 个部门在用`,
          `Version ${service.data.version}, used by ${settings.data.holders} departments`,
        )}
      />
      <Card styles={{ body: { paddingTop: 4 } }}>
        <Tabs
          activeKey={filters.one('tab') === 'versions' ? 'versions' : 'settings'}
          onChange={key => filters.put('tab', key === 'settings' ? '' : key)}
          items={[
            {
              key: 'settings',
              label: t('接口设置', 'Settings'),
              children: <SettingsForm key={service.data.version} view={settings.data} onDone={reload} />,
            },
            {
              key: 'versions',
              label: t('版本与使用部门', 'Versions and holders'),
              children: <Versions service={service.data} />,
            },
          ]}
        />
      </Card>
    </>
  );
}
