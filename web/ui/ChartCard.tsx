import { Button, Card, Skeleton, theme } from 'antd';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useText } from './language.tsx';

const LIGHT = ['#1B5E83', '#C08A2D', '#4E8F6D', '#8A5A83', '#B4563F', '#6F8797', '#2F8F9D', '#7A6A3C'];
const DARK = ['#6CB2D6', '#E0B35A', '#79BE97', '#B98BB2', '#E08A72', '#9DB0BD', '#63BFCB', '#B5A36B'];

export interface ChartTable {
  columns: string[];
  rows: (string | number)[][];
}

/** Colours and lettering that every chart shares; pages give the rest. */
export function useChartLook() {
  const { token } = theme.useToken();
  const dark = token.colorBgContainer.toUpperCase() === '#1A2229';
  return {
    color: dark ? DARK : LIGHT,
    text: token.colorTextSecondary,
    strong: token.colorText,
    line: token.colorBorderSecondary,
    ground: token.colorBgContainer,
    success: token.colorSuccess,
    error: token.colorError,
    warning: token.colorWarning,
    font: token.fontFamily,
  };
}

/** Title, unit, chart; the same figures as a table at one click. `onPick` gets the clicked mark's name. */
export function ChartCard({
  title,
  unit,
  option,
  table,
  summary,
  height = 280,
  onPick,
  extra,
}: {
  title: string;
  unit: string;
  option: EChartsCoreOption;
  table: ChartTable;
  /** The chart in a sentence, for those who cannot see it. */
  summary?: string;
  height?: number;
  onPick?: (mark: { name: string; source?: string; target?: string; series: string }) => void;
  extra?: ReactNode;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  const [asTable, setAsTable] = useState(false);
  return (
    <Card
      title={title}
      data-test="chart"
      extra={
        <Button size="small" type="text" onClick={() => setAsTable(!asTable)} aria-pressed={asTable}>
          {asTable ? t('看图', 'As chart') : t('看表格', 'As table')}
        </Button>
      }
    >
      <div style={{ color: token.colorTextTertiary, fontSize: 12, marginBottom: 8 }}>{unit}</div>
      {asTable ? (
        <div style={{ maxHeight: height, overflow: 'auto' }} tabIndex={0} role="region" aria-label={title}>
          <Figures title={title} table={table} />
        </div>
      ) : (
        <Canvas option={option} height={height} summary={summary ?? `${title}（${unit}）`} onPick={onPick} />
      )}
      {extra}
    </Card>
  );
}

/** A chart's figures as a plain table; also what stands where there are too few points to draw. */
export function Figures({ title, table }: { title: string; table: ChartTable }) {
  const { token } = theme.useToken();
  const cell = { padding: '6px 12px', borderBottom: `1px solid ${token.colorBorderSecondary}` };
  return (
    <table style={{ width: '100%', borderCollapse: 'collapse', fontVariantNumeric: 'tabular-nums' }}>
      <caption
        style={{ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }}
      >
        {title}
      </caption>
      <thead>
        <tr>
          {table.columns.map((column, index) => (
            <th
              key={column}
              scope="col"
              style={{
                ...cell,
                textAlign: typeof table.rows[0]?.[index] === 'number' ? 'end' : 'start',
                fontWeight: 500,
                color: token.colorTextSecondary,
              }}
            >
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(row => (
          <tr key={row.slice(0, 2).join(' ')}>
            {row.map((value, index) => (
              <td
                key={table.columns[index]}
                style={{ ...cell, textAlign: typeof value === 'number' ? 'end' : 'start' }}
              >
                {typeof value === 'number' ? value.toLocaleString('en-US') : value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A drawing alone, for those who put their own words beside it. */
export function Canvas({
  option,
  height,
  summary,
  onPick,
}: {
  option: EChartsCoreOption;
  height: number;
  summary: string;
  onPick?: ((mark: { name: string; source?: string; target?: string; series: string }) => void) | undefined;
}) {
  const look = useChartLook();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  const [ready, setReady] = useState(false);

  useEffect(() => {
    let gone = false;
    let observer: ResizeObserver | undefined;
    void import('./charts.ts').then(({ openChart }) => {
      if (gone || place.current === null) return;
      const opened = openChart(place.current);
      chart.current = opened;
      opened.on('click', event => {
        const data = event.data as { source?: string; target?: string } | undefined;
        pick.current?.({
          name: event.name,
          series: event.seriesName ?? '',
          ...(data?.source === undefined ? {} : { source: data.source }),
          ...(data?.target === undefined ? {} : { target: data.target }),
        });
      });
      observer = new ResizeObserver(() => opened.resize());
      observer.observe(place.current);
      setReady(true);
    });
    return () => {
      gone = true;
      observer?.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    if (!ready) return;
    chart.current?.setOption(
      {
        color: look.color,
        backgroundColor: 'transparent',
        textStyle: { fontFamily: look.font, color: look.text, fontSize: 12 },
        animation: false,
        aria: { enabled: true, label: { description: summary } },
        ...option,
      },
      { notMerge: true },
    );
    // Its colours change with the ground; the rest of the look follows them.
  }, [ready, option, summary, look.ground]);

  return (
    <div style={{ position: 'relative' }}>
      {!ready && (
        <Skeleton active paragraph={{ rows: 5 }} title={false} style={{ position: 'absolute', inset: 0 }} />
      )}
      <div ref={place} style={{ width: '100%', height }} role="img" aria-label={summary} />
    </div>
  );
}
