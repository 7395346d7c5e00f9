import { Button, Tag, theme } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { DocumentForm } from './DocumentForm.tsx';
import { DocumentText } from './DocumentText.tsx';
import { Frame } from './Frame.tsx';
import { Mark } from './Mark.tsx';
import { ThingActions } from './ThingActions.tsx';
import type { DocumentList, StandardDocument } from './types.ts';
import { DOCUMENT_KINDS } from './words.ts';

const PAGE = 50;

/** 标准文件: what code tables and elements rest on. */
export function Documents() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { can } = useSession();
  const filters = useFilters();
  const q = filters.one('q');
  const { data, problem, loading, reload } = useLoad<DocumentList>('/api/standards/documents', { q });
  const [editing, setEditing] = useState<StandardDocument | 'new' | null>(null);
  const [reading, setReading] = useState<StandardDocument | null>(null);
  const rows = data?.items ?? [];
  const add = can('standards.manage') ? (
    <Button type="primary" data-test="document-new" onClick={() => setEditing('new')}>
      {t('录入标准文件', 'Enter a document')}
    </Button>
  ) : undefined;
  return (
    <Frame
      current="documents"
      placeholder={t('名称、编号或正文中的词', 'Title, number, words of the text')}
      actions={add}
      problem={problem}
    >
      <DataTable<StandardDocument>
        caption={t('标准文件', 'Documents')}
        exportName={t('标准文件', 'Documents')}
        rows={rows.slice((filters.page - 1) * PAGE, filters.page * PAGE)}
        rowKey="key"
        total={rows.length}
        size={PAGE}
        page={filters.page}
        onPage={page => filters.put('page', page)}
        loading={loading}
        empty={
          <EmptyState
            title={t(
              '没有这样的标准文件。换个词，或录入它。',
              'No document fits. Try other words, or enter it.',
            )}
            action={add}
          />
        }
        columns={[
          {
            key: 'title',
            title: t('名称', 'Title'),
            render: (_, row) => (
              <>
                {row.text === '' && row.link === '' ? (
                  row.title
                ) : row.text === '' ? (
                  <a href={row.link} target="_blank" rel="noreferrer">
                    {row.title}
                  </a>
                ) : (
                  <Button
                    type="link"
                    style={{ padding: 0, height: 'auto', whiteSpace: 'normal' }}
                    onClick={() => setReading(row)}
                  >
                    {row.title}
                  </Button>
                )}
                <div style={{ fontSize: 13, color: token.colorTextSecondary }}>
                  {[row.number, row.note].filter(text => text !== '').join(' · ')}
                </div>
              </>
            ),
            text: row => `${row.title} ${row.number}`.trim(),
          },
          {
            key: 'kind',
            title: t('种类', 'Kind'),
            render: (_, row) => <Tag>{t(...DOCUMENT_KINDS[row.kind])}</Tag>,
            text: row => t(...DOCUMENT_KINDS[row.kind]),
          },
          {
            key: 'from',
            title: t('施行', 'In force'),
            render: (_, row) =>
              row.from === null && row.until === null
                ? t('未录入', 'not entered')
                : `${formatDate(row.from, language)}${row.until === null ? t(' 起', ' on') : ` – ${formatDate(row.until, language)}`}`,
            text: row => row.from ?? '',
          },
          { key: 'citedBy', title: t('被引用', 'Cited by'), align: 'right' },
          { key: 'mark', title: t('可靠程度', 'Certainty'), render: (_, row) => <Mark thing={row} /> },
          {
            key: 'act',
            title: '',
            align: 'right',
            render: (_, row) => (
              <ThingActions
                kind="document"
                id={row.key}
                name={row.title}
                thing={row}
                onEdit={() => setEditing(row)}
                onDone={reload}
              />
            ),
          },
        ]}
      />
      {reading && <DocumentText document={reading} onClose={() => setReading(null)} />}
      {editing !== null && (
        <DocumentForm
          {...(editing === 'new' ? {} : { document: editing })}
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
