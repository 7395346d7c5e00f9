import { Tag } from 'antd';
import { type DataColumn, DataTable } from '../../../ui/DataTable.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useText } from '../../../ui/language.tsx';
import { maskLabel, maskOf } from '../../../ui/masks.ts';
import type { RunDetail } from '../types.ts';

type Field = RunDetail['fields'][number];

/** 来源列 → 数据项 → 去向列, and what is hidden on the way. */
export function Fields({ run }: { run: RunDetail }) {
  const { t, language } = useText();
  const typed = (column: string, type: string) => (
    <>
      {column} <span style={{ opacity: 0.75, fontSize: 12 }}>{type}</span>
    </>
  );
  const columns: DataColumn<Field>[] = [
    {
      key: 'source',
      title: t('来源列', 'Source column'),
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
      title: t('去向列', 'Target column'),
      render: (_, field) => typed(field.targetColumn, field.targetType),
    },
  ];
  return (
    <div data-test="run-fields">
      <DataTable<Field>
        caption={t('字段对应', 'Columns')}
        rows={run.fields}
        rowKey="targetColumn"
        loading={false}
        empty={<EmptyState title={t('这次运行没有记下字段对应。', 'This run recorded no column mapping.')} />}
        columns={columns}
      />
    </div>
  );
}
