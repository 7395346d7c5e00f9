import { Button, Select, Tag } from 'antd';
import { Link } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters, WordsFilter } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import { useList } from '../../ui/useList.ts';
import { Figures } from './Figures.tsx';
import { ResultsTabs } from './ResultsTabs.tsx';
import type { ExampleRow, ExampleRows } from './types.ts';

/** 应用案例: what departments did with the data of others, to be learnt from. */
export function Examples() {
  const { t } = useText();
  const { can } = useSession();
  const filters = useFilters();
  const [q, state, classes] = [filters.one('q'), filters.all('state'), filters.all('class')];
  const { data, problem, table } = useList<ExampleRows>('/api/examples', { q, state, class: classes });
  const filtered = q !== '' || state.length > 0 || classes.length > 0;
  const actions = can('sharing.apply') ? (
    <Link to="/results/achieved?side=holding">
      <Button type="primary">{t('申报案例', 'Put one forward')}</Button>
    </Link>
  ) : undefined;
  const known = data?.classes ?? [];
  return (
    <>
      <ResultsTabs current="examples" actions={actions} />
      {problem && <RefusalNotice problem={problem} />}
      {data?.citation && (
        <div style={{ marginBottom: 12 }}>
          <ClauseNote citation={data.citation} />
        </div>
      )}
      <FilterBar onClear={filtered ? filters.clear : undefined}>
        <WordsFilter
          placeholder={t('案例、部门、数据或事项', 'Example, department, data or matter')}
          width={240}
        />
        <Select
          mode="multiple"
          allowClear
          value={state}
          onChange={value => filters.put('state', value)}
          placeholder={t('全部状态', 'Any state')}
          aria-label={t('状态', 'State')}
          style={{ minWidth: 160 }}
          options={(['proposed', 'returned', 'up', 'excellent', 'withdrawn'] as const).map(value => ({
            value,
            label: statusWord('example', value, t),
          }))}
        />
        {known.length > 0 && (
          <Select
            mode="multiple"
            allowClear
            value={classes}
            onChange={value => filters.put('class', value)}
            placeholder={t('全部分类', 'Any class')}
            aria-label={t('分类', 'Class')}
            style={{ minWidth: 180 }}
            options={known.map(one => ({ value: one.key, label: t(one.zh, one.en) }))}
          />
        )}
      </FilterBar>
      <DataTable<ExampleRow>
        caption={t('应用案例', 'Examples')}
        {...table}
        rowKey="id"
        empty={
          <EmptyState
            title={
              filtered
                ? t('没有符合这些条件的案例。', 'No example fits these filters.')
                : t(
                    '还没有案例。用数据办成了事的部门，先反馈成效，再申报案例。',
                    'No examples yet. Report what your use achieved, then put it forward.',
                  )
            }
            action={actions}
          />
        }
        columns={[
          {
            key: 'title',
            title: t('案例', 'Example'),
            render: (_, row) => <Link to={`/results/examples/${row.id}`}>{row.title}</Link>,
          },
          { key: 'department', title: t('申报部门', 'Department'), render: (_, row) => row.department.name },
          {
            key: 'data',
            title: t('用了谁的什么数据', 'With which data'),
            render: (_, row) => `${row.providerName} · ${row.entryTitle}`,
          },
          { key: 'figures', title: t('成效', 'Results'), render: (_, row) => <Figures of={row} small /> },
          ...(known.length === 0
            ? []
            : [
                {
                  key: 'class',
                  title: t('分类', 'Class'),
                  render: (_: unknown, row: ExampleRow) => <ClassTag of={row.class} known={known} />,
                },
              ]),
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, row) => (
              <StatusTag kind="example" state={row.state} yourTurn={row.actions.includes('put_up')} />
            ),
          },
        ]}
      />
    </>
  );
}

function ClassTag({ of, known }: { of: string | null; known: ExampleRows['classes'] }) {
  const { t } = useText();
  const found = known.find(one => one.key === of);
  return found ? <Tag>{t(found.zh, found.en)}</Tag> : <>—</>;
}
