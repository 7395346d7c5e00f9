import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { stateColumn } from './stateColumn.tsx';
import type { Interface } from './types.ts';

/** Our own interfaces that are mounted to entries; nothing where there is none. */
export function Interfaces() {
  const { t, language } = useText();
  const { data, problem, loading } = useLoad<Interface[]>('/api/interfaces');
  if (problem) return <RefusalNotice problem={problem} />;
  if (!data || data.length === 0) return null;
  return (
    <section style={{ marginTop: 24 }}>
      <h2 style={{ fontSize: 16, marginBottom: 8 }}>{t('挂接的接口', 'Mounted interfaces')}</h2>
      <DataTable<Interface>
        caption={t('挂接的接口', 'Mounted interfaces')}
        exportName={t('挂接的接口', 'Mounted interfaces')}
        rows={data}
        rowKey="id"
        loading={loading}
        empty={null}
        columns={[
          {
            key: 'name',
            title: t('接口', 'Interface'),
            render: (_, row) => <Link to={`/resources/interfaces/${row.id}`}>{row.name}</Link>,
            text: row => row.name,
          },
          {
            key: 'entry',
            title: t('目录', 'Entry'),
            render: (_, row) => <Link to={`/our-catalog/${row.entryId}`}>{row.entryTitle}</Link>,
            text: row => row.entryTitle,
          },
          {
            key: 'address',
            title: t('地址', 'Address'),
            render: (_, row) => `${row.method} ${row.address}${row.path}`,
            text: row => `${row.method} ${row.address}${row.path}`,
          },
          stateColumn(t),
          {
            key: 'checks',
            title: t('检查 / 失败', 'Checks / failed'),
            align: 'right',
            render: (_, row) =>
              `${formatCount(row.checks, language)} / ${formatCount(row.failures, language)}`,
            text: row => `${row.checks} / ${row.failures}`,
          },
          {
            key: 'at',
            title: t('最近检查', 'Last checked'),
            render: (_, row) => formatTime(row.checkedAt, language),
            text: row => formatTime(row.checkedAt, language, true),
          },
        ]}
      />
    </section>
  );
}
