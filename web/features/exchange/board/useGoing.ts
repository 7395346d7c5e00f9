import { useState } from 'react';
import { useStream } from '../../../ui/useStream.ts';
import type { Board, BoardRun } from '../types.ts';
import { STREAM } from './useBoard.ts';

/** The newest run of each task as the stream tells it; `onTurn` hears that one began or ended. */
export function useGoing(onTurn: () => void): ReadonlyMap<number, BoardRun> {
  const [going, setGoing] = useState<ReadonlyMap<number, BoardRun>>(new Map());
  const take = (runs: readonly BoardRun[]) =>
    setGoing(was => {
      const next = new Map(was);
      for (const run of runs) if ((next.get(run.taskId)?.id ?? 0) <= run.id) next.set(run.taskId, run);
      return next;
    });
  useStream(STREAM, {
    board: data => {
      take((data as Board).runs);
      onTurn();
    },
    runs: data => take(data as BoardRun[]),
  });
  return going;
}
