import { Form, Input, Select } from 'antd';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { EditDialog, PAIR, type Sourced, useRequired } from './EditDialog.tsx';
import type { DocumentList, TableSummary } from './types.ts';

interface Fields {
  key: string;
  zh: string;
  en: string;
  document: string;
  note: string;
  noteEn: string;
}

/** A documents' choice that may stay empty. */
export function DocumentField() {
  const { t } = useText();
  const { data } = useLoad<DocumentList>('/api/standards/documents');
  return (
    <Form.Item name="document" label={t('依据文件（选填）', 'Document it rests on (optional)')}>
      <Select
        showSearch
        optionFilterProp="label"
        options={[
          { value: '', label: t('无', 'None') },
          ...(data?.items ?? []).map(one => ({ value: one.key, label: `${one.title} ${one.number}` })),
        ]}
      />
    </Form.Item>
  );
}

/** A new code table, or the data of one that is there. */
export function TableForm({
  table,
  onClose,
  onDone,
}: {
  table?: TableSummary;
  onClose: () => void;
  onDone: (key: string) => void;
}) {
  const { t } = useText();
  const [form] = Form.useForm<Fields & Sourced>();
  const required = useRequired();
  return (
    <EditDialog<Fields>
      title={table ? t('修改代码表', 'Change the code table') : t('增加代码表', 'Add a code table')}
      thing={table}
      form={form}
      values={table ?? { en: '', document: '', note: '', noteEn: '' }}
      address={({ key }) => `/api/standards/tables/${table?.key ?? key}`}
      bodyOf={({ zh, en, document, note, noteEn }) => ({ zh, en, document, note, noteEn })}
      onClose={onClose}
      onDone={() => onDone(table?.key ?? form.getFieldValue('key'))}
    >
      <div style={PAIR}>
        <Form.Item name="zh" label={t('名称', 'Name')} rules={required}>
          <Input maxLength={120} data-test="table-zh" />
        </Form.Item>
        <Form.Item name="en" label={t('英文名称（选填）', 'English name (optional)')}>
          <Input maxLength={200} />
        </Form.Item>
      </div>
      {!table && (
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
              message: t('如 care_level', 'Such as care_level'),
            },
          ]}
        >
          <Input maxLength={40} data-test="table-key" />
        </Form.Item>
      )}
      <DocumentField />
      <div style={PAIR}>
        <Form.Item name="note" label={t('说明（选填）', 'Note in Chinese (optional)')}>
          <Input.TextArea autoSize maxLength={500} />
        </Form.Item>
        <Form.Item name="noteEn" label={t('英文说明（选填）', 'Note in English (optional)')}>
          <Input.TextArea autoSize maxLength={500} />
        </Form.Item>
      </div>
    </EditDialog>
  );
}
