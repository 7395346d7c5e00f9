import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { useLoad } from '../../../api.ts';
import { ChartCard, useChartLook } from '../../../ui/ChartCard.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { formatCount, formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { useRunColumns } from '../runColumns.tsx';
import { RunBar, RunMark, useRunWord } from '../RunMark.tsx';
import type { Run, Runs, Task } from '../types.ts';
import { isLive, TRIGGERS } from '../words.ts';

const SHOWN = 30;
const PAGE = 10;
/** Fewer are read faster as figures. */
const FEWEST = 3;

/** The last 30 runs: as bars, and in a list. */
export function TaskRuns({ task }: { task: Task }) {
  const { t } = useText();
  const common = useRunColumns();
  const [page, setPage] = useState(1);
  const { data, problem } = useLoad<Runs>(
    '/api/exchange/runs',
    { taskId: task.id, page: 1, size: SHOWN },
    [],
    { every: 3000 },
  );
  if (problem && !data) return <RefusalNotice problem={problem} />;
  const runs = data?.items ?? [];
  if (data && runs.length === 0)
    return (
      <EmptyState
        title={t(
          '还没有运行。可以点“现在运行”先试一次，看对账单。',
          'No runs yet. Click “Run now” to try one and look at its receipt.',
        )}
      />
    );
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 16 }}>
      {runs.length >= FEWEST && <RunChart runs={runs} />}
      <DataTable<Run>
        caption={t('运行记录', 'Runs')}
        rows={runs.slice((page - 1) * PAGE, page * PAGE)}
        rowKey="id"
        total={runs.length}
        page={page}
        size={PAGE}
        onPage={setPage}
        loading={!data}
        empty={null}
        columns={[
          common.no,
          common.at,
          { key: 'why', title: t('由什么开始', 'Trigger'), render: (_, run) => t(...TRIGGERS[run.trigger]) },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, run) => (isLive(run) ? <RunBar run={run} /> : <RunMark run={run} />),
          },
          common.read,
          common.written,
          common.took,
        ]}
      />
    </div>
  );
}

/** 最近 30 次: written and set aside of each run; a click opens it. */
function RunChart({ runs }: { runs: Run[] }) {
  const { t, language } = useText();
  const look = useChartLook();
  const word = useRunWord();
  const navigate = useNavigate();
  const ended = useMemo(() => runs.filter(run => !isLive(run)).toReversed(), [runs]);
  const option = useMemo(
    () => ({
      tooltip: { trigger: 'axis' },
      legend: { textStyle: { color: look.text }, top: 0 },
      grid: { left: 8, right: 8, top: 32, bottom: 4, containLabel: true },
      xAxis: {
        type: 'category',
        data: ended.map(run => run.no),
        axisLabel: {
          color: look.text,
          formatter: (no: string) =>
            formatTime(ended.find(run => run.no === no)?.createdAt ?? null, language),
        },
        axisLine: { lineStyle: { color: look.line } },
      },
      yAxis: {
        type: 'value',
        min: 0,
        axisLabel: { color: look.text, formatter: (value: number) => formatCount(value, language, true) },
        splitLine: { lineStyle: { color: look.line } },
      },
      series: [
        {
          name: t('写入', 'Written'),
          type: 'bar',
          stack: 'rows',
          barMaxWidth: 28,
          data: ended.map(run => ({
            value: run.rowsWritten,
            itemStyle: { color: run.state === 'delivered' ? look.color[0] : look.error },
          })),
        },
        {
          name: t('搁置', 'Set aside'),
          type: 'bar',
          stack: 'rows',
          barMaxWidth: 28,
          itemStyle: { color: look.color[1] },
          data: ended.map(run => run.setAside),
        },
      ],
    }),
    [ended, look.text, look.line, look.color, look.error, language, t],
  );
  if (ended.length < FEWEST) return null;
  return (
    <ChartCard
      title={t('每次送了多少', 'Rows delivered by each run')}
      unit={t(`行，最近 ${ended.length} 次`, `rows, the last ${ended.length} runs`)}
      height={200}
      option={option}
      table={{
        columns: [t('运行', 'Run'), t('状态', 'State'), t('写入', 'Written'), t('搁置', 'Set aside')],
        rows: ended.map(run => [run.no, word(run), run.rowsWritten, run.setAside]),
      }}
      onPick={({ name }) => {
        const run = ended.find(one => one.no === name);
        if (run) void navigate(`/exchange/runs/${run.id}`);
      }}
    />
  );
}
