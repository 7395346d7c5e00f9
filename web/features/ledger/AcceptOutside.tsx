import { Input } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { formatCount } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { slugOf } from '../../ui/recordName.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { Log, Recorded } from './types.ts';
import { useChange } from './useChange.ts';

/** Lets a log go on whose file of seal points is gone; says first what is lost by that. */
export function AcceptOutside({
  log,
  onClose,
  onDone,
}: {
  log: Log;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t, language } = useText();
  const { change, problem, busy } = useChange();
  const [reason, setReason] = useState('');
  const sealed = formatCount(log.sealed, language);
  const file = log.log === 'control' ? 'checkpoints.log' : `checkpoints-${slugOf(log.log)}.log`;
  return (
    <Dialog
      title={t(`日志 ${log.log}：没有原文件也恢复封存`, `Log ${log.log}: go on without its file`)}
      confirm={t('恢复封存', 'Go on')}
      danger
      busy={busy}
      disabled={reason.trim().length < 4}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void change(
          () => api.post<Recorded>(`/api/ledger/logs/${slugOf(log.log)}/accept`, { reason: reason.trim() }),
          t('已同意恢复，几秒内重新封存', 'Accepted; sealing goes on within seconds'),
          onDone,
        )
      }
    >
      <p>
        {t(
          '能找到原文件或它的副本的，请不要用这一步：把 ',
          'If the file or a copy of it can be found, do not do this: put ',
        )}
        <code>{file}</code>
        {t(
          ' 放回封存进程的数据文件夹，平台在一分钟内自行核对并恢复封存。',
          ' back into the data folder of the process that seals; the platform compares it and goes on within a minute.',
        )}
      </p>
      <p>
        {t(
          `确认后，平台以数据库现有的存证点（${sealed} 条）为准，重写文件并继续封存。此前是否被退回或改写，只能靠别处的副本、见证方和已出具的证据文件来证明；请先与它们核对。`,
          `After this the platform takes the seal point of ${sealed} entries that the database now has, writes the file anew and goes on. Whether anything was put back or rewritten before can then be shown only by copies elsewhere, by witnesses and by evidence packs that were given out: compare with them first.`,
        )}
      </p>
      <Input.TextArea
        aria-label={t('原因和核对经过', 'Why, and what was compared')}
        placeholder={t('原因和核对经过（记入存证）', 'Why, and what was compared (goes into the record)')}
        value={reason}
        maxLength={500}
        autoSize={{ minRows: 2 }}
        onChange={event => setReason(event.target.value)}
        data-test="accept-reason"
      />
    </Dialog>
  );
}
