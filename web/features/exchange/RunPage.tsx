import {
  Alert,
  App,
  Breadcrumb,
  Button,
  Card,
  Descriptions,
  Progress,
  Skeleton,
  Space,
  Steps,
  theme,
} from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, Problem, useLoad } from '../../api.ts';
import { formatCount, formatDuration, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { EvidencePack } from '../ledger/EvidencePack.tsx';
import { ReceiptCard } from './ReceiptCard.tsx';
import type { Run, RunRecorded } from './types.ts';

const LIVE = new Set(['queued', 'running', 'delivering']);

/** 交换运行: did every row arrive, unchanged (ui.md 3.20). */
export function RunPage() {
  const { id } = useParams();
  const [live, setLive] = useState(true);
  const { data, problem, reload } = useLoad<Run>(
    `/api/exchange/runs/${id}`,
    undefined,
    [id],
    live ? { every: 500 } : undefined,
  );
  const isLive = data === undefined || LIVE.has(data.state);
  if (data && isLive !== live) setLive(isLive);
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Skeleton active paragraph={{ rows: 10 }} />;
  return <RunView run={data} reload={reload} />;
}

function RunView({ run, reload }: { run: Run; reload: () => void }) {
  const { t, language } = useText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  async function act(name: 'stop' | 'compare' | 'again') {
    setBusy(name);
    setProblem(null);
    try {
      if (name === 'again') {
        const started = await api.post<RunRecorded>(`/api/exchange/tasks/${run.taskId}/runs`, {});
        void navigate(`/exchange/runs/${started.run.id}`);
        return;
      }
      await api.post<RunRecorded>(`/api/exchange/runs/${run.id}/${name}`, {});
      void message.success(
        name === 'stop'
          ? t('已停止，未送达的已清除。', 'Stopped; what was staged is dropped.')
          : t('已重新对账。', 'Compared again.'),
      );
      reload();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      setProblem(failure);
    } finally {
      setBusy(null);
    }
  }
  return (
    <>
      <Breadcrumb
        items={[{ title: <Link to="/exchange">{t('数据交换', 'Exchange')}</Link> }, { title: run.no }]}
      />
      <PageTitle
        title={`${run.entryTitle} → ${run.consumer}`}
        tags={<StatusTag kind="run" state={run.state} />}
        sub={
          <Space size={12} wrap>
            <span>{run.no}</span>
            <Link to={`/grants/${run.grantId}`}>{run.grantNo}</Link>
            <span>{run.provider}</span>
          </Space>
        }
        actions={
          <Space wrap>
            <EvidencePack about={`runs/${run.id}`} />
            {run.actions.includes('compare') && (
              <Button
                loading={busy === 'compare'}
                onClick={() => void act('compare')}
                data-test="run-compare"
              >
                {t('现在再对一次账', 'Reconcile again now')}
              </Button>
            )}
            {run.actions.includes('stop') && (
              <Button danger loading={busy === 'stop'} onClick={() => void act('stop')} data-test="run-stop">
                {t('停止', 'Stop')}
              </Button>
            )}
            {run.actions.includes('again') && (
              <Button
                type="primary"
                loading={busy === 'again'}
                onClick={() => void act('again')}
                data-test="run-again"
              >
                {t('再次运行', 'Run again')}
              </Button>
            )}
          </Space>
        }
      />
      <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
        {problem !== null && <RefusalNotice problem={problem} />}
        {run.problem !== '' && (
          <Alert
            showIcon
            type={run.state === 'stopped' ? 'warning' : 'error'}
            title={t(run.problem, run.problemEn)}
            data-test="run-problem"
          />
        )}
        <Stages run={run} />
        {run.receipt !== null && <ReceiptCard run={run} receipt={run.receipt} />}
        <Card title={t('这次运行', 'This run')}>
          <Descriptions
            size="small"
            column={{ xs: 1, sm: 1, md: 2 }}
            items={[
              { key: 'target', label: t('去向', 'To'), children: run.target },
              {
                key: 'created',
                label: t('提交', 'Asked for'),
                children: formatTime(run.createdAt, language, true),
              },
              {
                key: 'started',
                label: t('开始', 'Started'),
                children: run.startedAt === null ? '—' : formatTime(run.startedAt, language, true),
              },
              {
                key: 'finished',
                label: t('结束', 'Ended'),
                children: run.finishedAt === null ? '—' : formatTime(run.finishedAt, language, true),
              },
              {
                key: 'took',
                label: t('用时', 'Took'),
                children:
                  run.startedAt === null || run.finishedAt === null
                    ? '—'
                    : formatDuration(Date.parse(run.finishedAt) - Date.parse(run.startedAt), language),
              },
              {
                key: 'rows',
                label: t('读出', 'Read'),
                children: t(
                  `${formatCount(run.rowsRead, language)} 条`,
                  `${formatCount(run.rowsRead, language)} rows`,
                ),
              },
            ]}
          />
        </Card>
      </div>
    </>
  );
}

const STAGES = ['waiting', 'reading', 'comparing', 'placing', 'done'];

function Stages({ run }: { run: Run }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const live = LIVE.has(run.state);
  const bad = run.state === 'failed' || run.state === 'mismatch' || run.state === 'revoked';
  const at = STAGES.indexOf(run.stage);
  const share =
    run.state === 'delivered'
      ? 100
      : run.expected === null || run.expected === 0
        ? 0
        : Math.min(99, Math.floor((run.rowsRead / run.expected) * 100));
  const seconds = run.startedAt === null ? 0 : (Date.now() - Date.parse(run.startedAt)) / 1000;
  // No estimate in the first 3 seconds: it would jump.
  const left =
    live && seconds > 3 && run.rowsPerSecond !== null && run.rowsPerSecond > 0 && run.expected !== null
      ? Math.max(0, (run.expected - run.rowsRead) / run.rowsPerSecond)
      : null;
  return (
    <Card data-test="run-stages" data-state={run.state}>
      <Steps
        size="small"
        current={run.state === 'delivered' ? STAGES.length : at}
        status={bad ? 'error' : run.state === 'delivered' ? 'finish' : 'process'}
        items={[
          { title: t('排队', 'Waiting') },
          { title: t('读取、脱敏、写入', 'Read, mask, write') },
          { title: t('对账', 'Reconcile') },
          { title: t('入库', 'Put in place') },
          { title: t('完成', 'Done') },
        ]}
      />
      {(live || run.state === 'delivered') && (
        <div style={{ marginTop: 16 }} aria-live="off">
          <Progress
            percent={share}
            status={run.state === 'delivered' ? 'success' : 'active'}
            aria-label={t('进度', 'Progress')}
            data-test="run-progress"
          />
          <div
            style={{
              color: token.colorTextSecondary,
              fontVariantNumeric: 'tabular-nums',
              display: 'flex',
              gap: 16,
              flexWrap: 'wrap',
            }}
          >
            <span>
              {run.expected === null
                ? t(
                    `${formatCount(run.rowsRead, language)} 条`,
                    `${formatCount(run.rowsRead, language)} rows`,
                  )
                : t(
                    `${formatCount(run.rowsRead, language)} / ${formatCount(run.expected, language)} 条`,
                    `${formatCount(run.rowsRead, language)} of ${formatCount(run.expected, language)} rows`,
                  )}
            </span>
            {run.rowsPerSecond !== null && (
              <span>
                {t(
                  `${formatCount(Math.round(run.rowsPerSecond), language)} 条/秒`,
                  `${formatCount(Math.round(run.rowsPerSecond), language)} rows/s`,
                )}
              </span>
            )}
            {left !== null && (
              <span>
                {t(
                  `约剩 ${formatDuration(left * 1000, language)}`,
                  `about ${formatDuration(left * 1000, language)} left`,
                )}
              </span>
            )}
          </div>
        </div>
      )}
    </Card>
  );
}
