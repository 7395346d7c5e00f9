import { Tabs } from 'antd';
import { useLocation, useNavigate } from 'react-router';
import { useText } from '../../ui/language.tsx';

/** 超期 and 期限日历 stand beside each other. */
export function ReminderTabs() {
  const { t } = useText();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return (
    <Tabs
      activeKey={pathname}
      onChange={key => void navigate(key)}
      items={[
        { key: '/overdue', label: t('超期', 'Overdue') },
        { key: '/deadlines', label: t('期限日历', 'Calendar') },
      ]}
    />
  );
}
