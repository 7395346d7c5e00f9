import { CheckOutlined, DownOutlined, UserOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Grid, theme } from 'antd';
import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { ChangePasswordDialog } from '../features/session/ChangePassword.tsx';
import { api, Problem } from '../api.ts';
import { useText } from '../ui/language.tsx';
import { firstPathOf } from './menu.tsx';
import { roleName } from './roles.ts';
import { type SessionView, useSession } from './session.tsx';

/** Names the present post; switches posts, changes the password, signs out. */
export function AccountMenu() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { session, refresh, signOut } = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const location = useLocation();
  const wide = Grid.useBreakpoint().md !== false;
  const [changing, setChanging] = useState(false);

  if (session.face === 'internet') return null;
  if (!session.signedIn) {
    return location.pathname === '/signin' ? null : (
      <Link to={`/signin?next=${encodeURIComponent(location.pathname + location.search)}`}>
        <Button type="primary">{t('登录', 'Sign in')}</Button>
      </Link>
    );
  }
  const post = session.post;
  const named = (one: { departmentName: string; role: string }) =>
    `${one.departmentName} ${roleName(one.role, language)}`;

  async function choose(key: string) {
    if (key === 'password') return setChanging(true);
    try {
      if (key === 'out') {
        await signOut();
        void navigate('/signin');
        return;
      }
      const view = await api.put<SessionView>('/api/session/post', { postId: Number(key) });
      await refresh(view);
      // A menu of another role may not hold this page at all.
      if (location.pathname === '/' || view.post?.role !== post?.role)
        void navigate(firstPathOf(view.post?.role));
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      void message.error(t(fault.title, fault.titleEn));
    }
  }

  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          onClick: ({ key }) => void choose(key),
          items: [
            ...(session.posts ?? []).map(one => ({
              key: String(one.id),
              label: named(one),
              icon:
                one.id === post?.id ? (
                  <CheckOutlined />
                ) : (
                  <span style={{ display: 'inline-block', width: 14 }} />
                ),
              disabled: one.id === post?.id,
            })),
            { type: 'divider' as const },
            { key: 'password', label: t('修改密码', 'Change password') },
            { key: 'out', label: <span data-test="sign-out">{t('退出登录', 'Sign out')}</span> },
          ],
        }}
      >
        <Button
          type="text"
          data-test="account"
          style={{ height: 44, paddingInline: 8 }}
          aria-label={post ? named(post) : (session.name ?? '')}
        >
          {wide ? (
            <span className="shell-post">
              <span>{post?.departmentName ?? session.name}</span>
              <span style={{ fontSize: 12, color: token.colorTextSecondary }}>
                {post ? roleName(post.role, language) : ''}
              </span>
            </span>
          ) : (
            <UserOutlined />
          )}
          {wide && <DownOutlined style={{ fontSize: 11 }} />}
        </Button>
      </Dropdown>
      <ChangePasswordDialog open={changing} onClose={() => setChanging(false)} />
    </>
  );
}
