import { Card, Checkbox, Input, Table, theme } from 'antd';
import { useState } from 'react';
import { useText } from '../../ui/language.tsx';
import { MaskSample } from '../../ui/MaskSample.tsx';
import { ItemName, useItemColumns } from './ItemName.tsx';
import type { EntryItem } from './types.ts';
import { levelWord } from './words.ts';

/** Which items, each with how it will look; identifiers and harmless items are ticked at first. */
export function ApplyItems({
  items,
  chosen,
  onChoose,
}: {
  items: EntryItem[];
  chosen: string[];
  onChoose: (names: string[]) => void;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  const columns = useItemColumns();
  const [words, setWords] = useState('');
  const shown = items.filter(item => item.name.includes(words.trim()));
  return (
    <Card
      style={{ marginTop: 16 }}
      title={t('数据项', 'Data items')}
      extra={
        <span
          style={{ color: token.colorTextSecondary, fontVariantNumeric: 'tabular-nums' }}
          aria-live="polite"
        >
          {t(`已选 ${chosen.length} / ${items.length}`, `${chosen.length} of ${items.length} chosen`)}
        </span>
      }
    >
      <div style={{ display: 'flex', gap: 12, flexWrap: 'wrap', marginBottom: 12, alignItems: 'center' }}>
        {items.length > 10 && (
          <Input
            allowClear
            value={words}
            onChange={event => setWords(event.target.value)}
            placeholder={t('按名称筛选，如“姓名”', 'Filter by name')}
            aria-label={t('按名称筛选', 'Filter by name')}
            style={{ width: 220 }}
          />
        )}
        <Checkbox
          checked={chosen.length === items.length}
          indeterminate={chosen.length > 0 && chosen.length < items.length}
          onChange={event => onChoose(event.target.checked ? items.map(item => item.name) : [])}
        >
          {t('全选', 'All')}
        </Checkbox>
      </div>
      <Table<EntryItem>
        size="small"
        rowKey="name"
        dataSource={shown}
        pagination={false}
        scroll={{ x: 'max-content' }}
        data-test="apply-items"
        rowSelection={{
          selectedRowKeys: chosen,
          preserveSelectedRowKeys: true,
          hideSelectAll: true,
          onChange: keys => onChoose(items.filter(item => keys.includes(item.name)).map(item => item.name)),
          getCheckboxProps: item => ({ 'aria-label': item.name }) as object,
        }}
        columns={[
          {
            key: 'name',
            title: t('数据项', 'Item'),
            render: (_, item) => <ItemName item={item} />,
          },
          ...(columns
            ? [
                {
                  key: 'level',
                  title: t('敏感级别', 'Sensitivity'),
                  render: (_: unknown, item: EntryItem) => (
                    <span style={item.sensitivity >= 3 ? { color: token.colorWarning, fontWeight: 500 } : {}}>
                      {levelWord(item.sensitivity, t)}
                    </span>
                  ),
                },
                {
                  key: 'sample',
                  title: t('给出的样子', 'Shown as'),
                  render: (_: unknown, item: EntryItem) => (
                    <MaskSample mask={item.mask} item={item.name} type={item.type} />
                  ),
                },
              ]
            : []),
          ...(columns
            ? [
                {
                  key: 'description',
                  title: t('说明', 'Note'),
                  render: (_: unknown, item: EntryItem) => item.description,
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}
