import { Button, Table } from 'antd';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount, formatDuration, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { ProofLink } from '../../ui/ProofLink.tsx';
import { recordMark } from '../../ui/recordName.ts';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { rowsOf } from '../../ui/rows.ts';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { recordWord } from '../ledger/words.ts';
import { modeWord } from '../sharing/words.ts';
import { RunMark } from '../exchange/RunMark.tsx';
import type { Grant, RecordRow, RecordRows, RunRows } from './types.ts';

const EVERY = 5000;

/** 调用记录: what was asked under a grant, and what was answered. */
export function GrantCalls({ grant }: { grant: Grant }) {
  const { t, language } = useText();
  const { data, problem } = useLoad<RecordRows>(`/api/ledger-of-grant/${grant.id}`, undefined, [grant.id], {
    every: EVERY,
  });
  if (problem && !data) return <RefusalNotice problem={problem} />;
  const rows = rowsOf<RecordRow>(data);
  if (data && rows.length === 0) return <NoCalls grant={grant} />;
  return (
    <Table
      size="small"
      rowKey={row => recordMark(row.log, row.number)}
      loading={!data}
      dataSource={rows}
      scroll={{ x: 'max-content' }}
      pagination={{
        pageSize: 20,
        hideOnSinglePage: true,
        showSizeChanger: false,
        showTotal: total =>
          t(`共 ${formatCount(total, language)} 条`, `${formatCount(total, language)} in all`),
      }}
      data-test="grant-calls"
      columns={[
        {
          key: 'number',
          title: t('存证号', 'Record'),
          render: (_, row) => <ProofLink record={row.number} log={row.log} />,
        },
        { key: 'at', title: t('时间', 'Time'), render: (_, row) => formatTime(row.at, language) },
        {
          key: 'action',
          title: t('做了什么', 'What'),
          render: (_, row) => (row.action === 'gateway.call' ? modeWord(grant.mode, t) : recordWord(row, t)),
        },
        {
          key: 'result',
          title: t('结果', 'Result'),
          render: (_, row) => <StatusTag kind="ledger" state={row.result} />,
        },
        {
          key: 'rows',
          title: t('返回条数', 'Rows'),
          align: 'right',
          render: (_, row) =>
            row.rows === null || grant.mode === 'file' ? '—' : formatCount(row.rows, language),
        },
        {
          key: 'micros',
          title: t('耗时', 'Time taken'),
          align: 'right',
          render: (_, row) => (row.micros === null ? '—' : formatDuration(row.micros / 1000, language)),
        },
      ]}
    />
  );
}

function NoCalls({ grant }: { grant: Grant }) {
  const { t } = useText();
  if (grant.mode === 'batch' || grant.mode === 'file' || grant.state !== 'active')
    return <EmptyState title={t('还没有使用记录。', 'No use yet.')} />;
  return (
    <EmptyState
      title={t('还没有调用。到“接口调试”发第一次请求。', 'No calls yet. Send the first one in the console.')}
      action={
        <Link to={`/console?grant=${grant.id}`}>
          <Button>{t('接口调试', 'Console')}</Button>
        </Link>
      }
    />
  );
}

/** 运行记录 of a batch grant. */
export function GrantRuns({ grant }: { grant: Grant }) {
  const { t, language } = useText();
  const { data, problem } = useLoad<RunRows>(
    '/api/exchange/runs',
    { grantId: grant.id, page: 1, size: 20 },
    [grant.id],
    { every: EVERY },
  );
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (data?.items.length === 0)
    return (
      <EmptyState
        title={t(
          '还没有运行。新建交换任务后，在这里看每次运行。',
          'No runs yet. Make an exchange task; its runs appear here.',
        )}
      />
    );
  return (
    <Table
      size="small"
      rowKey="id"
      loading={!data}
      dataSource={data?.items ?? []}
      pagination={false}
      scroll={{ x: 'max-content' }}
      data-test="grant-runs"
      columns={[
        {
          key: 'no',
          title: t('运行', 'Run'),
          render: (_, run) => <Link to={`/exchange/runs/${run.id}`}>{run.no}</Link>,
        },
        { key: 'at', title: t('时间', 'Time'), render: (_, run) => formatTime(run.createdAt, language) },
        {
          key: 'state',
          title: t('状态', 'State'),
          render: (_, run) => <RunMark run={run} />,
        },
        {
          key: 'rows',
          title: t('写入', 'Written'),
          align: 'right',
          render: (_, run) => formatCount(run.rowsWritten, language),
        },
      ]}
    />
  );
}
