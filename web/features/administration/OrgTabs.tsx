import { Badge, Tabs } from 'antd';
import { useNavigate } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import type { Setup } from './types.ts';

/** The second level under 用户与组织. */
export function OrgTabs({ current }: { current: 'org' | 'org/accounts' | 'org/regions' }) {
  const { t } = useText();
  const navigate = useNavigate();
  const { can } = useSession();
  // The number is of what waits for the reader.
  const { data } = useLoad<Setup>(can('accounts.authorise') ? '/api/setup' : null);
  const waiting = data?.waiting ?? 0;
  return (
    <Tabs
      activeKey={current}
      onChange={key => void navigate(`/${key}`)}
      items={[
        { key: 'org', label: t('部门', 'Departments') },
        {
          key: 'org/accounts',
          label: (
            <span>
              {t('账号与岗位', 'Accounts and posts')}{' '}
              {waiting > 0 && (
                <Badge
                  count={waiting}
                  size="small"
                  title={t(`${waiting} 个岗位待确认`, `${waiting} posts await confirmation`)}
                />
              )}
            </span>
          ),
        },
        { key: 'org/regions', label: t('行政区划', 'Regions') },
      ]}
    />
  );
}
