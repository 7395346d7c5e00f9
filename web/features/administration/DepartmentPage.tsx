import { Button, Card, Descriptions, Space, Tag, theme } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { roleName } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { DepartmentForm } from './DepartmentForm.tsx';
import { ReasonDialog } from './ReasonDialog.tsx';
import type { DepartmentAction, DepartmentDetail } from './types.ts';
import { DEPARTMENT_ACTS, KINDS } from './words.ts';

type Post = DepartmentDetail['posts'][number];
type System = DepartmentDetail['systems'][number];
const PAGE = 20;
const HEAD = { fontSize: 16, fontWeight: 500, lineHeight: '24px' } as const;

export function DepartmentPage() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { can } = useSession();
  const { id } = useParams();
  const { data, problem, reload } = useLoad<DepartmentDetail>(`/api/departments/${id}`);
  const [page, setPage] = useState(1);
  const [editing, setEditing] = useState(false);
  const [acting, setActing] = useState<DepartmentAction | null>(null);
  if (!data) return problem ? <RefusalNotice problem={problem} /> : <Loading rows={10} />;
  const act = acting === null ? undefined : DEPARTMENT_ACTS[acting];
  const manages = can('organizations.manage') && data.state !== 'dissolved';
  const dependents = (
    <ul style={{ margin: 0, paddingInlineStart: 20 }} data-test="dependents">
      {data.dependents.map(one => (
        <li key={one.kind}>
          {t(`${one.name} ${one.n}`, `${one.n} ${one.nameEn}`)}
          {one.holds && (
            <span style={{ color: token.colorTextSecondary }}>
              {t('（处理完才能撤销）', ' (must be gone before it is dissolved)')}
            </span>
          )}
        </li>
      ))}
    </ul>
  );

  return (
    <>
      <PageTitle
        title={t(data.name, data.nameEn || data.name)}
        tags={
          <>
            <StatusTag kind="department" state={data.state} />
            {data.isAuthority && <Tag>{t('主管部门', 'Authority')}</Tag>}
          </>
        }
        sub={<Link to="/org">{t('返回部门列表', 'Back to the departments')}</Link>}
        actions={
          <>
            {data.actions.map(action => (
              <Button
                key={action}
                danger={DEPARTMENT_ACTS[action].danger}
                data-test={`department-${action}`}
                onClick={() => setActing(action)}
              >
                {t(...DEPARTMENT_ACTS[action].label)}
              </Button>
            ))}
            {manages && (
              <Button data-test="department-edit" onClick={() => setEditing(true)}>
                {t('修改', 'Change')}
              </Button>
            )}
            {manages && data.state === 'active' && (
              <Link to={`/org/accounts?new=1&at=${data.id}`}>
                <Button type="primary" data-test="account-new-here">
                  {t('开通账号', 'Open an account')}
                </Button>
              </Link>
            )}
          </>
        }
      />
      <div className="two-columns">
        <div className="cards">
          <h2 style={HEAD}>{t('人员与岗位', 'People and posts')}</h2>
          <DataTable<Post>
            caption={t('人员与岗位', 'People and posts')}
            rows={data.posts.slice((page - 1) * PAGE, page * PAGE)}
            rowKey="id"
            total={data.posts.length}
            size={PAGE}
            page={page}
            onPage={setPage}
            loading={false}
            empty={
              <EmptyState
                title={t(
                  '还没有人员。至少需要专职人员、共享机构负责人和部门负责人各一名。',
                  'Nobody yet. It needs a data officer, a head of the sharing office and a head.',
                )}
              />
            }
            columns={[
              {
                key: 'name',
                title: t('姓名', 'Name'),
                render: (_, row) => (
                  <Link to={`/org/accounts/${row.accountId}`}>
                    {row.accountName} <code>{row.login}</code>
                  </Link>
                ),
              },
              { key: 'role', title: t('岗位', 'Post'), render: (_, row) => roleName(row.role, language) },
              {
                key: 'state',
                title: t('状态', 'State'),
                render: (_, row) => <StatusTag kind="post" state={row.state} />,
              },
              {
                key: 'since',
                title: t('任职', 'Since'),
                render: (_, row) =>
                  row.ended === null
                    ? formatDate(row.since, language)
                    : `${formatDate(row.since, language)} – ${formatDate(row.ended, language)}`,
              },
            ]}
          />
          <h2 style={HEAD}>{t('业务系统', 'Systems')}</h2>
          <DataTable<System>
            caption={t('业务系统', 'Systems')}
            rows={data.systems}
            rowKey="id"
            loading={false}
            empty={
              <EmptyState
                title={t(
                  '还没有业务系统。由本部门专职人员或对接人员登记，密钥只显示给他们。',
                  'No system yet. The department’s own officer or integrator registers it and alone sees its keys.',
                )}
              />
            }
            columns={[
              { key: 'name', title: t('系统', 'System'), render: (_, row) => row.name },
              {
                key: 'rid',
                title: t('请求者标识', 'Caller identity'),
                render: (_, row) => <code>{row.rid}</code>,
              },
              {
                key: 'addresses',
                title: t('允许调用的地址', 'May call from'),
                render: (_, row) => row.addresses.join(', '),
              },
            ]}
          />
        </div>
        <div className="cards">
          <Card title={t('部门', 'Department')}>
            <Descriptions
              column={1}
              size="small"
              items={[
                { key: 'short', label: t('简称', 'Short name'), children: data.shortName },
                {
                  key: 'region',
                  label: t('区划', 'Region'),
                  children: `${data.regionName} ${data.regionCode}`,
                },
                {
                  key: 'kind',
                  label: t('性质', 'Kind'),
                  children: t(...KINDS[data.kind]),
                },
                {
                  key: 'code',
                  label: t('信用代码', 'Credit code'),
                  children: data.creditCode === '' ? '—' : <code>{data.creditCode}</code>,
                },
                { key: 'phone', label: t('电话', 'Telephone'), children: data.phone || '—' },
              ]}
            />
          </Card>
          <Card title={t('依赖这个部门的事项', 'What depends on it')}>
            {data.dependents.length === 0 ? (
              <span style={{ color: token.colorTextSecondary }}>
                {t('没有，可以撤销。', 'Nothing: it can be dissolved.')}
              </span>
            ) : (
              dependents
            )}
          </Card>
        </div>
      </div>
      {editing && (
        <DepartmentForm
          department={data}
          onClose={() => setEditing(false)}
          onDone={() => {
            setEditing(false);
            reload();
          }}
        />
      )}
      {act && acting !== null && (
        <ReasonDialog
          title={`${t(...act.label)} · ${t(data.name, data.nameEn || data.name)}`}
          label={t(...act.label)}
          means={
            <Space orientation="vertical">
              {t(...act.means)}
              {data.dependents.length > 0 && dependents}
            </Space>
          }
          done={t(...act.done)}
          danger={act.danger}
          work={reason => api.post(`/api/departments/${data.id}/actions`, { action: acting, reason })}
          onClose={() => setActing(null)}
          onDone={() => {
            setActing(null);
            reload();
          }}
        />
      )}
    </>
  );
}
