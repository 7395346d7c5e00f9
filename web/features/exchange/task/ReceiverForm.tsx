import { Button, Card, Form, Input, InputNumber, Select } from 'antd';
import { api } from '../../../api.ts';
import { useText } from '../../../ui/language.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { useSend } from '../../../ui/useSend.ts';
import { FolderFields } from '../../resources/FolderFields.tsx';
import { kindOptions, PORTS } from '../../resources/sourceKinds.ts';
import type { Source, SourceBody, SourceRecorded } from '../types.ts';

/** What a folder has no field for. */
const BLANK = { port: 0, database: '', user: '', password: '', note: '' };

/** 登记接收库: a database or a folder of our own that granted rows are delivered into. */
export function ReceiverForm({ onDone }: { onDone: (source: Source) => void }) {
  const { t } = useText();
  const [form] = Form.useForm<Omit<SourceBody, 'use'>>();
  const kind = Form.useWatch('kind', form) ?? 'postgres';
  const { send, problem, busy } = useSend();
  const register = (values: Omit<SourceBody, 'use'>) =>
    send(
      () => api.post<SourceRecorded>('/api/sources', { ...BLANK, ...values, use: 'receive' }),
      t('连上了，接收库已登记。', 'Connected; the receiving database is registered.'),
      answer => onDone(answer.source),
    );
  const needed = (zh: string, en: string) => [{ required: true, message: t(zh, en) }];
  return (
    <Card title={t('登记接收库', 'Register a receiving database')} data-test="receiver-form">
      <Form<Omit<SourceBody, 'use'>>
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'postgres', port: 5432, password: '', note: '' }}
        form={form}
        onFinish={values => void register(values)}
      >
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0 16px' }}>
          <Form.Item name="kind" label={t('类型', 'Kind')}>
            <Select
              style={{ width: 170 }}
              data-test="receiver-kind"
              onChange={(kind: SourceBody['kind']) => form.setFieldValue('port', PORTS[kind])}
              options={kindOptions(t)}
            />
          </Form.Item>
          {kind === 'files' ? (
            <FolderFields use="receive" />
          ) : (
            <>
              <Form.Item
                name="host"
                label={t('地址', 'Address')}
                rules={needed('请写地址。', 'Enter the address.')}
              >
                <Input style={{ width: 240 }} placeholder="10.20.3.7" data-test="receiver-host" />
              </Form.Item>
              <Form.Item
                name="port"
                label={t('端口', 'Port')}
                rules={needed('请写端口。', 'Enter the port.')}
              >
                <InputNumber style={{ width: 110 }} min={1} max={65_535} data-test="receiver-port" />
              </Form.Item>
              <Form.Item
                name="database"
                label={t('库名', 'Database')}
                rules={needed('请写库名。', 'Enter the database name.')}
              >
                <Input style={{ width: 240 }} data-test="receiver-database" />
              </Form.Item>
              <Form.Item
                name="user"
                label={t('账号', 'Account')}
                rules={needed('请写账号。', 'Enter the account.')}
              >
                <Input style={{ width: 200 }} autoComplete="off" data-test="receiver-user" />
              </Form.Item>
              <Form.Item
                name="password"
                label={t('口令', 'Password')}
                extra={t('加密保存，保存后任何人看不到', 'Stored encrypted; nobody can read it afterwards')}
              >
                <Input.Password
                  style={{ width: 240 }}
                  autoComplete="new-password"
                  data-test="receiver-password"
                />
              </Form.Item>
            </>
          )}
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
          {t('测试连接并登记', 'Test connection and register')}
        </Button>
      </Form>
    </Card>
  );
}
