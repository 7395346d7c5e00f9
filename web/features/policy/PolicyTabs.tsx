import { Tabs } from 'antd';
import { useNavigate } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';

/** The second level of 规则; departments come back to their systems from here. */
export function PolicyTabs({
  current,
}: {
  current: '/rules' | '/law' | '/calendar' | '/standards' | '/rules/simulate';
}) {
  const { t } = useText();
  const { session, can } = useSession();
  const navigate = useNavigate();
  const own = session.post?.role === 'data_officer' || session.post?.role === 'sharing_head';
  const items = [
    ...(own ? [{ key: '/systems', label: t('业务系统', 'Systems') }] : []),
    { key: '/rules', label: t('适用规则', 'Rules') },
    { key: '/law', label: t('法规库', 'Law library') },
    { key: '/calendar', label: t('工作日历', 'Calendar') },
    { key: '/standards', label: t('数据标准', 'Standards') },
    ...(can('policy.simulate') ? [{ key: '/rules/simulate', label: t('试算', 'What if') }] : []),
  ];
  return <Tabs activeKey={current} onChange={key => void navigate(key)} items={items} />;
}
