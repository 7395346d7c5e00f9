import { Input, Table, Tag } from 'antd';
import { useState } from 'react';
import { MaskSample } from '../../ui/MaskSample.tsx';
import { useText } from '../../ui/language.tsx';
import type { Item } from './types.ts';
import { levelOf, wordOf } from './words.ts';

export function ItemTable({ items, title }: { items: readonly Item[]; title: string }) {
  const { t, language } = useText();
  const [words, setWords] = useState('');
  const shown = items
    .map((item, at) => ({ ...item, at: at + 1 }))
    .filter(item => words === '' || `${item.name}${item.description}`.includes(words));
  return (
    <>
      {items.length > 8 && (
        <Input
          allowClear
          value={words}
          onChange={event => setWords(event.target.value)}
          placeholder={t('如“身份”', 'Such as “name”')}
          aria-label={t('筛选数据项', 'Filter items')}
          style={{ width: 220, marginBottom: 12 }}
        />
      )}
      <Table<Item & { at: number }>
        size="small"
        rowKey="at"
        dataSource={shown}
        pagination={false}
        scroll={{ x: 'max-content' }}
        aria-label={t(`${title} 的数据项`, `Items of ${title}`)}
        columns={[
          { key: 'at', title: t('序号', 'No.'), dataIndex: 'at', align: 'right', width: 64 },
          {
            key: 'name',
            title: t('名称', 'Name'),
            render: (_, item) => (
              <>
                {item.name} {item.identifier && <Tag color="processing">{t('标识项', 'Identifier')}</Tag>}
              </>
            ),
          },
          {
            key: 'type',
            title: t('类型与长度', 'Type'),
            render: (_, item) => [wordOf('type', item.type, language), item.length ?? ''].join(' '),
          },
          {
            key: 'level',
            title: t('敏感级别', 'Sensitivity'),
            render: (_, item) => levelOf(item.sensitivity, language),
          },
          {
            key: 'mask',
            title: t('给出的样子', 'Shown as'),
            render: (_, item) => <MaskSample item={item.name} type={item.type} mask={item.mask} />,
          },
          {
            key: 'required',
            title: t('必填', 'Always filled'),
            render: (_, item) => (item.required ? t('是', 'Yes') : t('否', 'No')),
          },
          { key: 'code', title: t('代码表', 'Code table'), render: (_, item) => item.codeTable || '—' },
          { key: 'description', title: t('说明', 'Note'), render: (_, item) => item.description || '—' },
        ]}
      />
    </>
  );
}
