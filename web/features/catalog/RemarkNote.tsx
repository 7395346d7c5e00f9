import { CommentOutlined } from '@ant-design/icons';
import { theme } from 'antd';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { postName } from '../../app/roles.ts';
import type { Remark } from './types.ts';

/** What whoever sent the entry back wrote at a field. */
export function RemarkNote({ remarks }: { remarks: readonly Remark[] }) {
  const { language } = useText();
  const { token } = theme.useToken();
  if (remarks.length === 0) return null;
  return (
    <ul
      data-test="remark"
      style={{
        listStyle: 'none',
        margin: '-12px 0 16px',
        padding: '6px 10px',
        background: token.colorWarningBg,
        borderInlineStart: `3px solid ${token.colorWarningBorder}`,
        display: 'grid',
        gap: 4,
      }}
    >
      {remarks.map(({ text, post, at, settled }) => (
        <li key={`${at} ${text}`} style={settled ? { color: token.colorTextTertiary } : {}}>
          <CommentOutlined aria-hidden /> {text}{' '}
          <span style={{ color: token.colorTextTertiary, fontSize: 12 }}>
            {postName(post, language)} · {formatTime(at, language)}
          </span>
        </li>
      ))}
    </ul>
  );
}
