import { Alert, AutoComplete, Button, Checkbox, Form, Input, Space, Table as AntTable } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { formatDuration } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { type Described, type EntryItem, describedBody } from './DescribeFields.tsx';
import { SampleTable } from './SampleTable.tsx';
import type { Interface, InterfaceRecorded, InterfaceTested, Reach } from './types.ts';

interface TryStepProps {
  entryId: number;
  items: readonly EntryItem[];
  reach: Reach;
  described: Described;
  onBack: () => void;
  onMounted: (mounted: Interface) => void;
}

/** One call with an example; then a path for each item, and rows as a consumer will see them. */
export function TryStep({ entryId, items, reach, described, onBack, onMounted }: TryStepProps) {
  const { t, language } = useText();
  const [values, setValues] = useState<Record<string, string>>({});
  const [tested, setTested] = useState<InterfaceTested | null>(null);
  const [rows, setRows] = useState('');
  const [paths, setPaths] = useState<Record<string, string>>({});
  const [passThrough, setPassThrough] = useState(false);
  const { busy, problem, send } = useSend();
  const open = items.filter(({ name }) => (paths[name] ?? '') === '');
  const mapping = items.map(({ name }) => ({ item: name, path: paths[name] ?? '' }));
  const example = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));

  const body = { entryId, reach, ...describedBody(described) };
  const look = (withMapping: boolean) =>
    send(async () => {
      const found = await api.post<InterfaceTested>('/api/interfaces/test', {
        ...body,
        ...(rows === '' ? {} : { rows }),
        mapping: withMapping ? mapping : [],
        values: example,
      });
      setTested(found);
      if (rows === '') setRows(found.rows);
      setPaths(before =>
        Object.fromEntries(
          items.map(({ name }) => [
            name,
            (before[name] ?? '') || (found.mapping.find(one => one.item === name)?.path ?? ''),
          ]),
        ),
      );
    });
  const mount = () =>
    send(async () => {
      const { interface: mounted } = await api.post<InterfaceRecorded>('/api/interfaces', {
        ...body,
        name: described.name,
        rows,
        mapping,
        passThrough,
        example: { values: example },
      });
      onMounted(mounted);
    });

  return (
    <>
      <p style={{ marginBottom: 12 }}>
        {t(
          '用一个查得到的测试对象调用一次。只显示答复的结构，值不显示也不保存。',
          'Call it once for a test person that it finds. Only the structure is shown; values are neither shown nor kept.',
        )}
      </p>
      <Form layout="vertical" requiredMark={false}>
        <Space wrap size={16} align="start" style={{ display: 'flex' }}>
          {described.parameters.map(parameter => {
            const name = parameter.item ?? parameter.name;
            return (
              <Form.Item
                key={`${parameter.place} ${parameter.name}`}
                label={name}
                style={{ marginBottom: 12 }}
              >
                <Input
                  style={{ width: 220 }}
                  value={values[name] ?? ''}
                  placeholder={parameter.default ?? ''}
                  onChange={event => setValues({ ...values, [name]: event.target.value })}
                  aria-label={name}
                  data-test={`example-${parameter.name}`}
                  maxLength={2000}
                />
              </Form.Item>
            );
          })}
        </Space>
      </Form>
      <Button
        type={tested ? 'default' : 'primary'}
        disabled={busy}
        onClick={() => void look(false)}
        data-test="interface-test"
      >
        {busy ? t('调用中', 'Calling') : tested ? t('再调用一次', 'Call again') : t('试调用', 'Try a call')}
      </Button>
      {tested && (
        <div style={{ marginTop: 16 }}>
          <Alert
            type={open.length > 0 ? 'warning' : 'success'}
            showIcon
            data-test="interface-tested"
            style={{ marginBottom: 12 }}
            title={t(
              `接口已应答：HTTP ${tested.status}，${formatDuration(tested.milliseconds, language)}，${tested.bytes} 字节，找到 ${tested.paths.length} 个值。`,
              `It answered: HTTP ${tested.status}, ${formatDuration(tested.milliseconds, language)}, ${tested.bytes} bytes, ${tested.paths.length} values found.`,
            )}
            {...(open.length > 0
              ? {
                  description: t(
                    `还有 ${open.length} 个数据项没有对上；接口没有的，请先修改目录`,
                    `${open.length} items have no path yet; change the entry first where the interface has none`,
                  ),
                }
              : {})}
          />
          <Form layout="vertical" requiredMark={false}>
            <Form.Item
              label={t('记录在哪里', 'Where the rows are')}
              extra={t('以 $ 开头，[*] 表示每一条', 'From $ on; [*] is each one')}
              style={{ maxWidth: 420, marginBottom: 12 }}
            >
              <Input
                value={rows}
                onChange={event => setRows(event.target.value)}
                maxLength={300}
                data-test="interface-rows"
              />
            </Form.Item>
          </Form>
          <AntTable<EntryItem>
            size="small"
            rowKey="name"
            pagination={false}
            dataSource={[...items]}
            aria-label={t('数据项与返回值', 'Items and values')}
            columns={[
              {
                key: 'item',
                title: t('数据项', 'Item'),
                render: (_, { name, identifier }) =>
                  identifier ? t(`${name}（标识）`, `${name} (identifier)`) : name,
              },
              {
                key: 'path',
                title: t('返回值的路径', 'Path of its value'),
                render: (_, { name }) => (
                  <AutoComplete
                    style={{ width: 320 }}
                    value={paths[name] ?? ''}
                    aria-label={t(`${name} 的路径`, `Path of ${name}`)}
                    data-test={`path-${name}`}
                    placeholder={t('选一个，或自己写', 'Choose one, or write it')}
                    onChange={value => setPaths({ ...paths, [name]: value })}
                    options={[
                      ...(described.parameters.some(({ item }) => item === name)
                        ? [{ value: '=', label: t('=  取所查的值', '=  the value asked by') }]
                        : []),
                      ...tested.paths.map(({ path, kind }) => ({
                        value: path,
                        label: `${path} · ${kindWord(kind, t)}`,
                      })),
                    ]}
                  />
                ),
              },
              {
                key: 'state',
                title: t('核对', 'Check'),
                render: (_, { name }) =>
                  (paths[name] ?? '') === '' ? t('没有对上', 'Not matched') : t('已对上', 'Matched'),
              },
            ]}
          />
          {tested.sample && (
            <div style={{ marginTop: 16 }}>
              <p style={{ marginBottom: 8 }}>
                {t(
                  `查到 ${tested.sample.found} 条，使用部门看到的样子：`,
                  `${tested.sample.found} rows; as a consumer sees them:`,
                )}
              </p>
              <SampleTable sample={tested.sample} />
            </div>
          )}
          <Checkbox
            style={{ marginTop: 16 }}
            checked={passThrough}
            onChange={event => setPassThrough(event.target.checked)}
          >
            {t(
              '获准使用全部数据项且都不脱敏的部门，可以得到原样的答复（含目录以外的内容）',
              'Whoever is granted every item without a mask may get the answer as it is, with what else it holds',
            )}
          </Checkbox>
        </div>
      )}
      {problem && (
        <div style={{ marginTop: 12 }}>
          <RefusalNotice problem={problem} />
        </div>
      )}
      <Space style={{ marginTop: 20, display: 'flex' }}>
        <Button onClick={onBack}>{t('上一步', 'Back')}</Button>
        {tested && (
          <Button
            disabled={busy || open.length > 0}
            onClick={() => void look(true)}
            data-test="interface-sample"
          >
            {t('看脱敏后的样子', 'See it masked')}
          </Button>
        )}
        <Button
          type="primary"
          disabled={busy || !tested || open.length > 0}
          onClick={() => void mount()}
          data-test="interface-mount"
        >
          {t('完成挂接', 'Mount it')}
        </Button>
      </Space>
    </>
  );
}

function kindWord(
  kind: InterfaceTested['paths'][number]['kind'],
  t: (zh: string, en: string) => string,
): string {
  const words = {
    text: t('文字', 'text'),
    number: t('数值', 'number'),
    boolean: t('是否', 'yes or no'),
    null: t('空', 'empty'),
  };
  return words[kind];
}
