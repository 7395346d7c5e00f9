import { Breadcrumb, Button, Segmented, Space, Tag, theme } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, useLoad } from '../../../api.ts';
import { useSession } from '../../../app/session.tsx';
import { ClauseNote } from '../../../ui/ClauseNote.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useFigureColumn } from '../../../ui/figureColumn.tsx';
import { useFilters } from '../../../ui/FilterBar.tsx';
import { formatCount, formatDate, formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { PageTitle } from '../../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../../ui/StatusTag.tsx';
import { useSend } from '../../../ui/useSend.ts';
import { wordOf } from '../../catalog/words.ts';
import { rowsEn } from '../words.ts';
import type { Collection, Pool, StartRecorded } from '../types.ts';
import { actOn } from './actOn.ts';
import { CollectionMark } from './CollectionMark.tsx';
import { RefuseDialog } from './RefuseDialog.tsx';
import { STATES } from './words.ts';

/** One department’s pool: each of its entries that is to be collected, begun, confirmed or refused. */
export function PoolPage() {
  const { departmentId } = useParams();
  const { data, problem, reload } = useLoad<Pool>(`/api/pools/${departmentId}`, undefined, [], {
    every: 5000,
  });
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={8} />;
  return <PoolView pool={data} reload={reload} />;
}

function PoolView({ pool, reload }: { pool: Pool; reload: () => void }) {
  const { t, language } = useText();
  const { can } = useSession();
  const { token } = theme.useToken();
  const { one, put } = useFilters();
  const figure = useFigureColumn();
  const [refusing, setRefusing] = useState<Collection | null>(null);
  const { send, problem, busy } = useSend();
  const { department } = pool;
  const state = one('state');
  const rows = pool.collections.filter(row => state === '' || row.state === state);
  const confirm = (row: Collection) =>
    send(
      () => actOn(row, 'confirm', {}),
      t(`“${row.entryTitle}”已确认，开始归集。`, `“${row.entryTitle}” confirmed; collection has started.`),
      reload,
    );
  const start = () =>
    send(
      () => api.post<StartRecorded>(`/api/pools/${department.departmentId}/collect`, {}),
      t('已发起，等部门确认。', 'Started; waiting for the department to confirm.'),
      reload,
    );
  const second = { color: token.colorTextTertiary, fontSize: 12 };
  return (
    <>
      <Breadcrumb
        items={[
          { title: <Link to="/pools">{t('部门资源池', 'Department pools')}</Link> },
          { title: department.department },
        ]}
      />
      <PageTitle
        title={t(`${department.department}资源池`, `Pool of ${department.department}`)}
        sub={[
          t(`应归集 ${department.should} 条`, `${department.should} entries due for collection`),
          t(`已归集 ${department.collected} 条`, `${department.collected} collected`),
          t(
            `今日核对 ${formatCount(department.todayRows, language)} 行`,
            `${rowsEn(department.todayRows)} checked today`,
          ),
          ...(department.schema === ''
            ? []
            : [t(`模式 ${department.schema}`, `schema ${department.schema}`)]),
        ].join(' · ')}
        actions={
          department.actions.includes('start') && (
            <Button
              type="primary"
              disabled={department.due === 0}
              loading={busy}
              onClick={() => void start()}
              data-test="pool-start"
            >
              {t(`全部发起归集（${department.due}）`, `Start all (${department.due})`)}
            </Button>
          )
        }
      />
      <div className="cards">
        {problem !== null && <RefusalNotice problem={problem} />}
        {pool.citation !== null && <ClauseNote citation={pool.citation} />}
      </div>
      <div style={{ height: 12 }} />
      <div className="choice">
        <Segmented
          value={state}
          onChange={value => put('state', value)}
          aria-label={t('状态', 'State')}
          options={[
            { value: '', label: t(`全部 ${pool.collections.length}`, `All ${pool.collections.length}`) },
            ...(Object.keys(STATES) as Collection['state'][]).map(value => {
              const n = pool.collections.filter(row => row.state === value).length;
              return { value, label: `${t(...STATES[value].words)} ${n}` };
            }),
          ]}
        />
      </div>
      <DataTable<Collection>
        caption={t('目录的归集', 'Collection of entries')}
        exportName={t(`${department.department}归集`, `Collection of ${department.department}`)}
        rows={rows}
        rowKey="entryId"
        loading={false}
        empty={
          <EmptyState
            title={
              state === ''
                ? t(
                    '这个部门还没有应归集的目录。目录发布并挂载库表后，会出现在这里。',
                    'This department has no entries due for collection yet. They appear here once published and a table is mounted.',
                  )
                : t('没有这个状态的目录。', 'No entries in this state.')
            }
          />
        }
        columns={[
          {
            key: 'entry',
            title: t('目录', 'Entry'),
            render: (_, row) => (
              <>
                <Link to={`/pools/entries/${row.entryId}`}>{row.entryTitle}</Link>
                <div style={second}>
                  {row.kind === 'files'
                    ? t('文件，提供时即已归集', 'files, collected when provided')
                    : row.table === ''
                      ? t('库表', 'table')
                      : row.table}
                </div>
              </>
            ),
            text: row => row.entryTitle,
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, row) => <CollectionMark row={row} />,
            text: row => t(...STATES[row.state].words),
          },
          {
            key: 'cycle',
            title: t('更新周期', 'Update cycle'),
            render: (_, row) => (
              <>
                <Space size={4} wrap>
                  {wordOf('updateCycle', row.updateCycle, language)}
                  {row.late && (
                    <Tag color="error" style={{ marginInlineEnd: 0 }}>
                      {t('迟到', 'Late')}
                    </Tag>
                  )}
                </Space>
                {row.dueBy !== null && (
                  <div style={second}>
                    {t(
                      `应在 ${formatDate(row.dueBy, language)} 前更新`,
                      `due by ${formatDate(row.dueBy, language)}`,
                    )}
                  </div>
                )}
              </>
            ),
            text: row => wordOf('updateCycle', row.updateCycle, language),
          },
          figure('rows', t('行数', 'Rows')),
          {
            key: 'last',
            title: t('最近一次', 'Last run'),
            render: (_, row) =>
              row.lastRun === null ? (
                formatTime(row.collectedAt, language)
              ) : can('exchange.read') ? (
                <Link to={`/exchange/runs/${row.lastRun.id}`} aria-label={row.lastRun.no}>
                  <LastRun run={row.lastRun} />
                </Link>
              ) : (
                <LastRun run={row.lastRun} />
              ),
          },
          {
            key: 'act',
            title: '',
            pinned: true,
            render: (_, row) =>
              (row.actions.includes('confirm') || row.actions.includes('refuse')) && (
                <Space size={8} wrap>
                  {row.actions.includes('confirm') && (
                    <Button
                      size="small"
                      type={row.state === 'asked' ? 'primary' : 'default'}
                      disabled={busy}
                      onClick={() => void confirm(row)}
                      data-test="collection-confirm"
                    >
                      {t('确认归集', 'Confirm')}
                    </Button>
                  )}
                  {row.actions.includes('refuse') && (
                    <Button
                      size="small"
                      disabled={busy}
                      onClick={() => setRefusing(row)}
                      data-test="collection-refuse"
                    >
                      {t('依法不归集', 'Exempt by law')}
                    </Button>
                  )}
                </Space>
              ),
          },
        ]}
      />
      {refusing !== null && (
        <RefuseDialog
          collection={refusing}
          citation={pool.refusalCitation}
          onClose={() => setRefusing(null)}
          onDone={() => {
            setRefusing(null);
            reload();
          }}
        />
      )}
    </>
  );
}

function LastRun({ run: { state, at } }: { run: NonNullable<Collection['lastRun']> }) {
  const { language } = useText();
  return (
    <Space size={8} wrap>
      <StatusTag kind="run" state={state} />
      {formatTime(at, language)}
    </Space>
  );
}
