import { DatePicker, Form, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useText } from '../../ui/language.tsx';
import { EditDialog, PAIR, type Sourced, useOptions, useRequired } from './EditDialog.tsx';
import type { StandardDocument } from './types.ts';
import { DOCUMENT_KINDS } from './words.ts';

type Fields = Pick<
  StandardDocument,
  'key' | 'title' | 'number' | 'kind' | 'edition' | 'text' | 'link' | 'note'
> & {
  from: Dayjs | null;
  until: Dayjs | null;
};

const dayOf = (date: string | null): Dayjs | null => (date === null ? null : dayjs(date));
const textOf = (date: Dayjs | null | undefined): string | null => date?.format('YYYY-MM-DD') ?? null;

/** A document of the library: its text, or where it is found. */
export function DocumentForm({
  document,
  onClose,
  onDone,
}: {
  document?: StandardDocument;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const [form] = Form.useForm<Fields & Sourced>();
  const required = useRequired();
  const options = useOptions();
  return (
    <EditDialog<Fields>
      title={document ? t('修改标准文件', 'Change the document') : t('录入标准文件', 'Enter a document')}
      thing={document}
      form={form}
      values={
        document
          ? { ...document, from: dayOf(document.from), until: dayOf(document.until) }
          : { number: '', kind: 'other', edition: '', from: null, until: null, text: '', link: '', note: '' }
      }
      address={({ key }) => `/api/standards/documents/${document?.key ?? key}`}
      bodyOf={({ title, number, kind, edition, from, until, text, link, note }) => ({
        title,
        number,
        kind,
        edition,
        text,
        link: link.trim(),
        note,
        from: textOf(from),
        until: textOf(until),
      })}
      onClose={onClose}
      onDone={onDone}
    >
      <Form.Item name="title" label={t('名称', 'Title')} rules={required}>
        <Input maxLength={120} data-test="document-title" />
      </Form.Item>
      <div style={PAIR}>
        {!document && (
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
                message: t('如 gbt_2260', 'Such as gbt_2260'),
              },
            ]}
          >
            <Input maxLength={40} data-test="document-key" />
          </Form.Item>
        )}
        <Form.Item name="number" label={t('编号（选填）', 'Number (optional)')}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="kind" label={t('种类', 'Kind')}>
          <Select options={options(DOCUMENT_KINDS)} />
        </Form.Item>
        <Form.Item name="edition" label={t('版次（选填）', 'Edition (optional)')}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="from" label={t('施行日期（选填）', 'In force from (optional)')}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="until" label={t('失效日期（选填）', 'Until (optional)')}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Form.Item
        name="link"
        label={t('链接（选填）', 'Link (optional)')}
        rules={[
          {
            pattern: /^\s*(https?:\/\/\S+)?\s*$/,
            message: t('以 http:// 或 https:// 开头', 'It begins with http:// or https://'),
          },
        ]}
      >
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="text" label={t('正文（选填）', 'Text (optional)')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={200_000} />
      </Form.Item>
      <Form.Item name="note" label={t('说明（选填）', 'Note (optional)')}>
        <Input maxLength={500} />
      </Form.Item>
    </EditDialog>
  );
}
