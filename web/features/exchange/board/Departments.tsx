import { FullscreenOutlined } from '@ant-design/icons';
import { Alert, Button, Card } from 'antd';
import { Link } from 'react-router';
import { useFilters } from '../../../ui/FilterBar.tsx';
import { formatTime } from '../../../ui/format.ts';
import { DataTable } from '../../../ui/DataTable.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useFigureColumn } from '../../../ui/figureColumn.tsx';
import { useText } from '../../../ui/language.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { NumberLink } from '../../../ui/NumberLink.tsx';
import { PageTitle } from '../../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../../ui/StatusTag.tsx';
import { CollectedShare } from '../CollectedShare.tsx';
import { ExchangeTabs } from '../ExchangeTabs.tsx';
import type { Board, BoardLine } from '../types.ts';
import { GoingRuns } from './GoingRuns.tsx';
import { useBoard } from './useBoard.ts';

/** 按部门看: what each department has collected and exchanged today, and the runs as they go (RES-7). */
export function Departments() {
  const { t, language } = useText();
  const { board, problem, lostSince } = useBoard();
  return (
    <>
      <PageTitle
        title={t('数据交换', 'Exchange')}
        name={t('按部门看', 'By department')}
        actions={
          // A wall is 1920 wide: on a phone nobody could read it.
          <Link to="/exchange/screen" className="wide-only">
            <Button icon={<FullscreenOutlined />} data-test="open-screen">
              {t('大屏', 'Wall display')}
            </Button>
          </Link>
        }
      />
      <ExchangeTabs current="departments" />
      {problem && <RefusalNotice problem={problem} />}
      {!board ? (
        !problem && <Loading rows={10} />
      ) : (
        <div className="cards" data-test="board">
          {lostSince !== null && (
            <Alert
              showIcon
              type="warning"
              title={t(
                `${formatTime(new Date(lostSince).toISOString(), language)} 起没有实时数据，正在重连；下面每 10 秒更新一次。`,
                `No live data since ${formatTime(new Date(lostSince).toISOString(), language)}; reconnecting. The figures below refresh every 10 seconds.`,
              )}
            />
          )}
          <Totals board={board} />
          <GoingRuns board={board} />
          <Lines lines={board.departments} />
        </div>
      )}
    </>
  );
}

function Totals({ board }: { board: Board }) {
  const { t } = useText();
  const { totals, date } = board;
  const today = `/exchange/runs?from=${date}&to=${date}`;
  return (
    <Card>
      <div
        className="number-row"
        style={{ gridTemplateColumns: 'repeat(auto-fit, minmax(100px, 1fr))' }}
        data-test="board-totals"
      >
        <NumberLink
          to="/pools"
          value={`${totals.collected} / ${totals.should}`}
          label={t('已归集 / 应归集', 'Collected / due')}
        />
        <NumberLink
          to={`${today}&kind=collection`}
          value={totals.todayRows}
          label={t('今日归集核对行数', 'Rows checked today')}
        />
        <NumberLink
          to={`${today}&kind=delivery`}
          value={totals.providedRows}
          label={t('今日送出行数', 'Rows provided today')}
        />
        <NumberLink
          to={`${today}&kind=delivery`}
          value={totals.receivedRows}
          label={t('今日收到行数', 'Rows received today')}
        />
        <NumberLink
          to="/exchange/runs?state=queued&state=running&state=delivering"
          value={totals.running}
          label={t('运行中', 'Running')}
        />
        <NumberLink to="/pools?with=late" value={totals.late} label={t('迟到', 'Late')} />
        <NumberLink to="/exchange?trouble=failing" value={totals.failing} label={t('失败', 'Failing')} />
      </div>
    </Card>
  );
}

function Lines({ lines }: { lines: BoardLine[] }) {
  const { t, language } = useText();
  const figure = useFigureColumn();
  const { page, put } = useFilters();
  const size = 50;
  return (
    <DataTable<BoardLine>
      caption={t('按部门看', 'By department')}
      exportName={t('归集与交换', 'Collection and exchange')}
      rows={lines.slice((page - 1) * size, page * size)}
      rowKey="departmentId"
      total={lines.length}
      page={page}
      size={size}
      onPage={next => put('page', next)}
      loading={false}
      empty={
        <EmptyState
          title={t(
            '还没有部门归集或交换数据。目录发布、挂载并授权后，这里会有数。',
            'No department collects or exchanges data yet. Figures appear once entries are published, mounted and granted.',
          )}
        />
      }
      columns={[
        {
          key: 'department',
          title: t('部门', 'Department'),
          render: (_, line) => <Link to={`/pools/${line.departmentId}`}>{line.department}</Link>,
          text: line => line.department,
        },
        {
          key: 'collected',
          title: t('已归集 / 应归集', 'Collected / due'),
          render: (_, line) => <CollectedShare {...line} />,
          text: line => `${line.collected} / ${line.should}`,
        },
        figure('todayRows', t('今日归集核对', 'Checked today')),
        figure('providedRows', t('今日送出', 'Provided today')),
        figure('receivedRows', t('今日收到', 'Received today')),
        figure('late', t('迟到', 'Late'), { bad: true }),
        figure('failing', t('失败', 'Failing'), { bad: true }),
        {
          key: 'last',
          title: t('最近一次', 'Last run'),
          render: (_, line) =>
            line.lastRun === null ? (
              '—'
            ) : (
              <Link to={`/exchange/runs/${line.lastRun.id}`} aria-label={line.lastRun.no}>
                <StatusTag kind="run" state={line.lastRun.state} />
                <div style={{ fontSize: 12 }}>{formatTime(line.lastRun.at, language)}</div>
              </Link>
            ),
        },
      ]}
    />
  );
}
