import { Button, Modal, Space } from 'antd';
import type { ReactNode } from 'react';
import type { Problem } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';

/** One decision in one dialog: what it means, what is needed for it, and who signs. */
export function Decision({
  title,
  confirm,
  danger = false,
  width = 560,
  busy,
  problem,
  disabled = false,
  test,
  onConfirm,
  onClose,
  children,
}: {
  title: string;
  confirm: string;
  danger?: boolean;
  /** 560 or 800: two widths for dialogs. */
  width?: 560 | 800;
  busy: boolean;
  problem: Problem | null;
  disabled?: boolean;
  test: string;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useText();
  return (
    <Modal
      open
      width={width}
      title={title}
      onCancel={onClose}
      destroyOnHidden
      footer={
        <Space>
          <Button onClick={onClose}>{t('先不办', 'Not now')}</Button>
          <Button
            type="primary"
            danger={danger}
            loading={busy}
            disabled={disabled}
            onClick={onConfirm}
            data-test={test}
          >
            {busy ? t('提交中', 'Sending') : confirm}
          </Button>
        </Space>
      }
    >
      <div
        style={{ display: 'flex', flexDirection: 'column', gap: 16 }}
        onKeyDown={event => {
          if (event.key === 'Enter' && event.ctrlKey && !disabled && !busy) onConfirm();
        }}
      >
        {children}
        {problem !== null && <RefusalNotice problem={problem} />}
      </div>
    </Modal>
  );
}

/** A label above its field. */
export function Field({ label, hint, children }: { label: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <label style={{ display: 'block' }}>
      <span style={{ display: 'block', marginBottom: 4 }}>{label}</span>
      {children}
      {hint !== undefined && <span style={{ display: 'block', fontSize: 12, marginTop: 4 }}>{hint}</span>}
    </label>
  );
}
