import { Alert, Button, Card, Checkbox, Input, Table, theme } from 'antd';
import { useEffect, useState } from 'react';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Deliveries } from './Deliveries.tsx';
import { Robots } from './Robots.tsx';
import { KINDS, type Kind, type Settings } from './types.ts';

type Wish = Pick<Settings, 'pageKinds' | 'mail' | 'mailKinds'>;

/** 消息设置: per kind in the page or by mail, and the robots of the department's groups. */
export function MessageSettings() {
  const { t } = useText();
  const { token } = theme.useToken();
  // What is sent is sent by another process: the page looks again for what came of it.
  const { data, problem, reload } = useLoad<Settings>('/api/messages/settings', undefined, [], {
    every: 5000,
  });
  const [wish, setWish] = useState<Wish | null>(null);
  const { busy, problem: refused, send } = useSend();
  useEffect(() => {
    if (data)
      setWish(was => was ?? { pageKinds: data.pageKinds, mail: data.mail, mailKinds: data.mailKinds });
  }, [data]);

  if (!data || !wish) return problem ? <RefusalNotice problem={problem} /> : <Loading rows={8} />;

  async function change(work: () => Promise<unknown>, done: string) {
    await send(work, done);
    reload();
  }
  const toggle = (of: 'pageKinds' | 'mailKinds', kind: Kind, on: boolean) =>
    setWish({ ...wish, [of]: on ? [...wish[of], kind] : wish[of].filter(one => one !== kind) });
  const box = (of: 'pageKinds' | 'mailKinds', kind: Kind, words: string, blocked = false) => (
    <Checkbox
      checked={wish[of].includes(kind)}
      disabled={blocked}
      aria-label={words}
      data-test={`${of}-${kind}`}
      onChange={event => toggle(of, kind, event.target.checked)}
    />
  );
  const noMail = !data.mailAvailable;

  return (
    <>
      <PageTitle
        title={t('消息设置', 'How I am told')}
        actions={
          <Button
            type="primary"
            loading={busy}
            data-test="save-settings"
            onClick={() =>
              void change(
                () => api.put('/api/messages/settings', { ...wish, mail: wish.mail?.trim() || null }),
                t('已保存', 'Saved'),
              )
            }
          >
            {t('保存', 'Save')}
          </Button>
        }
      />
      {refused && <RefusalNotice problem={refused} />}
      <div className="cards">
        <Card title={t('本人', 'Myself')}>
          <Table
            size="small"
            pagination={false}
            rowKey="kind"
            aria-label={t('哪些消息发到哪里', 'Which messages go where')}
            style={{ maxWidth: 480, marginBottom: 20 }}
            dataSource={[...KINDS]}
            columns={[
              { key: 'kind', title: t('消息', 'Messages'), render: (_, { words }) => t(...words) },
              {
                key: 'page',
                title: t('站内', 'In the page'),
                align: 'center',
                render: (_, { kind, words }) =>
                  box('pageKinds', kind, `${t(...words)} ${t('站内', 'in the page')}`),
              },
              {
                key: 'mail',
                title: t('邮件', 'By mail'),
                align: 'center',
                render: (_, { kind, words }) =>
                  box('mailKinds', kind, `${t(...words)} ${t('邮件', 'by mail')}`, noMail),
              },
            ]}
          />
          {noMail ? (
            <Alert
              type="info"
              showIcon
              title={t(
                '平台还没有配置邮件服务器，请平台运维员配置。',
                'The platform has no mail server yet; ask the operator.',
              )}
            />
          ) : (
            <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'flex-end' }}>
              <label style={{ flex: '0 1 320px' }}>
                {t('邮箱', 'Mail address')}
                <Input
                  value={wish.mail ?? ''}
                  maxLength={254}
                  inputMode="email"
                  autoComplete="email"
                  placeholder="zhangsan@example.gov.cn"
                  data-test="mail"
                  onChange={event => setWish({ ...wish, mail: event.target.value })}
                />
              </label>
              <Button
                disabled={busy || data.mail === null}
                data-test="try-mail"
                onClick={() =>
                  void change(
                    () => api.post('/api/messages/settings/trial', {}),
                    t('测试邮件已在发送', 'The trial mail is under way'),
                  )
                }
              >
                {t('发测试邮件', 'Send a trial mail')}
              </Button>
            </div>
          )}
          <p style={{ marginTop: 12, fontSize: 12, color: token.colorTextTertiary }}>
            {t(
              '邮件和机器人消息只有一句话和一个链接，不含个人信息。',
              'Mails and robot messages are one sentence and one link, without personal data.',
            )}
          </p>
          <Deliveries rows={data.mails} />
        </Card>
        {data.mayKeepRobots && <Robots robots={data.robots} busy={busy} onSend={change} />}
      </div>
    </>
  );
}
