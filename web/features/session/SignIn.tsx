import { Alert, Button, Form, Input, theme } from 'antd';
import { useEffect, useState } from 'react';
import { Link, Navigate, useNavigate, useSearchParams } from 'react-router';
import type { Static } from 'typebox';
import type { DemoPostView } from '#modules/organizations/contract.ts';
import { api, Problem, useLoad } from '../../api.ts';
import { DemonstrationTag } from '../../app/DemonstrationTag.tsx';
import { Logo } from '../../app/Logo.tsx';
import { firstPathOf } from '../../app/menu.tsx';
import { roleName } from '../../app/roles.ts';
import { type SessionView, useSession } from '../../app/session.tsx';
import { Switches } from '../../app/Switches.tsx';
import { useText } from '../../ui/language.tsx';
import './signIn.css';

/** The password of every demonstration post; the posts exist only where the installation shows synthetic data. */
const DEMONSTRATION_PASSWORD = 'Shuqiao-2026';

type DemoPost = Static<typeof DemoPostView>;

function byDepartment(posts: readonly DemoPost[]): [department: string, posts: DemoPost[]][] {
  const found = new Map<string, DemoPost[]>();
  for (const post of posts) found.set(post.departmentName, [...(found.get(post.departmentName) ?? []), post]);
  return [...found];
}

export function SignIn() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { session, refresh } = useSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [busy, setBusy] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const posts = useLoad<DemoPost[]>(session.demonstration ? '/api/demonstration/posts' : null);
  const asked = search.get('next') ?? '';
  // Only a path of this page: "//elsewhere" would leave it.
  const next = /^\/(?!\/|signin)/.test(asked) ? asked : '';

  useEffect(() => {
    document.title = t('登录 · 数桥', 'Sign in · Shuqiao');
  }, [t]);
  if (session.signedIn && busy === '')
    return <Navigate to={next || firstPathOf(session.post?.role)} replace />;

  async function enter(login: string, password: string) {
    setBusy(login);
    setProblem(null);
    try {
      const view = await api.post<SessionView>('/api/session', { login, password });
      await refresh(view);
      void navigate(next || firstPathOf(view.post?.role), { replace: true });
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
    }
    setBusy('');
  }

  return (
    <div className="signin" style={{ background: token.colorBgLayout }}>
      <div className="signin-switches">
        {session.demonstration && <DemonstrationTag />}
        <Switches />
      </div>
      <main className="signin-columns">
        <section className="signin-words">
          <Logo size={48} />
          <h1>{t('数桥 政务数据共享平台', 'Shuqiao, government data sharing')}</h1>
          <p style={{ color: token.colorTextSecondary }}>
            {t('本市政务数据统一共享入口', 'The city’s one entrance for sharing government data')}
          </p>
          <Link to="/catalog" data-test="look-first">
            {t('不登录，先查目录', 'Look into the catalog without signing in')}
          </Link>
        </section>
        <section
          className="signin-form"
          style={{ background: token.colorBgContainer, borderColor: token.colorBorderSecondary }}
        >
          <h2>{t('登录', 'Sign in')}</h2>
          {problem && (
            <Alert
              type="error"
              showIcon
              data-test="sign-in-problem"
              title={t(problem.title, problem.titleEn)}
              description={t(problem.remedy, problem.remedyEn)}
              style={{ marginBottom: 16 }}
            />
          )}
          <Form
            layout="vertical"
            requiredMark={false}
            onFinish={({ login, password }: { login: string; password: string }) =>
              void enter(login, password)
            }
          >
            <Form.Item
              name="login"
              label={t('账号', 'Account')}
              rules={[{ required: true, message: t('请填写账号', 'Enter your account') }]}
            >
              <Input autoFocus autoComplete="username" data-test="sign-in-login" maxLength={64} />
            </Form.Item>
            <Form.Item
              name="password"
              label={t('密码', 'Password')}
              rules={[{ required: true, message: t('请填写密码', 'Enter your password') }]}
            >
              <Input.Password autoComplete="current-password" data-test="sign-in-password" maxLength={200} />
            </Form.Item>
            <Button
              type="primary"
              htmlType="submit"
              block
              size="large"
              disabled={busy !== ''}
              data-test="sign-in-submit"
            >
              {busy === '' ? t('登录', 'Sign in') : t('正在登录', 'Signing in')}
            </Button>
          </Form>
        </section>
      </main>
      {posts.data && posts.data.length > 0 && (
        <section className="signin-demo" aria-label={t('演示岗位', 'Demonstration posts')}>
          <h2>{t('演示岗位：点一下直接登录', 'Demonstration posts: one click signs in')}</h2>
          <ul>
            {byDepartment(posts.data).map(([department, held]) => (
              <li
                key={department}
                style={{ background: token.colorBgContainer, borderColor: token.colorBorderSecondary }}
              >
                <div style={{ fontWeight: 500, marginBottom: 8 }}>{department}</div>
                <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
                  {held.map(post => (
                    <Button
                      key={`${post.login} ${post.role}`}
                      disabled={busy !== ''}
                      data-test="demo-post"
                      data-login={post.login}
                      aria-label={t(
                        `以“${post.departmentName} ${roleName(post.role, language)}”登录`,
                        `Sign in as ${post.departmentName}, ${roleName(post.role, language)}`,
                      )}
                      onClick={() => void enter(post.login, DEMONSTRATION_PASSWORD)}
                    >
                      {roleName(post.role, language)}
                    </Button>
                  ))}
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
