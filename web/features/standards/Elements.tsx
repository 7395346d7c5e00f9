import { Button, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { ElementForm } from './ElementForm.tsx';
import { Frame } from './Frame.tsx';
import { Mark } from './Mark.tsx';
import { ThingActions } from './ThingActions.tsx';
import type { Element, ElementList } from './types.ts';
import { ELEMENT_TYPES } from './words.ts';

const PAGE = 50;
/** Synonyms shown in a row; the form has all. */
const SHOWN = 4;

/** 数据元: what items are called and how they are written everywhere. */
export function Elements() {
  const { t } = useText();
  const { token } = theme.useToken();
  const { can } = useSession();
  const filters = useFilters();
  const q = filters.one('q');
  const { data, problem, loading, reload } = useLoad<ElementList>('/api/standards/elements', { q });
  const [editing, setEditing] = useState<Element | 'new' | null>(null);
  const rows = data?.items ?? [];
  const add = can('standards.manage') ? (
    <Button type="primary" data-test="element-new" onClick={() => setEditing('new')}>
      {t('增加数据元', 'Add an element')}
    </Button>
  ) : undefined;
  return (
    <Frame
      current="elements"
      placeholder={t('名称、同义词或编号', 'Name, synonym or code')}
      actions={add}
      problem={problem}
    >
      <DataTable<Element>
        caption={t('数据元', 'Elements')}
        exportName={t('数据元', 'Elements')}
        rows={rows.slice((filters.page - 1) * PAGE, filters.page * PAGE)}
        rowKey="code"
        total={rows.length}
        size={PAGE}
        page={filters.page}
        onPage={page => filters.put('page', page)}
        loading={loading}
        empty={
          <EmptyState
            title={t('没有这样的数据元。换个词，或增加它。', 'No element fits. Try other words, or add it.')}
            action={add}
          />
        }
        columns={[
          {
            key: 'name',
            title: t('数据元', 'Element'),
            render: (_, row) => (
              <>
                {row.name}
                <div style={{ fontSize: 13, color: token.colorTextSecondary }}>
                  <code>{row.code}</code> <code>{row.english}</code>
                </div>
              </>
            ),
            text: row => row.name,
          },
          {
            key: 'type',
            title: t('类型和长度', 'Type and length'),
            render: (_, row) =>
              `${t(...ELEMENT_TYPES[row.type])}${row.length === null ? '' : ` ${row.length}`}`,
            text: row => `${t(...ELEMENT_TYPES[row.type])} ${row.length ?? ''}`,
          },
          {
            key: 'format',
            title: t('取值', 'Values'),
            render: (_, row) =>
              row.codeTable === '' ? (
                row.format || '—'
              ) : (
                <Link to={`/standards/tables/${row.codeTable}`}>{t('代码表', 'Code table')}</Link>
              ),
            text: row => row.format || row.codeTable,
          },
          {
            key: 'synonyms',
            title: t('同义词', 'Synonyms'),
            render: (_, row) => (
              <div style={{ maxWidth: 240 }} title={row.synonyms.join(t('、', ', '))}>
                {row.synonyms.slice(0, SHOWN).join(t('、', ', ')) || '—'}
                {row.synonyms.length > SHOWN &&
                  t(` 等 ${row.synonyms.length} 个`, ` and ${row.synonyms.length - SHOWN} more`)}
              </div>
            ),
            text: row => row.synonyms.join('、'),
          },
          { key: 'mark', title: t('可靠程度', 'Certainty'), render: (_, row) => <Mark thing={row} /> },
          {
            key: 'act',
            title: '',
            align: 'right',
            render: (_, row) => (
              <ThingActions
                kind="element"
                id={row.code}
                name={row.name}
                thing={row}
                onEdit={() => setEditing(row)}
                onDone={reload}
              />
            ),
          },
        ]}
      />
      {editing !== null && (
        <ElementForm
          {...(editing === 'new' ? {} : { element: editing })}
          onClose={() => setEditing(null)}
          onDone={() => {
            setEditing(null);
            reload();
          }}
        />
      )}
    </Frame>
  );
}
