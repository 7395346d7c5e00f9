import { Table, Watermark } from 'antd';
import { useSession } from '../../app/session.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Sample } from './types.ts';

/** Masked rows under the name of whoever looks at them. */
export function SampleTable({ sample }: { sample: Sample }) {
  const { language } = useText();
  const { session } = useSession();
  return (
    <Watermark
      content={[session.post?.departmentName ?? '', formatTime(new Date().toISOString(), language)]}
      gap={[80, 60]}
    >
      <Table<{ key: number; cells: readonly (string | null)[] }>
        size="small"
        rowKey="key"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={sample.rows.map((cells, key) => ({ key, cells }))}
        columns={sample.items.map((item, at) => ({
          key: item,
          title: item,
          render: (_, row) => row.cells[at] ?? '—',
        }))}
      />
    </Watermark>
  );
}
