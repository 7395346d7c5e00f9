import { Breadcrumb } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { readRecordMark, recordMark } from '../../ui/recordName.ts';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { PartialNote } from './PartialNote.tsx';
import { RecordDrawer } from './RecordDrawer.tsx';
import { FILTERS, RecordFilters } from './RecordFilters.tsx';
import { RecordTable } from './RecordTable.tsx';
import type { RecordRows } from './types.ts';

const SIZE = 20;

/** 记录检索: who did what to which object, each with its proof. Filters and the open record stand in the address. */
export function RecordsPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const filters = useFilters();
  const { page } = filters;
  const query: Record<string, string | number> = { page, size: SIZE };
  for (const name of FILTERS) query[name] = filters.one(name);
  const { data, problem, loading } = useLoad<RecordRows>('/api/ledger/records', query, [
    JSON.stringify(query),
  ]);
  const shown = readRecordMark(filters.one('record'));
  const open = (mark: string) => {
    const next = new URLSearchParams(filters.search);
    next.set('record', mark);
    return `/ledger/records?${next.toString()}`;
  };
  // The page of the list stays where it was.
  const close = () => {
    const next = new URLSearchParams(filters.search);
    next.delete('record');
    void navigate(`/ledger/records?${next.toString()}`, { replace: true });
  };
  return (
    <>
      <Breadcrumb
        items={[
          { title: <Link to="/ledger">{t('存证总览', 'Ledger')}</Link> },
          { title: t('记录检索', 'Records') },
        ]}
      />
      <PageTitle title={t('记录检索', 'Search records')} />
      <RecordFilters filters={filters} />
      {problem && <RefusalNotice problem={problem} />}
      {data?.partial && <PartialNote />}
      <RecordTable
        caption={t('记录', 'Records')}
        rows={data?.items ?? []}
        total={data?.total ?? 0}
        more={data?.more === true}
        page={page}
        size={SIZE}
        onPage={next => filters.put('page', next)}
        loading={loading}
        addressOf={row => open(recordMark(row.log, row.number))}
        empty={<EmptyState title={t('这段时间没有符合条件的记录。', 'No records match in this time.')} />}
      />
      {shown && (
        <RecordDrawer
          key={recordMark(shown.log, shown.number)}
          log={shown.log}
          number={shown.number}
          onClose={close}
        />
      )}
    </>
  );
}
