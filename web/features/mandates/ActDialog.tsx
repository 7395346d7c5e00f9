import { Input } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import { Labelled } from './Labelled.tsx';
import type { Mandate, MandateAction, MandateRecorded } from './types.ts';
import { ACTS } from './words.ts';

export interface StepDialogProps {
  mandate: Mandate;
  onClose: () => void;
  onDone: () => void;
}

/** One step with at most a word to it. */
export function ActDialog({
  mandate,
  action,
  onClose,
  onDone,
}: StepDialogProps & { action: Exclude<MandateAction, 'edit' | 'narrow' | 'refuse'> }) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [note, setNote] = useState('');
  const act = ACTS[action];
  return (
    <Dialog
      title={t(`${act.label[0]}：${mandate.no}`, `${act.label[1]}: ${mandate.no}`)}
      confirm={t(...act.label)}
      danger={act.danger === true}
      busy={busy}
      disabled={act.asks === true && note.trim().length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () =>
            api.post<MandateRecorded>(`/api/mandates/${mandate.id}/actions`, { action, note: note.trim() }),
          t(...act.done),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <p style={{ margin: 0 }}>{t(...act.says)}</p>
      <Labelled
        id="mandate-note"
        label={act.asks ? t('理由', 'Reason') : t('意见（可不填）', 'Opinion (optional)')}
      >
        <Input.TextArea
          id="mandate-note"
          data-test="mandate-note"
          rows={3}
          maxLength={1000}
          value={note}
          onChange={event => setNote(event.target.value)}
        />
      </Labelled>
    </Dialog>
  );
}
