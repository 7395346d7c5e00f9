import { Input } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { formatCount } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { slugOf } from '../../ui/recordName.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { Month } from './months.ts';
import type { Recorded } from './types.ts';
import { useChange } from './useChange.ts';

interface MonthDialog {
  month: Month;
  onClose: () => void;
  onDone: () => void;
}

/** Where the platform puts the files, in its data folder. */
const filesOf = (month: Month): string[] =>
  month.logs.map(log => `archive/${slugOf(log.log)}-${month.month}.sqledger`);

function Files({ month }: { month: Month }) {
  return (
    <ul style={{ margin: 0, paddingInlineStart: 20, overflowWrap: 'anywhere' }}>
      {filesOf(month).map(file => (
        <li key={file}>
          <code>{file}</code>
        </li>
      ))}
    </ul>
  );
}

export function ExportMonth({ month, onClose, onDone }: MonthDialog) {
  const { t, language } = useText();
  const { change, problem, busy } = useChange();
  return (
    <Dialog
      title={t(`导出 ${month.month} 的记录`, `Export the records of ${month.month}`)}
      confirm={t('导出', 'Export')}
      busy={busy}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void change(
          () => api.post<Recorded>(`/api/ledger/months/${month.month}/export`),
          t('已导出', 'Exported'),
          onDone,
        )
      }
    >
      <p>
        {t(
          `${formatCount(month.entries, language)} 条记录连同存证点和公钥写成可单独核验的文件，写完立即读回核对。什么都不删除。`,
          `${formatCount(month.entries, language)} records, with seal point and public keys, are written to files that verify by themselves and read back at once. Nothing is deleted.`,
        )}
      </p>
      <p>{t('文件放在平台的数据文件夹：', 'The files lie in the platform’s data folder:')}</p>
      <Files month={month} />
    </Dialog>
  );
}

/** The one act here that cannot be taken back: the month is typed, so that a wrong row is noticed. */
export function RemoveMonth({ month, onClose, onDone }: MonthDialog) {
  const { t, language } = useText();
  const { change, problem, busy } = useChange();
  const [typed, setTyped] = useState('');
  return (
    <Dialog
      title={t(`移除 ${month.month} 的记录`, `Remove the records of ${month.month}`)}
      confirm={t('移除', 'Remove')}
      danger
      busy={busy}
      disabled={typed.trim() !== month.month}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void change(
          () => api.post<Recorded>(`/api/ledger/months/${month.month}/remove`),
          t('已移除', 'Removed'),
          onDone,
        )
      }
    >
      <p>
        {t(
          `${formatCount(month.entries, language)} 条记录的原文从数据库移除，不能恢复，以后只在这些文件里：`,
          `The text of ${formatCount(month.entries, language)} records is removed from the database for good; it lies only in these files:`,
        )}
      </p>
      <Files month={month} />
      <p>
        {t(
          '移除前先核对文件；树的上层保留，以后各月的证明照旧成立。请先把文件另存一份。',
          'The files are checked first. The upper levels of the tree stay, so that proofs of later months still hold. Keep another copy of the files before you go on.',
        )}
      </p>
      <label style={{ display: 'grid', gap: 4 }}>
        {t(`请输入 ${month.month} 以确认`, `Type ${month.month} to confirm`)}
        <Input
          value={typed}
          onChange={event => setTyped(event.target.value)}
          data-test="month-typed"
          autoComplete="off"
        />
      </label>
    </Dialog>
  );
}
