import { Tabs } from 'antd';
import { useNavigate } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';

type Tab = 'entries' | 'import' | 'duties' | 'sources' | 'lists' | 'inventory' | 'resources';
const PATHS: Record<Tab, string> = {
  entries: '/our-catalog',
  import: '/our-catalog/import',
  duties: '/our-catalog/duties',
  sources: '/our-catalog/sources',
  lists: '/our-catalog/lists',
  inventory: '/our-catalog/inventory',
  resources: '/resources',
};

/** The second level under 我的目录. */
export function OurTabs({ current }: { current: Tab }) {
  const { t } = useText();
  const { can } = useSession();
  const navigate = useNavigate();
  const tabs: { key: Tab; label: string; open: boolean }[] = [
    { key: 'entries', label: t('目录清单', 'Entries'), open: true },
    { key: 'import', label: t('表格导入', 'Import'), open: can('catalog.compile') },
    { key: 'duties', label: t('认领与更新', 'Claims and updates'), open: true },
    { key: 'sources', label: t('一数一源', 'One source'), open: true },
    { key: 'lists', label: t('三清单', 'Lists'), open: true },
    { key: 'inventory', label: t('数据资产', 'Inventory'), open: true },
    { key: 'resources', label: t('挂载资源', 'Resources'), open: can('resources.read') },
  ];
  const shown = tabs.filter(one => one.open);
  if (shown.length === 1) return null;
  return (
    <Tabs
      activeKey={current}
      onChange={key => void navigate(PATHS[key as Tab])}
      items={shown.map(({ key, label }) => ({ key, label }))}
    />
  );
}
