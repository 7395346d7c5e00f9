import { FileProtectOutlined } from '@ant-design/icons';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';

const LEAST_REASON = 4;

/**
 * 一键举证: one file that proves itself. `about` is what the platform asks for after `/api/evidence/`, such as
 * `grants/12` or `records/usage-1/345`.
 */
export function EvidencePack({ about }: { about: string }) {
  const { t } = useText();
  const { can } = useSession();
  const [open, setOpen] = useState(false);
  if (!can('evidence.pack')) return null;
  return (
    <>
      <Button icon={<FileProtectOutlined />} onClick={() => setOpen(true)} data-test="evidence">
        {t('出具证据包', 'Evidence pack')}
      </Button>
      {open && <PackDialog about={about} onClose={() => setOpen(false)} />}
    </>
  );
}

function PackDialog({ about, onClose }: { about: string; onClose: () => void }) {
  const { t } = useText();
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const { busy, problem, send } = useSend();
  const issue = () =>
    send(async () => {
      const { name, blob } = await api.file(`/api/evidence/${about}`, { reason: reason.trim() });
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      URL.revokeObjectURL(link.href);
      void message.success(t(`已出具：${name}`, `Issued: ${name}`));
      onClose();
    });
  return (
    <Dialog
      title={t('出具证据包', 'Issue an evidence pack')}
      confirm={t('出具', 'Issue')}
      busy={busy}
      disabled={reason.trim().length < LEAST_REASON}
      problem={problem}
      onClose={onClose}
      onConfirm={() => void issue()}
    >
      <p>
        {t(
          '一个网页文件，装着依据、申请、决定、授权、使用记录和它们的存证证明，自带核验程序，不联网就能打开核验；改动任何要紧的一处都会指出来。',
          'One page in a file: the clauses, the request, the decision, the grant, the records of use and their proofs, with a verifier that needs no network. Change anything that matters and it says which.',
        )}
      </p>
      <p>
        {t('收到的人请用', 'Whoever receives it should use ')}
        <a href="/verifier.html" target="_blank" rel="noreferrer">
          {t('公开的核验页', 'the published verifier')}
        </a>
        {t(
          '再核一遍，并把文件里大字写的密钥指纹与“存证总览 › 签名密钥”对照：伪造的文件会带伪造的核验程序。',
          ' as well, and compare the key’s fingerprint, written large in the file, with the ledger’s page: a forged file brings a forged verifier.',
        )}
      </p>
      <label style={{ display: 'grid', gap: 4 }}>
        {t('用途（至少 4 个字，记入存证）', 'What for (at least 4 characters), kept in the ledger')}
        <Input
          value={reason}
          maxLength={200}
          onChange={event => setReason(event.target.value)}
          placeholder={t('如：行政复议举证', 'such as: for an administrative review')}
          data-test="evidence-reason"
        />
      </label>
    </Dialog>
  );
}
