import { Button, Input, Select, Tag } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useLoad } from '../../api.ts';
import { roleName } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import { useList } from '../../ui/useList.ts';
import { DepartmentForm } from './DepartmentForm.tsx';
import { FirstSteps } from './FirstSteps.tsx';
import { OrgTabs } from './OrgTabs.tsx';
import type { DepartmentList, DepartmentRow, Region, Setup } from './types.ts';
import { ROLES } from './words.ts';

/** 用户与组织: the departments, and above them what the installation still needs. */
export function Departments() {
  const { t, language } = useText();
  const { session, can } = useSession();
  const navigate = useNavigate();
  const filters = useFilters();
  const wanted = {
    q: filters.one('q'),
    region: filters.one('region'),
    state: filters.one('state'),
  };
  const { problem, reload, table } = useList<DepartmentList>('/api/department-list', wanted);
  const setup = useLoad<Setup>('/api/setup');
  const regions = useLoad<Region[]>('/api/regions');
  const filtered = Object.values(wanted).some(word => word !== '');
  const manages = can('organizations.manage');
  const adding = manages ? filters.one('new') : '';
  const add = manages ? (
    <Button type="primary" data-test="department-new" onClick={() => filters.put('new', 'department')}>
      {t('新建部门', 'Add a department')}
    </Button>
  ) : undefined;
  const role = (row: DepartmentRow) =>
    ROLES.filter(one => row.roles.includes(one))
      .map(one => roleName(one, language))
      .join(language === 'zh' ? '、' : ', ') || '—';

  return (
    <>
      <PageTitle
        title={t('用户与组织', 'Users and organisations')}
        sub={t('本岗位看不到业务数据。', 'This post sees no business data.')}
        actions={add}
      />
      <OrgTabs current="org" />
      {manages && !session.demonstration && setup.data && <FirstSteps setup={setup.data} />}
      <FilterBar onClear={filtered ? filters.clear : undefined}>
        <Input.Search
          allowClear
          key={wanted.q}
          defaultValue={wanted.q}
          placeholder={t('名称、简称、信用代码', 'Name or credit code')}
          aria-label={t('查找部门', 'Find a department')}
          data-test="department-search"
          style={{ width: 240 }}
          onSearch={words => filters.put('q', words.trim())}
        />
        <Select
          allowClear
          showSearch
          optionFilterProp="label"
          value={wanted.region || null}
          placeholder={t('全部区划', 'All regions')}
          aria-label={t('区划', 'Region')}
          style={{ minWidth: 180 }}
          options={(regions.data ?? []).map(one => ({ value: one.code, label: one.name }))}
          onChange={code => filters.put('region', code ?? '')}
        />
        <Select
          allowClear
          value={wanted.state || null}
          placeholder={t('全部状态', 'All states')}
          aria-label={t('状态', 'State')}
          style={{ minWidth: 120 }}
          options={['active', 'suspended', 'dissolved'].map(value => ({
            value,
            label: statusWord('department', value, t),
          }))}
          onChange={state => filters.put('state', state ?? '')}
        />
      </FilterBar>
      {problem && <RefusalNotice problem={problem} />}
      <DataTable<DepartmentRow>
        caption={t('部门', 'Departments')}
        {...table}
        rowKey="id"
        exportName={t('部门', 'departments')}
        empty={
          <EmptyState
            title={
              filtered
                ? t(
                    '没有符合条件的部门。换个词，或清空条件。',
                    'No department fits. Try another word, or clear the filters.',
                  )
                : t('还没有部门。从主管部门开始新建。', 'No department yet. Begin with the authority.')
            }
            action={filtered ? undefined : add}
          />
        }
        columns={[
          {
            key: 'name',
            title: t('部门', 'Department'),
            render: (_, row) => (
              <Link to={`/org/departments/${row.id}`}>{t(row.name, row.nameEn || row.name)}</Link>
            ),
            text: row => row.name,
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, row) => (
              <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
                <StatusTag kind="department" state={row.state} />
                {row.isAuthority && <Tag>{t('主管部门', 'Authority')}</Tag>}
              </span>
            ),
            text: row => statusWord('department', row.state, t),
          },
          {
            key: 'regionName',
            title: t('区划', 'Region'),
            render: (_, row) => row.regionName,
            text: row => row.regionName,
          },
          {
            key: 'creditCode',
            title: t('统一社会信用代码', 'Credit code'),
            render: (_, row) => (row.creditCode === '' ? '—' : <code>{row.creditCode}</code>),
            text: row => row.creditCode,
          },
          {
            key: 'people',
            title: t('在岗', 'In post'),
            align: 'right',
            render: (_, row) => (
              <Link to={`/org/accounts?department=${row.id}`}>
                {row.people}
                {row.waiting > 0 && t(`（待确认 ${row.waiting}）`, ` (${row.waiting} to confirm)`)}
              </Link>
            ),
            text: row => String(row.people),
          },
          {
            key: 'roles',
            title: t('已有岗位', 'Posts filled'),
            render: (_, row) => <div style={{ maxWidth: 180 }}>{role(row)}</div>,
            text: role,
          },
        ]}
      />
      {adding !== '' && (
        <DepartmentForm
          authority={adding === 'authority'}
          onClose={() => filters.put('new', '')}
          onDone={id => {
            reload();
            void navigate(`/org/departments/${id}`);
          }}
        />
      )}
    </>
  );
}
