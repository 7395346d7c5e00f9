import { Table, Tag } from 'antd';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useText } from '../../../ui/language.tsx';
import { maskLabel, maskOf } from '../../../ui/masks.ts';
import type { RunDetail } from '../types.ts';

/** 来源列 → 数据项 → 去向列, and what is hidden on the way. */
export function Fields({ run }: { run: RunDetail }) {
  const { t, language } = useText();
  const typed = (column: string, type: string) => (
    <>
      {column} <span style={{ opacity: 0.75, fontSize: 12 }}>{type}</span>
    </>
  );
  return (
    <Table<RunDetail['fields'][number]>
      size="small"
      rowKey={field => `${field.item} ${field.targetColumn}`}
      dataSource={run.fields}
      pagination={false}
      scroll={{ x: 'max-content' }}
      data-test="run-fields"
      locale={{
        emptyText: <EmptyState title={t('这次运行没有记下字段对应。', 'The run noted no columns.')} />,
      }}
      columns={[
        {
          key: 'source',
          title: t('来源列', 'Column of the source'),
          render: (_, field) => typed(field.sourceColumn, field.sourceType),
        },
        {
          key: 'item',
          title: t('数据项', 'Item'),
          render: (_, field) => (
            <>
              {field.item}{' '}
              {field.key && (
                <Tag variant="outlined" style={{ marginInlineEnd: 0 }}>
                  {t('标识', 'identifier')}
                </Tag>
              )}
            </>
          ),
        },
        {
          key: 'mask',
          title: t('给出的样子', 'Shown as'),
          render: (_, field) =>
            maskLabel(maskOf({ kind: field.mask as Parameters<typeof maskOf>[0]['kind'] }), language).replace(
              /（.*）|\(.*\)/u,
              '',
            ),
        },
        {
          key: 'target',
          title: t('去向列', 'Column of the target'),
          render: (_, field) => typed(field.targetColumn, field.targetType),
        },
      ]}
    />
  );
}
