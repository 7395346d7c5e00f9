import { Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from './Dialog.tsx';

/** A change that needs its reason: says first what it means. */
export function ReasonDialog<T>({
  title,
  label,
  means,
  done,
  danger,
  work,
  onClose,
  onDone,
}: {
  title: string;
  label: string;
  means: ReactNode;
  done: string;
  danger: boolean;
  work: (reason: string) => Promise<T>;
  onClose: () => void;
  onDone: (answer: T) => void;
}) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [reason, setReason] = useState('');
  return (
    <Dialog
      title={title}
      confirm={label}
      danger={danger}
      busy={busy}
      disabled={reason.trim().length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() => void send(() => work(reason.trim()), done, onDone)}
    >
      <div>{means}</div>
      <label style={{ display: 'grid', gap: 4 }}>
        {t('原因（记入存证）', 'Reason, kept in the ledger')}
        <Input
          value={reason}
          maxLength={200}
          data-test="reason"
          onChange={event => setReason(event.target.value)}
        />
      </label>
    </Dialog>
  );
}
