import { Alert, theme } from 'antd';
import { useState } from 'react';
import { useText } from '../../ui/language.tsx';
import { MaskSample } from '../../ui/MaskSample.tsx';
import { PastableTable } from '../../ui/PastableTable.tsx';
import type { SectionProps } from './CompileForm.tsx';
import { FromTable } from './FromTable.tsx';
import { type ItemRow, blankRow, followItem, itemColumns, itemOf, rowOf } from './itemColumns.ts';
import type { Item } from './types.ts';

const MOST = 300;

/** Rows without a name yet live only here; everything with a name is in the entry. */
export function ItemsSection({ content, put, fault }: SectionProps) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const [rows, setRows] = useState<ItemRow[]>(() =>
    content.items.length === 0 ? [blankRow()] : content.items.map(rowOf),
  );
  const columns = itemColumns(t, language, row => {
    const item = itemOf(row, content.items);
    return item && item.mask.kind !== 'none' ? (
      <div style={{ fontSize: 12, color: token.colorTextTertiary }}>
        <MaskSample mask={item.mask} item={item.name} type={item.type} />
      </div>
    ) : null;
  });

  function take(next: ItemRow[]) {
    setRows(next);
    put({
      items: next.map(row => itemOf(row, content.items)).filter((item): item is Item => item !== undefined),
    });
  }

  const problem = fault('items');
  return (
    <>
      {problem !== undefined && rows.some(row => row.name !== '') && (
        <Alert type="warning" showIcon title={problem} style={{ marginBottom: 12 }} />
      )}
      <FromTable
        onItems={found => take([...rows.filter(row => row.name !== ''), ...found.map(rowOf)].slice(0, MOST))}
      />
      <PastableTable<ItemRow>
        caption={t('数据项', 'Items')}
        rows={rows}
        columns={columns}
        blank={blankRow}
        follow={followItem}
        onChange={take}
        max={MOST}
      />
    </>
  );
}
