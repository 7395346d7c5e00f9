import { Input, Table, Tag, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { MaskSample } from '../../ui/MaskSample.tsx';
import { useText } from '../../ui/language.tsx';
import { itemFieldText } from './fieldText.ts';
import type { Item } from './types.ts';
import { useElements } from './useStandards.ts';
import { wordOf } from './words.ts';

export function ItemTable({ items, title }: { items: readonly Item[]; title: string }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const elements = useElements();
  const [words, setWords] = useState('');
  const shown = items
    .map((item, at) => ({ ...item, at: at + 1 }))
    .filter(item => words === '' || `${item.name}${item.description}`.includes(words));
  const nameOf = (code: string) => elements.find(one => one.code === code)?.name ?? '';
  const small = { fontSize: 12, color: token.colorTextTertiary };
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
              <div className="data-cell">
                {item.name} {item.identifier && <Tag color="processing">{t('标识项', 'Identifier')}</Tag>}
                {item.description !== '' && <div style={small}>{item.description}</div>}
              </div>
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
            render: (_, item) => itemFieldText('sensitivity', item.sensitivity, language),
          },
          {
            key: 'grade',
            title: t('数据分级', 'Grade'),
            render: (_, item) => wordOf('grade', item.grade, language),
          },
          {
            key: 'share',
            title: t('共享类型', 'Share type'),
            render: (_, item) => (
              <div className="data-cell">
                {itemFieldText('shareType', item.shareType, language)}
                {item.conditions.map(line => (
                  <div key={line} style={small}>
                    {line}
                  </div>
                ))}
              </div>
            ),
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
          {
            key: 'element',
            title: t('标准数据元', 'Standard element'),
            render: (_, item) =>
              item.element === '' ? (
                '—'
              ) : (
                <Link to={`/standards/elements?q=${encodeURIComponent(item.element)}`}>
                  {nameOf(item.element) || item.element}
                </Link>
              ),
          },
          { key: 'code', title: t('代码表', 'Code table'), render: (_, item) => item.codeTable || '—' },
        ]}
      />
    </>
  );
}
