import { useState } from 'react';
import { Problem } from '../../api.ts';

/** One write of a page at a time, with what it was refused with. */
export function useSend(): {
  busy: boolean;
  problem: Problem | null;
  send: (work: () => Promise<void>) => Promise<void>;
} {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  return {
    busy,
    problem,
    send: async work => {
      setBusy(true);
      setProblem(null);
      try {
        await work();
      } catch (fault) {
        if (!(fault instanceof Problem)) throw fault;
        setProblem(fault);
      } finally {
        setBusy(false);
      }
    },
  };
}
