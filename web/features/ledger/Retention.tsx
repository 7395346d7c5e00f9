import { useMemo } from 'react';
import { ChartCard, useChartLook } from '../../ui/ChartCard.tsx';
import { useText } from '../../ui/language.tsx';
import { MonthTable } from './MonthTable.tsx';
import type { Ledger } from './types.ts';

/** What is kept, for how long, and what lies in files of its own. */
export function Retention({ ledger }: { ledger: Ledger }) {
  return (
    <div className="cards">
      <MonthTable retentionMonths={ledger.retentionMonths} clause={ledger.retentionClause} />
      <MonthChart ledger={ledger} />
    </div>
  );
}

function MonthChart({ ledger }: { ledger: Ledger }) {
  const { t } = useText();
  const look = useChartLook();
  const title = t('每月记录', 'Records per month');
  const { months } = ledger;
  const table = useMemo(
    () => ({
      columns: [t('月份', 'Month'), t('办理记录', 'Acts'), t('使用记录', 'Uses')],
      rows: months.map(month => [month.month, month.commands, month.usage]),
    }),
    [months, t],
  );
  const option = useMemo(
    () => ({
      grid: {
        left: 8,
        right: 8,
        top: 36,
        bottom: 8,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      legend: { top: 0, left: 0, textStyle: { color: look.text } },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: months.map(month => month.month), axisLabel: { color: look.text } },
      yAxis: {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: look.text },
        splitLine: { lineStyle: { color: look.line } },
      },
      series: (
        [
          [t('办理记录', 'Acts'), months.map(month => month.commands)],
          [t('使用记录', 'Uses'), months.map(month => month.usage)],
        ] as const
      ).map(([name, data]) => ({ name, type: 'bar', stack: 'all', barMaxWidth: 40, data })),
    }),
    [months, look.text, look.line, t],
  );
  // Nothing to draw before the third month; the table above has the same figures.
  if (months.length < 3) return null;
  return <ChartCard title={title} unit={t('条', 'records')} option={option} table={table} />;
}
