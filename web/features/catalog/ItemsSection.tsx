import { Alert, Space, Tag, theme } from 'antd';
import { useState } from 'react';
import { useText } from '../../ui/language.tsx';
import { MaskSample } from '../../ui/MaskSample.tsx';
import { maskOfCode } from '../../ui/masks.ts';
import { PastableTable } from '../../ui/PastableTable.tsx';
import type { SectionProps } from './CompileForm.tsx';
import { FromElements } from './FromElements.tsx';
import { FromTable } from './FromTable.tsx';
import {
  type ItemRow,
  blankRow,
  findElement,
  followItem,
  itemColumns,
  itemOf,
  rowOf,
} from './itemColumns.ts';
import { RemarkNote } from './RemarkNote.tsx';
import type { Item } from './types.ts';
import { useCodeTables, useElements } from './useStandards.ts';

const MOST = 300;

/** Rows without a name yet live only here; everything with a name is in the entry. */
export function ItemsSection({ content, put, fault, remarks, differs }: SectionProps) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const elements = useElements();
  const codeTables = useCodeTables();
  const [rows, setRows] = useState<ItemRow[]>(() =>
    content.items.length === 0 ? [blankRow()] : content.items.map(rowOf),
  );
  const small = { fontSize: 12, color: token.colorTextTertiary };
  const columns = itemColumns({
    t,
    language,
    elements,
    codeTables,
    masks: rows.map(row => maskOfCode(row.mask)),
    sample: row => {
      const item = itemOf(row);
      return item && item.mask.kind !== 'none' ? (
        <div style={small}>
          <MaskSample mask={item.mask} item={item.name} type={item.type} />
        </div>
      ) : null;
    },
    named: row => {
      if (row.element.trim() === '' || elements.length === 0) return null;
      const found = findElement(row.element.trim(), elements);
      return found ? (
        <div style={small}>{found.name}</div>
      ) : (
        <div style={{ ...small, color: token.colorWarning }}>{t('没有这个数据元', 'No such element')}</div>
      );
    },
  });

  function take(next: ItemRow[]) {
    setRows(next);
    put({
      items: next.map(row => itemOf(row)).filter((item): item is Item => item !== undefined),
    });
  }
  const add = (found: readonly ItemRow[]) =>
    take([...rows.filter(row => row.name !== ''), ...found].slice(0, MOST));

  const problem = fault('items');
  return (
    <div data-field="items">
      <RemarkNote remarks={remarks('items')} />
      {problem !== undefined && rows.some(row => row.name !== '') && (
        <Alert type="warning" showIcon title={problem} style={{ marginBottom: 12 }} />
      )}
      <Space wrap style={{ marginBottom: 12 }}>
        <FromTable onItems={found => add(found.map(rowOf))} />
        <FromElements elements={elements} codeTables={codeTables} onRows={add} />
        {differs('items') && <Tag color="warning">{t('有变更', 'Changed')}</Tag>}
      </Space>
      <PastableTable<ItemRow>
        caption={t('数据项', 'Items')}
        rows={rows}
        columns={columns}
        blank={blankRow}
        follow={followItem}
        onChange={take}
        max={MOST}
      />
    </div>
  );
}
