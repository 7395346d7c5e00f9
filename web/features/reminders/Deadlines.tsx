import { Card } from 'antd';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { DeadlineCalendar } from './DeadlineCalendar.tsx';
import { ReminderTabs } from './ReminderTabs.tsx';

/** 期限日历: what is due on which day. */
export function Deadlines() {
  const { t } = useText();
  return (
    <>
      <PageTitle
        title={t('期限日历', 'Deadlines')}
        sub={t('每天到期的事项，点一天看明细', 'What is due each day; choose a day for its list')}
      />
      <ReminderTabs />
      <Card>
        <DeadlineCalendar />
      </Card>
    </>
  );
}
