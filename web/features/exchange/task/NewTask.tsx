import { Button } from 'antd';
import { Link } from 'react-router';
import { useLoad } from '../../../api.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useText } from '../../../ui/language.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { PageTitle } from '../../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { rowsOf } from '../../../ui/rows.ts';
import type { GrantRows, Source } from '../types.ts';
import { NewTaskForm } from './NewTaskForm.tsx';

/** 新建任务: which grant, into which database and table, how and how often. */
export function NewTask() {
  const { t } = useText();
  const grants = useLoad<GrantRows>('/api/grants', {
    side: 'holding',
    state: ['active'],
    mode: ['batch'],
    page: 1,
    size: 100,
  });
  const sources = useLoad<Source[]>('/api/sources');
  const problem = grants.problem ?? sources.problem;
  const title = <PageTitle title={t('新建交换任务', 'New exchange task')} />;
  if (problem && (!grants.data || !sources.data)) return <RefusalNotice problem={problem} />;
  if (!grants.data || !sources.data) return <Loading rows={10} />;
  if (grants.data.items.length === 0)
    return (
      <>
        {title}
        <EmptyState
          title={t(
            '还没有批量交换的授权。先申请，方式选“批量交换”。',
            'No batch grants yet. Apply for an entry first and choose “batch exchange”.',
          )}
          action={
            <Link to="/catalog">
              <Button type="primary">{t('找数据', 'Find data')}</Button>
            </Link>
          }
        />
      </>
    );
  return (
    <>
      {title}
      <NewTaskForm
        grants={grants.data.items}
        sources={rowsOf(sources.data).filter(source => source.use === 'receive')}
        reload={sources.reload}
      />
    </>
  );
}
