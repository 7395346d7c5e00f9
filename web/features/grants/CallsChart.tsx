import { useMemo } from 'react';
import { ChartCard, useChartLook } from '../../ui/ChartCard.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { civilDate } from '../sharing/words.ts';
import { plusDays } from './shown.ts';
import type { GrantUsage } from './types.ts';

/** Calls by day; a day without use is a day with none, and today is not over. */
export function CallsChart({ usage }: { usage: GrantUsage }) {
  const { t, language } = useText();
  const look = useChartLook();
  const today = civilDate();
  const days = useMemo(() => {
    const used = new Map(usage.byDay.map(one => [one.day, one]));
    return Array.from({ length: usage.days }, (_, back) => {
      const day = plusDays(today, back - usage.days + 1);
      return { day, calls: used.get(day)?.calls ?? 0, failures: used.get(day)?.failures ?? 0 };
    });
  }, [usage, today]);
  const heads = [t('日期', 'Day'), t('调用', 'Calls'), t('失败', 'Failed')];
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 16, top: 32, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, textStyle: { color: look.text } },
      tooltip: { trigger: 'axis' },
      xAxis: {
        type: 'category',
        data: days.map(one => one.day.slice(5)),
        axisLabel: { color: look.text },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: look.line } },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: look.text },
        splitLine: { lineStyle: { color: look.line } },
      },
      series: [
        { name: heads[1], type: 'line', showSymbol: false, data: days.map(one => one.calls) },
        {
          name: heads[2],
          type: 'bar',
          barMaxWidth: 10,
          itemStyle: { color: look.error },
          data: days.map(one => one.failures),
        },
      ],
    }),
    [days, look.text, look.line, look.error, heads[1], heads[2]],
  );
  return (
    <ChartCard
      title={t('每天的调用', 'Calls by day')}
      unit={t('次，今天截至现在', 'calls; today until now')}
      height={200}
      option={option}
      table={{
        columns: heads,
        rows: days
          .filter(one => one.calls > 0)
          .toReversed()
          .map(one => [formatDate(one.day, language), one.calls, one.failures]),
      }}
    />
  );
}
