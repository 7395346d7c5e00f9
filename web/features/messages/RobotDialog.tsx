import { Checkbox, Form, Input, Modal, Radio } from 'antd';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { KINDS, type Kind, type Robot } from './types.ts';

interface Filled {
  name: string;
  form: Robot['form'];
  address: string;
  secret?: string;
  kinds: Kind[];
}

/** Enters the robot of a group by the address that the group gives. */
export function RobotDialog({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
  const { t } = useText();
  const [form] = Form.useForm<Filled>();
  const chosen = Form.useWatch('form', form) as Robot['form'] | undefined;
  const { busy, problem: refused, send } = useSend();

  const add = (filled: Filled) =>
    send(async () => {
      const secret = filled.form === 'dingtalk' ? (filled.secret?.trim() ?? '') : '';
      await api.post('/api/messages/robots', { ...filled, secret: secret === '' ? null : secret });
      onAdded();
    });

  const needed = (words: string) => [{ required: true, whitespace: true, message: words }];
  return (
    <Modal
      open
      width={560}
      title={t('登记群机器人', 'Enter a robot')}
      okText={t('登记', 'Enter')}
      cancelText={t('取消', 'Cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      {refused && <RefusalNotice problem={refused} />}
      <Form<Filled>
        form={form}
        layout="vertical"
        initialValues={{ form: 'wecom', kinds: ['todo', 'result'] }}
        onFinish={filled => void add(filled)}
      >
        <Form.Item name="form" label={t('哪种群', 'Group of')}>
          <Radio.Group
            options={[
              { value: 'wecom', label: t('企业微信', 'WeCom') },
              { value: 'dingtalk', label: t('钉钉', 'DingTalk') },
            ]}
          />
        </Form.Item>
        <Form.Item name="name" label={t('名称', 'Name')} rules={needed(t('请填写名称', 'Write a name'))}>
          <Input maxLength={40} placeholder={t('数据共享工作群', 'Data sharing group')} />
        </Form.Item>
        <Form.Item
          name="address"
          label={t('Webhook 地址', 'Webhook address')}
          rules={needed(t('请粘贴地址', 'Paste the address'))}
          extra={t(
            '在群设置里添加机器人后复制。地址含密钥，保存后不再显示。',
            'Copy it when you add a robot to the group. It holds a key and is not shown again.',
          )}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} autoComplete="off" />
        </Form.Item>
        {chosen === 'dingtalk' && (
          <Form.Item
            name="secret"
            label={t(
              '加签密钥（SEC 开头，没有加签的不填）',
              'Signing secret (begins with SEC; empty without signing)',
            )}
          >
            <Input.Password maxLength={200} autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item
          name="kinds"
          label={t('发哪些消息', 'Which messages')}
          rules={[{ required: true, message: t('至少选一种', 'Choose one at least') }]}
        >
          <Checkbox.Group options={KINDS.map(one => ({ value: one.kind, label: t(...one.words) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
