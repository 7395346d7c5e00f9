import { Tabs } from 'antd';
import { useNavigate } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';

/** The second level under 我的目录. */
export function OurTabs({ current }: { current: 'entries' | 'resources' }) {
  const { t } = useText();
  const { can } = useSession();
  const navigate = useNavigate();
  if (!can('resources.read')) return null;
  return (
    <Tabs
      activeKey={current}
      onChange={key => void navigate(key === 'entries' ? '/our-catalog' : '/resources')}
      items={[
        { key: 'entries', label: t('目录清单', 'Entries') },
        { key: 'resources', label: t('挂载资源', 'Resources') },
      ]}
    />
  );
}
