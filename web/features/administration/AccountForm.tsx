import { DeleteOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from './Dialog.tsx';
import { type PostChoice, PostFields } from './PostFields.tsx';
import type { AccountChanged } from './types.ts';

interface Line extends PostChoice {
  key: number;
}

/** A new account with its posts; the answer holds the one-time password. */
export function AccountForm({
  at,
  confirms,
  onClose,
  onDone,
}: {
  /** The department to begin with. */
  at: number | undefined;
  /** Posts await the security officer. */
  confirms: boolean;
  onClose: () => void;
  onDone: (made: AccountChanged) => void;
}) {
  const { t } = useText();
  const [form] = Form.useForm<{ login: string; name: string }>();
  const { send, problem, busy } = useSend();
  const [lines, setLines] = useState<Line[]>([{ key: 0, ...(at === undefined ? {} : { departmentId: at }) }]);
  const whole = lines.every(one => one.departmentId !== undefined && one.role !== undefined);

  async function save({ login, name }: { login: string; name: string }) {
    const posts = lines.map(({ departmentId, role }) => ({ departmentId, role }));
    await send(
      () => api.post<AccountChanged>('/api/accounts', { login: login.trim(), name: name.trim(), posts }),
      t('账号已开通', 'The account is open'),
      onDone,
    );
  }

  return (
    <Dialog
      title={t('开通账号', 'Open an account')}
      confirm={t('开通账号', 'Open it')}
      busy={busy}
      disabled={!whole}
      problem={problem}
      onClose={onClose}
      onConfirm={() => form.submit()}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={fields => void save(fields)}>
        <Form.Item
          name="name"
          label={t('姓名', 'Name')}
          rules={[{ required: true, min: 2, message: t('请填写姓名', 'Enter the name') }]}
        >
          <Input maxLength={40} autoComplete="off" data-test="account-name" />
        </Form.Item>
        <Form.Item
          name="login"
          label={t('账号', 'Account name')}
          extra={t(
            '登录用，3–32 位小写字母、数字、点、横线，字母开头',
            'For signing in: 3–32 lower case letters, digits, dots or dashes, a letter first',
          )}
          rules={[
            {
              required: true,
              pattern: /^[a-z][a-z0-9._-]{2,31}$/,
              message: t('不符合要求', 'Not of this form'),
            },
          ]}
        >
          <Input maxLength={32} autoComplete="off" data-test="account-login" />
        </Form.Item>
        <div style={{ display: 'grid', gap: 8 }}>
          <span>{t('岗位', 'Posts')}</span>
          {lines.map(line => (
            <div key={line.key} style={{ display: 'flex', gap: 8, alignItems: 'start' }}>
              <div style={{ flex: 1, minWidth: 0 }}>
                <PostFields
                  value={line}
                  onChange={next =>
                    setLines(all => all.map(one => (one.key === line.key ? { key: line.key, ...next } : one)))
                  }
                />
              </div>
              {lines.length > 1 && (
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('去掉这个岗位', 'Remove this post')}
                  onClick={() => setLines(all => all.filter(one => one.key !== line.key))}
                />
              )}
            </div>
          ))}
          {lines.length < 10 && (
            <Button
              type="link"
              style={{ justifySelf: 'start', paddingInline: 0 }}
              onClick={() => setLines(all => [...all, { key: Math.max(...all.map(one => one.key)) + 1 }])}
            >
              {t('再加一个岗位', 'Add another post')}
            </Button>
          )}
        </div>
      </Form>
      <span>
        {confirms
          ? t(
              '岗位经安全管理员确认后生效。运维员、安全管理员、审计员不能与别的岗位同属一人。',
              'Posts count once the security officer confirmed them. Operator, security officer and auditor are people of their own.',
            )
          : t(
              '现在还没有安全管理员，岗位立即生效。指定第一名安全管理员以后，新岗位须经其确认。',
              'There is no security officer yet: posts count at once. From the first one on, each new post needs their confirmation.',
            )}
      </span>
    </Dialog>
  );
}
