import { Input } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { keyLines, readKeyWords } from '../../ui/verifierKey.ts';
import { Dialog } from '../administration/Dialog.tsx';
import { useChange } from '../ledger/useChange.ts';
import { Field } from './Field.tsx';
import type { Added, KnownLog, KnownLogBody } from './types.ts';

/** Enters a log to witness, or gives a known one its new keys. Its name stands in its keys, so nobody types it. */
export function AddLog({
  known,
  onClose,
  onDone,
}: {
  known: KnownLog | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { change, problem, busy } = useChange();
  const [name, setName] = useState(known?.name ?? '');
  const [keys, setKeys] = useState(known?.keys.join('\n') ?? '');
  const lines = keyLines(keys);
  const names = [...new Set(lines.map(line => readKeyWords(line)?.name))];
  const origin = known?.origin ?? (names.length === 1 ? names[0] : undefined);
  const body = (): KnownLogBody => ({ origin: origin ?? '', name: name.trim(), keys: lines });
  return (
    <Dialog
      title={
        known
          ? t(`更新 ${known.origin} 的公钥`, `New keys of ${known.origin}`)
          : t('登记受见证的存证', 'Enter a log to witness')
      }
      confirm={known ? t('更新', 'Save') : t('登记', 'Enter')}
      busy={busy}
      disabled={origin === undefined || lines.length === 0 || name.trim().length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void change(
          () => api.post<Added>('/api/witness/logs', body()),
          known ? t('已更新', 'Saved') : t('已登记', 'Entered'),
          onDone,
        )
      }
    >
      <p>
        {t(
          '每个日志登记一次（办理、使用各一）。公钥请向对方当面或电话核对，不要只从网上取。',
          'Each log is entered by itself (acts and uses). Compare the keys with the other side in person or on the telephone; do not just take them from the network.',
        )}
      </p>
      <Field
        label={t('公钥', 'Public keys')}
        hint={
          origin !== undefined
            ? t(`日志名：${origin}`, `name of the log: ${origin}`)
            : lines.length === 0
              ? t(
                  '每行一个，整行粘贴；日志名从公钥里读出',
                  'one a line, whole; the name of the log is read from them',
                )
              : t(
                  '这些行不是同一个日志的公钥，请核对',
                  'these lines are not the keys of one log; please check them',
                )
        }
      >
        <Input.TextArea
          value={keys}
          autoSize={{ minRows: 3 }}
          onChange={event => setKeys(event.target.value)}
          data-test="log-keys"
        />
      </Field>
      <Field
        label={t('运营单位', 'Who runs it')}
        hint={t('如 商丘市政务数据平台', 'such as the platform of the city of Shangqiu')}
      >
        <Input
          value={name}
          maxLength={100}
          onChange={event => setName(event.target.value)}
          data-test="log-name"
        />
      </Field>
    </Dialog>
  );
}
