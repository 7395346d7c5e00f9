import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { CodeForm } from './CodeForm.tsx';
import { Mark } from './Mark.tsx';
import { TableForm } from './TableForm.tsx';
import { ThingActions } from './ThingActions.tsx';
import type { Code, CodeTable, TableList } from './types.ts';

const PAGE = 100;

/** One code table: its values, and what other platforms call them. */
export function TablePage() {
  const { t } = useText();
  const { can } = useSession();
  const filters = useFilters();
  const navigate = useNavigate();
  const { table: key = '' } = useParams();
  const { data, problem, loading, reload } = useLoad<CodeTable>(`/api/standards/tables/${key}`);
  const { data: all } = useLoad<TableList>('/api/standards/tables', { q: 'platform' });
  const [editing, setEditing] = useState<Code | 'new' | 'table' | null>(null);
  const words = filters.one('q').trim().toLowerCase();
  const rows =
    data?.codes.filter(one =>
      [one.zh, one.en, one.key, ...Object.values(one.foreign)].join(' ').toLowerCase().includes(words),
    ) ?? [];
  // A platform without a code for any value of this table would be an empty column.
  const platforms = (all?.platforms ?? []).filter(one =>
    data?.codes.some(code => code.foreign[one.key] !== undefined),
  );
  const manages = can('standards.manage');
  const add =
    manages && data && !data.closed ? (
      <Button type="primary" data-test="code-new" onClick={() => setEditing('new')}>
        {t('增加取值', 'Add a value')}
      </Button>
    ) : undefined;
  const close = () => setEditing(null);
  const done = () => {
    close();
    reload();
  };

  if (!data) return problem ? <RefusalNotice problem={problem} /> : <Loading rows={10} />;
  return (
    <>
      <PageTitle
        title={t(data.zh, data.en || data.zh)}
        tags={<Mark thing={data} />}
        sub={
          <>
            <Link to="/standards">{t('代码表', 'Code tables')}</Link> · <code>{data.key}</code>
            {data.documentTitle !== '' &&
              ` · ${t(`依据《${data.documentTitle}》`, `By ${data.documentTitle}`)}`}
          </>
        }
        actions={
          <>
            <ThingActions
              kind="table"
              id={data.key}
              name={data.zh}
              thing={data}
              fixed={data.closed}
              onEdit={() => setEditing('table')}
              onDone={() => void navigate('/standards')}
            />
            {add}
          </>
        }
      />
      {(data.note !== '' || data.closed) && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 12 }}
          title={[
            t(data.note, data.noteEn || data.note),
            data.closed
              ? t(
                  '取值由办理流程决定：可以改名和对照，不能增减。',
                  'The platform’s steps rest on these values: names and maps may change, the values stay.',
                )
              : '',
          ]
            .filter(text => text !== '')
            .join(t('。', '. '))}
        />
      )}
      <FilterBar>
        <Input.Search
          allowClear
          key={words}
          defaultValue={filters.one('q')}
          aria-label={t('在本表中查找', 'Find in this table')}
          placeholder={t('在本表中查找', 'Find in this table')}
          style={{ width: 260, maxWidth: '100%' }}
          onSearch={text => filters.put('q', text.trim())}
        />
      </FilterBar>
      <DataTable<Code>
        caption={data.zh}
        exportName={data.zh}
        rows={rows.slice((filters.page - 1) * PAGE, filters.page * PAGE)}
        rowKey="key"
        total={rows.length}
        size={PAGE}
        page={filters.page}
        onPage={page => filters.put('page', page)}
        loading={loading}
        empty={
          <EmptyState
            title={
              words === ''
                ? t('这张表还没有取值。', 'This table has no values yet.')
                : t('本表没有符合的取值。', 'No value of this table fits.')
            }
            action={words === '' ? add : undefined}
          />
        }
        columns={[
          {
            key: 'zh',
            title: t('取值', 'Value'),
            render: (_, row) => t(row.zh, row.en || row.zh),
            text: row => row.zh,
          },
          {
            key: 'key',
            title: t('标识', 'Key'),
            render: (_, row) => <code>{row.key}</code>,
            text: row => row.key,
          },
          ...(data.under === ''
            ? []
            : [
                {
                  key: 'under',
                  title: t('所属', 'Belongs to'),
                  render: (_: unknown, row: Code) => <code>{row.under}</code>,
                  text: (row: Code) => row.under,
                },
              ]),
          ...platforms.map(one => ({
            key: `at-${one.key}`,
            title: t(one.zh, one.en || one.zh),
            render: (_: unknown, row: Code) => row.foreign[one.key] ?? t('无对应', 'none'),
            text: (row: Code) => row.foreign[one.key] ?? '',
          })),
          { key: 'mark', title: t('可靠程度', 'Certainty'), render: (_, row) => <Mark thing={row} /> },
          {
            key: 'act',
            title: '',
            align: 'right',
            render: (_, row) => (
              <ThingActions
                kind="code"
                id={`${data.key}/${row.key}`}
                name={row.zh}
                thing={row}
                fixed={data.closed}
                onEdit={() => setEditing(row)}
                onDone={reload}
              />
            ),
          },
        ]}
      />
      {editing === 'table' && <TableForm table={data} onClose={close} onDone={done} />}
      {editing !== null && editing !== 'table' && (
        <CodeForm
          table={data}
          platforms={all?.platforms ?? []}
          {...(editing === 'new' ? {} : { code: editing })}
          onClose={close}
          onDone={done}
        />
      )}
    </>
  );
}
