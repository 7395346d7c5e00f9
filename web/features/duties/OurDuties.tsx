import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { OurTabs } from '../catalog/OurTabs.tsx';
import { ClaimTable } from './ClaimTable.tsx';
import { TaskTable } from './TaskTable.tsx';

/** 认领与更新: what the authority asks of the department's catalog. */
export function OurDuties() {
  const { t } = useText();
  const [search, setSearch] = useSearchParams();
  const tasks = search.get('tab') === 'tasks';
  return (
    <>
      <PageTitle title={t('我的目录', 'Our catalog')} />
      <OurTabs current="duties" />
      <Segmented
        className="choice"
        value={tasks ? 'tasks' : 'claims'}
        onChange={value => setSearch(value === 'tasks' ? { tab: 'tasks' } : {}, { replace: true })}
        options={[
          { value: 'claims', label: t('待认领的目录', 'To claim') },
          { value: 'tasks', label: t('要更新的目录', 'To update') },
        ]}
      />
      {tasks ? <TaskTable ofAll={false} /> : <ClaimTable turn={0} ofAll={false} />}
    </>
  );
}
