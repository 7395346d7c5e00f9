import { App } from 'antd';
import { useState } from 'react';
import { api, Problem } from '../../api.ts';
import type { ActBody, ApplicationRecorded } from './types.ts';

/** Sends one decision; a refusal is kept for the dialog, which stays open with what was typed. */
export function useAct(applicationId: number, said: string, onDone: () => void) {
  const { message } = App.useApp();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function act(body: Omit<ActBody, 'note'> & { note?: string }) {
    setBusy(true);
    setProblem(null);
    try {
      await api.post<ApplicationRecorded>(`/api/applications/${applicationId}/actions`, {
        note: '',
        ...body,
      });
      void message.success(said);
      onDone();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  }
  return { act, problem, busy };
}
