import { Button, Input, Space, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useList } from '../../ui/useList.ts';
import { DecideDialog } from './DecideDialog.tsx';
import { DifferentDialog } from './DifferentDialog.tsx';
import type { Pair, PairList } from './types.ts';
import { evidenceWords } from './words.ts';

type Row = Pair & { key: string };

/** Items of two departments that look like one, for the authority to decide. */
export function PairTable() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const filters = useFilters();
  const q = filters.one('q');
  const { problem, reload, table } = useList<PairList>('/api/sources/pairs', { q });
  const [deciding, setDeciding] = useState<Pair | null>(null);
  const [parting, setParting] = useState<Pair | null>(null);
  const small = { fontSize: 12, color: token.colorTextTertiary };
  const rows = table.rows.map(
    (one): Row => ({ ...one, key: `${one.entryId} ${one.item} ${one.otherEntryId} ${one.otherItem}` }),
  );
  const side = (item: string, entryId: number, title: string, department: string) => (
    <>
      {item}
      <div style={small}>
        <Link to={`/catalog/${entryId}`}>{title}</Link> · {department}
      </div>
    </>
  );
  return (
    <>
      {problem && <RefusalNotice problem={problem} />}
      <FilterBar onClear={q === '' ? undefined : filters.clear}>
        <Input.Search
          key={q}
          defaultValue={q}
          allowClear
          onSearch={value => filters.put('q', value.trim())}
          placeholder={t('如“地址”', 'Such as “address”')}
          aria-label={t('数据项或目录', 'Item or entry')}
          style={{ width: 240 }}
        />
      </FilterBar>
      <DataTable<Row>
        caption={t('疑似重复采集的数据项', 'Items that look like one')}
        exportName={t('疑似重复采集的数据项', 'Items that look like one')}
        {...table}
        rows={rows}
        rowKey="key"
        empty={
          <EmptyState
            title={
              q === ''
                ? t('没有发现重复采集的数据项。', 'No item is collected twice.')
                : t('没有符合的数据项。', 'No item fits.')
            }
          />
        }
        columns={[
          {
            key: 'one',
            title: t('数据项', 'Item'),
            render: (_, row) => side(row.item, row.entryId, row.entryTitle, row.departmentName),
            text: row => `${row.item}（${row.departmentName} ${row.entryTitle}）`,
          },
          {
            key: 'other',
            title: t('另一处', 'The other'),
            render: (_, row) =>
              side(row.otherItem, row.otherEntryId, row.otherEntryTitle, row.otherDepartmentName),
            text: row => `${row.otherItem}（${row.otherDepartmentName} ${row.otherEntryTitle}）`,
          },
          {
            key: 'evidence',
            title: t('相似依据', 'Alike by'),
            render: (_, row) => evidenceWords(row.evidence, language),
            text: row => evidenceWords(row.evidence, language),
          },
          {
            key: 'score',
            title: t('相近', 'Alike'),
            align: 'right',
            render: (_, row) => `${Math.round(row.score * 100)}%`,
            text: row => String(row.score),
          },
          {
            key: 'act',
            pinned: true,
            title: t('办理', 'Act'),
            render: (_, row) => (
              <Space wrap size={[8, 4]}>
                <Button size="small" type="primary" data-test="pair-decide" onClick={() => setDeciding(row)}>
                  {t('定为数源部门', 'Name the source')}
                </Button>
                <Button size="small" data-test="pair-different" onClick={() => setParting(row)}>
                  {t('不是同一项', 'Not the same')}
                </Button>
              </Space>
            ),
          },
        ]}
      />
      {deciding && <DecideDialog pair={deciding} onClose={() => setDeciding(null)} onDone={reload} />}
      {parting && <DifferentDialog pair={parting} onClose={() => setParting(null)} onDone={reload} />}
    </>
  );
}
