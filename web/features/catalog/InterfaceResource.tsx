import { Descriptions, Table } from 'antd';
import { Link } from 'react-router';
import type { Static } from 'typebox';
import type { InterfaceView, ParametersView } from '#modules/resources/contract.ts';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';

export type Asked = Static<typeof ParametersView>;

/** An entry whose service is an interface of the department: for its owner how it fares, for everybody how it is asked. */
export function InterfaceResource({
  face,
  asked,
}: {
  face: Static<typeof InterfaceView> | undefined;
  asked: Asked;
}) {
  const { t, language } = useText();
  const types = { text: t('文字', 'Text'), number: t('数值', 'Number'), boolean: t('是否', 'Yes/no') };
  return (
    <>
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={[
          {
            key: 'kind',
            label: t('类型', 'Kind'),
            children: asked.soap ? t('接口（JSON、SOAP）', 'Interface (JSON, SOAP)') : t('接口', 'Interface'),
          },
          ...(face
            ? [
                {
                  key: 'name',
                  label: t('接口', 'Interface'),
                  children: <Link to={`/resources/interfaces/${face.id}`}>{face.name}</Link>,
                },
                {
                  key: 'state',
                  label: t('状态', 'State'),
                  children: <StatusTag kind="resource" state={face.state} />,
                },
                {
                  key: 'checked',
                  label: t('最近检查', 'Last checked'),
                  children: formatTime(face.checkedAt, language),
                },
              ]
            : []),
        ]}
      />
      <Table<Asked['parameters'][number]>
        style={{ marginTop: 16 }}
        size="small"
        rowKey="name"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={[...asked.parameters]}
        aria-label={t('调用参数', 'Parameters of a call')}
        columns={[
          { key: 'name', title: t('调用参数', 'Parameter'), render: (_, row) => row.name },
          { key: 'type', title: t('类型', 'Type'), render: (_, row) => types[row.type] },
          {
            key: 'required',
            title: t('必填', 'Required'),
            render: (_, row) => (row.required ? t('是', 'Yes') : t('否', 'No')),
          },
          { key: 'default', title: t('默认值', 'Default'), render: (_, row) => row.default || '—' },
          { key: 'describe', title: t('说明', 'Meaning'), render: (_, row) => row.describe || '—' },
        ]}
      />
    </>
  );
}
