import { Table } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { Samples } from './types.ts';

/** People and companies that nobody is: whom the sandbox knows. */
export function SampleTable({ samples }: { samples: Samples }) {
  const { t } = useText();
  if (samples.rows.length === 0) return null;
  return (
    <Table<string[]>
      size="small"
      pagination={false}
      rowKey={row => row.join('\n')}
      dataSource={samples.rows}
      scroll={{ x: 'max-content' }}
      aria-label={t('沙箱样例', 'Samples of the sandbox')}
      columns={samples.items.map((name, at) => ({
        key: name,
        title: name,
        render: (_: unknown, row: string[]) => row[at] || '—',
      }))}
    />
  );
}
