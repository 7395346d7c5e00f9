import { useMemo } from 'react';
import { ChartCard, useChartLook } from '../../ui/ChartCard.tsx';
import { useText } from '../../ui/language.tsx';
import { levelWord } from '../sharing/words.ts';
import type { Grant, GrantUsage } from './types.ts';

/** 批准 / 读过 by how sensitive the items are: what is granted and never read stands out where it weighs most. */
export function ReadChart({ grant, usage }: { grant: Grant; usage: GrantUsage }) {
  const { t } = useText();
  const look = useChartLook();
  const groups = useMemo(() => {
    const read = new Set(usage.items.filter(item => item.read).map(item => item.name));
    return [...new Set(grant.items.map(item => item.sensitivity))]
      .sort((a, b) => a - b)
      .map(level => {
        const items = grant.items.filter(item => item.sensitivity === level);
        return { level, granted: items.length, read: items.filter(item => read.has(item.name)).length };
      });
  }, [grant.items, usage]);
  const heads = [
    t('敏感级别', 'Sensitivity'),
    t('批准', 'Granted'),
    t(`${usage.days} 天内读过`, `Read in ${usage.days} days`),
  ];
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 16, top: 32, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, textStyle: { color: look.text } },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      aria: { decal: { show: true } },
      xAxis: {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: look.text },
        splitLine: { lineStyle: { color: look.line } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: groups.map(group => levelWord(group.level, t)),
        axisLabel: { color: look.text },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: look.line } },
      },
      series: [
        { name: heads[1], type: 'bar', barMaxWidth: 14, data: groups.map(group => group.granted) },
        { name: heads[2], type: 'bar', barMaxWidth: 14, data: groups.map(group => group.read) },
      ],
    }),
    [groups, look.text, look.line, heads[1], heads[2]],
  );
  // One level is one pair of bars: the sentence above says as much.
  if (groups.length < 2) return null;
  return (
    <ChartCard
      title={t('批准的与读过的数据项', 'Items granted and read')}
      unit={t('项，按敏感级别', 'items, by sensitivity')}
      height={64 + groups.length * 44}
      option={option}
      table={{
        columns: heads,
        rows: groups.map(group => [levelWord(group.level, t), group.granted, group.read]),
      }}
    />
  );
}
