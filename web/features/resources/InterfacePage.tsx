import { Alert, App, Button, Card, Descriptions, Form, Modal, Table } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { formatCount, formatDuration, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { useSend } from '../../ui/useSend.ts';
import { ReachFields, cleanReach, reachOf } from './ReachFields.tsx';
import type { Interface, InterfaceRecorded, Reach } from './types.ts';

/** One interface: whether it answers, how it is asked, and what of its answer is which item. */
export function InterfacePage() {
  const { t, language } = useText();
  const { can } = useSession();
  const { message } = App.useApp();
  const id = Number(useParams()['id']);
  const { data, problem, reload } = useLoad<Interface>(`/api/interfaces/${id}`);
  const { busy, problem: refused, send } = useSend();
  const [changing, setChanging] = useState(false);
  if (!data) return problem ? <RefusalNotice problem={problem} /> : <Loading />;

  const check = () =>
    send(async () => {
      const found = await api.post<Interface>(`/api/interfaces/${id}/check`, {});
      reload();
      if (found.failures === data.failures) message.success(t('接口已应答', 'It answered'));
      else message.warning(t('接口没有应答', 'It did not answer'));
    });

  const credentials = {
    none: t('不需要', 'None'),
    basic: `Basic · ${data.credentials.user}`,
    bearer: 'Bearer',
    header: data.credentials.header,
    national: `${data.credentials.prefix}_* · ${data.credentials.sid}`,
  }[data.credentials.kind];
  const places = {
    path: t('路径', 'Path'),
    query: t('查询串', 'Query'),
    header: t('请求头', 'Header'),
    body: t('正文', 'Body'),
  };
  const every = {
    1: t('秒', 'second'),
    60: t('分钟', 'minute'),
    3600: t('小时', 'hour'),
    86_400: t('天', 'day'),
  };
  const unit =
    (every as Record<number, string>)[data.rateSeconds] ??
    t(`${data.rateSeconds} 秒`, `${data.rateSeconds} s`);
  return (
    <>
      <PageTitle
        title={data.name}
        tags={<StatusTag kind="resource" state={data.state} />}
        sub={<Link to={`/our-catalog/${data.entryId}`}>{data.entryTitle}</Link>}
        actions={
          can('resources.mount') ? (
            <>
              <Button onClick={() => void check()} disabled={busy} data-test="interface-check">
                {busy ? t('检查中', 'Checking') : t('现在检查', 'Check now')}
              </Button>
              <Button type="primary" onClick={() => setChanging(true)} data-test="interface-change">
                {t('变更地址和凭据', 'Change address and credentials')}
              </Button>
            </>
          ) : undefined
        }
      />
      {refused && <RefusalNotice problem={refused} />}
      {data.state === 'down' && (
        <Alert
          type="error"
          showIcon
          style={{ marginBottom: 12 }}
          title={t(
            `自 ${formatTime(data.since, language)} 起没有应答：${data.problem}`,
            `No answer since ${formatTime(data.since, language)}: ${data.problem}`,
          )}
          description={t(
            '使用部门的调用正在失败，请尽快恢复。',
            'Calls of consumers fail; please restore it.',
          )}
        />
      )}
      <div className="cards">
        <Card size="small" title={t('怎样调用', 'How it is called')}>
          <Descriptions
            size="small"
            column={{ xs: 1, md: 2 }}
            items={[
              {
                key: 'address',
                label: t('地址', 'Address'),
                children: `${data.method} ${data.address}${data.path}`,
              },
              { key: 'credentials', label: t('凭据', 'Credentials'), children: credentials },
              {
                key: 'timeout',
                label: t('超时', 'Time limit'),
                children:
                  data.timeout === 0
                    ? t('按服务设置', 'As the service says')
                    : formatDuration(data.timeout, language),
              },
              {
                key: 'rate',
                label: t('最多调用', 'Calls at most'),
                children:
                  data.rate === 0
                    ? t('不限', 'Any number')
                    : t(
                        `${formatCount(data.rate, language)} 次/${unit}`,
                        `${formatCount(data.rate, language)} a ${unit}`,
                      ),
              },
              {
                key: 'health',
                label: t('健康检查', 'Health'),
                children:
                  data.health.every === 0
                    ? t('不检查', 'Never checked')
                    : t(
                        `每 ${data.health.every} 秒，共 ${formatCount(data.checks, language)} 次，失败 ${formatCount(data.failures, language)} 次`,
                        `Every ${data.health.every} s; ${formatCount(data.checks, language)} checks, ${formatCount(data.failures, language)} in vain`,
                      ),
              },
              {
                key: 'last',
                label: t('最近检查', 'Last checked'),
                children:
                  data.checkedAt === null
                    ? t('还没有', 'Not yet')
                    : `${formatTime(data.checkedAt, language)} · ${formatDuration(data.milliseconds ?? 0, language)}`,
              },
              {
                key: 'success',
                label: t('成功条件', 'Success'),
                children: data.success
                  ? `${data.success.path} = ${data.success.values.join(' / ')}`
                  : 'HTTP 2xx',
              },
              {
                key: 'whole',
                label: t('原样答复', 'As it is'),
                children: data.passThrough ? t('允许', 'Allowed') : t('不允许', 'Not allowed'),
              },
            ]}
          />
        </Card>
        <Card size="small" title={t('参数', 'Parameters')}>
          <Table<Interface['parameters'][number]>
            size="small"
            rowKey={row => `${row.place} ${row.name}`}
            pagination={false}
            scroll={{ x: 'max-content' }}
            dataSource={data.parameters}
            columns={[
              { key: 'name', title: t('名称', 'Name'), render: (_, row) => row.name },
              { key: 'place', title: t('位置', 'Place'), render: (_, row) => places[row.place] },
              { key: 'item', title: t('数据项', 'Item'), render: (_, row) => row.item ?? '—' },
              {
                key: 'must',
                title: t('必填', 'Required'),
                render: (_, row) => (row.required ? t('是', 'Yes') : t('否', 'No')),
              },
              { key: 'default', title: t('默认值', 'Default'), render: (_, row) => row.default ?? '—' },
            ]}
          />
        </Card>
        <Card size="small" title={t('返回值', 'Values')} extra={data.rows}>
          <Table<Interface['mapping'][number]>
            size="small"
            rowKey="item"
            pagination={false}
            dataSource={data.mapping}
            columns={[
              { key: 'item', title: t('数据项', 'Item'), render: (_, row) => row.item },
              { key: 'path', title: t('路径', 'Path'), render: (_, row) => row.path },
            ]}
          />
        </Card>
      </div>
      {changing && (
        <ChangeReach
          data={data}
          onClose={() => setChanging(false)}
          onChanged={() => {
            setChanging(false);
            reload();
          }}
        />
      )}
    </>
  );
}

function ChangeReach({
  data,
  onClose,
  onChanged,
}: {
  data: Interface;
  onClose: () => void;
  onChanged: () => void;
}) {
  const { t } = useText();
  const [form] = Form.useForm<Reach>();
  const { busy, problem, send } = useSend();

  const save = (value: Reach) =>
    send(async () => {
      await api.put<InterfaceRecorded>(`/api/interfaces/${data.id}/reach`, cleanReach(value));
      onChanged();
    });

  return (
    <Modal
      open
      width={820}
      title={t('变更地址和凭据', 'Change address and credentials')}
      okText={busy ? t('提交中', 'Sending') : t('试调用并保存', 'Try it and save')}
      cancelText={t('取消', 'Cancel')}
      okButtonProps={{ disabled: busy }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p style={{ marginBottom: 12 }}>
        {t(
          '先按登记的示例调用一次，成功才保存；所有授权随即改用新的设置，不必重新申请。',
          'The registered example is called first, and only then it is saved; all grants use it at once, and none is applied for again.',
        )}
      </p>
      <Form<Reach>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={reachOf(data)}
        onFinish={value => void save(value)}
      >
        <ReachFields kept />
      </Form>
      {problem && <RefusalNotice problem={problem} />}
    </Modal>
  );
}
