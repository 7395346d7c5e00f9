import { Form, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { SystemDetail, SystemKey } from './types.ts';
import { ENVIRONMENTS } from './words.ts';

type Environment = SystemKey['environment'];

/** The certificate with which a system comes through the operator's front. */
export function CertificateDialog({
  system,
  onClose,
  onDone,
}: {
  system: SystemDetail;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [environment, setEnvironment] = useState<Environment>('live');
  const [way, setWay] = useState<'pem' | 'fingerprint'>('pem');
  const [pem, setPem] = useState('');
  const [fingerprint, setFingerprint] = useState('');
  const [subject, setSubject] = useState('');
  const plain = fingerprint.trim().toLowerCase();
  const ready =
    way === 'pem'
      ? pem.trim() !== ''
      : /^(sha256|sm3):[0-9a-f]{64}$/.test(plain) && subject.trim().length > 1;
  const body = {
    environment,
    days: 731,
    ...(way === 'pem' ? { certificate: pem.trim() } : { fingerprint: plain, subject: subject.trim() }),
  };
  return (
    <Dialog
      title={t('登记证书', 'Register a certificate')}
      confirm={t('登记', 'Register it')}
      busy={busy}
      disabled={!ready}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post(`/api/systems/${system.id}/certificates`, body),
          t('证书已登记', 'The certificate is registered'),
          onDone,
        )
      }
    >
      <Form layout="vertical" requiredMark={false}>
        <Form.Item label={t('环境', 'Environment')}>
          <Select<Environment>
            value={environment}
            onChange={setEnvironment}
            options={(['live', 'sandbox'] as const).map(value => ({
              value,
              label: t(...ENVIRONMENTS[value]),
            }))}
          />
        </Form.Item>
        <Form.Item label={t('登记方式', 'By')}>
          <Segmented<'pem' | 'fingerprint'>
            value={way}
            onChange={setWay}
            options={[
              { value: 'pem', label: t('证书内容', 'The certificate') },
              { value: 'fingerprint', label: t('只登记指纹', 'Its fingerprint') },
            ]}
          />
        </Form.Item>
        {way === 'pem' ? (
          <Form.Item
            label={t('证书（PEM）', 'Certificate (PEM)')}
            extra={t(
              '只登记证书，不要粘贴私钥。有效期到证书的截止日，最长两年。',
              'The certificate alone, never its private key. Valid to the certificate’s end, two years at most.',
            )}
            style={{ marginBottom: 0 }}
          >
            <Input.TextArea
              rows={6}
              value={pem}
              maxLength={8000}
              data-test="certificate-pem"
              placeholder="-----BEGIN CERTIFICATE-----"
              style={{ fontFamily: 'monospace', fontSize: 12 }}
              onChange={event => setPem(event.target.value)}
            />
          </Form.Item>
        ) : (
          <>
            <Form.Item
              label={t('指纹', 'Fingerprint')}
              extra={t(
                'sha256: 或 sm3: 加 64 位十六进制，对证书 DER 计算。',
                'sha256: or sm3: and 64 hexadecimal digits, over the certificate’s DER.',
              )}
            >
              <Input
                value={fingerprint}
                maxLength={80}
                data-test="certificate-fingerprint"
                placeholder="sm3:…"
                onChange={event => setFingerprint(event.target.value)}
              />
            </Form.Item>
            <Form.Item label={t('证书主体', 'Subject')} style={{ marginBottom: 0 }}>
              <Input
                value={subject}
                maxLength={200}
                placeholder={t('如 CN=津贴系统', 'Such as CN=Benefits')}
                onChange={event => setSubject(event.target.value)}
              />
            </Form.Item>
          </>
        )}
      </Form>
    </Dialog>
  );
}
