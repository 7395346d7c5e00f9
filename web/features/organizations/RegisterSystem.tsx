import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { api, Problem } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { AccessFields } from './AccessFields.tsx';
import type { Convention, SystemSecrets } from './types.ts';
import { networksIn } from './words.ts';

interface Fields {
  name: string;
  addresses: string;
  conventions: Convention[];
}

/** What most systems use: the national platforms’ way, ours, and tokens for clients that cannot sign. */
const USUAL: Convention[] = ['sm3', 'national', 'token'];

export function RegisterSystem({
  onClose,
  onDone,
}: {
  onClose: () => void;
  onDone: (secrets: SystemSecrets) => void;
}) {
  const { t } = useText();
  const [form] = Form.useForm<Fields>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function send({ name, addresses, conventions }: Fields) {
    setBusy(true);
    setProblem(null);
    try {
      const body = { name: name.trim(), addresses: networksIn(addresses), conventions };
      onDone(await api.post<SystemSecrets>('/api/systems', body));
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
      setBusy(false);
    }
  }

  return (
    <Modal
      open
      width={560}
      title={t('登记业务系统', 'Register a system')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={busy ? t('提交中', 'Sending') : t('登记系统', 'Register it')}
      cancelText={t('先不登记', 'Not now')}
      okButtonProps={{ disabled: busy, 'data-test': 'system-submit' }}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ conventions: USUAL }}
        onFinish={fields => void send(fields)}
      >
        <Form.Item
          name="name"
          label={t('系统名称', 'Name')}
          rules={[{ required: true, min: 2, message: t('请填写系统名称', 'Enter its name') }]}
        >
          <Input
            data-test="system-name"
            maxLength={80}
            placeholder={t('如“学生资助管理系统”', 'Such as “Student aid”')}
          />
        </Form.Item>
        <AccessFields />
        {problem && <RefusalNotice problem={problem} />}
      </Form>
    </Modal>
  );
}
