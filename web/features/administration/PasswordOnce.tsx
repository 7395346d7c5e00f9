import { Alert, Button, Descriptions, Modal, Typography } from 'antd';
import { useText } from '../../ui/language.tsx';

/** A one-time password, shown once; it closes only by saying so. */
export function PasswordOnce({
  login,
  password,
  waiting,
  onClose,
}: {
  login: string;
  password: string;
  /** A post still awaits the security officer. */
  waiting: boolean;
  onClose: () => void;
}) {
  const { t } = useText();
  return (
    <Modal
      open
      width={520}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      title={t('一次性密码', 'One-time password')}
      footer={
        <Button type="primary" onClick={onClose} data-test="password-saved">
          {t('我已转交或保存', 'I have passed it on or saved it')}
        </Button>
      }
    >
      <div className="cards">
        <Alert
          type="warning"
          showIcon
          title={t(
            '密码只显示这一次。请当面或用安全的方式交给本人，首次登录须修改。',
            'The password is shown only now. Hand it to its owner safely; it must be changed at the first sign-in.',
          )}
        />
        <Descriptions
          bordered
          size="small"
          column={1}
          items={[
            { key: 'login', label: t('账号', 'Account'), children: <code>{login}</code> },
            {
              key: 'password',
              label: t('密码', 'Password'),
              children: (
                <Typography.Text copyable code data-test="one-time-password">
                  {password}
                </Typography.Text>
              ),
            },
          ]}
        />
        {waiting && (
          <span>
            {t(
              '岗位还要由安全管理员确认，确认后才能登录。',
              'The security officer has yet to confirm the post; nobody can sign in before.',
            )}
          </span>
        )}
      </div>
    </Modal>
  );
}
