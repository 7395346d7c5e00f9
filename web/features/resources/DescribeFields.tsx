import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Form, Input, Select, Space } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { InterfaceFields } from './types.ts';

/** What the form holds; lists of words as one line each. */
export interface Described {
  name: string;
  method: InterfaceFields['method'];
  path: string;
  request: InterfaceFields['request'];
  response: InterfaceFields['response'];
  soap?: InterfaceFields['soap'];
  parameters: InterfaceFields['parameters'];
  codePath: string;
  codes: string[];
  nothing: string[];
  errorCodes: InterfaceFields['errorCodes'];
}

export const NEW_DESCRIBED: Described = {
  name: '',
  method: 'GET',
  path: '/',
  request: 'none',
  response: 'json',
  parameters: [],
  codePath: '',
  codes: [],
  nothing: [],
  errorCodes: [],
};

export interface EntryItem {
  name: string;
  identifier: boolean;
}

/** Method, path, parameters, and when an answer is one. */
export function DescribeFields({ items }: { items: readonly EntryItem[] }) {
  const { t } = useText();
  const request = Form.useWatch<Described['request'] | undefined>('request');
  const codePath = Form.useWatch<string | undefined>('codePath') ?? '';
  const required = [{ required: true, message: t('请填写', 'Required') }];
  const itemOptions = items.map(({ name, identifier }) => ({
    value: name,
    label: identifier ? t(`${name}（标识）`, `${name} (identifier)`) : name,
  }));
  return (
    <>
      <Space wrap size={16} align="start" style={{ display: 'flex' }}>
        <Form.Item name="name" label={t('接口名称', 'Name')} rules={required}>
          <Input style={{ width: 260 }} maxLength={100} data-test="interface-name" />
        </Form.Item>
        <Form.Item name="method" label={t('方法', 'Method')}>
          <Select
            style={{ width: 100 }}
            options={[{ value: 'GET' }, { value: 'POST' }]}
            data-test="interface-method"
          />
        </Form.Item>
        <Form.Item
          name="path"
          label={t('路径', 'Path')}
          rules={required}
          extra={t('参数写成 {名称}', 'Parameters as {name}')}
        >
          <Input
            style={{ width: 260 }}
            placeholder="/person/{idNo}"
            maxLength={300}
            data-test="interface-path"
          />
        </Form.Item>
      </Space>
      <Space wrap size={16} align="start" style={{ display: 'flex' }}>
        <Form.Item name="request" label={t('请求正文', 'Request body')}>
          <Select
            style={{ width: 150 }}
            options={[
              { value: 'none', label: t('没有', 'None') },
              { value: 'json', label: 'JSON' },
              { value: 'form', label: t('表单', 'Form') },
              { value: 'soap', label: 'SOAP' },
            ]}
          />
        </Form.Item>
        <Form.Item name="response" label={t('返回格式', 'Answer')}>
          <Select
            style={{ width: 120 }}
            options={[
              { value: 'json', label: 'JSON' },
              { value: 'xml', label: 'XML' },
            ]}
          />
        </Form.Item>
        {request === 'soap' && (
          <>
            <Form.Item name={['soap', 'operation']} label={t('操作', 'Operation')} rules={required}>
              <Input style={{ width: 160 }} maxLength={100} />
            </Form.Item>
            <Form.Item name={['soap', 'namespace']} label={t('命名空间', 'Namespace')}>
              <Input style={{ width: 220 }} maxLength={300} />
            </Form.Item>
            <Form.Item name={['soap', 'action']} label="SOAPAction">
              <Input style={{ width: 220 }} maxLength={300} />
            </Form.Item>
          </>
        )}
      </Space>
      <Form.List name="parameters">
        {(fields, { add, remove }) => (
          <div style={{ marginBottom: 16 }}>
            <div style={{ marginBottom: 8 }}>{t('参数', 'Parameters')}</div>
            {fields.map(field => (
              <Space key={field.key} wrap size={8} align="start" style={{ display: 'flex', marginBottom: 8 }}>
                <Form.Item name={[field.name, 'name']} noStyle rules={required}>
                  <Input
                    style={{ width: 120 }}
                    placeholder={t('名称', 'Name')}
                    aria-label={t('参数名称', 'Name of the parameter')}
                    maxLength={100}
                    data-test={`parameter-name-${field.name}`}
                  />
                </Form.Item>
                <Form.Item name={[field.name, 'place']} noStyle>
                  <Select
                    style={{ width: 110 }}
                    aria-label={t('位置', 'Place')}
                    data-test={`parameter-place-${field.name}`}
                    options={[
                      { value: 'path', label: t('路径', 'Path') },
                      { value: 'query', label: t('查询串', 'Query') },
                      { value: 'header', label: t('请求头', 'Header') },
                      { value: 'body', label: t('正文', 'Body') },
                    ]}
                  />
                </Form.Item>
                <Form.Item name={[field.name, 'type']} noStyle>
                  <Select
                    style={{ width: 90 }}
                    aria-label={t('类型', 'Type')}
                    options={[
                      { value: 'text', label: t('文字', 'Text') },
                      { value: 'number', label: t('数值', 'Number') },
                      { value: 'boolean', label: t('是否', 'Yes/no') },
                    ]}
                  />
                </Form.Item>
                <Form.Item name={[field.name, 'item']} noStyle>
                  <Select
                    style={{ width: 180 }}
                    allowClear
                    popupMatchSelectWidth={false}
                    placeholder={t('取哪个数据项（可空）', 'Takes the item (optional)')}
                    aria-label={t('对应的数据项', 'Item')}
                    data-test={`parameter-item-${field.name}`}
                    options={itemOptions}
                  />
                </Form.Item>
                <Form.Item name={[field.name, 'default']} noStyle>
                  <Input
                    style={{ width: 120 }}
                    placeholder={t('默认值', 'Default')}
                    aria-label={t('默认值', 'Default')}
                    maxLength={500}
                  />
                </Form.Item>
                <Form.Item name={[field.name, 'describe']} noStyle>
                  <Input
                    style={{ width: 140 }}
                    placeholder={t('说明', 'Meaning')}
                    aria-label={t('说明', 'Meaning')}
                    maxLength={300}
                  />
                </Form.Item>
                <Form.Item name={[field.name, 'required']} noStyle valuePropName="checked">
                  <Checkbox>{t('必填', 'Required')}</Checkbox>
                </Form.Item>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('删除参数', 'Remove the parameter')}
                  onClick={() => remove(field.name)}
                />
              </Space>
            ))}
            <Button
              icon={<PlusOutlined />}
              data-test="parameter-add"
              onClick={() => add({ name: '', place: 'query', type: 'text', required: true, describe: '' })}
            >
              {t('添加参数', 'Add a parameter')}
            </Button>
          </div>
        )}
      </Form.List>
      <Space wrap size={16} align="start" style={{ display: 'flex' }}>
        <Form.Item
          name="codePath"
          label={t('状态码在哪里（可空）', 'Where the status code is (optional)')}
          extra={t('如 $.code；空着时只看 HTTP 状态', 'As $.code; without it only the HTTP status counts')}
        >
          <Input style={{ width: 240 }} placeholder="$.code" maxLength={300} />
        </Form.Item>
        {codePath !== '' && (
          <>
            <Form.Item name="codes" label={t('表示成功', 'Means success')} rules={required}>
              <Select mode="tags" open={false} suffixIcon={null} style={{ width: 180 }} placeholder="0" />
            </Form.Item>
            <Form.Item name="nothing" label={t('表示查无此人', 'Means nobody found')}>
              <Select mode="tags" open={false} suffixIcon={null} style={{ width: 180 }} placeholder="404" />
            </Form.Item>
          </>
        )}
      </Space>
      {codePath !== '' && (
        <Form.List name="errorCodes">
          {(fields, { add, remove }) => (
            <div style={{ marginBottom: 16 }}>
              <div style={{ marginBottom: 8 }}>
                {t(
                  '错误码（只有登记了的会告诉使用部门）',
                  'Error codes (only those registered are told to callers)',
                )}
              </div>
              {fields.map(field => (
                <Space key={field.key} size={8} style={{ display: 'flex', marginBottom: 8 }}>
                  <Form.Item name={[field.name, 'code']} noStyle rules={required}>
                    <Input
                      style={{ width: 120 }}
                      placeholder={t('代码', 'Code')}
                      aria-label={t('代码', 'Code')}
                      maxLength={50}
                    />
                  </Form.Item>
                  <Form.Item name={[field.name, 'words']} noStyle>
                    <Input
                      style={{ width: 320 }}
                      placeholder={t('含义', 'Meaning')}
                      aria-label={t('含义', 'Meaning')}
                      maxLength={100}
                    />
                  </Form.Item>
                  <Button
                    type="text"
                    icon={<DeleteOutlined />}
                    aria-label={t('删除错误码', 'Remove the code')}
                    onClick={() => remove(field.name)}
                  />
                </Space>
              ))}
              <Button icon={<PlusOutlined />} onClick={() => add({ code: '', words: '' })}>
                {t('添加错误码', 'Add a code')}
              </Button>
            </div>
          )}
        </Form.List>
      )}
    </>
  );
}

/** As the platform takes it. */
export function describedBody(value: Described) {
  const { name: _name, codePath, codes, nothing, errorCodes, soap, request, ...rest } = value;
  return {
    ...rest,
    request,
    parameters: value.parameters.map(({ item, default: fallback, ...parameter }) => ({
      ...parameter,
      required: parameter.required ?? false,
      describe: parameter.describe ?? '',
      ...(item ? { item } : {}),
      ...(fallback ? { default: fallback } : {}),
    })),
    ...(request === 'soap'
      ? {
          soap: {
            operation: soap?.operation ?? '',
            namespace: soap?.namespace ?? '',
            action: soap?.action ?? '',
          },
        }
      : {}),
    ...(codePath === '' ? {} : { success: { path: codePath, values: codes, nothing } }),
    errorCodes,
  };
}
