import { Breadcrumb, Button, Space } from 'antd';
import { Link } from 'react-router';
import { api } from '../../../api.ts';
import { useText } from '../../../ui/language.tsx';
import { PageTitle } from '../../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { useSend } from '../../../ui/useSend.ts';
import { EvidencePack } from '../../ledger/EvidencePack.tsx';
import { RunMark } from '../RunMark.tsx';
import type { RunDetail, RunRecorded } from '../types.ts';
import { useStartRun } from '../useStartRun.ts';
import { MODES, TRIGGERS } from '../words.ts';

/** Which run, and what can be done with it. */
export function RunHead({ run, reload }: { run: RunDetail; reload: () => void }) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const may = (action: RunDetail['actions'][number]): boolean => run.actions.includes(action);
  const act = (name: 'stop' | 'compare', said: string) =>
    send(() => api.post<RunRecorded>(`/api/exchange/runs/${run.id}/${name}`, {}), said, reload);
  const start = useStartRun(send);
  return (
    <>
      <Breadcrumb
        items={[
          { title: <Link to="/exchange">{t('数据交换', 'Exchange')}</Link> },
          {
            title: (
              <Link to={`/exchange/tasks/${run.taskId}`} data-test="run-task">
                {t('任务', 'Task')}
              </Link>
            ),
          },
          { title: run.no },
        ]}
      />
      <PageTitle
        title={`${run.entryTitle} → ${run.consumer}`}
        tags={<RunMark run={run} />}
        sub={
          <Space size={[12, 0]} wrap>
            <span>{run.no}</span>
            {run.grantId !== null && <Link to={`/grants/${run.grantId}`}>{run.grantNo}</Link>}
            <span>{run.provider}</span>
            <span>
              {t(...MODES[run.mode])} · {t(...TRIGGERS[run.trigger])}
            </span>
            {run.resendOf !== null && (
              <Link to={`/exchange/runs/${run.resendOf.id}`}>
                {t(`重送 ${run.resendOf.no} 的搁置行`, `Resend of rows set aside by ${run.resendOf.no}`)}
              </Link>
            )}
          </Space>
        }
        actions={
          <Space wrap>
            <EvidencePack about={`runs/${run.id}`} />
            {(may('compare') || run.comparing) && (
              <Button
                disabled={busy}
                loading={run.comparing}
                onClick={() => void act('compare', t('已开始再次对账。', 'Reconciliation has started.'))}
                data-test="run-compare"
              >
                {t('现在再对一次账', 'Reconcile again')}
              </Button>
            )}
            {may('stop') && (
              <Button
                danger
                disabled={busy}
                onClick={() =>
                  void act('stop', t('已停止，未送达的已清除。', 'Stopped; undelivered rows were discarded.'))
                }
                data-test="run-stop"
              >
                {t('停止', 'Stop')}
              </Button>
            )}
            {may('again') && (
              <Button
                type="primary"
                loading={busy}
                onClick={() => void start(run.taskId)}
                data-test="run-again"
              >
                {t('再次运行', 'Run again')}
              </Button>
            )}
          </Space>
        }
      />
      {problem !== null && (
        <div style={{ marginBottom: 16 }}>
          <RefusalNotice problem={problem} />
        </div>
      )}
    </>
  );
}
