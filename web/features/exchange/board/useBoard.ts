import { useState } from 'react';
import { useLoad } from '../../../api.ts';
import { useStream } from '../../../ui/useStream.ts';
import type { Board, BoardRun } from '../types.ts';
import { patched } from './patched.ts';

export const STREAM = '/api/exchange/board/stream';
/** How often is asked while nothing can be heard. */
const WITHOUT = 10_000;

/** The board as it is told, run by run; asked for while the stream is silent. */
export function useBoard() {
  const [told, setTold] = useState<Board>();
  const lostSince = useStream(STREAM, {
    board: data => setTold(data as Board),
    runs: data => setTold(was => was && { ...was, runs: patched(was.runs, data as BoardRun[]) }),
  });
  const asked = useLoad<Board>(
    '/api/exchange/board',
    undefined,
    [lostSince !== null],
    lostSince === null ? {} : { every: WITHOUT },
  );
  const newer =
    told === undefined || (asked.data !== undefined && lostSince !== null && asked.data.at > told.at)
      ? asked.data
      : told;
  return { board: newer, problem: newer ? null : asked.problem, lostSince };
}
