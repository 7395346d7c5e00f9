import { AutoComplete, Button, Input, InputNumber, Segmented, Select, Space } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { roleName } from '../../app/roles.ts';
import type { useFilters } from '../../ui/FilterBar.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { recordMark } from '../../ui/recordName.ts';
import { useLate } from '../../ui/useLate.ts';
import type { Department, DepartmentWithSystems, Grants } from './types.ts';
import { ACT_KINDS, actsOf } from './words.ts';

type Filters = ReturnType<typeof useFilters>;

/** What a search may be narrowed by; each stands in the address under the name that the platform asks for. */
export const FILTERS = [
  'from',
  'until',
  'log',
  'departmentId',
  'action',
  'result',
  'post',
  'caseNo',
  'systemId',
  'grantId',
  'entryId',
  'object',
] as const;

const LATER = ['post', 'caseNo', 'systemId', 'grantId'] as const;

export function RecordFilters({ filters }: { filters: Filters }) {
  const { t } = useText();
  const { one, put } = filters;
  const departments = useLoad<Department[]>('/api/departments');
  const [wide, setWide] = useState(() => LATER.some(name => one(name) !== ''));
  const isSet = FILTERS.some(name => one(name) !== '');
  const value = (name: string) => (one(name) === '' ? null : one(name));
  return (
    <div role="search" aria-label={t('记录检索', 'Search records')}>
      <FilterBar onClear={isSet ? filters.clear : undefined}>
        <Segmented
          value={one('log')}
          onChange={log => put('log', log)}
          aria-label={t('日志', 'Log')}
          options={[
            { value: '', label: t('全部', 'All') },
            { value: 'control', label: t('办理', 'Acts') },
            { value: 'usage/1', label: t('使用', 'Uses') },
          ]}
          data-test="filter-log"
        />
        <label>
          {t('从 ', 'From ')}
          <Input
            type="date"
            value={one('from')}
            onChange={event => put('from', event.target.value)}
            style={{ width: 136 }}
          />
        </label>
        <label>
          {t('到 ', 'to ')}
          <Input
            type="date"
            value={one('until')}
            onChange={event => put('until', event.target.value)}
            style={{ width: 136 }}
          />
        </label>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={value('departmentId')}
          onChange={id => put('departmentId', id ?? '')}
          placeholder={t('全部部门', 'Any department')}
          aria-label={t('部门', 'Department')}
          style={{ width: 170 }}
          popupMatchSelectWidth={300}
          data-test="filter-department"
          options={(departments.data ?? []).map(({ id, name }) => ({ label: name, value: String(id) }))}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={value('action')}
          onChange={action => put('action', action ?? '')}
          placeholder={t('全部动作', 'Any act')}
          aria-label={t('动作', 'Act')}
          style={{ width: 140 }}
          popupMatchSelectWidth={220}
          data-test="filter-action"
          options={ACT_KINDS.map(([prefix, zh, en]) => ({
            label: t(zh, en),
            options: [{ value: prefix, label: t(`${zh}（全部）`, `${en} (all)`) }, ...actsOf(prefix, t)],
          }))}
        />
        <Select
          allowClear
          value={value('result')}
          onChange={result => put('result', result ?? '')}
          placeholder={t('全部结果', 'Any result')}
          aria-label={t('结果', 'Result')}
          style={{ width: 110 }}
          data-test="filter-result"
          options={[
            { label: t('已办', 'Done'), value: 'done' },
            { label: t('已提供', 'Served'), value: 'served' },
            { label: t('已拒绝', 'Refused'), value: 'refused' },
            { label: t('未办成', 'Failed'), value: 'failed' },
          ]}
        />
        <Button
          type="link"
          style={{ paddingInline: 4 }}
          aria-expanded={wide}
          onClick={() => setWide(!wide)}
          data-test="filter-more"
        >
          {wide ? t('收起', 'Fewer') : t('更多条件', 'More')}
        </Button>
      </FilterBar>
      {wide && (
        <FilterBar>
          <PostFilter filters={filters} department={departmentOf(departments.data, one('departmentId'))} />
          <Input.Search
            key={`case ${one('caseNo')}`}
            defaultValue={one('caseNo')}
            allowClear
            placeholder={t('办件编号', 'Case number')}
            aria-label={t('办件编号', 'Case number')}
            onSearch={text => put('caseNo', text.trim())}
            style={{ width: 200 }}
            data-test="filter-case"
          />
          <SystemFilter filters={filters} />
          <GrantFilter filters={filters} />
          <OpenByNumber filters={filters} />
        </FilterBar>
      )}
    </div>
  );
}

const departmentOf = (all: Department[] | undefined, id: string): Department | undefined =>
  all?.find(one => String(one.id) === id);

