import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useList } from '../../ui/useList.ts';
import { type Box, useCaseColumns } from './caseColumns.tsx';
import { CaseFilters } from './CaseFilters.tsx';
import { ManyBar } from './ManyBar.tsx';
import { SharingTabs } from './SharingTabs.tsx';
import type { ApplicationRow, ApplicationRows } from './types.ts';

/** 我的申请, or 全部办件 of whoever looks after all of them. */
export function Requests() {
  const [search] = useSearchParams();
  const box = search.get('box') === 'all' ? 'all' : 'mine';
  return <Cases key={box} box={box} />;
}

/** 待我办理: what waits for the reader, and beside it all that the department was asked for. */
export function Todo() {
  const [search] = useSearchParams();
  const box = search.get('box') === 'received' ? 'received' : 'todo';
  return <Cases key={box} box={box} />;
}

function Cases({ box }: { box: Box }) {
  const { t } = useText();
  const { can } = useSession();
  const filters = useFilters();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const columns = useCaseColumns(box);
  const { problem, reload, table } = useList<ApplicationRows>('/api/applications', {
    // The officers of one department work on one pile, so their own list is the department's.
    box: box === 'mine' ? 'department' : box,
    state: filters.all('state'),
    kind: filters.all('kind'),
    mode: filters.all('mode'),
    departmentId: filters.one('departmentId'),
    from: filters.one('from'),
    to: filters.one('to'),
    q: filters.one('q'),
  });
  const selected = table.rows.filter(row => chosen.includes(row.id));
  const title = {
    mine: t('我的申请', 'Our requests'),
    todo: t('待我办理', 'For me to handle'),
    received: t('收到的申请', 'Requests received'),
    all: t('全部办件', 'All cases'),
  }[box];
  const find = (
    <Link to="/catalog">
      <Button type={box === 'mine' ? 'primary' : 'default'}>{t('找数据', 'Find data')}</Button>
    </Link>
  );
  const filtered = [...filters.search.keys()].some(name => name !== 'box' && name !== 'page');
  const nothing = filtered
    ? t('没有符合条件的办件。', 'No case fits these filters.')
    : {
        mine: t(
          '还没有申请。到“找数据”里挑一条目录，点“申请使用”。',
          'No requests yet. Choose an entry in “Find data” and apply for it.',
        ),
        todo: t('没有要您办理的申请。', 'No request waits for you.'),
        received: t('还没有部门申请过本部门的数据。', 'Nobody has asked for your data yet.'),
        all: t('还没有办件。', 'No cases yet.'),
      }[box];
  return (
    <>
      <PageTitle title={title} {...(can('sharing.apply') ? { actions: find } : {})} />
      <SharingTabs current={box === 'received' ? 'todo' : box} />
      {problem && <RefusalNotice problem={problem} />}
      {(box === 'todo' || box === 'received') && (
        <Segmented
          style={{ marginBottom: 12 }}
          value={box}
          onChange={value => filters.putAll({ box: value === 'todo' ? '' : value })}
          options={[
            { value: 'todo', label: t('要我办的', 'Waiting for me') },
            { value: 'received', label: t('收到的全部申请', 'All received') },
          ]}
        />
      )}
      <CaseFilters filters={filters} withStates={box !== 'todo'} />
      <ManyBar
        rows={selected}
        onDone={() => {
          setChosen([]);
          reload();
        }}
      />
      <DataTable<ApplicationRow>
        caption={title}
        exportName={title}
        {...table}
        rowKey="id"
        empty={
          <EmptyState
            title={nothing}
            {...(box === 'mine' && !filtered && can('sharing.apply') ? { action: find } : {})}
          />
        }
        columns={columns}
        {...(table.rows.some(row => row.actions.length > 0)
          ? {
              rowSelection: {
                selectedRowKeys: [...chosen],
                onChange: keys => setChosen(keys.map(Number)),
                getCheckboxProps: row =>
                  ({ disabled: row.actions.length === 0, 'aria-label': row.no }) as object,
              },
            }
          : {})}
      />
    </>
  );
}
