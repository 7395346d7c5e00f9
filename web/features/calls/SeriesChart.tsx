import { useMemo } from 'react';
import { ChartCard, useChartLook } from '../../ui/ChartCard.tsx';
import { useText } from '../../ui/language.tsx';
import type { Series } from './types.ts';

const LENGTH = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const EAST = 8 * 3_600_000;

/** Beijing time as the axis writes it: 15:04, 11-20 15:00 or 11-20. */
function labelOf(at: number, step: Series['step']): string {
  const text = new Date(at + EAST).toISOString();
  if (step === 'minute') return text.slice(11, 16);
  return step === 'hour' ? `${text.slice(5, 10)} ${text.slice(11, 16)}` : text.slice(5, 10);
}

/** Answered, refused and failed calls over time, and how long the answered ones took; a step without calls has none. */
export function SeriesChart({ series }: { series: Series }) {
  const { t } = useText();
  const look = useChartLook();
  const { step } = series;
  const points = useMemo(() => {
    const known = new Map(series.points.map(one => [Date.parse(one.at), one]));
    const rows = [];
    for (let at = Date.parse(series.from); at < Date.parse(series.until); at += LENGTH[step]) {
      const one = known.get(at);
      const refused = one?.refused ?? 0;
      const failed = one?.failed ?? 0;
      rows.push({
        at: labelOf(at, step),
        served: (one?.calls ?? 0) - refused - failed,
        refused,
        failed,
        p95: one?.p95 ? Math.round(one.p95 / 100) / 10 : null,
      });
    }
    return rows;
  }, [series, step]);
  const heads = [
    t('时间', 'Time'),
    t('成功', 'Answered'),
    t('被拒绝', 'Refused'),
    t('出错', 'Failed'),
    t('P95 耗时（毫秒）', 'p95 (ms)'),
  ];
  const option = useMemo(() => {
    const bar = (name: string | undefined, data: number[], color: string | undefined) => ({
      name,
      type: 'bar',
      stack: 'calls',
      barMaxWidth: 14,
      data,
      itemStyle: { color },
    });
    const axis = { axisLabel: { color: look.text }, splitLine: { lineStyle: { color: look.line } } };
    return {
      grid: { left: 8, right: 8, top: 56, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, textStyle: { color: look.text } },
      tooltip: { trigger: 'axis' },
      xAxis: {
        type: 'category',
        data: points.map(one => one.at),
        axisLabel: { color: look.text, hideOverlap: true },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: look.line } },
      },
      yAxis: [
        { type: 'value', minInterval: 1, ...axis },
        { type: 'value', ...axis, splitLine: { show: false } },
      ],
      series: [
        bar(
          heads[1],
          points.map(one => one.served),
          look.color[0],
        ),
        bar(
          heads[2],
          points.map(one => one.refused),
          look.warning,
        ),
        bar(
          heads[3],
          points.map(one => one.failed),
          look.error,
        ),
        {
          name: heads[4],
          type: 'line',
          yAxisIndex: 1,
          showSymbol: false,
          connectNulls: false,
          data: points.map(one => one.p95),
          itemStyle: { color: look.color[3] },
        },
      ],
    };
  }, [
    points,
    look.text,
    look.line,
    look.warning,
    look.error,
    look.color,
    heads[1],
    heads[2],
    heads[3],
    heads[4],
  ]);
  const unit = {
    minute: t('次，每分钟', 'calls a minute'),
    hour: t('次，每小时', 'calls an hour'),
    day: t('次，每天', 'calls a day'),
  }[step];
  return (
    <ChartCard
      title={t('调用和耗时', 'Calls and their time')}
      unit={t(`${unit}；右轴为毫秒`, `${unit}; milliseconds on the right`)}
      height={260}
      option={option}
      table={{
        columns: heads,
        rows: points
          .filter(one => one.served + one.refused + one.failed > 0)
          .toReversed()
          .map(one => [one.at, one.served, one.refused, one.failed, one.p95 ?? '—']),
      }}
    />
  );
}
