import { Alert, Button } from 'antd';
import { Link } from 'react-router';
import { useText } from '../../../ui/language.tsx';
import type { RunDetail } from '../types.ts';

/** What went wrong and what to do; and what the source’s columns have become, before anything else. */
export function RunAlerts({ run }: { run: RunDetail }) {
  const { t } = useText();
  const drift = run.notices.filter(({ kind }) => kind === 'drift');
  const others = run.resends.filter(({ state }) => state === 'delivered').length;
  return (
    <>
      {drift.map(({ zh, en }) => (
        <Alert
          key={en}
          showIcon
          type="warning"
          title={t(zh, en)}
          action={
            <Link to={`/catalog/${run.entryId}`}>
              <Button size="small">{t('看目录和资源', 'See the entry')}</Button>
            </Link>
          }
          data-test="run-drift"
        />
      ))}
      {run.problem !== '' && (
        <Alert
          showIcon
          type={run.state === 'stopped' ? 'warning' : 'error'}
          title={
            run.state === 'delivered'
              ? // The delivery stands: it is the comparison after it that went wrong.
                t(
                  `再次对账没有做成：${run.problem}`,
                  `Reconciliation after delivery failed: ${run.problemEn}`,
                )
              : t(run.problem, run.problemEn)
          }
          data-test="run-problem"
        />
      )}
      {run.resends.length > 0 && (
        <Alert
          showIcon
          type={others === run.resends.length ? 'success' : 'info'}
          title={
            <>
              {t('搁置行改正后已重送：', 'Corrected rows were sent again: ')}
              {run.resends.map(({ id, no }, at) => (
                <span key={id}>
                  {at > 0 && t('、', ', ')}
                  <Link to={`/exchange/runs/${id}`}>{no}</Link>
                </span>
              ))}
            </>
          }
          data-test="run-resends"
        />
      )}
    </>
  );
}
