import { Card, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import type { Comparison, List } from './types.ts';
import { cellWord } from './words.ts';

const KINDS = {
  added: ['新增', 'added', 'green'],
  removed: ['减少', 'removed', 'red'],
  changed: ['有变', 'changed', 'blue'],
} as const;

/** Any two versions row by row; the last signed one beside what is in work, unless one chooses others. */
export function CompareVersions({ list }: { list: List }) {
  const { t } = useText();
  const [from, setFrom] = useState(list.versions[0]?.number ?? 0);
  const [to, setTo] = useState(0);
  const { data, problem } = useLoad<Comparison>(`/api/lists/${list.kind}/compare`, {
    departmentId: list.departmentId,
    from,
    to,
  });
  const options = [
    { value: 0, label: t('现在的', 'As it is now') },
    ...list.versions.map(one => ({
      value: one.number,
      label: t(`第 ${one.number} 版`, `Version ${one.number}`),
    })),
  ];
  const titleOf = (field: string): string => {
    const column = list.columns.find(one => one.key === field);
    return column ? t(column.zh, column.en) : t('备注', 'Remark');
  };
  return (
    <Card
      title={t('版本比较', 'Versions compared')}
      extra={
        <Space wrap>
          <Select value={from} onChange={setFrom} options={options} aria-label={t('从', 'From')} />
          →
          <Select value={to} onChange={setTo} options={options} aria-label={t('到', 'To')} />
        </Space>
      }
    >
      {problem && <RefusalNotice problem={problem} />}
      {data && (
        <Table
          size="small"
          rowKey="key"
          dataSource={data.rows}
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: t('两版一样。', 'The two say the same.') }}
          columns={[
            { title: t('数据名称', 'Data'), render: (_, row: Comparison['rows'][number]) => row.title },
            {
              title: t('变化', 'Change'),
              render: (_, row) => (
                <Tag color={KINDS[row.kind][2]}>{t(KINDS[row.kind][0], KINDS[row.kind][1])}</Tag>
              ),
            },
            {
              title: t('内容', 'What'),
              render: (_, row) =>
                row.changes.map(change => (
                  <div key={change.field}>
                    {titleOf(change.field)}：{cellWord(list, change.field, change.before, t) || '—'} →{' '}
                    {cellWord(list, change.field, change.after, t) || '—'}
                  </div>
                )),
            },
          ]}
        />
      )}
    </Card>
  );
}
