import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { ChartCard, type ChartTable, useChartLook } from '../../ui/ChartCard.tsx';
import { useText } from '../../ui/language.tsx';
import { type FlowMark, flowTooltip } from './flowTooltip.ts';
import { FEWEST, Numbers } from './Numbers.tsx';
import type { Overview } from './OverviewPage.tsx';

const BANDS = 12;

export function Flows({ overview }: { overview: Overview }) {
  const { t } = useText();
  const look = useChartLook();
  const navigate = useNavigate();
  const flows = useMemo(
    () => [...overview.flows].sort((a, b) => b.calls + b.grants - (a.calls + a.grants)).slice(0, BANDS * 2),
    [overview.flows],
  );
  const title = t('谁给谁用', 'Who gives to whom');
  const table: ChartTable = {
    columns: [
      t('提供部门', 'Provider'),
      t('使用部门', 'Consumer'),
      t('授权', 'Grants'),
      t('调用', 'Calls'),
      t('交换行数', 'Rows'),
    ],
    rows: overview.flows.map(flow => [flow.provider, flow.consumer, flow.grants, flow.calls, flow.rows]),
  };
  const option = useMemo(() => {
    // A department may give and take: the two sides are different nodes, so that no ring arises.
    const left = [...new Set(flows.map(flow => flow.provider))];
    const right = [...new Set(flows.map(flow => flow.consumer))];
    return {
      tooltip: { formatter: (mark: FlowMark) => flowTooltip(mark, t) },
      series: [
        {
          type: 'sankey',
          left: 8,
          right: 110,
          top: 8,
          bottom: 8,
          nodeGap: 10,
          draggable: false,
          label: {
            color: look.text,
            fontSize: 12,
            width: 100,
            overflow: 'break',
            formatter: (mark: { name: string }) => mark.name.trim(),
          },
          lineStyle: { color: 'source', opacity: 0.35 },
          data: [
            ...left.map((name, index) => ({
              name,
              itemStyle: { color: look.color[index % look.color.length] },
            })),
            ...right.map(name => ({ name: `${name} `, itemStyle: { color: look.color[1] } })),
          ],
          links: flows.map(flow => ({
            source: flow.provider,
            target: `${flow.consumer} `,
            value: Math.max(1, flow.calls + flow.grants),
            grants: flow.grants,
            calls: flow.calls,
          })),
        },
      ],
    };
  }, [flows, look.text, look.color, t]);
  if (flows.length < FEWEST)
    return (
      <Numbers title={title} table={table} empty={t('还没有生效的授权。', 'No grant is in force yet.')} />
    );
  return (
    <ChartCard
      title={title}
      unit={t('宽度 = 调用与授权', 'width = calls and grants')}
      option={option}
      table={table}
      height={320}
      onPick={mark =>
        void navigate(`/grants?side=all&q=${encodeURIComponent((mark.source ?? mark.name).trim())}`)
      }
    />
  );
}
