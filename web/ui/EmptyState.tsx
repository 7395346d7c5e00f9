import { theme } from 'antd';
import type { ReactNode } from 'react';

/** Nothing is here: why, and the one next step. */
export function EmptyState({ title, action }: { title: ReactNode; action?: ReactNode }) {
  const { token } = theme.useToken();
  return (
    <div
      data-test="empty"
      style={{ padding: '32px 16px', textAlign: 'center', color: token.colorTextSecondary }}
    >
      <div style={{ maxWidth: '42em', marginInline: 'auto' }}>{title}</div>
      {action && <div style={{ marginTop: 16 }}>{action}</div>}
    </div>
  );
}
