import { Alert, Button, Card, Tag } from 'antd';
import { Link, useNavigate } from 'react-router';
import { api, useLoad } from '../../../api.ts';
import { ClauseNote } from '../../../ui/ClauseNote.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useFigureColumn } from '../../../ui/figureColumn.tsx';
import { useFilters } from '../../../ui/FilterBar.tsx';
import { formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { NumberLink } from '../../../ui/NumberLink.tsx';
import { PageTitle } from '../../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { useSend } from '../../../ui/useSend.ts';
import { CollectedShare } from '../CollectedShare.tsx';
import { ExchangeTabs } from '../ExchangeTabs.tsx';
import type { PoolDepartment, Pools, StartRecorded } from '../types.ts';

type Figure = keyof Pools['totals'];
const FIGURES: Record<Figure, readonly [zh: string, en: string]> = {
  should: ['应归集', 'Due for collection'],
  collected: ['已归集', 'Collected'],
  due: ['未发起', 'Not started'],
  asked: ['待部门确认', 'To be confirmed'],
  late: ['迟到', 'Late'],
  failing: ['失败', 'Failing'],
  refused: ['依法不归集', 'Legally exempt'],
  todayRows: ['今日核对行数', 'Rows checked today'],
};

/** 部门资源池: what each department should collect, and how far that is. */
export function PoolsPage() {
  const { t } = useText();
  const { data, problem, reload } = useLoad<Pools>('/api/pools', undefined, [], { every: 5000 });
  const { send, problem: refusal, busy } = useSend();
  const navigate = useNavigate();
  const start = ({ departmentId }: PoolDepartment) =>
    send(
      () => api.post<StartRecorded>(`/api/pools/${departmentId}/collect`, {}),
      undefined,
      () => {
        reload();
        void navigate(`/pools/${departmentId}`);
      },
    );
  return (
    <>
      <PageTitle title={t('数据交换', 'Exchange')} name={t('部门资源池', 'Department pools')} />
      <ExchangeTabs current="pools" />
      {refusal !== null && (
        <div style={{ marginBottom: 16 }}>
          <RefusalNotice problem={refusal} />
        </div>
      )}
      {!data ? (
        problem ? (
          <RefusalNotice problem={problem} />
        ) : (
          <Loading rows={8} />
        )
      ) : (
        <Departments pools={data} busy={busy} onStart={one => void start(one)} />
      )}
    </>
  );
}

function Departments({
  pools,
  busy,
  onStart,
}: {
  pools: Pools;
  busy: boolean;
  onStart: (department: PoolDepartment) => void;
}) {
  const { t, language } = useText();
  const { one, clear } = useFilters();
  const figure = useFigureColumn();
  const figures = Object.keys(FIGURES) as Figure[];
  const nameOf = (name: Figure) => t(...FIGURES[name]);
  const having = figures.find(name => name === one('with'));
  const rows = pools.departments.filter(row => having === undefined || row[having] > 0);
  return (
    <>
      {!pools.ready && (
        <Alert
          showIcon
          type="warning"
          style={{ marginBottom: 16 }}
          title={t('部门资源池现在不能用', 'The pools cannot be used at the moment')}
          description={t(pools.problem, pools.problemEn)}
        />
      )}
      {pools.citation !== null && (
        <div style={{ marginBottom: 16 }}>
          <ClauseNote citation={pools.citation} />
        </div>
      )}
      <Card style={{ marginBottom: 16 }}>
        <div
          className="number-row"
          style={{ gridTemplateColumns: 'repeat(auto-fit, minmax(100px, 1fr))' }}
          data-test="pool-totals"
        >
          {figures.map(name => (
            <NumberLink
              key={name}
              to={`/pools?with=${name}`}
              value={pools.totals[name]}
              label={nameOf(name)}
            />
          ))}
        </div>
      </Card>
      {having !== undefined && (
        <p style={{ marginBottom: 12 }}>
          <Tag closable onClose={clear}>
            {t(`有“${nameOf(having)}”的部门`, `Departments with: ${nameOf(having)}`)}
          </Tag>
        </p>
      )}
      <DataTable<PoolDepartment>
        caption={t('各部门的归集', 'Collection by department')}
        exportName={t('各部门的归集', 'Collection by department')}
        rows={rows}
        rowKey="departmentId"
        loading={false}
        empty={
          <EmptyState
            title={
              having === undefined
                ? t(
                    '还没有应归集的目录。目录发布并挂载库表后，会出现在这里。',
                    'No entries due for collection yet. They appear here once published and a table is mounted.',
                  )
                : t('没有这样的部门。', 'No such departments.')
            }
            {...(having === undefined
              ? {}
              : { action: <Button onClick={clear}>{t('看全部部门', 'Show all departments')}</Button> })}
          />
        }
        columns={[
          {
            key: 'department',
            title: t('部门', 'Department'),
            render: (_, row) => <Link to={`/pools/${row.departmentId}`}>{row.department}</Link>,
            text: row => row.department,
          },
          {
            key: 'collected',
            title: t('已归集 / 应归集', 'Collected / due'),
            render: (_, row) => <CollectedShare {...row} />,
            text: row => `${row.collected} / ${row.should}`,
          },
          figure('asked', nameOf('asked')),
          figure('late', nameOf('late'), { bad: true }),
          figure('failing', nameOf('failing'), { bad: true }),
          figure('refused', nameOf('refused')),
          figure('todayRows', nameOf('todayRows')),
          {
            key: 'at',
            title: t('最近归集', 'Last collected'),
            render: (_, row) => formatTime(row.collectedAt, language),
            text: row => formatTime(row.collectedAt, language, true),
          },
          {
            key: 'act',
            title: '',
            pinned: true,
            render: (_, row) =>
              row.actions.includes('start') && (
                <Button
                  size="small"
                  disabled={busy || !pools.ready || row.due === 0}
                  title={row.due === 0 ? t('没有未发起的目录', 'No entries waiting to be started') : ''}
                  onClick={() => onStart(row)}
                  data-test="pool-start"
                >
                  {t('全部发起归集', 'Start all')}
                </Button>
              ),
          },
        ]}
      />
    </>
  );
}
