import { Alert, Button, Form, Input, InputNumber, Select, Space } from 'antd';
import { useState } from 'react';
import { api, Problem } from '../../api.ts';
import { formatDuration } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { FolderFields } from './FolderFields.tsx';
import { kindOptions, PORTS } from './sourceKinds.ts';
import type { Source, SourceFields, SourceRecorded, SourceTested } from './types.ts';

/** What a place of another kind leaves in the fields that both have. */
const EMPTY = { host: '', database: '', user: '', password: '' };

/** Where a database or a folder is and how to enter it; the password is sealed when it is saved and shown to nobody. */
export function ConnectForm({
  use,
  onConnected,
}: {
  use: SourceFields['use'];
  onConnected: (source: Source) => void;
}) {
  const { t, language } = useText();
  const [form] = Form.useForm<SourceFields>();
  const [busy, setBusy] = useState<'' | 'test' | 'save'>('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [tested, setTested] = useState<SourceTested | null>(null);
  const kind = Form.useWatch('kind', form) ?? 'postgres';
  const required = [{ required: true, message: t('请填写', 'Required') }];

  async function run(way: 'test' | 'save') {
    let fields: Partial<SourceFields>;
    try {
      fields = await form.validateFields();
    } catch {
      // The form shows what is missing at its fields.
      return;
    }
    // What the form does not show for this kind is not among its values.
    const { kind: chosen = 'postgres', port = PORTS[chosen], note = '' } = fields;
    const { host = '', database = '', user = '', password = '', ceiling } = fields;
    const place = { kind: chosen, host, port, database, user, password };
    const body: SourceFields = { ...place, use, note, ...(ceiling === undefined ? {} : { ceiling }) };
    setBusy(way);
    setProblem(null);
    try {
      if (way === 'test') setTested(await api.post<SourceTested>('/api/sources/test', body));
      else onConnected((await api.post<SourceRecorded>('/api/sources', body)).source);
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setTested(null);
      setProblem(fault);
    }
    setBusy('');
  }

  const words = tested
    ? [
        t('连上了', 'Connected'),
        kind === 'files'
          ? tested.version
          : tested.canWrite
            ? t('这个账号可以改数据', 'this account can change data')
            : t('只读账号', 'read-only account'),
        formatDuration(tested.milliseconds, language),
      ].join(language === 'zh' ? '，' : ', ')
    : '';
  const warns = tested?.canWrite === true && use === 'provide' && kind !== 'files';
  return (
    <Form<SourceFields>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ kind: 'postgres', port: 5432, note: '', ...(use === 'provide' ? { ceiling: 8 } : {}) }}
      style={{ maxWidth: 640 }}
      onValuesChange={() => setTested(null)}
    >
      <Space wrap size={16} align="start">
        <Form.Item name="kind" label={t('类型', 'Kind')} rules={required}>
          <Select
            style={{ width: 160 }}
            data-test="source-kind"
            onChange={(chosen: SourceFields['kind']) =>
              form.setFieldsValue({ ...EMPTY, port: PORTS[chosen] })
            }
            options={kindOptions(t)}
          />
        </Form.Item>
        {kind !== 'files' && (
          <>
            <Form.Item name="host" label={t('地址', 'Address')} rules={required}>
              <Input style={{ width: 220 }} placeholder="10.20.3.7" data-test="source-host" maxLength={255} />
            </Form.Item>
            <Form.Item name="port" label={t('端口', 'Port')} rules={required}>
              <InputNumber
                style={{ width: 110 }}
                min={1}
                max={65_535}
                data-test="source-port"
                controls={false}
              />
            </Form.Item>
          </>
        )}
      </Space>
      {kind === 'files' ? (
        <FolderFields use={use} />
      ) : (
        <Space wrap size={16} align="start">
          <Form.Item name="database" label={t('库名', 'Database')} rules={required}>
            <Input style={{ width: 220 }} data-test="source-database" maxLength={63} />
          </Form.Item>
          <Form.Item name="user" label={t('账号', 'Account')} rules={required}>
            <Input style={{ width: 160 }} autoComplete="off" data-test="source-user" maxLength={63} />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('口令', 'Password')}
            extra={t('加密保存，保存后任何人看不到', 'Kept encrypted; nobody can see it afterwards')}
          >
            <Input.Password
              style={{ width: 220 }}
              autoComplete="new-password"
              data-test="source-password"
              maxLength={200}
            />
          </Form.Item>
        </Space>
      )}
      {use === 'provide' && kind !== 'files' && (
        <Form.Item
          name="ceiling"
          label={t('同时查询上限', 'Queries at once, at most')}
          extra={t(
            '接口调用同时查这个库的语句不超过这么多，其余排队；只影响调用，不影响批量交换',
            'Calls have no more statements under way in this database; the others wait. Exchanges are not counted',
          )}
        >
          <InputNumber style={{ width: 110 }} min={1} max={64} precision={0} data-test="source-ceiling" />
        </Form.Item>
      )}
      {problem && (
        <div style={{ marginBottom: 16 }}>
          <RefusalNotice problem={problem} />
        </div>
      )}
      {tested && (
        <Alert
          type={warns ? 'warning' : 'success'}
          showIcon
          data-test="source-tested"
          title={t(`${words}。`, `${words}.`)}
          {...(warns
            ? {
                description: t(
                  '建议换一个只读账号：挂载只需要读。',
                  'A read-only account is better: mounting needs only to read.',
                ),
              }
            : {})}
          style={{ marginBottom: 16 }}
        />
      )}
      <Space>
        <Button onClick={() => void run('test')} disabled={busy !== ''} data-test="source-test">
          {busy === 'test' ? t('正在连接', 'Connecting') : t('测试连接', 'Test the connection')}
        </Button>
        <Button
          type={tested ? 'primary' : 'default'}
          onClick={() => void run('save')}
          disabled={busy !== ''}
          data-test="source-save"
        >
          {busy === 'save' ? t('提交中', 'Sending') : t('保存并列出库表', 'Save and list its tables')}
        </Button>
      </Space>
    </Form>
  );
}
