import { Button, Card, Segmented, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { DeadlineCalendar } from '../reminders/DeadlineCalendar.tsx';
import { FirstSteps } from './FirstSteps.tsx';
import { Month } from './Month.tsx';
import { Redated } from './Redated.tsx';
import { SignCards } from './SignCards.tsx';
import { Started } from './Started.tsx';
import { TodoTable } from './TodoTable.tsx';
import { type Bench, byUrgency } from './todos.ts';

const FIRST = 8;

/** 工作台: what waits for me, most urgent first. */
export function Workbench() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { session, can } = useSession();
  const { data, problem, reload } = useLoad<Bench>('/api/workbench', undefined, [], { every: 20_000 });
  const [order, setOrder] = useState<'due' | 'kind' | 'calendar'>('due');
  const [all, setAll] = useState(false);
  const role = session.post?.role;
  const signs = role === 'sharing_head' || role === 'department_head';

  if (!data) return problem ? <RefusalNotice problem={problem} /> : <Loading rows={10} />;
  const todos = data.todos.toSorted(
    (a, b) => (order === 'kind' ? a.kind.localeCompare(b.kind) : 0) || byUrgency(a, b),
  );
  const late = todos.filter(todo => todo.clock?.state === 'late').length;
  const shown = all ? todos : todos.slice(0, FIRST);
  const day = formatDate(data.today, language, true);
  const count = (
    <>
      {t(`今天 ${day}，待办 ${todos.length} 件`, `Today ${day}: ${todos.length} to do`)}
      {late > 0 && (
        <>
          {t('，', ', ')}
          <Link to="/overdue?box=ours">{t(`其中 ${late} 件已超期`, `${late} of them late`)}</Link>
        </>
      )}
    </>
  );

  return (
    <>
      <PageTitle
        title={role === 'department_head' ? t('待我签批', 'To sign') : t('工作台', 'Home')}
        sub={<span data-test="workbench-count">{count}</span>}
        actions={
          can('sharing.apply') ? (
            <Link to="/catalog">
              <Button type="primary" data-test="find-data">
                {t('找数据', 'Find data')}
              </Button>
            </Link>
          ) : undefined
        }
      />
      {problem && <RefusalNotice problem={problem} />}
      <div className="cards">
        <Redated rows={data.redated} more={data.moreRedated} />
        <Card
          title={signs ? t('待我签批', 'For me to sign') : t('待我办理', 'For me to do')}
          styles={{ body: { padding: signs ? 16 : 0 } }}
          extra={
            can('sharing.read') || todos.length > 1 ? (
              <Segmented
                size="small"
                value={order}
                onChange={setOrder}
                options={[
                  { value: 'due', label: t('按期限', 'By time limit') },
                  ...(signs ? [] : [{ value: 'kind' as const, label: t('按类型', 'By kind') }]),
                  ...(can('sharing.read')
                    ? [{ value: 'calendar' as const, label: t('日历', 'Calendar') }]
                    : []),
                ]}
              />
            ) : undefined
          }
        >
          {order === 'calendar' ? (
            <div style={{ padding: signs ? 0 : 16 }}>
              <DeadlineCalendar />
            </div>
          ) : todos.length === 0 ? (
            <EmptyState
              title={t(
                can('sharing.apply')
                  ? '待办已清空。要用别的部门的数据？从“找数据”开始。'
                  : '待办已清空。有新的事项会出现在这里。',
                can('sharing.apply')
                  ? 'Nothing to do. Need another department’s data? Begin with “Find data”.'
                  : 'Nothing to do. New matters appear here.',
              )}
              action={
                can('catalog.read') ? (
                  <Link to="/catalog">
                    <Button>{t('找数据', 'Find data')}</Button>
                  </Link>
                ) : undefined
              }
            />
          ) : signs ? (
            <SignCards todos={shown} onDone={reload} />
          ) : (
            <TodoTable todos={shown} />
          )}
          {order !== 'calendar' && todos.length > FIRST && (
            <div style={{ padding: 12, borderTop: `1px solid ${token.colorBorderSecondary}` }}>
              <Button type="link" onClick={() => setAll(!all)}>
                {all
                  ? t('只看最急的', 'Only the most urgent')
                  : t(`全部 ${todos.length} 件`, `All ${todos.length}`)}
              </Button>
            </div>
          )}
        </Card>
        <div className="two-columns">
          {data.month.entries === 0 && can('catalog.compile') ? (
            <FirstSteps />
          ) : (
            <Started rows={data.started} />
          )}
          <Month month={data.month} />
        </div>
      </div>
    </>
  );
}
