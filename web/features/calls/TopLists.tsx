import { Card, Segmented, Select, theme } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ExportButton } from '../../ui/ExportButton.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import type { Dimension, Top, TopRow } from './types.ts';
import { DIMENSIONS, PARAMETER, SORTS, formatBytes, formatMicros } from './words.ts';

const SIZE = 10;

/** 排行: by whatever a call has; a name narrows the whole page down to it. */
export function TopLists({
  query,
  narrowed,
}: {
  query: Record<string, string>;
  narrowed: readonly Dimension[];
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const filters = useFilters();
  const open = (Object.keys(DIMENSIONS) as Dimension[]).filter(one => !narrowed.includes(one));
  const asked = filters.one('by') as Dimension;
  const by = open.includes(asked) ? asked : (open[0] ?? 'entry');
  const [page, setPage] = useState(1);
  const sort = filters.one('sort') in SORTS ? filters.one('sort') : 'calls';
  const { data, problem, loading } = useLoad<Top>('/api/calls/top', { ...query, by, sort, page, size: SIZE });
  const hasNumber = !['service', 'scenario', 'code'].includes(by);
  function narrow(row: TopRow): void {
    setPage(1);
    filters.putAll({ [PARAMETER[by]]: row.key, [`${by}Name`]: row.name, by: '' });
  }
  const opens = (row: TopRow): boolean => row.key !== '' && !(hasNumber && row.key === '0');
  return (
    <Card
      title={t('排行', 'Most calls')}
      extra={<ExportButton path="/api/calls/top/export" query={{ ...query, by, sort }} />}
    >
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12, marginBottom: 12 }}>
        <div style={{ overflowX: 'auto', maxWidth: '100%' }}>
          <Segmented
            value={by}
            onChange={value => {
              setPage(1);
              filters.put('by', value);
            }}
            options={open.map(value => ({ value, label: t(...DIMENSIONS[value]) }))}
            aria-label={t('按什么排', 'Ranked by')}
          />
        </div>
        <Select
          value={sort}
          onChange={value => {
            setPage(1);
            filters.put('sort', value === 'calls' ? '' : value);
          }}
          aria-label={t('顺序', 'Order')}
          style={{ minWidth: 140 }}
          options={Object.entries(SORTS).map(([value, words]) => ({ value, label: t(...words) }))}
        />
      </div>
      {problem && <RefusalNotice problem={problem} />}
      <DataTable<TopRow>
        caption={t('排行', 'Most calls')}
        rows={data?.items ?? []}
        rowKey="key"
        total={data?.total ?? 0}
        page={page}
        size={SIZE}
        onPage={setPage}
        loading={loading}
        empty={<EmptyState title={t('这段时间没有这样的调用。', 'No such calls in this time.')} />}
        columns={[
          {
            key: 'name',
            title: t(...DIMENSIONS[by]),
            render: (_, row) => (
              <div>
                {opens(row) ? (
                  <button
                    type="button"
                    onClick={() => narrow(row)}
                    data-test="top-row"
                    style={{
                      all: 'unset',
                      cursor: 'pointer',
                      color: token.colorLink,
                      overflowWrap: 'anywhere',
                    }}
                  >
                    {t(row.name, row.nameEn)}
                  </button>
                ) : (
                  t(row.name, row.nameEn)
                )}
                {row.note !== '' && (
                  <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>{row.note}</div>
                )}
              </div>
            ),
          },
          {
            key: 'calls',
            title: t('调用', 'Calls'),
            align: 'right',
            render: (_, row) => formatCount(row.calls, language),
          },
          {
            key: 'failures',
            title: t('未成功', 'Failures'),
            align: 'right',
            render: (_, row) =>
              row.refused + row.failed === 0
                ? '—'
                : `${formatCount(row.refused + row.failed, language)}（${formatPercent((row.refused + row.failed) / row.calls, language)}）`,
          },
          {
            key: 'rows',
            title: t('返回条数', 'Rows'),
            align: 'right',
            render: (_, row) => formatCount(row.rows, language),
          },
          {
            key: 'bytes',
            title: t('数据量', 'Bytes'),
            align: 'right',
            render: (_, row) => formatBytes(row.bytes),
          },
          {
            key: 'p95',
            title: t('P50 / P95 耗时', 'p50 / p95'),
            align: 'right',
            render: (_, row) =>
              row.p95 === null
                ? '—'
                : `${formatMicros(row.p50, language)} / ${formatMicros(row.p95, language)}`,
          },
        ]}
      />
    </Card>
  );
}
