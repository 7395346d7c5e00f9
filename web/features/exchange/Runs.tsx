import { Button, theme } from 'antd';
import { Link } from 'react-router';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useList } from '../../ui/useList.ts';
import { ExchangeTabs } from './ExchangeTabs.tsx';
import { ListFilters, useExchangeQuery } from './ListFilters.tsx';
import { useRunColumns } from './runColumns.tsx';
import { RunBar, RunMark, useRunWord, useTook } from './RunMark.tsx';
import type { Run, Runs as RunRows } from './types.ts';
import { isLive, MODES, TRIGGERS } from './words.ts';

/** 运行记录: every run, the newest first. */
export function Runs() {
  const { t, language } = useText();
  const took = useTook();
  const common = useRunColumns();
  const word = useRunWord();
  const { token } = theme.useToken();
  const second = { color: token.colorTextTertiary, fontSize: 12 };
  const { one, clear, filtered } = useFilters();
  const query = {
    ...useExchangeQuery(),
    taskId: one('taskId'),
    grantId: one('grantId'),
    from: one('from'),
    to: one('to'),
    setAside: one('setAside'),
    equal: one('equal'),
  };
  const { data, problem, table } = useList<RunRows>('/api/exchange/runs', query, { every: 3000 });
  return (
    <>
      <PageTitle title={t('数据交换', 'Exchange')} name={t('运行记录', 'Runs')} />
      <ExchangeTabs current="runs" />
      <ListFilters of="runs" />
      {problem && <RefusalNotice problem={problem} />}
      <DataTable<Run>
        caption={t('运行记录', 'Runs')}
        exportName={t('运行记录', 'Runs')}
        {...table}
        loading={table.loading && data === undefined}
        rowKey="id"
        empty={
          filtered ? (
            <EmptyState
              title={t('没有符合这些条件的运行。', 'No runs match these filters.')}
              action={<Button onClick={clear}>{t('清空筛选', 'Clear the filters')}</Button>}
            />
          ) : (
            <EmptyState
              title={t(
                '还没有运行。任务到了计划的时间，或有人点“运行”，就会出现在这里。',
                'No runs yet. They appear here when a task’s scheduled time comes or someone starts it.',
              )}
              action={
                <Link to="/exchange">
                  <Button>{t('看交换任务', 'See the tasks')}</Button>
                </Link>
              }
            />
          )
        }
        columns={[
          common.no,
          {
            key: 'entry',
            title: t('来源 → 去向', 'From → to'),
            render: (_, run) => (
              <>
                {run.entryTitle} → {run.consumer}
                <div style={second}>{run.provider}</div>
              </>
            ),
            text: run => `${run.entryTitle} → ${run.consumer}`,
          },
          {
            key: 'mode',
            title: t('方式', 'Mode'),
            render: (_, run) => (
              <>
                {t(...MODES[run.mode])}
                <div style={second}>{t(...TRIGGERS[run.trigger])}</div>
              </>
            ),
            text: run => `${t(...MODES[run.mode])} · ${t(...TRIGGERS[run.trigger])}`,
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, run) => (
              // Marks and bar go on in a second line, so that the time of the run stays in sight.
              <div style={{ maxWidth: 190 }}>
                <RunMark run={run} />
                {isLive(run) && <RunBar run={run} />}
              </div>
            ),
            text: word,
          },
          common.read,
          common.written,
          {
            ...common.at,
            title: t('时间 / 用时', 'Time / took'),
            render: (_, run) => (
              <>
                {formatTime(run.createdAt, language)}
                <div style={second}>{took(run)}</div>
              </>
            ),
          },
        ]}
      />
    </>
  );
}
