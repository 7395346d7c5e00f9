import { Alert, Breadcrumb, Button, Card, Space, Tag } from 'antd';
import { Link, useParams } from 'react-router';
import { api, useLoad } from '../../../api.ts';
import { formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { PageTitle } from '../../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { useSend } from '../../../ui/useSend.ts';
import type { Task, TaskRecorded } from '../types.ts';
import { useStartRun } from '../useStartRun.ts';
import { isLive, TROUBLES } from '../words.ts';
import { TaskPlan } from './TaskPlan.tsx';
import { TaskRuns } from './TaskRuns.tsx';

/** 交换任务: its plan, what stands in its way, and its runs. */
export function TaskPage() {
  const { id } = useParams();
  const { data, problem, reload } = useLoad<Task>(`/api/exchange/tasks/${id}`, undefined, [], {
    every: 3000,
  });
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={10} />;
  return <TaskView task={data} reload={reload} />;
}

function TaskView({ task, reload }: { task: Task; reload: () => void }) {
  const { t, language } = useText();
  const { send, problem, busy } = useSend();
  const may = (action: Task['actions'][number]): boolean => task.actions.includes(action);
  const start = useStartRun(send);
  const pause = (paused: boolean) =>
    send(
      () => api.post<TaskRecorded>(`/api/exchange/tasks/${task.id}/pause`, { paused }),
      paused
        ? t('已暂停，不再自动运行。', 'Paused; it no longer runs automatically.')
        : t('已恢复，按计划运行。', 'Resumed; it runs as scheduled.'),
      reload,
    );
  return (
    <>
      <Breadcrumb
        items={[
          { title: <Link to="/exchange">{t('数据交换', 'Exchange')}</Link> },
          { title: t('交换任务', 'Task') },
        ]}
      />
      <PageTitle
        title={`${task.entryTitle} → ${task.consumer}`}
        tags={
          task.paused && (
            <Tag variant="filled" color="warning">
              {t('已暂停', 'Paused')}
            </Tag>
          )
        }
        sub={
          <Space size={[12, 0]} wrap>
            <span>{task.provider}</span>
            {task.grantId !== null && <Link to={`/grants/${task.grantId}`}>{task.grantNo}</Link>}
            <span>{task.target}</span>
          </Space>
        }
        actions={
          <Space wrap>
            {may('pause') && (
              <Button disabled={busy} onClick={() => void pause(true)} data-test="task-pause">
                {t('暂停', 'Pause')}
              </Button>
            )}
            {may('resume') && (
              <Button disabled={busy} onClick={() => void pause(false)} data-test="task-resume">
                {t('恢复', 'Resume')}
              </Button>
            )}
            {may('change') && (
              <Link to={`/exchange/tasks/${task.id}/edit`}>
                <Button data-test="task-change">{t('修改计划', 'Change plan')}</Button>
              </Link>
            )}
            {may('run') && (
              <Button
                type="primary"
                disabled={busy || isLive(task.lastRun)}
                onClick={() => void start(task.id)}
                data-test="task-start"
              >
                {t('现在运行', 'Run now')}
              </Button>
            )}
          </Space>
        }
      />
      <div className="cards">
        {problem !== null && <RefusalNotice problem={problem} />}
        {task.troubles.map(({ kind, since, zh, en }) => (
          <Alert
            key={kind}
            showIcon
            type={kind === 'blocked' ? 'warning' : 'error'}
            title={`${t(...TROUBLES[kind])}${t('：', ': ')}${t(zh, en)}`}
            description={t(`自 ${formatTime(since, language)}`, `since ${formatTime(since, language)}`)}
            data-test="task-trouble"
          />
        ))}
        {task.waitingFor !== null && (
          <Alert
            showIcon
            type="info"
            title={t(
              `到时间了，正在等待：${task.waitingFor.zh}`,
              `Due now, waiting for: ${task.waitingFor.en}`,
            )}
          />
        )}
        <TaskPlan task={task} />
        <Card title={t('运行记录', 'Runs')} styles={{ body: { paddingBlock: 8 } }}>
          <TaskRuns task={task} />
        </Card>
      </div>
    </>
  );
}
