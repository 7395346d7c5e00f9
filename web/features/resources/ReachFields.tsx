import { Form, Input, InputNumber, Select, Space } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { Interface, Reach } from './types.ts';

type Kind = Reach['credentials']['kind'];

export const NEW_REACH: Reach = {
  address: '',
  credentials: { kind: 'none', secret: '' },
  timeout: 0,
  rate: 0,
  rateSeconds: 3600,
  health: { kind: 'example', path: '', every: 60 },
};

/** As it is registered; the secret is shown to nobody. */
export const reachOf = ({ address, credentials, timeout, rate, rateSeconds, health }: Interface): Reach => ({
  address,
  credentials: { ...credentials, secret: '' },
  timeout,
  rate,
  rateSeconds,
  health,
});

/** What another kind of credentials left behind goes no further. */
export function cleanReach(reach: Reach): Reach {
  const { kind, user, header, prefix, rid, sid, refresh, secret } = reach.credentials;
  const credentials: Reach['credentials'] = {
    kind,
    secret: kind === 'none' ? '' : (secret ?? ''),
    ...(kind === 'basic' ? { user: user ?? '' } : {}),
    ...(kind === 'header' ? { header: header ?? '' } : {}),
    ...(kind === 'national'
      ? { prefix: prefix ?? '', rid: rid ?? '', sid: sid ?? '', refresh: refresh ?? '' }
      : {}),
  };
  return {
    ...reach,
    credentials,
    timeout: reach.timeout ?? 0,
    rate: reach.rate ?? 0,
    health: { ...reach.health, path: reach.health.path ?? '' },
  };
}

