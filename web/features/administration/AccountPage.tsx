import { Alert, App, Button, Space } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, Problem, useLoad } from '../../api.ts';
import { roleName } from '../../app/roles.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from './Dialog.tsx';
import { PasswordOnce } from './PasswordOnce.tsx';
import { type PostChoice, PostFields } from './PostFields.tsx';
import { ReasonDialog } from './ReasonDialog.tsx';
import type { Account, AccountAction, AccountChanged } from './types.ts';
import { ACCOUNT_ACTS } from './words.ts';

type Post = Account['posts'][number];

export function AccountPage() {
  const { t, language } = useText();
  const { message } = App.useApp();
  const { id } = useParams();
  const { data, problem, reload } = useLoad<Account>(`/api/accounts/${id}`);
  const [acting, setActing] = useState<AccountAction | null>(null);
  const [ending, setEnding] = useState<Post | null>(null);
  const [adding, setAdding] = useState(false);
  const [password, setPassword] = useState<string | null>(null);
  const [refused, setRefused] = useState<Problem | null>(null);
  if (!data) return problem ? <RefusalNotice problem={problem} /> : <Loading rows={10} />;
  const act = acting === null ? undefined : ACCOUNT_ACTS[acting];

  function changed(answer: AccountChanged) {
    setActing(null);
    setEnding(null);
    setAdding(false);
    setPassword(answer.password ?? null);
    reload();
  }

  async function decide(post: Post, action: 'confirm' | 'decline') {
    setRefused(null);
    try {
      changed(await api.post<AccountChanged>(`/api/posts/${post.id}/decision`, { action }));
      void message.success(
        action === 'confirm' ? t('岗位已生效', 'The post counts now') : t('未确认，岗位不生效', 'Declined'),
      );
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setRefused(fault);
    }
  }

  return (
    <>
      <PageTitle
        title={data.name}
        tags={<StatusTag kind="account" state={data.state} />}
        sub={
          <Space wrap separator="·">
            <code>{data.login}</code>
            {data.mustChange && data.state !== 'disabled' && (
              <span>{t('还没有修改一次性密码', 'The one-time password is not changed yet')}</span>
            )}
            {data.shutOutUntil !== null && (
              <span>
                {t(
                  `多次输错密码，${formatTime(data.shutOutUntil, language)} 前不能登录`,
                  `Too many wrong passwords: no sign-in until ${formatTime(data.shutOutUntil, language)}`,
                )}
              </span>
            )}
            <Link to="/org/accounts">{t('返回账号列表', 'Back to the accounts')}</Link>
          </Space>
        }
        actions={
          <>
            {data.actions.map(action => (
              <Button
                key={action}
                danger={ACCOUNT_ACTS[action].danger}
                data-test={`account-${action}`}
                onClick={() => setActing(action)}
              >
                {t(...ACCOUNT_ACTS[action].label)}
              </Button>
            ))}
            {data.appointable && (
              <Button type="primary" data-test="post-add" onClick={() => setAdding(true)}>
                {t('增加岗位', 'Add a post')}
              </Button>
            )}
          </>
        }
      />
      <div className="cards">
        {data.notHandled !== null && (
          <Alert type="info" showIcon title={t(data.notHandled, data.notHandledEn ?? data.notHandled)} />
        )}
        {refused && <RefusalNotice problem={refused} />}
        <DataTable<Post>
          caption={t('岗位', 'Posts')}
          rows={data.posts}
          rowKey="id"
          loading={false}
          empty={<EmptyState title={t('没有岗位，不能登录。', 'No post: nobody can sign in with it.')} />}
          columns={[
            {
              key: 'post',
              title: t('岗位', 'Post'),
              render: (_, post) => (
                <>
                  <Link to={`/org/departments/${post.departmentId}`}>{post.departmentName}</Link>{' '}
                  {roleName(post.role, language)}
                </>
              ),
            },
            {
              key: 'state',
              title: t('状态', 'State'),
              render: (_, post) => <StatusTag kind="post" state={post.state} />,
            },
            {
              key: 'since',
              title: t('任职', 'Since'),
              render: (_, post) =>
                post.ended === null
                  ? formatDate(post.since, language)
                  : `${formatDate(post.since, language)} – ${formatDate(post.ended, language)}`,
            },
            {
              key: 'act',
              title: '',
              align: 'right',
              render: (_, post) => (
                <Space wrap>
                  {post.actions.includes('confirm') && (
                    <Button
                      size="small"
                      type="primary"
                      data-test="post-confirm"
                      onClick={() => void decide(post, 'confirm')}
                    >
                      {t('确认岗位', 'Confirm')}
                    </Button>
                  )}
                  {post.actions.includes('decline') && (
                    <Button size="small" danger onClick={() => void decide(post, 'decline')}>
                      {t('不确认', 'Decline')}
                    </Button>
                  )}
                  {post.actions.includes('end') && (
                    <Button size="small" danger data-test="post-end" onClick={() => setEnding(post)}>
                      {t('结束岗位', 'End it')}
                    </Button>
                  )}
                </Space>
              ),
            },
          ]}
        />
      </div>
      {act && acting !== null && (
        <ReasonDialog<AccountChanged>
          title={`${t(...act.label)} · ${data.name}`}
          label={t(...act.label)}
          means={t(...act.means)}
          done={t(...act.done)}
          danger={act.danger}
          work={reason => api.post(`/api/accounts/${data.id}/actions`, { action: acting, reason })}
          onClose={() => setActing(null)}
          onDone={changed}
        />
      )}
      {ending && (
        <ReasonDialog<AccountChanged>
          title={t('结束岗位', 'End the post')}
          label={t('结束岗位', 'End it')}
          means={t(
            `${data.name} 不再担任 ${ending.departmentName} ${roleName(ending.role, language)}，立即生效。`,
            `${data.name} is no longer ${roleName(ending.role, language)} of ${ending.departmentName}, at once.`,
          )}
          done={t('岗位已结束', 'The post has ended')}
          danger
          work={reason => api.post(`/api/posts/${ending.id}/end`, { reason })}
          onClose={() => setEnding(null)}
          onDone={changed}
        />
      )}
      {adding && <AddPost account={data} onClose={() => setAdding(false)} onDone={changed} />}
      {password !== null && (
        <PasswordOnce
          login={data.login}
          password={password}
          waiting={false}
          onClose={() => setPassword(null)}
        />
      )}
    </>
  );
}

function AddPost({
  account,
  onClose,
  onDone,
}: {
  account: Account;
  onClose: () => void;
  onDone: (answer: AccountChanged) => void;
}) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [post, setPost] = useState<PostChoice>({});
  return (
    <Dialog
      title={t(`为 ${account.name} 增加岗位`, `A further post for ${account.name}`)}
      confirm={t('增加岗位', 'Add it')}
      busy={busy}
      disabled={post.departmentId === undefined || post.role === undefined}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post<AccountChanged>(`/api/accounts/${account.id}/posts`, post),
          t('岗位已提交', 'The post is put forward'),
          onDone,
        )
      }
    >
      <PostFields value={post} onChange={setPost} />
    </Dialog>
  );
}
