import { Card, theme } from 'antd';
import { Link } from 'react-router';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { formatCount, formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { RunBar, RunMark } from '../RunMark.tsx';
import type { Board, BoardRun } from '../types.ts';
import { isLive, rowsEn } from '../words.ts';
import { latest } from './latest.ts';

const SHOWN = 8;

/** 正在运行: each run in its own line, updated where it stands; then what ended last. */
export function GoingRuns({ board }: { board: Board }) {
  const { t } = useText();
  const shown = latest(board, SHOWN);
  return (
    <Card title={t('正在运行和刚结束的', 'Running and just finished')} data-test="board-runs">
      {shown.length === 0 ? (
        <EmptyState title={t('现在没有运行。', 'No runs at the moment.')} />
      ) : (
        <ul className="going">
          {shown.map(run => (
            <RunLine key={run.id} run={run} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function RunLine({ run }: { run: BoardRun }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  return (
    <li data-test="board-run" data-state={run.state}>
      <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <Link to={`/exchange/runs/${run.id}`}>
          {run.entryTitle} → {run.kind === 'collection' ? t('资源池', 'pool') : run.consumer}
        </Link>
        <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>
          {run.provider} · {run.no}
        </div>
      </div>
      <RunMark run={run} />
      {isLive(run) ? (
        <RunBar run={run} />
      ) : (
        <div style={{ color: token.colorTextTertiary, fontSize: 12, fontVariantNumeric: 'tabular-nums' }}>
          {`${t(`${formatCount(run.rowsWritten, language)} 行`, rowsEn(run.rowsWritten))} · ${formatTime(run.finishedAt, language)}`}
        </div>
      )}
    </li>
  );
}
