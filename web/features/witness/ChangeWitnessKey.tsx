import { KeyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { Dialog } from '../administration/Dialog.tsx';
import { useChange } from '../ledger/useChange.ts';

/** 更换见证密钥: the button, and what follows from it before it is done. */
export function ChangeWitnessKey({ onDone }: { onDone: () => void }) {
  const { t } = useText();
  const { change, problem, busy } = useChange();
  const [open, setOpen] = useState(false);
  const title = t('更换见证密钥', 'Change our key as a witness');
  return (
    <>
      <Button
        size="small"
        icon={<KeyOutlined />}
        onClick={() => setOpen(true)}
        data-test="witness-key-change"
      >
        {title}
      </Button>
      {open && (
        <Dialog
          title={title}
          confirm={t('更换密钥', 'Change the key')}
          busy={busy}
          problem={problem}
          onClose={() => setOpen(false)}
          onConfirm={() =>
            void change(
              () => api.post<{ record: number }>('/api/witness/key'),
              t('已更换见证密钥', 'The key is changed'),
              () => {
                setOpen(false);
                onDone();
              },
            )
          }
        >
          <ul style={{ margin: 0, paddingInlineStart: 20, display: 'grid', gap: 8 }}>
            <li>
              {t(
                '平台立即生成新密钥，由旧密钥签名引入，记入办理存证。',
                'The platform makes a new key at once; the old one signs for it, on the record.',
              )}
            </li>
            <li>
              {t(
                '此后 30 天两个密钥一起签名。请在此期间通知各受见证平台，停用本平台这个见证方，再用新公钥登记。',
                'For 30 days both sign. Meanwhile ask each platform that we witness to retire us as a witness and to enter us again with the new key.',
              )}
            </li>
            <li>
              {t(
                '旧公钥一直公布在 /witness/keys，以前的见证签名照旧可以核对。',
                'The old key stays published at /witness/keys; earlier cosignatures verify as before.',
              )}
            </li>
          </ul>
        </Dialog>
      )}
    </>
  );
}
