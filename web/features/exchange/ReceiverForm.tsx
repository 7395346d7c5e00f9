import { App, Button, Card, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { api, Problem } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import type { Source, SourceBody, SourceRecorded } from './types.ts';

/** 登记接收库: a database of our own that granted rows are delivered into. */
export function ReceiverForm({ onDone }: { onDone: (source: Source) => void }) {
  const { t } = useText();
  const { message } = App.useApp();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function send(values: Omit<SourceBody, 'use'>) {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await api.post<SourceRecorded>('/api/sources', {
        ...values,
        use: 'receive',
        note: values.note ?? '',
      });
      void message.success(t('连上了，接收库已登记。', 'Connected; the receiving database is registered.'));
      onDone(answer.source);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  }
  const needed = (zh: string, en: string) => [{ required: true, message: t(zh, en) }];
  return (
    <Card title={t('登记接收库', 'Register a receiving database')} data-test="receiver-form">
      <Form<Omit<SourceBody, 'use'>>
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'postgres', port: 5432, password: '', note: '' }}
        onFinish={values => void send(values)}
      >
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0 16px' }}>
          <Form.Item name="kind" label={t('类型', 'Kind')}>
            <Select style={{ width: 160 }} options={[{ label: 'PostgreSQL', value: 'postgres' }]} />
          </Form.Item>
          <Form.Item
            name="host"
            label={t('地址', 'Address')}
            rules={needed('请写地址。', 'Give the address.')}
          >
            <Input style={{ width: 240 }} placeholder="10.20.3.7" data-test="receiver-host" />
          </Form.Item>
          <Form.Item name="port" label={t('端口', 'Port')} rules={needed('请写端口。', 'Give the port.')}>
            <InputNumber style={{ width: 110 }} min={1} max={65_535} data-test="receiver-port" />
          </Form.Item>
          <Form.Item
            name="database"
            label={t('库名', 'Database')}
            rules={needed('请写库名。', 'Name the database.')}
          >
            <Input style={{ width: 240 }} data-test="receiver-database" />
          </Form.Item>
          <Form.Item
            name="user"
            label={t('账号', 'Account')}
            rules={needed('请写账号。', 'Name the account.')}
          >
            <Input style={{ width: 200 }} autoComplete="off" data-test="receiver-user" />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('口令', 'Password')}
            extra={t('加密保存，保存后任何人看不到', 'Kept encrypted; nobody can read it afterwards')}
          >
            <Input.Password
              style={{ width: 240 }}
              autoComplete="new-password"
              data-test="receiver-password"
            />
          </Form.Item>
          <Form.Item name="note" label={t('说明', 'Note')}>
            <Input style={{ width: 240 }} maxLength={200} />
          </Form.Item>
        </div>
        {problem !== null && (
          <div style={{ marginBottom: 16 }}>
            <RefusalNotice problem={problem} />
          </div>
        )}
        <Button htmlType="submit" loading={busy} data-test="receiver-submit">
          {t('测试连接并登记', 'Test and register')}
        </Button>
      </Form>
    </Card>
  );
}
