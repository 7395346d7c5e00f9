import { Form, Input, InputNumber, Select } from 'antd';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { EditDialog, PAIR, type Sourced, useOptions, useRequired } from './EditDialog.tsx';
import { DocumentField } from './TableForm.tsx';
import type { Element, TableList } from './types.ts';
import { CHECKS, ELEMENT_TYPES } from './words.ts';

type Fields = Pick<
  Element,
  'code' | 'name' | 'english' | 'type' | 'length' | 'codeTable' | 'format' | 'check' | 'document' | 'synonyms'
>;

/** A standard element, or the data of one that is there. */
export function ElementForm({
  element,
  onClose,
  onDone,
}: {
  element?: Element;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const [form] = Form.useForm<Fields & Sourced>();
  const required = useRequired();
  const options = useOptions();
  const tables = useLoad<TableList>('/api/standards/tables');
  return (
    <EditDialog<Fields>
      title={
        element
          ? t(`修改数据元：${element.name}`, `Change ${element.name}`)
          : t('增加数据元', 'Add an element')
      }
      thing={element}
      form={form}
      values={
        element ?? {
          type: 'string',
          length: null,
          codeTable: '',
          format: '',
          check: 'none',
          document: '',
          synonyms: [],
        }
      }
      address={({ code }) => `/api/standards/elements/${element?.code ?? code}`}
      bodyOf={({ name, english, type, length, codeTable, format, check, document, synonyms }) => ({
        name,
        english,
        type,
        length: length ?? null,
        codeTable,
        format,
        check,
        document,
        synonyms,
      })}
      onClose={onClose}
      onDone={onDone}
    >
      <div style={PAIR}>
        <Form.Item name="name" label={t('名称', 'Name')} rules={required}>
          <Input maxLength={120} data-test="element-name" />
        </Form.Item>
        <Form.Item
          name="english"
          label={t('英文标识', 'English identifier')}
          rules={[
            {
              required: true,
              pattern: /^[a-z][A-Za-z0-9]{1,59}$/,
              message: t('如 birthDate', 'Such as birthDate'),
            },
          ]}
        >
          <Input maxLength={60} data-test="element-english" />
        </Form.Item>
        {!element && (
          <Form.Item
            name="code"
            label={t('编号', 'Code')}
            extra={t('大写字母和数字，以后不能改', 'Capitals and digits; it never changes')}
            rules={[
              { required: true, pattern: /^[A-Z0-9]{2,20}$/, message: t('如 DE00100', 'Such as DE00100') },
            ]}
          >
            <Input maxLength={20} data-test="element-code" />
          </Form.Item>
        )}
        <Form.Item name="type" label={t('类型', 'Type')}>
          <Select options={options(ELEMENT_TYPES)} />
        </Form.Item>
        <Form.Item name="length" label={t('长度（选填）', 'Length (optional)')}>
          <InputNumber min={1} max={100_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="codeTable" label={t('代码表（选填）', 'Code table (optional)')}>
          <Select
            showSearch
            optionFilterProp="label"
            loading={tables.loading}
            options={[
              { value: '', label: t('无', 'None') },
              ...(tables.data?.items ?? []).map(one => ({
                value: one.key,
                label: t(one.zh, one.en || one.zh),
              })),
            ]}
          />
        </Form.Item>
        <Form.Item name="check" label={t('校验', 'Check')}>
          <Select options={options(CHECKS)} />
        </Form.Item>
      </div>
      <Form.Item name="format" label={t('格式（选填）', 'Format (optional)')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item
        name="synonyms"
        label={t('同义词', 'Synonyms')}
        extra={t(
          '输入一个词后按回车；一个词只能属于一个名称',
          'Enter after each word; a word belongs to one name',
        )}
      >
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={['、', '，', ',']} />
      </Form.Item>
      <DocumentField />
    </EditDialog>
  );
}
