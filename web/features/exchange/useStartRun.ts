import { useNavigate } from 'react-router';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import type { useSend } from '../../ui/useSend.ts';
import type { RunRecorded } from './types.ts';

/** Starts a task now, as what its page sends, and opens the run. */
export function useStartRun(send: ReturnType<typeof useSend>['send']) {
  const { t } = useText();
  const navigate = useNavigate();
  return (taskId: number) =>
    send(
      () => api.post<RunRecorded>(`/api/exchange/tasks/${taskId}/runs`, {}),
      t('已开始运行。', 'The run has started.'),
      ({ run }) => void navigate(`/exchange/runs/${run.id}`),
    );
}
