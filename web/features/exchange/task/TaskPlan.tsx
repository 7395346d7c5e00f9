import { Card } from 'antd';
import { formatCount, formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { Facts } from '../Facts.tsx';
import type { Task } from '../types.ts';
import { MODES, rowsEn } from '../words.ts';

/** What the task is told, in words; what has its usual value is left out where nobody would miss it. */
export function TaskPlan({ task }: { task: Task }) {
  const { t, language } = useText();
  const { mode, window, pace, priority, tolerance, drift, compareEvery } = task.settings;
  const bounds = [
    ...(tolerance.rows === null
      ? []
      : [t(`${formatCount(tolerance.rows, language)} 行`, rowsEn(tolerance.rows))]),
    ...(tolerance.share === null ? [] : [`${Math.round(tolerance.share * 1e4) / 100}%`]),
  ].join(t(' 或 ', ' or '));
  return (
    <Card title={t('计划', 'Plan')} data-test="task-plan">
      <Facts
        facts={[
          [
            t('每次送', 'Each run'),
            mode.kind === 'incremental'
              ? t(`增量，凭“${mode.item}”`, `Incremental, by “${mode.item}”`)
              : t(...MODES[mode.kind]),
          ],
          [t('多久一次', 'How often'), t(task.plan.zh, task.plan.en)],
          [
            t('下次', 'Next'),
            task.paused
              ? t('已暂停', 'Paused')
              : task.nextAt === null
                ? t('不定时', 'No schedule')
                : formatTime(task.nextAt, language),
          ],
          [
            t('不合规则的行', 'Invalid rows'),
            bounds === ''
              ? t('有一行就停', 'The first one stops the run')
              : t(`搁置，超过 ${bounds}就停`, `Set aside; the run stops beyond ${bounds}`),
          ],
          [
            t('来源的列变了', 'Source columns change'),
            drift === 'stop'
              ? t('停下', 'Stop')
              : t('不影响就继续', 'Continue if the granted items are unaffected'),
          ],
          window === null ? null : [t('运行时段', 'Running hours'), `${window.from}—${window.to}`],
          pace === null
            ? null
            : [
                t('每秒最多', 'Rows per second'),
                t(`${formatCount(pace, language)} 行`, formatCount(pace, language)),
              ],
          priority === 5 ? null : [t('先后', 'Priority'), String(priority)],
          compareEvery === null
            ? null
            : [
                t('定期再对账', 'Reconciled again'),
                t(`每 ${compareEvery} 天`, compareEvery === 1 ? 'Every day' : `Every ${compareEvery} days`),
              ],
          [t('建于', 'Created'), formatTime(task.createdAt, language)],
        ]}
      />
    </Card>
  );
}
