import { Button, Tag } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ReviewTabs } from '../catalog/ReviewTabs.tsx';
import { KindChoice, useKind } from './KindChoice.tsx';
import { ListPanel } from './ListPanel.tsx';
import type { ListKind, Overview } from './types.ts';
import { KINDS } from './words.ts';

type Row = Overview['departments'][number];
const ALL = Object.keys(KINDS) as ListKind[];

/** 三清单 of all departments that the authority looks after, and each of them opened. */
export function AllLists() {
  const { t } = useText();
  const { session } = useSession();
  const [search] = useSearchParams();
  const kind = useKind();
  const chosen = Number(search.get('department') ?? 0);
  const { data, problem, loading } = useLoad<Overview>('/api/lists');
  const department = data?.departments.find(one => one.departmentId === chosen);
  return (
    <>
      <PageTitle
        title={t('目录管理', 'Catalog')}
        {...(department ? { sub: department.departmentName } : {})}
      />
      <ReviewTabs current="lists" />
      {problem && <RefusalNotice problem={problem} />}
      {chosen > 0 ? (
        <>
          <Link to="/review/lists">
            <Button style={{ marginBottom: 12 }}>{t('返回各部门', 'All departments')}</Button>
          </Link>
          <KindChoice />
          {chosen === session.post?.departmentId ? (
            <ListPanel kind={kind} />
          ) : (
            <ListPanel kind={kind} departmentId={chosen} />
          )}
        </>
      ) : (
        <div className="cards">
          {data?.citation && (
            <ClauseNote
              citation={data.citation}
              label={
                data.asked.length > 0
                  ? t(
                      `本地规则要求：${data.asked.map(one => KINDS[one][0]).join('、')}`,
                      `The rules of the place ask for: ${data.asked.map(one => KINDS[one][1]).join(', ')}`,
                    )
                  : t('本地规则只要求编制目录', 'The rules of the place ask for the catalog alone')
              }
            />
          )}
          <Departments rows={data?.departments ?? []} loading={loading} />
        </div>
      )}
    </>
  );
}

function Departments({ rows, loading }: { rows: readonly Row[]; loading: boolean }) {
  const { t, language } = useText();
  return (
    <DataTable<Row>
      caption={t('各部门的清单', 'Lists of the departments')}
      rows={rows}
      rowKey="departmentId"
      loading={loading}
      empty={<EmptyState title={t('没有部门。', 'No departments.')} />}
      columns={[
        {
          key: 'department',
          title: t('部门', 'Department'),
          render: (_, row) => (
            <Link to={`/review/lists?department=${row.departmentId}`}>{row.departmentName}</Link>
          ),
          text: row => row.departmentName,
        },
        ...ALL.map(kind => ({
          key: kind,
          title: t(...KINDS[kind]),
          render: (_: unknown, row: Row) => {
            const list = row.lists.find(one => one.kind === kind);
            return (
              <Link to={`/review/lists?department=${row.departmentId}&kind=${kind}`}>
                {list && list.number > 0
                  ? t(
                      `第 ${list.number} 版 ${formatDate(list.signedAt, language)}，${list.rows} 项`,
                      `Version ${list.number}, ${formatDate(list.signedAt, language)}, ${list.rows} ${list.rows === 1 ? 'row' : 'rows'}`,
                    )
                  : t('还没有签发', 'Not signed yet')}{' '}
                {list && list.missing > 0 && (
                  <Tag color="warning">{t(`缺 ${list.missing}`, `${list.missing} missing`)}</Tag>
                )}
                {list?.awaiting === true && <Tag color="processing">{t('待签发', 'Awaiting')}</Tag>}
              </Link>
            );
          },
          text: (row: Row) => String(row.lists.find(one => one.kind === kind)?.number ?? 0),
        })),
      ]}
    />
  );
}
