import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
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
import { AccountForm } from './AccountForm.tsx';
import { OrgTabs } from './OrgTabs.tsx';
import { PasswordOnce } from './PasswordOnce.tsx';
import type { Account, AccountChanged, AccountList, DepartmentName, Setup } from './types.ts';
import { ROLES } from './words.ts';

/** 账号与岗位: who may sign in, and as what. */
export function Accounts() {
  const { t, language } = useText();
  const { can } = useSession();
  const filters = useFilters();
  const [made, setMade] = useState<AccountChanged | null>(null);
  const wanted = {
    q: filters.one('q'),
    department: filters.one('department'),
    role: filters.one('role'),
    state: filters.one('state'),
  };
  const { problem, reload, table } = useList<AccountList>('/api/accounts', wanted);
  const setup = useLoad<Setup>('/api/setup');
  const departments = useLoad<DepartmentName[]>('/api/departments');
  const filtered = Object.values(wanted).some(word => word !== '');
  const opening = can('organizations.manage') && filters.one('new') === '1' && setup.data !== undefined;
  const open = can('organizations.manage') ? (
    <Button type="primary" data-test="account-new" onClick={() => filters.put('new', '1')}>
      {t('开通账号', 'Open an account')}
    </Button>
  ) : undefined;
  const postsOf = (row: Account): string[] =>
    row.posts
      .filter(post => post.state !== 'ended')
      .map(
        post =>
          `${post.departmentName} ${roleName(post.role, language)}${post.state === 'waiting' ? t('（待确认）', ' (to be confirmed)') : ''}`,
      );

  return (
    <>
      <PageTitle
        title={t('账号与岗位', 'Accounts and posts')}
        sub={
          setup.data?.confirms === true
            ? t(
                '平台运维员开通账号、提名岗位，安全管理员确认岗位，安全审计员查看存证；本岗位看不到业务数据。',
                'The operator opens accounts, the security officer confirms posts, the auditor reads the ledger; none of them sees business data.',
              )
            : t('还没有安全管理员，岗位立即生效。', 'There is no security officer yet: posts count at once.')
        }
        actions={open}
      />
      <OrgTabs key={setup.data?.waiting ?? 0} current="org/accounts" />
      <FilterBar onClear={filtered ? filters.clear : undefined}>
        <Input.Search
          allowClear
          key={wanted.q}
          defaultValue={wanted.q}
          placeholder={t('姓名、账号', 'Name or account')}
          aria-label={t('查找账号', 'Find an account')}
          data-test="account-search"
          style={{ width: 200 }}
          onSearch={words => filters.put('q', words.trim())}
        />
        <Select
          allowClear
          showSearch
          optionFilterProp="label"
          value={wanted.department === '' ? null : Number(wanted.department)}
          placeholder={t('全部部门', 'All departments')}
          aria-label={t('部门', 'Department')}
          style={{ minWidth: 220 }}
          options={(departments.data ?? []).map(one => ({
            value: one.id,
            label: t(one.name, one.nameEn || one.name),
          }))}
          onChange={id => filters.put('department', id ?? '')}
        />
        <Select
          allowClear
          value={wanted.role || null}
          placeholder={t('全部岗位', 'All posts')}
          aria-label={t('岗位', 'Post')}
          style={{ minWidth: 160 }}
          options={ROLES.map(value => ({ value, label: roleName(value, language) }))}
          onChange={role => filters.put('role', role ?? '')}
        />
        <Select
          allowClear
          value={wanted.state || null}
          placeholder={t('全部状态', 'All states')}
          aria-label={t('状态', 'State')}
          data-test="account-state"
          style={{ minWidth: 140 }}
          options={[
            { value: 'waiting', label: t('有岗位待确认', 'Post to be confirmed') },
            ...['active', 'shut_out', 'locked', 'disabled'].map(value => ({
              value,
              label: statusWord('account', value, t),
            })),
          ]}
          onChange={state => filters.put('state', state ?? '')}
        />
      </FilterBar>
      {problem && <RefusalNotice problem={problem} />}
      <DataTable<Account>
        caption={t('账号', 'Accounts')}
        {...table}
        rowKey="id"
        exportName={t('账号', 'accounts')}
        empty={
          <EmptyState
            title={
              wanted.state === 'waiting'
                ? t(
                    '没有待确认的岗位。运维员提名后会出现在这里。',
                    'No post awaits confirmation. What the operator puts forward appears here.',
                  )
                : t(
                    '没有符合条件的账号。换个词，或清空条件。',
                    'No account fits. Try another word, or clear the filters.',
                  )
            }
          />
        }
        columns={[
          {
            key: 'name',
            title: t('姓名', 'Name'),
            render: (_, row) => <Link to={`/org/accounts/${row.id}`}>{row.name}</Link>,
            text: row => row.name,
          },
          {
            key: 'login',
            title: t('账号', 'Account'),
            render: (_, row) => <code>{row.login}</code>,
            text: row => row.login,
          },
          {
            key: 'posts',
            title: t('岗位', 'Posts'),
            render: (_, row) => {
              const posts = postsOf(row);
              return posts.length === 0
                ? t('没有岗位', 'No post')
                : posts.map(one => <div key={one}>{one}</div>);
            },
            text: row => postsOf(row).join(' '),
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, row) => (
              <StatusTag
                kind="account"
                state={row.state}
                yourTurn={
                  row.posts.some(post => post.actions.includes('confirm'))
                    ? t('确认岗位', 'confirm')
                    : undefined
                }
              />
            ),
            text: row => statusWord('account', row.state, t),
          },
        ]}
      />
      {opening && (
        <AccountForm
          at={Number(filters.one('at')) || undefined}
          confirms={setup.data?.confirms ?? false}
          onClose={filters.clear}
          onDone={answer => {
            filters.clear();
            setMade(answer);
            reload();
            setup.reload();
          }}
        />
      )}
      {made?.password !== undefined && (
        <PasswordOnce
          login={made.account.login}
          password={made.password}
          waiting={made.account.posts.some(post => post.state === 'waiting')}
          onClose={() => setMade(null)}
        />
      )}
    </>
  );
}
