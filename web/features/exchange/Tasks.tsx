import { App, Button, Card, Progress, Table, Tabs, theme } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { api, Problem, useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { NumberLink } from '../../ui/NumberLink.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { rowsOf } from '../../ui/rows.ts';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import type { Run, RunRecorded, Runs, Task } from './types.ts';

const LIVE = new Set(['queued', 'running', 'delivering']);

/** 交换任务: where each granted table goes, and how its last run ended. */
export function Tasks() {
  const { t } = useText();
  const { can } = useSession();
  const [search, setSearch] = useSearchParams();
  const tab = search.get('tab') === 'runs' ? 'runs' : 'tasks';
  return (
    <>
      <PageTitle
        title={t('数据交换', 'Exchange')}
        {...(can('exchange.run')
          ? {
              actions: (
                <Link to="/exchange/new" data-test="task-new">
                  <Button type="primary">{t('新建任务', 'New task')}</Button>
                </Link>
              ),
            }
          : {})}
      />
      <Tabs
        activeKey={tab}
        onChange={key => setSearch(key === 'runs' ? { tab: 'runs' } : {}, { replace: true })}
        items={[
          { key: 'tasks', label: t('交换任务', 'Tasks') },
          { key: 'runs', label: t('运行记录', 'Runs') },
        ]}
      />
      {tab === 'tasks' ? <TaskList /> : <RunList />}
    </>
  );
}

function TaskList() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [starting, setStarting] = useState<number | null>(null);
  const tasks = useLoad<Task[] | { items: Task[] }>('/api/exchange/tasks', undefined, [], { every: 3000 });
  const rows = rowsOf(tasks.data);
  const count = (states: string[]) =>
    rows.filter(task => task.lastRun !== null && states.includes(task.lastRun.state)).length;

  async function start(task: Task) {
    setStarting(task.id);
    setProblem(null);
    try {
      const answer = await api.post<RunRecorded>(`/api/exchange/tasks/${task.id}/runs`, {});
      void message.success(t('已开始运行。', 'The run has started.'));
      void navigate(`/exchange/runs/${answer.run.id}`);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      setProblem(failure);
    } finally {
      setStarting(null);
    }
  }

  return (
    <>
      {(problem ?? (tasks.data ? null : tasks.problem)) && (
        <div style={{ marginBottom: 16 }}>
          <RefusalNotice problem={(problem ?? tasks.problem) as Problem} />
        </div>
      )}
      {rows.length > 0 && (
        <Card style={{ marginBottom: 16 }}>
          <div className="number-row">
            <NumberLink to="/exchange" value={rows.length} label={t('交换任务', 'Tasks')} />
            <NumberLink
              to="/exchange?tab=runs&state=running"
              value={count(['running', 'delivering', 'queued'])}
              label={t('运行中', 'Running')}
            />
            <NumberLink
              to="/exchange?tab=runs&state=delivered"
              value={count(['delivered'])}
              label={t('上次对账一致', 'Last run reconciled')}
            />
            <NumberLink
              to="/exchange?tab=runs&state=mismatch"
              value={count(['mismatch'])}
              label={t('上次对账不一致', 'Last run not reconciled')}
            />
            <NumberLink
              to="/exchange?tab=runs&state=failed"
              value={count(['failed'])}
              label={t('上次已中断', 'Last run broken off')}
            />
          </div>
        </Card>
      )}
      <DataTable<Task>
        caption={t('交换任务', 'Exchange tasks')}
        exportName={t('交换任务', 'Exchange tasks')}
        rows={rows}
        rowKey="id"
        total={rows.length}
        page={1}
        onPage={() => undefined}
        loading={tasks.loading && !tasks.data}
        empty={
          <EmptyState
            title={t(
              '还没有交换任务。批量交换的授权同意后，在这里设定往哪里送。',
              'No exchange tasks yet. Once a batch grant is agreed, say here where it goes.',
            )}
            action={
              <Link to="/grants">
                <Button>{t('看我的授权', 'See our grants')}</Button>
              </Link>
            }
          />
        }
        columns={[
          {
            key: 'task',
            title: t('任务（来源 → 去向）', 'Task (from → to)'),
            render: (_: unknown, task: Task) => (
              <>
                <Link
                  to={task.lastRun === null ? `/grants/${task.grantId}` : `/exchange/runs/${task.lastRun.id}`}
                >
                  {task.entryTitle} → {task.consumer}
                </Link>
                <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>{task.target}</div>
              </>
            ),
            text: (task: Task) => `${task.entryTitle} → ${task.consumer}`,
          },
          {
            key: 'provider',
            title: t('提供部门', 'Provider'),
            render: (_: unknown, task: Task) => task.provider,
            text: (task: Task) => task.provider,
          },
          {
            key: 'grant',
            title: t('授权', 'Grant'),
            render: (_: unknown, task: Task) => (
              <span style={{ display: 'inline-flex', gap: 8, flexWrap: 'wrap' }}>
                <Link to={`/grants/${task.grantId}`}>{task.grantNo}</Link>
                {task.grantState !== 'active' && <StatusTag kind="task" state={task.grantState} />}
              </span>
            ),
            text: (task: Task) => task.grantNo,
          },
          {
            key: 'last',
            title: t('上次运行', 'Last run'),
            render: (_: unknown, task: Task) =>
              task.lastRun === null ? t('还没有运行', 'not run yet') : <LastRun run={task.lastRun} />,
            text: (task: Task) => (task.lastRun === null ? '' : statusWord('run', task.lastRun.state, t)),
          },
          {
            key: 'rows',
            title: t('写入', 'Written'),
            align: 'right' as const,
            render: (_: unknown, task: Task) =>
              task.lastRun === null ? '—' : formatCount(task.lastRun.rowsWritten, language),
            text: (task: Task) => String(task.lastRun?.rowsWritten ?? ''),
          },
          {
            key: 'act',
            title: '',
            render: (_: unknown, task: Task) =>
              task.actions.includes('run') ? (
                <Button
                  size="small"
                  loading={starting === task.id}
                  disabled={task.lastRun !== null && LIVE.has(task.lastRun.state)}
                  onClick={() => void start(task)}
                  data-test="run-start"
                >
                  {t('运行', 'Run')}
                </Button>
              ) : null,
            text: () => '',
          },
        ]}
      />
    </>
  );
}

