import { Modal } from 'antd';
import type { ReactNode } from 'react';
import type { Problem } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';

interface DialogProps {
  title: string;
  confirm: string;
  danger?: boolean;
  width?: number;
  busy: boolean;
  disabled?: boolean;
  problem: Problem | null;
  onClose: () => void;
  onConfirm: () => void;
  children: ReactNode;
}

/** One change in one dialog; what the platform says against it stands under the fields. */
export function Dialog(props: DialogProps) {
  const { t } = useText();
  return (
    <Modal
      open
      width={props.width ?? 600}
      title={props.title}
      onCancel={props.onClose}
      onOk={props.onConfirm}
      okText={props.busy ? t('提交中', 'Sending') : props.confirm}
      cancelText={t('取消', 'Cancel')}
      okButtonProps={{
        disabled: props.busy || props.disabled === true,
        danger: props.danger === true,
        'data-test': 'dialog-confirm',
      }}
    >
      <div className="cards" style={{ paddingBlock: 8 }}>
        {props.children}
        {props.problem && <RefusalNotice problem={props.problem} />}
      </div>
    </Modal>
  );
}
