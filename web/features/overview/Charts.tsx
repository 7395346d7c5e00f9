import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { ChartCard, type ChartTable, useChartLook } from '../../ui/ChartCard.tsx';
import { useText } from '../../ui/language.tsx';
import { FEWEST, Numbers } from './Numbers.tsx';
import type { Overview } from './OverviewPage.tsx';

export function CallsByDay({ overview }: { overview: Overview }) {
  const { t } = useText();
  const look = useChartLook();
  const navigate = useNavigate();
  const days = overview.callsByDay;
  const title = t('每天调用了多少，哪种方式', 'Calls a day, by way');
  const used = days.filter(day => day.query + day.verify + day.refused > 0);
  const table: ChartTable = {
    columns: [t('日期', 'Day'), t('接口查询', 'Query'), t('核验', 'Verification'), t('已拒绝', 'Refused')],
    rows: (used.length < FEWEST ? used : days).map(day => [day.day, day.query, day.verify, day.refused]),
  };
  const option = useMemo(() => {
    const band = (name: string, values: number[], color?: string) => ({
      name,
      type: 'line',
      stack: 'all',
      areaStyle: { opacity: 0.5 },
      showSymbol: false,
      data: values,
      ...(color === undefined ? {} : { color }),
    });
    return {
      grid: {
        left: 8,
        right: 16,
        top: 36,
        bottom: 8,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      legend: { top: 0, left: 0, textStyle: { color: look.text } },
      tooltip: { trigger: 'axis' },
      aria: { enabled: true, decal: { show: true } },
      xAxis: {
        type: 'category',
        boundaryGap: false,
        data: days.map(day => day.day.slice(5)),
        axisLabel: { color: look.text },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: look.text },
        splitLine: { lineStyle: { color: look.line } },
      },
      series: [
        band(
          t('接口查询', 'Query'),
          days.map(day => day.query),
        ),
        band(
          t('核验', 'Verification'),
          days.map(day => day.verify),
        ),
        band(
          t('已拒绝', 'Refused'),
          days.map(day => day.refused),
          look.error,
        ),
      ],
    };
  }, [days, look.text, look.line, look.error, t]);
  if (used.length < FEWEST)
    return <Numbers title={title} table={table} empty={t('近 30 天还没有调用。', 'No calls in 30 days.')} />;
  return (
    <ChartCard
      title={title}
      unit={t('次，近 30 天', 'calls, last 30 days')}
      option={option}
      table={table}
      onPick={() => void navigate('/ledger/records?result=served')}
    />
  );
}

export function DepartmentBars({ overview }: { overview: Overview }) {
  const { t } = useText();
  const look = useChartLook();
  const navigate = useNavigate();
  const departments = useMemo(
    () =>
      [...overview.departments]
        .filter(row => row.entries > 0)
        .sort((a, b) => b.published - a.published)
        .slice(0, 12),
    [overview.departments],
  );
  const title = t('各部门目录到了哪一步', 'Where each catalog stands');
  const table: ChartTable = {
    columns: [
      t('部门', 'Department'),
      t('已编', 'Compiled'),
      t('已发布', 'Published'),
      t('已挂载', 'Mounted'),
      t('有人用', 'In use'),
    ],
    rows: overview.departments.map(row => [row.name, row.entries, row.published, row.mounted, row.inUse]),
  };
  const option = useMemo(() => {
    const rows = [...departments].reverse();
    const bar = (name: string, values: number[]) => ({ name, type: 'bar', barMaxWidth: 10, data: values });
    return {
      grid: {
        left: 8,
        right: 16,
        top: 36,
        bottom: 8,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      legend: { top: 0, left: 0, textStyle: { color: look.text } },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      xAxis: {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: look.text },
        splitLine: { lineStyle: { color: look.line } },
      },
      yAxis: {
        type: 'category',
        data: rows.map(row => row.name),
        axisLabel: { color: look.text, width: 150, overflow: 'break' },
      },
      series: [
        bar(
          t('已发布', 'Published'),
          rows.map(row => row.published),
        ),
        bar(
          t('已挂载', 'Mounted'),
          rows.map(row => row.mounted),
        ),
        bar(
          t('有人用', 'In use'),
          rows.map(row => row.inUse),
        ),
      ],
    };
  }, [departments, look.text, look.line, t]);
  if (departments.length < FEWEST)
    return <Numbers title={title} table={table} empty={t('还没有目录。', 'No entries yet.')} />;
  return (
    <ChartCard
      title={title}
      unit={t('条，前 12 个部门', 'entries, first 12 departments')}
      option={option}
      table={table}
      height={Math.max(280, departments.length * 44)}
      onPick={mark => {
        const department = departments.find(row => row.name === mark.name);
        if (department !== undefined) void navigate(`/catalog?departmentId=${department.id}`);
      }}
    />
  );
}

export function ShareTypes({ overview }: { overview: Overview }) {
  const { t } = useText();
  const look = useChartLook();
  const navigate = useNavigate();
  const title = t('共享类型占多少', 'Share types');
  const words = useMemo<Record<string, string>>(
    () => ({
      unconditional: t('无条件共享', 'Unconditional'),
      conditional: t('有条件共享', 'Conditional'),
      withheld: t('不予共享', 'Withheld'),
    }),
    [t],
  );
  const rows = overview.shareTypes;
  const table: ChartTable = {
    columns: [t('共享类型', 'Share type'), t('目录', 'Entries')],
    rows: rows.map(row => [words[row.shareType] ?? '—', row.count]),
  };
  const option = useMemo(
    () => ({
      tooltip: { trigger: 'item' },
      series: [
        {
          type: 'pie',
          radius: ['34%', '52%'],
          itemStyle: { borderColor: look.ground, borderWidth: 2 },
          label: { color: look.text, formatter: '{b}\n{c}' },
          data: rows.map(row => ({ name: words[row.shareType] ?? '—', value: row.count })),
        },
      ],
    }),
    [rows, look.text, look.ground, words],
  );
  if (rows.filter(row => row.count > 0).length < FEWEST) {
    return (
      <Numbers title={title} table={table} empty={t('还没有已发布的目录。', 'No entry is published yet.')} />
    );
  }
  return (
    <ChartCard
      title={title}
      unit={t('条，已发布', 'entries, published')}
      option={option}
      table={table}
      onPick={mark => {
        const key = Object.entries(words).find(([, word]) => word === mark.name)?.[0];
        if (key !== undefined) void navigate(`/catalog?shareType=${key}`);
      }}
    />
  );
}
