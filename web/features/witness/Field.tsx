import { theme } from 'antd';
import type { ReactNode } from 'react';

/** One field of a dialog, with what to write in it. */
export function Field({ label, hint, children }: { label: string; hint: string; children: ReactNode }) {
  const { token } = theme.useToken();
  return (
    <label style={{ display: 'grid', gap: 4 }}>
      <span>{label}</span>
      {children}
      <span style={{ fontSize: 12, color: token.colorTextTertiary, overflowWrap: 'anywhere' }}>{hint}</span>
    </label>
  );
}
