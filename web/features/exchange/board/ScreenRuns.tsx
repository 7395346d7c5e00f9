import { useText } from '../../../ui/language.tsx';
import { statusWord } from '../../../ui/StatusTag.tsx';
import { shareOf, useRunWords } from '../RunMark.tsx';
import type { Board, BoardRun } from '../types.ts';
import { isLive } from '../words.ts';
import { latest } from './latest.ts';

const ROWS = 7;

/** Runs as they go, and below them those that ended last. */
export function ScreenRuns({ board }: { board: Board }) {
  const { t } = useText();
  const words = useRunWords();
  const shown = latest(board, ROWS);
  return (
    <section className="screen-panel">
      <h2>{t('最近的归集、交换', 'Latest runs')}</h2>
      {shown.length === 0 ? (
        <p>{t('现在没有运行。', 'No runs at the moment.')}</p>
      ) : (
        <ul>
          {shown.map(run => (
            <li key={run.id} data-tone={toneOf(run)}>
              <div>
                <span>
                  {run.entryTitle} → {run.kind === 'collection' ? t('资源池', 'pool') : run.consumer}
                </span>
                <em>{statusWord('run', run.state, t)}</em>
              </div>
              {isLive(run) && shareOf(run) !== null && (
                <span className="screen-share">
                  <i style={{ inlineSize: `${shareOf(run)}%` }} />
                </span>
              )}
              <small>{words(run).join(' · ')}</small>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function toneOf(run: BoardRun): string {
  if (isLive(run)) return '';
  return run.state === 'delivered' ? 'good' : run.state === 'stopped' ? '' : 'bad';
}
