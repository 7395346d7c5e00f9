import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select, theme } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { RowCondition } from './types.ts';
import { rowSentence } from './words.ts';

/** 数据范围: conditions by choice, read back as sentences; nobody types a filter expression. */
export function ApplyRows({
  id,
  items,
  rows,
  onChange,
}: {
  id: string;
  items: readonly { name: string }[];
  rows: RowCondition[];
  onChange: (rows: RowCondition[]) => void;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  const put = (index: number, row: RowCondition) =>
    onChange(rows.map((old, at) => (at === index ? row : old)));
  return (
    <section aria-label={t('数据范围', 'Range of data')} id={id} tabIndex={-1}>
      {rows.length === 0 && (
        <p style={{ margin: '0 0 12px', color: token.colorTextSecondary }}>
          {t(
            '不加条件就是全部记录。用多少申请多少。',
            'Without a condition: all records. Ask for what you need.',
          )}
        </p>
      )}
      {rows.map((row, index) => (
        <div key={`${index}`} style={{ marginBottom: 12 }}>
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
            <Select
              style={{ minWidth: 160 }}
              value={row.item}
              aria-label={t('数据项', 'Item')}
              onChange={item => put(index, { ...row, item })}
              options={items.map(item => ({ label: item.name, value: item.name }))}
              showSearch
              data-test="apply-row-item"
            />
            <Select
              style={{ width: 110 }}
              value={row.op}
              aria-label={t('关系', 'Relation')}
              onChange={op => put(index, { ...row, op })}
              options={[
                { label: t('等于', 'is'), value: 'eq' },
                { label: t('属于', 'is one of'), value: 'in' },
                { label: t('介于', 'is between'), value: 'between' },
              ]}
            />
            {row.op === 'in' ? (
              <Select
                mode="tags"
                style={{ minWidth: 220, flex: 1 }}
                value={row.values}
                aria-label={t('值', 'Values')}
                onChange={values => put(index, { ...row, values })}
                placeholder={t('每输一个按回车', 'Enter after each value')}
              />
            ) : (
              <>
                <Input
                  style={{ width: 160 }}
                  value={row.values[0] ?? ''}
                  aria-label={t('值', 'Value')}
                  data-test="apply-row-value"
                  onChange={event =>
                    put(index, {
                      ...row,
                      values:
                        row.op === 'between'
                          ? [event.target.value, row.values[1] ?? '']
                          : [event.target.value],
                    })
                  }
                />
                {row.op === 'between' && (
                  <Input
                    style={{ width: 160 }}
                    value={row.values[1] ?? ''}
                    aria-label={t('到', 'to')}
                    onChange={event =>
                      put(index, { ...row, values: [row.values[0] ?? '', event.target.value] })
                    }
                  />
                )}
              </>
            )}
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('去掉这个条件', 'Remove this condition')}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            />
          </div>
          <div style={{ color: token.colorTextTertiary, fontSize: 13, marginTop: 4 }}>
            {rowSentence(row, t)}
          </div>
        </div>
      ))}
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        data-test="apply-row-add"
        onClick={() => onChange([...rows, { item: items[0]?.name ?? '', op: 'eq', values: [''] }])}
      >
        {t('加一个条件', 'Add a condition')}
      </Button>
    </section>
  );
}
