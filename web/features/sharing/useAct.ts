import { App } from 'antd';
import { useState } from 'react';
import { api, Problem } from '../../api.ts';
import type { ActBody, Application, ApplicationAction, ApplicationRecorded } from './types.ts';

/** What a dialog of a case needs. */
export interface DialogProps {
  application: Application;
  action: ApplicationAction;
  onClose: () => void;
  onDone: () => void;
  /** Somebody else was faster: the case as it is now. */
  onOvertaken: (now: Application) => void;
}

/**
 * Sends one decision. A refusal is kept for the dialog, which stays open with what was typed; where the case has moved
 * on meanwhile, there is nothing left to decide and the page says who did what.
 */
export function useAct({ application, onDone, onOvertaken }: DialogProps, said: string) {
  const { message } = App.useApp();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function overtaken(action: ApplicationAction): Promise<boolean> {
    try {
      const now = await api.get<Application>(`/api/applications/${application.id}`);
      const moved = now.state !== application.state || !now.actions.includes(action);
      if (moved) onOvertaken(now);
      return moved;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      return false;
    }
  }

  async function act(body: Omit<ActBody, 'note'> & { note?: string }) {
    setBusy(true);
    setProblem(null);
    try {
      await api.post<ApplicationRecorded>(`/api/applications/${application.id}/actions`, {
        note: '',
        ...body,
      });
      void message.success(said);
      onDone();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      if (failure.status === 409 && (await overtaken(body.action))) return;
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  }
  return { act, problem, busy };
}
