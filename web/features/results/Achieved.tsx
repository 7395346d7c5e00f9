import { Button, Card, Segmented, theme } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters, WordsFilter } from '../../ui/FilterBar.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useList } from '../../ui/useList.ts';
import { Figures } from './Figures.tsx';
import { ResultActions } from './ResultActions.tsx';
import { ResultsTabs } from './ResultsTabs.tsx';
import type { Result, ResultRows } from './types.ts';

/** 成效: what the use of data achieved, of the reader's department, of its data, or of all that it looks after. */
export function Achieved() {
  const { t, language } = useText();
  const filters = useFilters();
  const side = filters.one('side') === '' ? 'all' : filters.one('side');
  const q = filters.one('q');
  const { data, problem, table } = useList<ResultRows>('/api/results', { side, q });
  const filtered = q !== '' || side !== 'all';
  return (
    <>
      <ResultsTabs current="achieved" />
      {problem && <RefusalNotice problem={problem} />}
      {data && data.total > 0 && (
        <Card style={{ marginBottom: 12 }}>
          <Figures of={data.sums} />
        </Card>
      )}
      <FilterBar onClear={filtered ? filters.clear : undefined}>
        <Segmented
          value={side}
          onChange={value => filters.put('side', value === 'all' ? '' : value)}
          options={[
            { value: 'all', label: t('全部', 'All') },
            { value: 'holding', label: t('本部门使用', 'Our use') },
            { value: 'given', label: t('本部门数据的成效', 'What our data did') },
          ]}
        />
        <WordsFilter
          placeholder={t('事项、目录、部门或授权编号', 'Matter, entry, department or grant')}
          width={260}
        />
      </FilterBar>
      <DataTable<Result>
        caption={t('成效', 'Results')}
        {...table}
        rowKey="id"
        empty={
          <EmptyState
            title={
              filtered
                ? t('没有符合这些条件的成效。', 'No result fits these filters.')
                : t(
                    '还没有反馈成效。在“使用记录”里选一个授权，写下用数据办成了什么。',
                    'No results yet. Choose a grant under “Records of use” and say what it achieved.',
                  )
            }
            action={
              <Link to="/results/records?side=holding">
                <Button type="primary">{t('选一个授权', 'Choose a grant')}</Button>
              </Link>
            }
          />
        }
        columns={[
          {
            key: 'matter',
            title: t('事项', 'Matter'),
            render: (_, row) => (
              <Two
                first={row.matter}
                second={`${formatDate(row.periodFrom, language)} ~ ${formatDate(row.periodUntil, language)}`}
              />
            ),
          },
          {
            key: 'grant',
            title: t('授权', 'Grant'),
            render: (_, row) => (
              <Two
                first={
                  <>
                    <Link to={`/grants/${row.grant.id}`}>{row.grant.no}</Link> {row.grant.entryTitle}
                  </>
                }
                second={`${row.grant.provider.name} → ${row.grant.consumer.name}`}
              />
            ),
          },
          { key: 'figures', title: t('成效', 'Figures'), render: (_, row) => <Figures of={row} small /> },
          {
            key: 'example',
            title: t('案例', 'Example'),
            render: (_, row) => <ResultActions result={row} />,
          },
        ]}
      />
    </>
  );
}

function Two({ first, second }: { first: ReactNode; second: string }) {
  const { token } = theme.useToken();
  return (
    <>
      <div>{first}</div>
      <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>{second}</div>
    </>
  );
}
