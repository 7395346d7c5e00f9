import { Alert, Button, Descriptions, Modal, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { ProofLink } from '../../ui/ProofLink.tsx';

/** What is shown once; it closes only by saying that it is kept. */
export function OnceDialog({
  title,
  rows,
  note,
  record,
  onClose,
}: {
  title: string;
  rows: { key: string; label: string; value: string; test: string }[];
  note?: ReactNode;
  record: number;
  onClose: () => void;
}) {
  const { t } = useText();
  const { can } = useSession();
  return (
    <Modal
      open
      width={560}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      title={title}
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
        items={rows.map(({ key, label, value, test }) => ({
          key,
          label,
          children: (
            <Typography.Text copyable code data-test={test} style={{ overflowWrap: 'anywhere' }}>
              {value}
            </Typography.Text>
          ),
        }))}
      />
      {note !== undefined && <p style={{ marginTop: 12 }}>{note}</p>}
      {can('ledger.read') && (
        <p style={{ marginTop: 12 }}>
          <ProofLink record={record} />
        </p>
      )}
    </Modal>
  );
}
