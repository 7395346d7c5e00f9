import type { Board, BoardRun } from '../types.ts';
import { isLive } from '../words.ts';

/** Runs under way, then what ended last, each once. */
export const latest = ({ runs, ended }: Pick<Board, 'runs' | 'ended'>, most: number): BoardRun[] =>
  [...runs.filter(isLive), ...runs.filter(run => !isLive(run)), ...ended]
    .filter((run, at, all) => all.findIndex(one => one.id === run.id) === at)
    .slice(0, most);
