import { Input } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { Dialog } from '../administration/Dialog.tsx';
import { useChange } from '../ledger/useChange.ts';
import type { Alarm } from './types.ts';

/** 销号: what was found goes into the record; the same trouble afterwards raises a new alarm. */
export function SettleDialog({
  alarm,
  onClose,
  onDone,
}: {
  alarm: Alarm;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { change, problem, busy } = useChange();
  const [note, setNote] = useState('');
  return (
    <Dialog
      title={t('告警销号', 'Settle the alarm')}
      confirm={t('销号', 'Settle')}
      busy={busy}
      disabled={note.trim().length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void change(
          () => api.post(`/api/witness/alarms/${alarm.id}/settle`, { note: note.trim() }),
          t('已销号', 'Settled'),
          onDone,
        )
      }
    >
      <p>
        {t(
          '写明查到的原因和处置。同样的情况再出现，会重新告警。',
          'Say what the cause was and what was done. If it happens again there will be a new alarm.',
        )}
      </p>
      <label style={{ display: 'grid', gap: 4 }}>
        {t('查明的情况（记入存证）', 'What was found, kept in the ledger')}
        <Input.TextArea
          value={note}
          maxLength={500}
          autoSize={{ minRows: 3 }}
          onChange={event => setNote(event.target.value)}
          data-test="settle-note"
        />
      </label>
    </Dialog>
  );
}
