import { Form, Input, InputNumber, Select } from 'antd';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { EditDialog, PAIR, type Sourced, useRequired } from './EditDialog.tsx';
import type { Code, CodeTable } from './types.ts';

interface Fields {
  key: string;
  zh: string;
  en: string;
  position: number;
  under: string;
  foreign: Record<string, string | undefined>;
  note: string;
}

/** A value, and its codes at other platforms: empty where the other side has no such meaning. */
export function CodeForm({
  table,
  platforms,
  code,
  onClose,
  onDone,
}: {
  table: CodeTable;
  platforms: readonly Code[];
  code?: Code;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const [form] = Form.useForm<Fields & Sourced>();
  const required = useRequired();
  const above = useLoad<CodeTable>(table.under === '' ? null : `/api/standards/tables/${table.under}`);
  const last = Math.max(0, ...table.codes.map(one => one.position));
  const mapped = table.key === 'platform' ? [] : platforms.filter(one => !one.retired);
  return (
    <EditDialog<Fields>
      title={code ? t(`修改取值：${code.zh}`, `Change the value ${code.zh}`) : t('增加取值', 'Add a value')}
      thing={code}
      form={form}
      values={code ?? { en: '', position: last + 10, under: '', foreign: {}, note: '' }}
      address={({ key }) => `/api/standards/tables/${table.key}/codes/${code?.key ?? key}`}
      bodyOf={({ zh, en, position, under, foreign, note }) => ({
        zh,
        en,
        position,
        under: under ?? '',
        // What no longer has a field, of a platform that is retired, stays as it was.
        foreign: Object.fromEntries(
          Object.entries({ ...code?.foreign, ...foreign }).flatMap(([platform, text]) =>
            (text ?? '').trim() === '' ? [] : [[platform, (text ?? '').trim()]],
          ),
        ),
        note: note ?? '',
      })}
      onClose={onClose}
      onDone={onDone}
    >
      <div style={PAIR}>
        <Form.Item name="zh" label={t('名称', 'Name')} rules={required}>
          <Input maxLength={120} data-test="code-zh" />
        </Form.Item>
        <Form.Item name="en" label={t('英文名称（选填）', 'English name (optional)')}>
          <Input maxLength={200} data-test="code-en" />
        </Form.Item>
        {!code && (
          <Form.Item
            name="key"
            label={t('标识', 'Key')}
            extra={t(
              '小写字母、数字和下划线，以后不能改',
              'Small letters, digits, underscores; it never changes',
            )}
            rules={[
              {
                required: true,
                pattern: /^[a-z0-9][a-z0-9_]{0,39}$/,
                message: t('如 pilot', 'Such as pilot'),
              },
            ]}
          >
            <Input maxLength={40} data-test="code-key" />
          </Form.Item>
        )}
        <Form.Item name="position" label={t('次序', 'Position')} rules={[{ required: true }]}>
          <InputNumber min={0} max={10_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      {table.under !== '' && (
        <Form.Item name="under" label={t('所属', 'Belongs to')} rules={required}>
          <Select
            loading={above.loading}
            options={(above.data?.codes ?? []).map(one => ({
              value: one.key,
              label: t(one.zh, one.en || one.zh),
            }))}
          />
        </Form.Item>
      )}
      {mapped.length > 0 && (
        <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
          <legend style={{ padding: 0, marginBottom: 8, border: 0, fontSize: 'inherit', color: 'inherit' }}>
            {t(
              '各平台的代码（对方没有这个含义的留空）',
              'Codes elsewhere (empty where the other side has no such meaning)',
            )}
          </legend>
          <div style={PAIR}>
            {mapped.map(one => (
              <Form.Item key={one.key} name={['foreign', one.key]} label={t(one.zh, one.en || one.zh)}>
                <Input maxLength={40} data-test={`foreign-${one.key}`} />
              </Form.Item>
            ))}
          </div>
        </fieldset>
      )}
      <Form.Item name="note" label={t('说明（选填）', 'Note (optional)')}>
        <Input.TextArea autoSize maxLength={500} />
      </Form.Item>
    </EditDialog>
  );
}
