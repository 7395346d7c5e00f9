import { Tabs } from 'antd';
import { useNavigate } from 'react-router';
import { useText } from '../../ui/language.tsx';

type Tab = 'review' | 'claims' | 'sources' | 'changes' | 'lists' | 'inventory' | 'all';
const PATHS: Record<Tab, string> = {
  review: '/review',
  claims: '/review/claims',
  sources: '/review/sources',
  changes: '/review/changes',
  lists: '/review/lists',
  inventory: '/review/inventory',
  all: '/catalog',
};

/** The second level under the authority's 目录管理. */
export function ReviewTabs({ current }: { current: Tab }) {
  const { t } = useText();
  const navigate = useNavigate();
  return (
    <Tabs
      activeKey={current}
      onChange={key => void navigate(PATHS[key as Tab])}
      items={[
        { key: 'review', label: t('审核发布', 'Review and publish') },
        { key: 'claims', label: t('认领下发', 'Claims') },
        { key: 'sources', label: t('一数一源', 'One source') },
        { key: 'changes', label: t('法规变动', 'Changes of law') },
        { key: 'lists', label: t('三清单', 'Lists') },
        { key: 'inventory', label: t('数据资产', 'Inventory') },
        { key: 'all', label: t('已发布的目录', 'Published entries') },
      ]}
    />
  );
}