/** Where the interface is, how the platform proves itself to it, and how much of it may be asked. */
export function ReachFields({ kept }: { kept: boolean }) {
  const { t } = useText();
  const kind = Form.useWatch<Kind | undefined>(['credentials', 'kind']) ?? 'none';
  const health = Form.useWatch<Reach['health']['kind'] | undefined>(['health', 'kind']) ?? 'example';
  const required = [{ required: true, message: t('请填写', 'Required') }];
  const secretName: Record<Kind, string> = {
    none: '',
    basic: t('口令', 'Password'),
    bearer: t('令牌', 'Token'),
    header: t('密钥', 'Key'),
    national: t('appSecret（有更新地址时填 appKey）', 'appSecret (the appKey where it is renewed)'),
  };
  return (
    <>
      <Form.Item
        name="address"
        label={t('接口地址', 'Address')}
        rules={required}
        extra={t(
          '写到各接口共同的部分为止；只能连本部门被允许的网络',
          'Up to what its interfaces share; only networks allowed to your department are reached',
        )}
      >
        <Input placeholder="http://10.20.3.7:8080/api" maxLength={300} data-test="interface-address" />
      </Form.Item>
      <Space wrap size={16} align="start" style={{ display: 'flex' }}>
        <Form.Item name={['credentials', 'kind']} label={t('调用凭据', 'Credentials')}>
          <Select
            style={{ width: 220 }}
            data-test="interface-credentials"
            options={[
              { value: 'none', label: t('不需要', 'None') },
              { value: 'basic', label: t('账号和口令（Basic）', 'Account and password (Basic)') },
              { value: 'bearer', label: t('令牌（Bearer）', 'Token (Bearer)') },
              { value: 'header', label: t('请求头里的密钥', 'Key in a header') },
              { value: 'national', label: t('国家平台签名', 'Signature of the national platform') },
            ]}
          />
        </Form.Item>
        {kind === 'basic' && (
          <Form.Item name={['credentials', 'user']} label={t('账号', 'Account')} rules={required}>
            <Input style={{ width: 180 }} autoComplete="off" maxLength={100} />
          </Form.Item>
        )}
        {kind === 'header' && (
          <Form.Item name={['credentials', 'header']} label={t('请求头名称', 'Header')} rules={required}>
            <Input
              style={{ width: 180 }}
              placeholder="X-API-Key"
              maxLength={100}
              data-test="interface-header"
            />
          </Form.Item>
        )}
        {kind !== 'none' && (
          <Form.Item
            name={['credentials', 'secret']}
            label={secretName[kind]}
            rules={kept ? [] : required}
            extra={
              kept
                ? t(
                    '不改就留空；地址变了必须重填',
                    'Leave empty to keep it; needed again for another address',
                  )
                : t('加密保存，保存后任何人看不到', 'Kept encrypted; nobody can see it afterwards')
            }
          >
            <Input.Password
              style={{ width: 280 }}
              autoComplete="new-password"
              maxLength={4000}
              data-test="interface-secret"
            />
          </Form.Item>
        )}
      </Space>
      {kind === 'national' && (
        <Space wrap size={16} align="start" style={{ display: 'flex' }}>
          <Form.Item name={['credentials', 'prefix']} label={t('请求头前缀', 'Prefix')} rules={required}>
            <Input style={{ width: 140 }} placeholder="gjgxjhpt" maxLength={40} />
          </Form.Item>
          <Form.Item name={['credentials', 'rid']} label="rid" rules={required}>
            <Input style={{ width: 200 }} maxLength={100} />
          </Form.Item>
          <Form.Item name={['credentials', 'sid']} label="sid" rules={required}>
            <Input style={{ width: 200 }} maxLength={100} />
          </Form.Item>
          <Form.Item
            name={['credentials', 'refresh']}
            label={t('密钥更新地址（可空）', 'Where the secret is renewed (optional)')}
          >
            <Input style={{ width: 260 }} placeholder="/sysapi/auth/refreshappsecret" maxLength={300} />
          </Form.Item>
        </Space>
      )}
      <Space wrap size={16} align="start" style={{ display: 'flex' }}>
        <Form.Item
          name="timeout"
          label={t('超时（毫秒）', 'Time limit (ms)')}
          extra={t('0 表示按服务设置', '0: as the service says')}
        >
          <InputNumber style={{ width: 130 }} min={0} max={60_000} step={500} />
        </Form.Item>
        <Form.Item
          name="rate"
          label={t('最多调用（次）', 'Calls at most')}
          extra={t('0 表示不限', '0: any number')}
        >
          <InputNumber style={{ width: 130 }} min={0} max={1_000_000} />
        </Form.Item>
        <Form.Item name="rateSeconds" label={t('周期', 'Period')}>
          <Select
            style={{ width: 110 }}
            options={[
              { value: 1, label: t('每秒', 'a second') },
              { value: 60, label: t('每分钟', 'a minute') },
              { value: 3600, label: t('每小时', 'an hour') },
              { value: 86_400, label: t('每天', 'a day') },
            ]}
          />
        </Form.Item>
        <Form.Item name={['health', 'every']} label={t('健康检查', 'Health check')}>
          <Select
            style={{ width: 130 }}
            options={[
              { value: 0, label: t('不检查', 'Never') },
              { value: 30, label: t('每 30 秒', 'Every 30 s') },
              { value: 60, label: t('每分钟', 'Every minute') },
              { value: 300, label: t('每 5 分钟', 'Every 5 min') },
              { value: 3600, label: t('每小时', 'Every hour') },
            ]}
          />
        </Form.Item>
        <Form.Item name={['health', 'kind']} label={t('检查方式', 'How')}>
          <Select
            style={{ width: 150 }}
            options={[
              { value: 'example', label: t('示例调用', 'Example call') },
              { value: 'path', label: t('访问一个路径', 'A path') },
            ]}
          />
        </Form.Item>
        {health === 'path' && (
          <Form.Item name={['health', 'path']} label={t('路径', 'Path')} rules={required}>
            <Input style={{ width: 160 }} placeholder="/health" maxLength={300} />
          </Form.Item>
        )}
      </Space>
    </>
  );
}
