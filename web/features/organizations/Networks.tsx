import { App, Button, Card, Form, Input, Popconfirm, Select, Space, Table } from 'antd';
import { useState } from 'react';
import { api, Problem, useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { DepartmentTabs } from './DepartmentTabs.tsx';
import type { Department, Network } from './types.ts';

/** Where the platform may connect to on a department's behalf. Nothing is allowed until it is listed. */
export function Networks() {
  const { t } = useText();
  const { message } = App.useApp();
  const filters = useFilters();
  const departments = useLoad<Department[]>('/api/departments');
  const chosen = Number(filters.one('department')) || departments.data?.[0]?.id;
  const networks = useLoad<Network[]>(chosen === undefined ? null : `/api/departments/${chosen}/networks`);
  const [form] = Form.useForm<{ cidr: string; note: string }>();
  const [problem, setProblem] = useState<Problem | null>(null);
  if (!departments.data)
    return departments.problem ? <RefusalNotice problem={departments.problem} /> : <Loading />;

  async function change(work: () => Promise<unknown>, said: string) {
    setProblem(null);
    try {
      await work();
      void message.success(said);
      form.resetFields();
      networks.reload();
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
    }
  }

  return (
    <>
      <PageTitle
        title={t('允许连接的网络', 'Allowed networks')}
        sub={t(
          '平台只连接这里列出的网络；没有列出的一律不连。',
          'The platform connects only to networks listed here.',
        )}
      />
      <DepartmentTabs current="networks" />
      <div className="cards" style={{ maxWidth: 860 }}>
        <Select
          showSearch
          optionFilterProp="label"
          value={chosen ?? null}
          aria-label={t('部门', 'Department')}
          data-test="network-department"
          style={{ maxWidth: 360 }}
          options={departments.data.map(one => ({
            value: one.id,
            label: t(one.name, one.nameEn || one.name),
          }))}
          onChange={value => filters.put('department', value ?? '')}
        />
        {(problem ?? networks.problem) && (
          <RefusalNotice problem={(problem ?? networks.problem) as Problem} />
        )}
        <Card>
          <Form
            form={form}
            layout="inline"
            requiredMark={false}
            style={{ rowGap: 8, marginBottom: 16 }}
            onFinish={body =>
              void change(
                () => api.post(`/api/departments/${chosen}/networks`, body),
                t('已允许这个网络', 'The network is allowed'),
              )
            }
          >
            <Form.Item
              name="cidr"
              label={t('网段', 'Network')}
              rules={[{ required: true, message: t('请填写网段', 'Enter a network') }]}
            >
              <Input
                placeholder="10.20.3.0/24"
                maxLength={50}
                data-test="network-cidr"
                style={{ width: 170 }}
              />
            </Form.Item>
            <Form.Item
              name="note"
              label={t('用途', 'What for')}
              rules={[{ required: true, message: t('请写明用途', 'Say what for') }]}
            >
              <Input
                placeholder={t('如“政务云数据库区”', 'Such as “database zone”')}
                maxLength={200}
                data-test="network-note"
                style={{ width: 240 }}
              />
            </Form.Item>
            <Button type="primary" htmlType="submit" data-test="network-add">
              {t('允许这个网络', 'Allow it')}
            </Button>
          </Form>
          <Table<Network>
            size="medium"
            rowKey="id"
            dataSource={networks.data ?? []}
            loading={networks.loading}
            pagination={false}
            locale={{
              emptyText: (
                <EmptyState
                  title={t(
                    '还没有允许的网络，平台不会为这个部门连接任何数据库。',
                    'No network is allowed: the platform connects to no database for this department.',
                  )}
                />
              ),
            }}
            columns={[
              { key: 'cidr', title: t('网段', 'Network'), render: (_, row) => <code>{row.cidr}</code> },
              { key: 'note', title: t('用途', 'What for'), dataIndex: 'note' },
              {
                key: 'act',
                title: '',
                align: 'right',
                render: (_, row) => (
                  <Popconfirm
                    title={t(`不再允许 ${row.cidr}？`, `No longer allow ${row.cidr}?`)}
                    okText={t('不再允许', 'Withdraw')}
                    cancelText={t('保留', 'Keep')}
                    onConfirm={() =>
                      change(() => api.delete(`/api/networks/${row.id}`), t('已取消', 'Withdrawn'))
                    }
                  >
                    <Space>
                      <Button size="small" danger>
                        {t('取消允许', 'Withdraw')}
                      </Button>
                    </Space>
                  </Popconfirm>
                ),
              },
            ]}
          />
        </Card>
      </div>
    </>
  );
}
