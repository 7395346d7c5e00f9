import { useText } from '../../ui/language.tsx';
import { Dialog } from '../administration/Dialog.tsx';
import { useChange } from '../ledger/useChange.ts';

/** Ends a relation between two platforms; says first what stays. */
export function RetireDialog({
  title,
  means,
  work,
  onClose,
  onDone,
}: {
  title: string;
  means: string;
  work: () => Promise<{ record: number }>;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { change, problem, busy } = useChange();
  return (
    <Dialog
      title={title}
      confirm={t('停用', 'Retire')}
      danger
      busy={busy}
      problem={problem}
      onClose={onClose}
      onConfirm={() => void change(work, t('已停用', 'Retired'), onDone)}
    >
      <p>{means}</p>
    </Dialog>
  );
}
