import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { api, useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { KINDS } from './sourceKinds.ts';
import type { Source, SourceRecorded } from './types.ts';

interface Login {
  user: string;
  password: string;
}

/** 更新账号口令: the database takes another login now; tasks, mounts and grants stay as they are. */
export function LoginDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const { data, problem: unread } = useLoad<Source[]>('/api/sources');
  const own = (data ?? []).filter(source => source.kind !== 'files');
  const [form] = Form.useForm<Login>();
  const [chosen, setChosen] = useState<number>();
  const source = own.find(({ id }) => id === chosen) ?? own[0];
  const { send, problem, busy } = useSend();
  const save = (login: Login) =>
    send(
      () => api.put<SourceRecorded>(`/api/sources/${source?.id}/login`, login),
      t('连上了，新的账号口令已保存。', 'Connected; the new account and password are saved.'),
      onClose,
    );
  const needed = [{ required: true, message: t('请填写', 'Required') }];
  return (
    <Modal
      open
      width={560}
      title={t('更新数据库账号口令', 'Update a database login')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={busy ? t('正在连接', 'Connecting') : t('连接并保存', 'Connect and save')}
      cancelText={t('取消', 'Cancel')}
      okButtonProps={{ disabled: busy || source === undefined, 'data-test': 'login-save' }}
    >
      {unread !== null && <RefusalNotice problem={unread} />}
      {data && own.length === 0 ? (
        <EmptyState title={t('本部门还没有登记数据库。', 'Our department has not registered a database.')} />
      ) : (
        source && (
          <Form<Login>
            key={source.id}
            form={form}
            layout="vertical"
            requiredMark={false}
            preserve={false}
            initialValues={{ user: source.user, password: '' }}
            onFinish={login => void save(login)}
            style={{ paddingBlock: 8 }}
          >
            <Form.Item label={t('库', 'Database')} htmlFor="login-source">
              <Select
                id="login-source"
                value={source.id}
                onChange={value => setChosen(value)}
                data-test="login-source"
                options={own.map(({ id, kind, host, port, database, use }) => ({
                  value: id,
                  label: `${t(...KINDS[kind])} ${host}:${port} / ${database}${use === 'receive' ? t('（接收）', ' (receiving)') : ''}`,
                }))}
              />
            </Form.Item>
            <Form.Item name="user" label={t('账号', 'Account')} rules={needed}>
              <Input autoComplete="off" maxLength={63} data-test="login-user" />
            </Form.Item>
            <Form.Item
              name="password"
              label={t('新口令', 'New password')}
              extra={t(
                '先用它连接，连上才保存；加密保存，任何人看不到。任务、挂载和授权都不变。',
                'Saved only once the database accepts it, encrypted, and shown to nobody. Tasks, mounts and grants stay as they are.',
              )}
              style={{ marginBottom: 0 }}
            >
              <Input.Password autoComplete="new-password" maxLength={200} data-test="login-password" />
            </Form.Item>
            {problem !== null && (
              <div style={{ marginTop: 16 }}>
                <RefusalNotice problem={problem} />
              </div>
            )}
          </Form>
        )
      )}
    </Modal>
  );
}
