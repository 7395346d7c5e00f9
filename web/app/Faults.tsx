import { Button, Result } from 'antd';
import { Component, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Problem } from '../api.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useText } from '../ui/language.tsx';
import { RefusalNotice } from '../ui/RefusalNotice.tsx';

/** A page that one may not see answers like a page that does not exist. */
export function NoSuchPage() {
  const { t } = useText();
  return (
    <EmptyState
      title={
        <h1 style={{ fontSize: 20, fontWeight: 500, paddingTop: 48 }}>
          {t('没有这个页面，或您没有查看权限', 'There is no such page, or you may not see it')}
        </h1>
      }
      action={
        <Link to="/">
          <Button type="primary">{t('回工作台', 'Back to home')}</Button>
        </Link>
      }
    />
  );
}

/** What stands in place of a page that could not be read. */
export function NotRead({ problem }: { problem: Problem }) {
  return problem.status === 404 ? <NoSuchPage /> : <RefusalNotice problem={problem} />;
}

function PageFault() {
  const { t } = useText();
  return (
    <Result
      status="warning"
      title={t('这一页没有打开', 'This page did not open')}
      subTitle={t(
        '其他页面不受影响。请刷新；若仍打不开，请告诉平台运维员。',
        'Other pages are not affected. Reload; if it still fails, tell the operator.',
      )}
      extra={
        <Button type="primary" onClick={() => location.reload()}>
          {t('刷新', 'Reload')}
        </Button>
      }
    />
  );
}

/** Keeps the shell standing when one page fails. */
export class FaultBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    return this.state.failed ? <PageFault /> : this.props.children;
  }
}
