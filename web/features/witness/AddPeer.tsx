import { Input } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { keyLines, readKeyWords } from '../../ui/verifierKey.ts';
import { Dialog } from '../administration/Dialog.tsx';
import { useChange } from '../ledger/useChange.ts';
import { Field } from './Field.tsx';
import type { Added, PeerBody } from './types.ts';

/** 登记见证方: its address and the key that it publishes. */
export function AddPeer({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useText();
  const { change, problem, busy } = useChange();
  const [url, setUrl] = useState('');
  const [key, setKey] = useState('');
  const [networks, setNetworks] = useState('');
  const words = readKeyWords(key);
  const body = (): PeerBody => ({ url: url.trim(), key: key.trim(), networks: keyLines(networks) });
  return (
    <Dialog
      title={t('登记见证方', 'Enter a witness')}
      confirm={t('登记', 'Enter')}
      busy={busy}
      disabled={url.trim().length < 8 || key.trim().length < 10}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void change(() => api.post<Added>('/api/witness/peers', body()), t('已登记', 'Entered'), onDone)
      }
    >
      <p>
        {t(
          '先请对方平台运维员登记本平台的存证（把页面下方“给对方的登记信息”发给对方），再填对方的见证地址和公钥。登记后每十秒提交一次新的存证点。',
          'First ask the other platform’s operator to enter our logs (send them “To hand to the other side” below), then give its address and key here. New seal points are submitted every ten seconds.',
        )}
      </p>
      <Field
        label={t('见证地址', 'Submission address')}
        hint={t('如 https://data.example.gov.cn/witness', 'such as https://data.example.gov.cn/witness')}
      >
        <Input
          value={url}
          maxLength={300}
          onChange={event => setUrl(event.target.value)}
          data-test="peer-url"
        />
      </Field>
      <Field
        label={t('见证公钥', 'Verifier key')}
        hint={
          words
            ? t(
                `名称 ${words.name}，标识 ${words.id}${words.algorithm === 'witness' ? '' : '；这不是见证方的公钥'}`,
                `name ${words.name}, id ${words.id}${words.algorithm === 'witness' ? '' : '; this is no witness’s key'}`,
              )
            : t(
                '整行粘贴对方 /witness/key 公布的公钥',
                'the whole line that the other side publishes at /witness/key',
              )
        }
      >
        <Input.TextArea
          value={key}
          maxLength={500}
          autoSize={{ minRows: 2 }}
          onChange={event => setKey(event.target.value)}
          data-test="peer-key"
        />
      </Field>
      <Field
        label={t('允许连接的网络（可不填）', 'Networks it may lie in (may be left out)')}
        hint={t(
          '每行一个地址或网段；不填时只认它的名字现在指向的地址',
          'one address or network a line; left out, only the address that its name leads to now',
        )}
      >
        <Input.TextArea
          value={networks}
          autoSize={{ minRows: 1 }}
          onChange={event => setNetworks(event.target.value)}
          data-test="peer-networks"
        />
      </Field>
    </Dialog>
  );
}
