import { Alert, Button, Descriptions, Modal, Typography } from 'antd';
import { useText } from '../../ui/language.tsx';
import { ProofLink } from '../../ui/ProofLink.tsx';
import { useSession } from '../../app/session.tsx';
import type { SystemSecrets } from './types.ts';

/** The keys of a new system, shown once; it closes only by saying so. */
export function SecretDialog({ secrets, onClose }: { secrets: SystemSecrets; onClose: () => void }) {
  const { t } = useText();
  const { can } = useSession();
  const copied = (text: string, test: string) => (
    <Typography.Text copyable code data-test={test} style={{ overflowWrap: 'anywhere' }}>
      {text}
    </Typography.Text>
  );
  return (
    <Modal
      open
      width={560}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      title={t(`“${secrets.system.name}”已登记`, `“${secrets.system.name}” is registered`)}
      footer={
        <Button type="primary" onClick={onClose} data-test="secret-saved">
          {t('我已保存', 'I have saved them')}
        </Button>
      }
    >
      <Alert
        type="warning"
        showIcon
        style={{ marginBottom: 16 }}
        title={t('密钥只显示这一次，请现在保存。', 'The keys are shown only now. Save them.')}
      />
      <Descriptions
        bordered
        size="small"
        column={1}
        items={[
          {
            key: 'rid',
            label: t('请求者标识', 'Caller identity'),
            children: copied(secrets.system.rid, 'secret-rid'),
          },
          { key: 'key', label: 'appKey', children: copied(secrets.appKey, 'secret-app-key') },
          { key: 'secret', label: 'appSecret', children: copied(secrets.appSecret, 'secret-app-secret') },
        ]}
      />
      {can('ledger.read') && (
        <p style={{ marginTop: 12 }}>
          <ProofLink record={secrets.record} />
        </p>
      )}
    </Modal>
  );
}
