import { Checkbox, Form, Input, Typography } from 'antd';
import { useText } from '../../ui/language.tsx';
import { CONVENTIONS, CONVENTION_ORDER } from './words.ts';

/** Where a system calls from, and how it proves who it is: fields of a form. */
export function AccessFields() {
  const { t } = useText();
  return (
    <>
      <Form.Item
        name="addresses"
        label={t('从哪些地址调用', 'Calls come from')}
        extra={t(
          '一行一个，可写单个地址或网段，如 10.20.3.0/24。别的地址来的调用不受理。',
          'One a line: an address or a network such as 10.20.3.0/24. Calls from elsewhere are refused.',
        )}
        rules={[{ required: true, message: t('至少写一个地址', 'Name at least one address') }]}
      >
        <Input.TextArea rows={3} data-test="system-addresses" placeholder="10.20.3.0/24" />
      </Form.Item>
      <Form.Item
        name="conventions"
        label={t('调用约定', 'How it proves who it is')}
        rules={[{ required: true, message: t('至少选一种', 'Choose at least one') }]}
      >
        <Checkbox.Group style={{ display: 'grid', gap: 6 }} data-test="system-conventions">
          {CONVENTION_ORDER.map(one => (
            <Checkbox key={one} value={one} data-test={`convention-${one}`}>
              {t(...CONVENTIONS[one].name)}
              <Typography.Text type="secondary" style={{ display: 'block', fontSize: 12 }}>
                {t(...CONVENTIONS[one].says)}
              </Typography.Text>
            </Checkbox>
          ))}
        </Checkbox.Group>
      </Form.Item>
    </>
  );
}
