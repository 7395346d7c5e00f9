import { Form, Input, Select } from 'antd';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { System, SystemBody } from './types.ts';

/** A system of the department, new or changed. */
export function SystemDialog({
  system,
  onClose,
  onDone,
}: {
  system: System | undefined;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const [form] = Form.useForm<SystemBody>();
  const { send, problem, busy } = useSend();
  const save = (body: SystemBody) =>
    send(
      () =>
        system
          ? api.put(`/api/inventory/systems/${system.id}`, body)
          : api.post('/api/inventory/systems', body),
      t('已保存', 'Saved'),
      () => {
        onClose();
        onDone();
      },
    );
  return (
    <Dialog
      title={system ? t('修改系统', 'Change the system') : t('登记系统', 'Enter a system')}
      confirm={t('保存', 'Save')}
      busy={busy}
      problem={problem}
      onClose={onClose}
      onConfirm={() => form.submit()}
    >
      <Form<SystemBody>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          name: system?.name ?? '',
          purpose: system?.purpose ?? '',
          state: system?.state ?? 'in_use',
        }}
        onFinish={fields => void save(fields)}
      >
        <Form.Item
          name="name"
          label={t('系统名称', 'Name')}
          rules={[{ required: true, whitespace: true, message: t('请填写', 'Required') }]}
        >
          <Input maxLength={120} data-test="system-name" />
        </Form.Item>
        <Form.Item name="purpose" label={t('用途', 'Purpose')}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
        <Form.Item
          name="state"
          label={t('状态（停用的不计入覆盖率）', 'State (a stopped one does not count)')}
        >
          <Select
            options={[
              { value: 'building', label: t('在建', 'Being built') },
              { value: 'in_use', label: t('在用', 'In use') },
              { value: 'stopped', label: t('停用', 'Stopped') },
            ]}
          />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
