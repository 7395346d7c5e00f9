import { Card, Descriptions, Grid, Progress, Steps, theme } from 'antd';
import { formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { shareOf, useRunWords, useTook } from '../RunMark.tsx';
import type { RunDetail } from '../types.ts';
import { isLive } from '../words.ts';

type Step = RunDetail['steps'][number];

const STEPS: Record<Step['step'], readonly [zh: string, en: string]> = {
  read: ['读取', 'Read'],
  check: ['检查', 'Check'],
  mask: ['脱敏', 'Mask'],
  write: ['写入', 'Write'],
  reconcile: ['对账', 'Reconcile'],
};
const STATUS = {
  done: 'finish',
  now: 'process',
  waiting: 'wait',
  stopped: 'error',
  skipped: 'wait',
} as const;

/** 读取 → 检查 → 脱敏 → 写入 → 对账, how far it is, how fast, how long still. */
export function RunStages({ run }: { run: RunDetail }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const words = useRunWords();
  const took = useTook();
  const wide = Grid.useBreakpoint().md ?? true;
  const live = isLive(run);
  const share = shareOf(run);
  const at = run.steps.find(({ state }) => state === 'now' || state === 'stopped');
  // Rows stream: several steps go on at once.
  const steps = run.steps.filter(({ state }) => state === at?.state);
  const names = (between: string, language: 0 | 1): string =>
    steps.map(({ step }) => STEPS[step][language]).join(between);
  const ends = (between: string, language: 0 | 1): string =>
    [...new Set([steps[0], steps.at(-1)])].map(one => (one ? STEPS[one.step][language] : '')).join(between);
  return (
    <Card data-test="run-stages" data-state={run.state}>
      {wide ? (
        <Steps
          size="small"
          current={at ? run.steps.indexOf(at) : run.state === 'queued' ? 0 : run.steps.length}
          items={run.steps.map(({ step, state }) => ({
            title: t(...STEPS[step]),
            status: STATUS[state],
            ...(state === 'skipped' ? { content: t('不需要', 'not needed') } : {}),
          }))}
        />
      ) : (
        <strong style={{ fontWeight: 500 }}>
          {at
            ? at.state === 'now'
              ? t(`正在${names('、', 0)}`, `Now: ${names(', ', 1)}`)
              : t(`在“${ends('到', 0)}”阶段停下，没有送达`, `Stopped at ${ends(' to ', 1)}; not delivered`)
            : run.state === 'queued'
              ? t('排队中', 'Queued')
              : t(`${run.steps.length} 步都已完成`, `All ${run.steps.length} steps are done`)}
        </strong>
      )}
      {(live || run.state === 'delivered') && (
        <div style={{ marginTop: 16 }} aria-live="off">
          {share !== null && (
            <Progress
              percent={share}
              status={run.state === 'delivered' ? 'success' : 'active'}
              aria-label={t('进度', 'Progress')}
              data-test="run-progress"
            />
          )}
          <div
            style={{ color: token.colorTextSecondary, fontVariantNumeric: 'tabular-nums' }}
            data-test="run-words"
          >
            {words(run).join(' · ')}
          </div>
        </div>
      )}
      <Descriptions
        size="small"
        style={{ marginTop: 16 }}
        column={{ xs: 1, sm: 1, md: 3 }}
        styles={{ content: { overflowWrap: 'anywhere', minWidth: 0 } }}
        items={[
          {
            key: 'target',
            label: t('去向', 'Target'),
            children: run.target,
            span: { xs: 1, sm: 1, md: 3 },
          },
          {
            key: 'created',
            label: t('提交', 'Submitted'),
            children: formatTime(run.createdAt, language, true),
          },
          {
            key: 'took',
            label: t('用时', 'Took'),
            children: took(run) ?? '—',
          },
          ...(run.next === null
            ? []
            : [
                {
                  key: 'next',
                  label: t('接下来', 'Next'),
                  children:
                    run.next.at === null
                      ? t(run.next.zh, run.next.en)
                      : `${formatTime(run.next.at, language)} · ${t(run.next.zh, run.next.en)}`,
                },
              ]),
        ]}
      />
    </Card>
  );
}
