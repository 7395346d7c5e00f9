import { CheckCircleOutlined, MinusCircleOutlined } from '@ant-design/icons';
import { App, Button, Card, Form, Input, Modal, theme } from 'antd';
import { api } from '../../api.ts';
import { type SessionView, useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { passwordPoints } from './passwordPoints.ts';

/** Stands in place of every page until the first password is changed. */
export function ChangePassword({ first }: { first: boolean }) {
  const { t } = useText();
  return (
    <>
      <PageTitle
        title={first ? t('修改初始密码', 'Change your first password') : t('修改密码', 'Change password')}
      />
      <Card style={{ maxWidth: 480 }}>
        <PasswordForm onDone={() => undefined} />
      </Card>
    </>
  );
}

export function ChangePasswordDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useText();
  return (
    <Modal
      open={open}
      title={t('修改密码', 'Change password')}
      onCancel={onClose}
      footer={null}
      width={560}
      destroyOnHidden
    >
      <PasswordForm onDone={onClose} />
    </Modal>
  );
}

interface Fields {
  present: string;
  next: string;
  again: string;
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const { refresh } = useSession();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const { busy, problem, send } = useSend();
  const next = Form.useWatch('next', form) ?? '';
  const again = Form.useWatch('again', form) ?? '';
  const points = passwordPoints(next, again);

  const change = ({ present, next: wanted }: Fields) =>
    send(async () => {
      const view = await api.put<SessionView>('/api/session/password', { present, next: wanted });
      void message.success(t('密码已修改', 'Your password is changed'));
      await refresh(view);
      onDone();
    });

  return (
    <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={values => void change(values)}>
      {problem && <RefusalNotice problem={problem} />}
      <Form.Item
        name="present"
        label={t('现在的密码', 'Present password')}
        rules={[{ required: true, message: t('请填写', 'Required') }]}
      >
        <Input.Password autoComplete="current-password" data-test="password-present" />
      </Form.Item>
      <Form.Item name="next" label={t('新密码', 'New password')}>
        <Input.Password autoComplete="new-password" data-test="password-next" />
      </Form.Item>
      <Form.Item name="again" label={t('再输一次新密码', 'New password again')}>
        <Input.Password autoComplete="new-password" data-test="password-again" />
      </Form.Item>
      <ul style={{ listStyle: 'none', margin: '0 0 20px', padding: 0 }} aria-live="polite">
        {points.map(point => (
          <li key={point.en} style={{ color: point.met ? token.colorSuccess : token.colorTextSecondary }}>
            {point.met ? <CheckCircleOutlined /> : <MinusCircleOutlined />} {t(point.zh, point.en)}
          </li>
        ))}
      </ul>
      <Button
        type="primary"
        htmlType="submit"
        disabled={busy || points.some(point => !point.met)}
        data-test="password-submit"
      >
        {t('修改密码', 'Change password')}
      </Button>
    </Form>
  );
}
