import { Card } from 'antd';
import { type ChartTable, Figures } from '../../ui/ChartCard.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

/** Fewer than three points are numbers, not a chart; none at all says what to do. */
export const FEWEST = 3;

export function Numbers({ title, table, empty }: { title: string; table: ChartTable; empty: string }) {
  return (
    <Card title={title}>
      {table.rows.length === 0 ? <EmptyState title={empty} /> : <Figures title={title} table={table} />}
    </Card>
  );
}
