import { Button, Segmented, Select, Space, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Static } from 'typebox';
import type { DepartmentView } from '#modules/organizations/contract.ts';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ExportButton } from '../../ui/ExportButton.tsx';
import { FilterBar, useFilters, WordsFilter } from '../../ui/FilterBar.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { saveFile } from '../../ui/saveFile.ts';
import { SheetDialog } from '../../ui/SheetDialog.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import { useList } from '../../ui/useList.ts';
import { SharingTabs } from '../sharing/SharingTabs.tsx';
import type { DemandRow, DemandRows } from './types.ts';
import { STATES } from './words.ts';

/** 供需对接: what departments need, who is to supply it, and what became of it. */
export function Demands() {
  const { t, language } = useText();
  const { can } = useSession();
  const filters = useFilters();
  const [bringing, setBringing] = useState(false);
  const box = filters.one('box') === '' ? 'all' : filters.one('box');
  const [q, state, listed] = [filters.one('q'), filters.all('state'), filters.one('listed')];
  const departmentId = filters.one('department');
  const departments = useLoad<Static<typeof DepartmentView>[]>('/api/departments');
  const filtered = q !== '' || state.length > 0 || listed !== '' || box !== 'all' || departmentId !== '';
  const query = { box, q, state, listed, departmentId };
  const { data, problem, reload, table } = useList<DemandRows>('/api/demands', query);
  const register = can('sharing.apply') ? (
    <Space wrap>
      <Button onClick={() => setBringing(true)} data-test="demand-sheet">
        {t('从表格登记', 'From a spreadsheet')}
      </Button>
      <Link to="/demands/new">
        <Button type="primary" data-test="demand-new">
          {t('登记需求', 'Register a need')}
        </Button>
      </Link>
    </Space>
  ) : undefined;
  return (
    <>
      <PageTitle title={t('供需对接', 'Supply and demand')} actions={register} />
      <SharingTabs current="demands" />
      {problem && <RefusalNotice problem={problem} />}
      {data?.citation && (
        <div style={{ marginBottom: 12 }}>
          <ClauseNote citation={data.citation} />
        </div>
      )}
      <FilterBar onClear={filtered ? filters.clear : undefined}>
        <Segmented
          value={box}
          onChange={value => filters.put('box', value === 'all' ? '' : value)}
          options={[
            { value: 'all', label: t('全部', 'All') },
            { value: 'ours', label: t('本部门需要', 'We need') },
            { value: 'asked', label: t('请本部门提供', 'Asked of us') },
          ]}
        />
        <WordsFilter placeholder={t('数据、事项或部门', 'Data, matter or department')} width={220} />
        <Select
          mode="multiple"
          allowClear
          value={state}
          onChange={value => filters.put('state', value)}
          placeholder={t('全部状态', 'Any state')}
          aria-label={t('状态', 'State')}
          style={{ minWidth: 180 }}
          options={STATES.map(value => ({ value, label: statusWord('demand', value, t) }))}
        />
        <Select
          allowClear
          value={listed === '' ? null : listed}
          onChange={value => filters.put('listed', value ?? '')}
          placeholder={t('是否在清单', 'On the list')}
          aria-label={t('是否在清单', 'On the list')}
          style={{ minWidth: 130 }}
          options={[
            { value: 'true', label: t('已纳入清单', 'On the list') },
            { value: 'false', label: t('未纳入清单', 'Not yet') },
          ]}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={departmentId === '' ? null : Number(departmentId)}
          onChange={value => filters.put('department', value ?? '')}
          placeholder={t('提出部门', 'Needed by')}
          aria-label={t('提出部门', 'Needed by')}
          style={{ minWidth: 180 }}
          options={(departments.data ?? []).map(one => ({ value: one.id, label: one.name }))}
        />
        <ExportButton path="/api/demands/export" query={query} />
      </FilterBar>
      <DataTable<DemandRow>
        caption={t('供需对接', 'Supply and demand')}
        {...table}
        rowKey="id"
        empty={
          <EmptyState
            title={
              filtered
                ? t('没有符合这些条件的需求。', 'No need fits these filters.')
                : t(
                    '还没有需求。找不到想要的目录时，在这里登记，主管部门会协调。',
                    'No needs yet. What no entry offers is registered here; the authority coordinates it.',
                  )
            }
            action={register}
          />
        }
        columns={[
          {
            key: 'title',
            title: t('需求', 'Need'),
            render: (_, row) => (
              <Space size={4} wrap>
                <Link to={`/demands/${row.id}`}>{row.title}</Link>
                {row.listedAt !== null && (
                  <Tag color="blue" style={{ marginInlineEnd: 0 }}>
                    {t('清单', 'Listed')}
                  </Tag>
                )}
              </Space>
            ),
          },
          {
            key: 'department',
            title: t('提出部门', 'Needed by'),
            render: (_, row) => row.departmentName,
          },
          {
            key: 'seconds',
            title: t('附议', 'Seconded'),
            align: 'right',
            render: (_, row) => row.seconds,
          },
          {
            key: 'provider',
            title: t('提供部门', 'Provider'),
            render: (_, row) =>
              row.providerName ??
              (row.suggestedName === null
                ? '—'
                : t(`建议 ${row.suggestedName}`, `suggested: ${row.suggestedName}`)),
          },
          {
            key: 'entry',
            title: t('匹配目录', 'Entry'),
            render: (_, row) =>
              row.entryId === null ? '—' : <Link to={`/catalog/${row.entryId}`}>{row.entryTitle}</Link>,
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, row) => <StatusTag kind="demand" state={row.state} />,
          },
          {
            key: 'until',
            title: t('期限', 'Until'),
            render: (_, row) => (
              <>
                {row.until === null ? '—' : formatDate(row.until, language)}{' '}
                {row.late && <Tag color="error">{t('已超期', 'Late')}</Tag>}
              </>
            ),
          },
        ]}
      />
      {bringing && (
        <SheetDialog
          title={t('从表格登记需求', 'Needs from a spreadsheet')}
          path="/api/demands/sheet"
          hint={t('一行一项需求，先核对，再保存。', 'One need a row; checked first, then saved.')}
          onTemplate={() => saveFile('/api/demands/template', { format: 'xlsx' })}
          onClose={() => setBringing(false)}
          onSaved={reload}
        />
      )}
    </>
  );
}
