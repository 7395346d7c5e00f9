import { Button, Drawer, Segmented, Select, Space, Tag, theme } from 'antd';
import { Link } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters, WordsFilter } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { useList } from '../../ui/useList.ts';
import { ResultsTabs } from './ResultsTabs.tsx';
import type { GrantUseRow, GrantUseRows } from './types.ts';
import { UseRecords } from './UseRecords.tsx';
import { KINDS, dueWord } from './words.ts';

type Row = GrantUseRow & { id: number };

/** 使用记录: each grant with what its consumer recorded, and what is missing. */
export function GrantUse() {
  const { t } = useText();
  const { session, can } = useSession();
  const { token } = theme.useToken();
  const filters = useFilters();
  const side = filters.one('side') === '' ? 'all' : filters.one('side');
  const [q, records, open] = [filters.one('q'), filters.one('records'), Number(filters.one('grant'))];
  const { data, problem, reload, table } = useList<GrantUseRows>('/api/use-records', { side, q, records });
  const filtered = q !== '' || side !== 'all' || records !== '';
  const rows: Row[] = table.rows.map(row => ({ ...row, id: row.grant.id }));
  return (
    <>
      <ResultsTabs current="records" />
      {problem && <RefusalNotice problem={problem} />}
      {data?.citation && (
        <div style={{ marginBottom: 12 }}>
          <ClauseNote citation={data.citation} />
        </div>
      )}
      <FilterBar onClear={filtered ? filters.clear : undefined}>
        <Segmented
          value={side}
          onChange={value => filters.put('side', value === 'all' ? '' : value)}
          options={[
            { value: 'all', label: t('全部', 'All') },
            { value: 'holding', label: t('本部门使用', 'Our use') },
            { value: 'given', label: t('本部门提供', 'Given by us') },
          ]}
        />
        <Select
          allowClear
          value={records === '' ? null : records}
          onChange={value => filters.put('records', value ?? '')}
          placeholder={t('是否齐全', 'Completeness')}
          aria-label={t('是否齐全', 'Completeness')}
          style={{ minWidth: 140 }}
          options={[
            { value: 'gaps', label: t('有缺项', 'Something is missing') },
            { value: 'none', label: t('没有记录', 'No records') },
          ]}
        />
        <WordsFilter placeholder={t('目录、部门或授权编号', 'Entry, department or grant')} width={220} />
      </FilterBar>
      <DataTable<Row>
        caption={t('使用记录', 'Records of use')}
        {...table}
        rows={rows}
        rowKey="id"
        empty={
          <EmptyState
            title={
              filtered
                ? t('没有符合这些条件的授权。', 'No grant fits these filters.')
                : t(
                    '还没有授权。申请同意后，在这里记录使用情况。',
                    'No grants yet. Their use is recorded here.',
                  )
            }
          />
        }
        columns={[
          {
            key: 'grant',
            title: t('授权', 'Grant'),
            render: (_, row) => (
              <>
                <Space size={6} wrap>
                  <Link to={`/grants/${row.grant.id}`}>{row.grant.no}</Link>
                  <span>{row.grant.entryTitle}</span>
                  <StatusTag kind="grant" state={row.grant.state} />
                </Space>
                <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>
                  {row.grant.provider.name} → {row.grant.consumer.name}
                </div>
              </>
            ),
          },
          { key: 'kinds', title: t('记录', 'Records'), render: (_, row) => <Kinds row={row} /> },
          {
            key: 'results',
            title: t('成效', 'Results'),
            render: (_, row) => (
              <Space size={6} wrap>
                {row.results > 0 && t(`${row.results} 次`, `${row.results}`)}
                {row.due !== null && <Tag color="warning">{dueWord(row.due, t)}</Tag>}
                {row.results === 0 && row.due === null && '—'}
              </Space>
            ),
          },
          {
            key: 'act',
            title: t('办理', 'Act'),
            pinned: true,
            render: (_, row) => (
              <Space size={8} wrap>
                <Button size="small" data-test="open-records" onClick={() => filters.put('grant', row.id)}>
                  {row.grant.consumer.id === session.post?.departmentId
                    ? t('记录', 'Record')
                    : t('查阅', 'Inspect')}
                </Button>
                {row.grant.consumer.id === session.post?.departmentId && can('sharing.apply') && (
                  <Link to={`/results/report?grant=${row.id}`}>{t('反馈成效', 'Report')}</Link>
                )}
              </Space>
            ),
          },
        ]}
      />
      <Drawer
        open={open > 0}
        size={640}
        title={rows.find(row => row.id === open)?.grant.no ?? t('使用记录', 'Records of use')}
        onClose={() => {
          filters.put('grant', '');
          reload();
        }}
      >
        {open > 0 && <UseRecords grantId={open} />}
      </Drawer>
    </>
  );
}

/** Which of the five kinds are there, and which are due and missing. */
function Kinds({ row }: { row: GrantUseRow }) {
  const { t } = useText();
  const shown = [...row.kinds, ...row.missing];
  if (shown.length === 0) return <>—</>;
  return (
    <Space size={[4, 4]} wrap>
      {shown.map(kind => {
        const missing = row.missing.includes(kind);
        const word = t(...KINDS[kind]);
        return (
          <Tag key={kind} color={missing ? 'warning' : 'success'} style={{ marginInlineEnd: 0 }}>
            {missing ? t(`缺${word}`, `no ${word.toLowerCase()}`) : word}
          </Tag>
        );
      })}
    </Space>
  );
}
