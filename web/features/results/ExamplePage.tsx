import { Button, Card, Descriptions, Input, Space, Typography } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { CaseTimeline } from '../../ui/CaseTimeline.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import { Figures } from './Figures.tsx';
import type { Example, ExampleAction, ExampleRecorded } from './types.ts';
import { EXAMPLE_ACTS } from './words.ts';

type Act = Exclude<ExampleAction, 'edit'>;

/** One example: the story, what it achieved, and what the authority said of it. */
export function ExamplePage() {
  const { id } = useParams();
  const { t, language } = useText();
  const { data, problem, reload } = useLoad<Example>(`/api/examples/${id}`);
  const [acting, setActing] = useState<Act>();
  if (problem) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={10} />;
  return (
    <>
      <PageTitle
        title={data.title}
        tags={<StatusTag kind="example" state={data.state} />}
        sub={data.department.name}
        actions={
          <Space wrap>
            {data.actions.map(action =>
              action === 'edit' ? (
                <Link key={action} to={`/results/examples/${data.id}/edit`}>
                  <Button type={data.state === 'returned' ? 'primary' : 'default'}>
                    {t('修改', 'Change')}
                  </Button>
                </Link>
              ) : (
                <Button
                  key={action}
                  type={EXAMPLE_ACTS[action].onward ? 'primary' : 'default'}
                  danger={EXAMPLE_ACTS[action].danger === true}
                  data-test={`example-${action}`}
                  onClick={() => setActing(action)}
                >
                  {t(...EXAMPLE_ACTS[action].label)}
                </Button>
              ),
            )}
          </Space>
        }
      />
      <div className="cards">
        <Card title={t('成效', 'Results')}>
          <Figures of={data} />
          <Descriptions
            style={{ marginTop: 12 }}
            column={{ xs: 1, md: 2 }}
            items={[
              { key: 'matter', label: t('事项', 'Matter'), children: data.matter },
              {
                key: 'data',
                label: t('用了什么数据', 'With which data'),
                children: `${data.providerName} · ${data.entryTitle}`,
              },
              {
                key: 'period',
                label: t('时段', 'Period'),
                children: `${formatDate(data.periodFrom, language)} ~ ${formatDate(data.periodUntil, language)}`,
              },
            ]}
          />
          <Text text={data.body} />
        </Card>
        <Card title={t('案例介绍', 'The story')}>
          <Text text={data.story} />
        </Card>
        <Card title={t('经过', 'History')}>
          <CaseTimeline
            history={data.history.map(step => ({ ...step, action: `examples.${step.action}` }))}
          />
        </Card>
      </div>
      {acting && (
        <ActDialog example={data} action={acting} onClose={() => setActing(undefined)} onDone={reload} />
      )}
    </>
  );
}

function Text({ text }: { text: string }) {
  return (
    <Typography.Paragraph style={{ whiteSpace: 'pre-wrap', maxWidth: '48em', marginBottom: 0 }}>
      {text}
    </Typography.Paragraph>
  );
}

function ActDialog({
  example,
  action,
  onClose,
  onDone,
}: {
  example: Example;
  action: Act;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const act = EXAMPLE_ACTS[action];
  const { send, problem, busy } = useSend();
  const [note, setNote] = useState('');
  return (
    <Dialog
      title={t(`${act.label[0]}：${example.title}`, `${act.label[1]}: ${example.title}`)}
      confirm={t(...act.label)}
      danger={act.danger === true}
      busy={busy}
      disabled={act.asks === true && note.trim().length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () =>
            api.post<ExampleRecorded>(`/api/examples/${example.id}/actions`, { action, note: note.trim() }),
          t(...act.done),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <p style={{ margin: 0 }}>{t(...act.says)}</p>
      <label
        htmlFor="example-words"
        style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 }}
      >
        {act.asks ? t('理由', 'Reason') : t('说明（可不填）', 'Note (optional)')}
        <Input.TextArea
          id="example-words"
          data-test="example-words"
          rows={3}
          maxLength={1000}
          value={note}
          onChange={event => setNote(event.target.value)}
        />
      </label>
    </Dialog>
  );
}
