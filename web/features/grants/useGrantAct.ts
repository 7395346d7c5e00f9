import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { ACTS } from './acts.ts';
import type { Grant, GrantActBody, GrantRecorded } from './types.ts';

/** What every dialog of a grant is given. */
export interface DialogProps {
  grant: Grant;
  onClose: () => void;
  onDone: () => void;
}

/** Sends one step of a grant; a refusal is kept for the dialog, which stays open with what was typed. */
export function useGrantAct({ grant, onClose, onDone }: DialogProps) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const act = (body: Omit<GrantActBody, 'note'> & { note?: string }) =>
    send(
      () => api.post<GrantRecorded>(`/api/grants/${grant.id}/actions`, { note: '', ...body }),
      t(...ACTS[body.action].done),
      () => {
        onClose();
        onDone();
      },
    );
  return { act, problem, busy };
}
