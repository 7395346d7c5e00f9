import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { api, Problem } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import type { SystemSecrets } from './types.ts';

interface Fields {
  name: string;
  addresses: string;
}

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

  async function send({ name, addresses }: Fields) {
    setBusy(true);
    setProblem(null);
    try {
      const list = addresses.split(/[\s,，；;]+/).filter(word => word !== '');
      onDone(await api.post<SystemSecrets>('/api/systems', { name: name.trim(), addresses: list }));
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
      <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={fields => void send(fields)}>
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
        <Form.Item
          name="addresses"
          label={t('从哪些地址调用', 'Calls come from')}
          extra={t(
            '一行一个，可写单个地址或网段，如 10.20.3.0/24。别的地址来的调用不受理。',
            'One a line: an address or a network such as 10.20.3.0/24. Calls from elsewhere are refused.',
          )}
          rules={[{ required: true, message: t('至少写一个地址', 'Name at least one address') }]}
        >
          <Input.TextArea rows={3} data-test="system-addresses" placeholder="10.20.3.0/24" />
        </Form.Item>
        {problem && <RefusalNotice problem={problem} />}
      </Form>
    </Modal>
  );
}