function LastRun({ run }: { run: Run }) {
  const { language } = useText();
  const { token } = theme.useToken();
  const running = LIVE.has(run.state) && run.expected !== null && run.expected > 0;
  return (
    <div style={{ minWidth: 160 }}>
      <StatusTag kind="run" state={run.state} />
      {running ? (
        <Progress
          size="small"
          percent={Math.floor((Math.min(run.rowsRead, run.expected ?? 1) / (run.expected ?? 1)) * 100)}
        />
      ) : (
        <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>
          {formatTime(run.finishedAt ?? run.createdAt, language)}
        </div>
      )}
    </div>
  );
}

function RunList() {
  const { t, language } = useText();
  const [search, setSearch] = useSearchParams();
  const page = Number(search.get('page') ?? 1);
  const state = search.getAll('state');
  const { data, problem } = useLoad<Runs>(
    '/api/exchange/runs',
    { state, page, size: 20 },
    [search.toString()],
    { every: 3000 },
  );
  if (problem && !data) return <RefusalNotice problem={problem} />;
  return (
    <Table<Run>
      rowKey="id"
      loading={!data}
      dataSource={data?.items ?? []}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <EmptyState title={t('没有这样的运行。', 'No such runs.')} /> }}
      pagination={{
        current: page,
        pageSize: 20,
        total: data?.total ?? 0,
        showSizeChanger: false,
        showTotal: total =>
          t(`共 ${formatCount(total, language)} 条`, `${formatCount(total, language)} in all`),
        onChange: next => {
          const put = new URLSearchParams(search);
          put.set('page', String(next));
          setSearch(put);
        },
      }}
      data-test="runs"
      columns={[
        {
          key: 'no',
          title: t('运行', 'Run'),
          render: (_, run) => <Link to={`/exchange/runs/${run.id}`}>{run.no}</Link>,
        },
        {
          key: 'entry',
          title: t('来源 → 去向', 'From → to'),
          render: (_, run) => `${run.entryTitle} → ${run.consumer}`,
        },
        {
          key: 'state',
          title: t('状态', 'State'),
          render: (_, run) => <StatusTag kind="run" state={run.state} />,
        },
        {
          key: 'rows',
          title: t('写入', 'Written'),
          align: 'right',
          render: (_, run) => formatCount(run.rowsWritten, language),
        },
        { key: 'at', title: t('时间', 'Time'), render: (_, run) => formatTime(run.createdAt, language) },
      ]}
    />
  );
}
