import { Button, Space, Tag, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { type DataColumn, DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { useList } from '../../ui/useList.ts';
import { useSend } from '../../ui/useSend.ts';
import { useGoing } from './board/useGoing.ts';
import { LoginDialog } from '../resources/LoginDialog.tsx';
import { BoundDialog } from './BoundDialog.tsx';
import { CountNumbers } from './CountNumbers.tsx';
import { ExchangeTabs } from './ExchangeTabs.tsx';
import { ListFilters, useExchangeQuery } from './ListFilters.tsx';
import { RunBar, RunMark, useRunWord, useTook } from './RunMark.tsx';
import { TroubleTags } from './TroubleTags.tsx';
import type { Run, Task, TaskRows } from './types.ts';
import { useStartRun } from './useStartRun.ts';
import { isLive, MODES, rowsEn } from './words.ts';

/** 交换任务: where each granted table goes, how often, and how its last run ended. */
export function Tasks() {
  const { t } = useText();
  const { can } = useSession();
  const { all, filtered, clear } = useFilters();
  const query = { ...useExchangeQuery(), trouble: all('trouble') };
  const { data, problem, table, reload } = useList<TaskRows>('/api/exchange/tasks', query, { every: 15_000 });
  const going = useGoing(reload);
  const columns = useTaskColumns();
  const [bounding, setBounding] = useState(false);
  const [renewing, setRenewing] = useState(false);
  const acts = can('exchange.run') && (
    <>
      {can('resources.mount') && (
        <>
          <Button onClick={() => setRenewing(true)} data-test="login-open">
            {t('更新库口令', 'Update database login')}
          </Button>
          <Button onClick={() => setBounding(true)} data-test="bound-open">
            {t('限定读取速度', 'Limit reading speed')}
          </Button>
        </>
      )}
      <Link to="/exchange/new" data-test="task-new">
        <Button type="primary">{t('新建任务', 'New task')}</Button>
      </Link>
    </>
  );
  const { send, problem: refusal, busy } = useSend();
  const start = useStartRun(send);
  const rows = table.rows.map(task => {
    const live = going.get(task.id);
    return live && task.lastRun && live.id === task.lastRun.id
      ? { ...task, lastRun: { ...task.lastRun, ...live } }
      : task;
  });
  return (
    <>
      <PageTitle title={t('数据交换', 'Exchange')} actions={acts} />
      <ExchangeTabs current="tasks" />
      {(refusal ?? problem) && (
        <div style={{ marginBottom: 16 }}>
          <RefusalNotice problem={(refusal ?? problem) as NonNullable<typeof problem>} />
        </div>
      )}
      {renewing && <LoginDialog onClose={() => setRenewing(false)} />}
      {bounding && <BoundDialog onClose={() => setBounding(false)} />}
      <CountNumbers />
      <ListFilters of="tasks" />
      <DataTable<Task>
        caption={t('交换任务', 'Exchange tasks')}
        exportName={t('交换任务', 'Exchange tasks')}
        {...table}
        rows={rows}
        loading={table.loading && data === undefined}
        rowKey="id"
        empty={
          filtered ? (
            <EmptyState
              title={t('没有符合这些条件的任务。', 'No tasks match these filters.')}
              action={<Button onClick={clear}>{t('清空筛选', 'Clear the filters')}</Button>}
            />
          ) : (
            <EmptyState
              title={t(
                '还没有交换任务。批量交换的授权同意后，在这里设定往哪里送、多久送一次。',
                'No exchange tasks yet. Once a batch grant is agreed, set up here where its rows go and how often.',
              )}
              action={
                <Link to="/grants">
                  <Button>{t('看我的授权', 'See our grants')}</Button>
                </Link>
              }
            />
          )
        }
        columns={[
          ...columns,
          {
            key: 'act',
            title: '',
            pinned: true,
            render: (_, task) =>
              task.actions.includes('run') && (
                <Button
                  size="small"
                  disabled={busy || isLive(task.lastRun)}
                  onClick={() => void start(task.id)}
                  data-test="run-start"
                >
                  {t('运行', 'Run')}
                </Button>
              ),
          },
        ]}
      />
    </>
  );
}

function useTaskColumns(): DataColumn<Task>[] {
  const { t, language } = useText();
  const word = useRunWord();
  const { token } = theme.useToken();
  const second = { color: token.colorTextTertiary, fontSize: 12 };
  return [
    {
      key: 'task',
      title: t('任务（来源 → 去向）', 'Task (from → to)'),
      render: (_, task) => (
        <>
          <Link to={`/exchange/tasks/${task.id}`} data-test="task-link">
            {task.entryTitle} → {task.consumer}
          </Link>
          <div style={second}>
            {task.provider} · {task.target}
          </div>
          <TroubleTags task={task} />
        </>
      ),
      text: task => `${task.entryTitle} → ${task.consumer}`,
    },
    {
      key: 'grant',
      title: t('授权', 'Grant'),
      render: (_, task) => <GrantOf task={task} />,
      text: task => task.grantNo,
    },
    {
      key: 'mode',
      title: t('方式', 'Mode'),
      render: (_, task) => t(...MODES[task.settings.mode.kind]),
      text: task => t(...MODES[task.settings.mode.kind]),
    },
    {
      key: 'plan',
      title: t('计划 / 下次', 'Plan / next'),
      render: (_, task) => (
        <div style={{ minWidth: 110 }}>
          {t(task.plan.zh, task.plan.en)}{' '}
          {task.paused && (
            <Tag variant="filled" color="warning" style={{ marginInlineEnd: 0 }}>
              {t('已暂停', 'Paused')}
            </Tag>
          )}
          <div style={second}>
            {task.waitingFor !== null
              ? t(`等待：${task.waitingFor.zh}`, `waiting: ${task.waitingFor.en}`)
              : task.nextAt !== null &&
                t(`下次 ${formatTime(task.nextAt, language)}`, `next ${formatTime(task.nextAt, language)}`)}
          </div>
        </div>
      ),
      text: task => t(task.plan.zh, task.plan.en),
    },
    {
      key: 'last',
      title: t('上次运行', 'Last run'),
      render: (_, task) =>
        task.lastRun === null ? t('还没有运行', 'Not run yet') : <LastRun run={task.lastRun} />,
      text: task => (task.lastRun === null ? '' : word(task.lastRun)),
    },
  ];
}

function GrantOf({ task }: { task: Task }) {
  const { t } = useText();
  if (task.grantId === null) return t('归集，不需授权', 'Collection, no grant needed');
  return (
    <Space size={8} wrap>
      <Link to={`/grants/${task.grantId}`}>{task.grantNo}</Link>
      {task.grantState !== 'active' && <StatusTag kind="task" state={task.grantState} />}
    </Space>
  );
}

function LastRun({ run }: { run: Run }) {
  const { t, language } = useText();
  const took = useTook();
  const { token } = theme.useToken();
  return (
    <div style={{ minWidth: 160 }}>
      <Link to={`/exchange/runs/${run.id}`} aria-label={run.no}>
        <RunMark run={run} />
      </Link>
      {isLive(run) ? (
        <RunBar run={run} />
      ) : (
        <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>
          {[
            formatTime(run.finishedAt ?? run.createdAt, language),
            t(`${formatCount(run.rowsWritten, language)} 行`, rowsEn(run.rowsWritten)),
            took(run),
          ]
            .filter(Boolean)
            .join(' · ')}
        </div>
      )}
    </div>
  );
}
