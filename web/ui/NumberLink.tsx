import { theme } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { formatCount } from './format.ts';
import { useText } from './language.tsx';

/** A figure that opens its records. */
export function NumberLink({
  to,
  value,
  label,
  sub,
}: {
  to: string;
  value: number | string | null;
  label: string;
  sub?: ReactNode;
}) {
  const { language } = useText();
  const { token } = theme.useToken();
  const shown = typeof value === 'number' ? formatCount(value, language, true) : (value ?? '—');
  const full = typeof value === 'number' ? formatCount(value, language) : undefined;
  return (
    <Link to={to} className="number-link" title={full} style={{ color: token.colorText }}>
      <span style={{ color: token.colorTextSecondary, fontSize: 13 }}>{label}</span>
      <span className="number-link-figure">{shown}</span>
      {sub && <span style={{ color: token.colorTextTertiary, fontSize: 12 }}>{sub}</span>}
    </Link>
  );
}
