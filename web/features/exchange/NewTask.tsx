import { App, Button, Card, Form, Input, Select, Skeleton, theme } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { api, Problem, useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { rowsOf } from '../../ui/rows.ts';
import type { GrantRow, GrantRows } from '../grants/types.ts';
import { ReceiverForm } from './ReceiverForm.tsx';
import type { RunRecorded, Source, TaskRecorded } from './types.ts';

interface Fields {
  grantId: number;
  sourceId: number;
  schema: string;
  table: string;
}

/** 新建任务: which grant, into which database and table. */
export function NewTask() {
  const { t } = useText();
  const grants = useLoad<GrantRows>('/api/grants', {
    side: 'holding',
    state: ['active'],
    mode: ['batch'],
    page: 1,
    size: 100,
  });
  const sources = useLoad<Source[] | { items: Source[] }>('/api/sources');
  const problem = grants.problem ?? sources.problem;
  if (problem && (!grants.data || !sources.data)) return <RefusalNotice problem={problem} />;
  if (!grants.data || !sources.data) return <Skeleton active paragraph={{ rows: 8 }} />;
  const batch = grants.data.items;
  if (batch.length === 0) {
    return (
      <EmptyState
        title={t(
          '还没有批量交换的授权。先申请，方式选“批量交换”。',
          'There is no batch grant yet. Apply for an entry and choose “batch exchange”.',
        )}
        action={
          <Link to="/catalog">
            <Button type="primary">{t('找数据', 'Find data')}</Button>
          </Link>
        }
      />
    );
  }
  return (
    <>
      <PageTitle title={t('新建交换任务', 'New exchange task')} />
      <TaskForm
        grants={batch}
        sources={rowsOf(sources.data).filter(source => source.use === 'receive')}
        reload={sources.reload}
      />
    </>
  );
}

function TaskForm({
  grants,
  sources,
  reload,
}: {
  grants: GrantRow[];
  sources: Source[];
  reload: () => void;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  const { can } = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [form] = Form.useForm<Fields>();
  const [registering, setRegistering] = useState(sources.length === 0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const asked = Number(search.get('grant'));
  const first = grants.find(grant => grant.id === asked) ?? grants[0];
  async function send(values: Fields, run: boolean) {
    setBusy(true);
    setProblem(null);
    try {
      const made = await api.post<TaskRecorded>('/api/exchange/tasks', values);
      if (!run) {
        void message.success(t('交换任务已建好。', 'The exchange task is made.'));
        void navigate('/exchange');
        return;
      }
      const started = await api.post<RunRecorded>(`/api/exchange/tasks/${made.task.id}/runs`, {});
      void navigate(`/exchange/runs/${started.run.id}`);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  }
  const runNow = async () => {
    const values = await form.validateFields().catch(() => null);
    if (values !== null) await send(values, true);
  };
  return (
    <div style={{ maxWidth: 760, display: 'flex', flexDirection: 'column', gap: 16 }}>
      <Card title={t('往哪里送', 'Where it goes')}>
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{
            schema: 'public',
            ...(first === undefined ? {} : { grantId: first.id }),
            ...(sources[0] === undefined ? {} : { sourceId: sources[0].id }),
          }}
          onFinish={values => void send(values, false)}
        >
          <Form.Item
            name="grantId"
            label={t('授权', 'Grant')}
            rules={[{ required: true, message: t('请选授权。', 'Choose a grant.') }]}
          >
            <Select
              data-test="task-grant"
              options={grants.map(grant => ({
                label: `${grant.no}　${grant.provider.name} “${grant.entryTitle}”`,
                value: grant.id,
              }))}
            />
          </Form.Item>
          <Form.Item
            name="sourceId"
            label={t('目标库', 'Target database')}
            rules={[{ required: true, message: t('请选目标库。', 'Choose the target database.') }]}
            extra={
              !registering && (
                <Button type="link" style={{ padding: 0 }} onClick={() => setRegistering(true)}>
                  {t('登记另一个接收库', 'Register another receiving database')}
                </Button>
              )
            }
          >
            <Select
              data-test="task-source"
              placeholder={t('先在下面登记接收库', 'Register a receiving database below')}
              options={sources.map(source => ({
                label: `${source.database}（${source.host}:${source.port}）${source.note}`,
                value: source.id,
              }))}
            />
          </Form.Item>
          <Form.Item
            name="schema"
            label={t('模式名', 'Schema')}
            rules={[{ required: true, message: t('请写模式名。', 'Name the schema.') }]}
          >
            <Input style={{ width: 240 }} maxLength={63} data-test="task-schema" />
          </Form.Item>
          <Form.Item
            name="table"
            label={t('目标表', 'Target table')}
            rules={[{ required: true, message: t('请写目标表。', 'Name the target table.') }]}
            extra={t(
              '没有就新建；已有同名的共享表就整体更换。',
              'Made when it does not exist; an earlier delivery of this task is replaced as a whole.',
            )}
          >
            <Input
              style={{ width: 360 }}
              maxLength={63}
              placeholder={t('如：婚姻登记', 'e.g. marriages')}
              data-test="task-table"
            />
          </Form.Item>
          <p style={{ color: token.colorTextSecondary, marginBottom: 16 }}>
            {t(
              '方式：全量。手动运行，每次运行都对账。',
              'The whole table, started by hand, reconciled each time.',
            )}
          </p>
          {problem !== null && (
            <div style={{ marginBottom: 16 }}>
              <RefusalNotice problem={problem} />
            </div>
          )}
          <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
            <Button
              type="primary"
              loading={busy}
              disabled={sources.length === 0}
              onClick={() => void runNow()}
              data-test="task-run"
            >
              {t('建好并运行', 'Make and run')}
            </Button>
            <Button htmlType="submit" disabled={busy || sources.length === 0} data-test="task-submit">
              {t('只建任务', 'Make only')}
            </Button>
          </div>
        </Form>
      </Card>
      {registering && can('resources.mount') && (
        <ReceiverForm
          onDone={source => {
            reload();
            form.setFieldValue('sourceId', source.id);
            setRegistering(false);
          }}
        />
      )}
      {registering && !can('resources.mount') && sources.length === 0 && (
        <p style={{ margin: 0 }}>
          {t(
            '本部门还没有登记接收库，请本部门专职人员登记。',
            'No receiving database is registered; your data officer can register one.',
          )}
        </p>
      )}
    </div>
  );
}
