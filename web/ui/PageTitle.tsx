import { theme } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useText } from './language.tsx';

interface PageTitleProps {
  title: ReactNode;
  /** The name of the browser's tab where the title is more than text. */
  name?: string;
  sub?: ReactNode;
  actions?: ReactNode;
  tags?: ReactNode;
}

/** The title line of a page; also the name of the browser's tab. Nothing stands between the header and it. */
export function PageTitle({ title, name, sub, actions, tags }: PageTitleProps) {
  const { t } = useText();
  const { token } = theme.useToken();
  const tab = name ?? (typeof title === 'string' ? title : '');
  useEffect(() => {
    document.title = tab === '' ? t('数桥', 'Shuqiao') : `${tab} · ${t('数桥', 'Shuqiao')}`;
  }, [tab, t]);
  return (
    <div className="page-title">
      <div className="page-title-words">
        <h1>
          {title} {tags && <span className="page-title-tags">{tags}</span>}
        </h1>
        {sub && (
          <div style={{ color: token.colorTextSecondary, marginTop: 2, overflowWrap: 'anywhere' }}>{sub}</div>
        )}
      </div>
      {actions && <div className="page-title-actions">{actions}</div>}
    </div>
  );
}
