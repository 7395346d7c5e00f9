import { App } from 'antd';
import { useState } from 'react';
import { Problem } from '../api.ts';

/**
 * Sends one change at a time. A refusal is kept for the dialog, which stays open with what was typed; otherwise `said`
 * tells that it is done, and `then` takes the answer.
 */
export function useSend() {
  const { message } = App.useApp();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function send<T>(work: () => Promise<T>, said?: string, then?: (answer: T) => void): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await work();
      if (said !== undefined) void message.success(said);
      then?.(answer);
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
    } finally {
      setBusy(false);
    }
  }
  return { send, problem, busy };
}
