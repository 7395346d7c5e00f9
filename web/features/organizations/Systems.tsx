import { Button } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { DepartmentTabs } from './DepartmentTabs.tsx';
import { RegisterSystem } from './RegisterSystem.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import type { System, SystemSecrets } from './types.ts';

export function Systems() {
  const { t } = useText();
  const { can } = useSession();
  const [search, setSearch] = useSearchParams();
  const [secrets, setSecrets] = useState<SystemSecrets | null>(null);
  const { data, problem, loading, reload } = useLoad<System[]>('/api/systems');
  const rows = data ?? [];
  const registering = search.get('register') === '1' && can('systems.register');
  const register = can('systems.register') ? (
    <Button type="primary" data-test="system-new" onClick={() => setSearch({ register: '1' })}>
      {t('登记业务系统', 'Register a system')}
    </Button>
  ) : undefined;
  return (
    <>
      <PageTitle title={t('业务系统', 'Systems')} actions={register} />
      <DepartmentTabs current="systems" />
      {problem && <RefusalNotice problem={problem} />}
      <DataTable<System>
        caption={t('业务系统', 'Systems')}
        rows={rows}
        rowKey="id"
        loading={loading}
        empty={
          <EmptyState
            title={t(
              '还没有登记业务系统。要调用别的部门的数据，先登记用它的系统。',
              'No system is registered. Register the system that will use another department’s data.',
            )}
            action={register}
          />
        }
        columns={[
          {
            key: 'name',
            title: t('系统', 'System'),
            render: (_, row) => (
              <Link to={`/systems/${row.id}`} data-test="system-link">
                {row.name}
              </Link>
            ),
            text: row => row.name,
          },
          {
            key: 'rid',
            title: t('请求者标识', 'Caller identity'),
            render: (_, row) => <code>{row.rid}</code>,
            text: row => row.rid,
          },
          {
            key: 'addresses',
            title: t('允许调用的地址', 'May call from'),
            render: (_, row) => row.addresses.join(', ') || '—',
            text: row => row.addresses.join(' '),
          },
        ]}
      />
      {registering && (
        <RegisterSystem
          onClose={() => setSearch({}, { replace: true })}
          onDone={made => {
            setSearch({}, { replace: true });
            setSecrets(made);
            reload();
          }}
        />
      )}
      {secrets && <SecretDialog secrets={secrets} onClose={() => setSecrets(null)} />}
    </>
  );
}
