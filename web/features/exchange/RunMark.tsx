import { Progress, Tag, theme } from 'antd';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import type { Run } from './types.ts';
import { rowsEn, verdictOf } from './words.ts';

export type Going = Pick<Run, 'state' | 'rowsRead' | 'expected' | 'rowsPerSecond' | 'secondsLeft'>;

type Judged = Pick<Run, 'state'> & Partial<Pick<Run, 'comparison' | 'grade'>>;

/** What a run is called: what was found since its delivery comes before what its receipt said. */
export function useRunWord(): (run: Judged) => string {
  const { t } = useText();
  return run => {
    const verdict = verdictOf(run);
    return verdict ? t(...verdict.words) : statusWord('run', run.state, t);
  };
}

/** The state of a run; one that was delivered and set rows aside says both. */
export function RunMark({ run }: { run: Judged & Pick<Run, 'setAside'> }) {
  const { t, language } = useText();
  const verdict = verdictOf(run);
  return (
    <span style={{ display: 'inline-flex', gap: 4, flexWrap: 'wrap' }}>
      {verdict ? (
        <Tag
          variant="filled"
          color={verdict.tone}
          style={{ marginInlineEnd: 0 }}
          data-test="run-verdict"
          data-found={run.comparison?.result ?? ''}
        >
          {t(...verdict.words)}
        </Tag>
      ) : (
        <StatusTag kind="run" state={run.state} />
      )}
      {run.setAside > 0 && (
        <Tag variant="filled" color="warning" style={{ marginInlineEnd: 0 }} data-test="run-set-aside">
          {t(
            `搁置 ${formatCount(run.setAside, language)} 行`,
            `${formatCount(run.setAside, language)} set aside`,
          )}
        </Tag>
      )}
    </span>
  );
}

/** How far a run is, of 100; null where nobody knows how many rows there are. */
export function shareOf(run: Going): number | null {
  if (run.state === 'delivered') return 100;
  if (run.expected === null || run.expected === 0) return null;
  // What was counted some time ago may have grown: a run that goes on is never done.
  return Math.min(99, Math.floor((run.rowsRead / run.expected) * 100));
}

/** 612,000 / 850,000 行 · 5.8 万行/秒 · 约剩 41 秒 */
export function useRunWords(): (run: Going) => string[] {
  const { t, language } = useText();
  return run => {
    const read = formatCount(run.rowsRead, language);
    const rate = run.rowsPerSecond === null ? '' : formatCount(run.rowsPerSecond, language, true);
    const left = run.secondsLeft === null ? '' : formatDuration(run.secondsLeft * 1000, language);
    return [
      run.expected === null || run.state === 'delivered'
        ? t(`${read} 行`, rowsEn(run.rowsRead))
        : t(`${read} / ${formatCount(run.expected, language)} 行`, `${read} of ${rowsEn(run.expected)}`),
      ...(rate === '' ? [] : [t(`${rate}行/秒`.replace(/(\d)行/u, '$1 行'), `${rate} rows/s`)]),
      ...(left === '' ? [] : [t(`约剩 ${left}`, `about ${left} left`)]),
    ];
  };
}

/** How long a run took; null as long as it has not ended. */
export function useTook(): (run: Pick<Run, 'startedAt' | 'finishedAt'>) => string | null {
  const { language } = useText();
  return ({ startedAt, finishedAt }) =>
    startedAt === null || finishedAt === null
      ? null
      : formatDuration(Date.parse(finishedAt) - Date.parse(startedAt), language);
}

/** A run under way in a line of a list. */
export function RunBar({ run }: { run: Going }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const words = useRunWords();
  const share = shareOf(run);
  return (
    <div style={{ minWidth: 180 }} aria-live="off">
      {share !== null && (
        <Progress size="small" percent={share} aria-label={t('进度', 'Progress')} style={{ margin: 0 }} />
      )}
      <div
        style={{ color: token.colorTextTertiary, fontSize: 12, fontVariantNumeric: 'tabular-nums' }}
        data-test="run-words"
      >
        {words(run).join(' · ')}
      </div>
    </div>
  );
}
