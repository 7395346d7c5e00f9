import { Tabs } from 'antd';
import { useNavigate } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';

/** The second level under 本部门, or under 系统与网关 for the operator. */
export function DepartmentTabs({ current }: { current: 'systems' | 'networks' }) {
  const { t } = useText();
  const { session, can } = useSession();
  const navigate = useNavigate();
  const items = [
    ...(can('networks.manage') ? [{ key: 'networks', label: t('允许连接的网络', 'Allowed networks') }] : []),
    ...(can('systems.read') ? [{ key: 'systems', label: t('业务系统', 'Systems') }] : []),
    ...(session.post?.role === 'data_officer' || session.post?.role === 'sharing_head'
      ? [{ key: 'rules', label: t('适用规则', 'Rules') }]
      : []),
  ];
  if (items.length < 2 || !items.some(item => item.key === current)) return null;
  return <Tabs activeKey={current} onChange={key => void navigate(`/${key}`)} items={items} />;
}