const ROLES = [
  'data_officer',
  'sharing_head',
  'department_head',
  'authority',
  'integrator',
  'operator',
  'security',
  'auditor',
];

/** Acts carry `市民政局 专职人员`; calls carry whatever post the calling system named, so any text can be asked for. */
function PostFilter({ filters, department }: { filters: Filters; department: Department | undefined }) {
  const { t, language } = useText();
  const now = filters.one('post');
  const [text, setText] = useState(now);
  const take = (post: string) => filters.put('post', post.trim());
  return (
    <AutoComplete
      value={text}
      onChange={setText}
      onSelect={take}
      onBlur={() => text.trim() !== now && take(text)}
      onClear={() => take('')}
      allowClear
      showSearch={{ filterOption: (typed, option) => String(option?.value ?? '').includes(typed) }}
      options={
        department === undefined
          ? []
          : ROLES.map(role => ({
              value: `${department.name} ${roleName(role, 'zh')}`,
              label: roleName(role, language),
            }))
      }
      style={{ width: 260 }}
      data-test="filter-post"
    >
      <Input
        placeholder={t('岗位全名', 'Post, in full')}
        aria-label={t('岗位', 'Post')}
        onPressEnter={event => take(event.currentTarget.value)}
      />
    </AutoComplete>
  );
}

/** Systems belong to a department, so it is chosen first. */
function SystemFilter({ filters }: { filters: Filters }) {
  const { t } = useText();
  const { can } = useSession();
  const department = filters.one('departmentId');
  const asks = can('accounts.read') && department !== '';
  const { data } = useLoad<DepartmentWithSystems>(asks ? `/api/departments/${department}` : null);
  const now = filters.one('systemId');
  if (!can('accounts.read') && now === '') return null;
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={now === '' ? null : now}
      disabled={department === '' && now === ''}
      onChange={id => filters.put('systemId', id ?? '')}
      placeholder={
        department === '' ? t('系统（先选部门）', 'System (department first)') : t('全部系统', 'Any system')
      }
      aria-label={t('系统', 'System')}
      notFoundContent={t('这个部门还没有登记系统。', 'This department has no systems yet.')}
      style={{ width: 220 }}
      data-test="filter-system"
      options={
        data?.systems.map(({ id, name }) => ({ label: name, value: String(id) })) ??
        (now === '' ? [] : [{ label: t(`系统 ${now}`, `System ${now}`), value: now }])
      }
    />
  );
}

function GrantFilter({ filters }: { filters: Filters }) {
  const { t } = useText();
  const { can } = useSession();
  const [words, setWords] = useState('');
  const asked = useLate(words.trim(), 200);
  const may = can('sharing.read');
  const { data, loading } = useLoad<Grants>(may ? '/api/grants' : null, {
    side: 'all',
    q: asked,
    page: 1,
    size: 20,
  });
  const now = filters.one('grantId');
  if (!may && now === '') return null;
  const found = (data?.items ?? []).map(({ id, no, entryTitle, system }) => ({
    value: String(id),
    label: `${no} ${entryTitle} → ${system.name}`,
  }));
  const known = found.some(one => one.value === now);
  return (
    <Select
      allowClear
      showSearch={{ filterOption: false, onSearch: setWords }}
      loading={loading}
      value={now === '' ? null : now}
      onChange={id => filters.put('grantId', id ?? '')}
      placeholder={t('授权编号或目录', 'Grant no. or entry')}
      aria-label={t('授权', 'Grant')}
      style={{ width: 280 }}
      popupMatchSelectWidth={420}
      data-test="filter-grant"
      options={
        now === '' || known ? found : [{ value: now, label: t(`授权 ${now}`, `Grant ${now}`) }, ...found]
      }
    />
  );
}

/** A number read from a receipt: opens that record, whatever the filters say. */
function OpenByNumber({ filters }: { filters: Filters }) {
  const { t } = useText();
  const [log, setLog] = useState<'control' | 'usage/1'>('usage/1');
  const [number, setNumber] = useState<number | null>(null);
  const open = () => {
    if (number !== null) filters.put('record', recordMark(log, number));
  };
  return (
    <Space.Compact>
      <Select
        value={log}
        onChange={setLog}
        aria-label={t('日志', 'Log')}
        style={{ width: 90 }}
        options={[
          { value: 'usage/1', label: t('使用', 'Use') },
          { value: 'control', label: t('办理', 'Act') },
        ]}
      />
      <InputNumber
        min={0}
        precision={0}
        value={number}
        onChange={setNumber}
        placeholder={t('存证号', 'Record no.')}
        aria-label={t('存证号', 'Record no.')}
        style={{ width: 120 }}
        onPressEnter={open}
        data-test="record-number"
      />
      <Button onClick={open} disabled={number === null}>
        {t('打开', 'Open')}
      </Button>
    </Space.Compact>
  );
}
