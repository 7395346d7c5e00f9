import { MenuOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Drawer, Grid, Layout, Menu, Tooltip, theme } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { Link, Navigate, Outlet, ScrollRestoration, useLocation, useNavigate } from 'react-router';
import { MessageBell } from '../features/messages/MessageBell.tsx';
import { ChangePassword } from '../features/session/ChangePassword.tsx';
import { useText } from '../ui/language.tsx';
import { Loading } from '../ui/Loading.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { DemonstrationTag } from './DemonstrationTag.tsx';
import { isOpen, permissionOf } from './access.ts';
import { FaultBoundary, NoSuchPage } from './Faults.tsx';
import { IdleWatch } from './IdleWatch.tsx';
import { Logo } from './Logo.tsx';
import { type MenuItem, firstPathOf, itemOfPath, menuOf } from './menu.tsx';
import { QuickSearch } from './QuickSearch.tsx';
import { roleName } from './roles.ts';
import { useSession } from './session.tsx';
import { Switches } from './Switches.tsx';

/** A new entry gets its number while it is typed; its page must not begin afresh then. */
function pageOf(pathname: string): string {
  return pathname.replace(/^\/our-catalog\/(new|\d+\/edit)$/, 'compile');
}

/** The frame of every page: header, side menu by role, content. */
export function Shell() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { session, can, left } = useSession();
  const location = useLocation();
  const screens = Grid.useBreakpoint();
  const [searching, setSearching] = useState(false);
  const [menuOpen, setMenuOpen] = useState(false);
  const role = session.post?.role;
  const items = menuOf(role);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setSearching(true);
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => setMenuOpen(false), [location.pathname]);

  const here = `${location.pathname}${location.search}`;
  if (!session.signedIn && !isOpen(location.pathname))
    return <Navigate to={left ? '/signin' : `/signin?next=${encodeURIComponent(here)}`} replace />;

  const begins = firstPathOf(role);
  if (location.pathname === '/' && begins !== '/') return <Navigate to={begins} replace />;
  const needed = permissionOf(location.pathname);
  const allowed = needed === undefined || can(needed);
  const folded = screens.xl === false;
  const narrow = screens.lg === false;
  const side = <SideMenu items={items} pathname={location.pathname} folded={folded && !narrow} />;

  return (
    <Layout style={{ minHeight: '100%' }}>
      <a className="skip" href="#content">
        {t('跳到正文', 'Skip to content')}
      </a>
      <Layout.Header className="shell-header">
        {narrow && (
          <Button
            type="text"
            icon={<MenuOutlined />}
            aria-label={t('菜单', 'Menu')}
            data-test="menu"
            onClick={() => setMenuOpen(true)}
          />
        )}
        <Link to={begins} className="shell-logo" style={{ color: token.colorText }}>
          <Logo />
          {screens.sm !== false && <span>{t('数桥 政务数据共享平台', 'Shuqiao data sharing')}</span>}
        </Link>
        {session.demonstration && <DemonstrationTag />}
        <span className="shell-space" />
        {screens.md === false ? (
          <Button
            type="text"
            icon={<SearchOutlined />}
            aria-label={t('搜索', 'Search')}
            onClick={() => setSearching(true)}
            data-test="quick-search"
          />
        ) : (
          <Button
            className="shell-search"
            onClick={() => setSearching(true)}
            data-test="quick-search"
            style={{ color: token.colorTextTertiary }}
          >
            <span>
              <SearchOutlined /> {t('搜索目录、菜单', 'Search entries, pages')}
            </span>
            <kbd style={{ fontSize: 12 }}>Ctrl K</kbd>
          </Button>
        )}
        <MessageBell />
        <Switches />
        <AccountMenu />
      </Layout.Header>
      <Layout hasSider={!narrow} className="shell-body">
        {!narrow && (
          <Layout.Sider
            className="shell-side"
            width={language === 'zh' ? 184 : 216}
            collapsed={folded}
            collapsedWidth={64}
          >
            <nav aria-label={t('主菜单', 'Main menu')} style={{ position: 'sticky', top: 56 }}>
              {side}
            </nav>
          </Layout.Sider>
        )}
        <Layout.Content id="content" className="shell-content" tabIndex={-1}>
          <FaultBoundary key={`${pageOf(location.pathname)} ${session.post?.id ?? 0}`}>
            <Suspense fallback={<Loading />}>
              {session.mustChangePassword ? <ChangePassword first /> : allowed ? <Outlet /> : <NoSuchPage />}
            </Suspense>
          </FaultBoundary>
        </Layout.Content>
      </Layout>
      <Drawer
        placement="left"
        size={260}
        open={narrow && menuOpen}
        onClose={() => setMenuOpen(false)}
        title={
          session.post
            ? `${session.post.departmentName} ${roleName(session.post.role, language)}`
            : t('菜单', 'Menu')
        }
        styles={{ body: { padding: 0 } }}
      >
        {side}
      </Drawer>
      <QuickSearch open={searching} onClose={() => setSearching(false)} />
      <IdleWatch />
      <ScrollRestoration />
    </Layout>
  );
}

function SideMenu({
  items,
  pathname,
  folded,
}: {
  items: readonly MenuItem[];
  pathname: string;
  folded: boolean;
}) {
  const { t } = useText();
  const navigate = useNavigate();
  const current = itemOfPath(items, pathname);
  return (
    <Menu
      mode="inline"
      inlineIndent={12}
      selectedKeys={current ? [current.path] : []}
      items={items.map(item => ({
        key: item.path,
        icon: folded ? (
          <Tooltip title={t(item.zh, item.en)} placement="right">
            <span>{item.icon}</span>
          </Tooltip>
        ) : (
          item.icon
        ),
        label: (
          <Link
            to={item.path}
            data-test={`menu-${item.path.replace(/\?.*/, '').replaceAll('/', '') || 'home'}`}
          >
            {t(item.zh, item.en)}
          </Link>
        ),
      }))}
      onClick={({ key }) => void navigate(key)}
    />
  );
}
