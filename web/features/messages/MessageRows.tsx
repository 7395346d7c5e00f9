import { theme } from 'antd';
import { Link } from 'react-router';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Message } from './types.ts';

/** One sentence, a time, a link; a dot where it was not read. */
export function MessageRows({ rows, onOpen }: { rows: readonly Message[]; onOpen: (one: Message) => void }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  if (rows.length === 0)
    return (
      <EmptyState
        title={t(
          '没有新通知。办件有进展时会在这里告诉您。',
          'No messages. When something moves, you are told here.',
        )}
      />
    );
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {rows.map(one => {
        const waits = !one.read && !one.settled;
        return (
          <li
            key={one.id}
            data-test="message"
            style={{ borderBottom: `1px solid ${token.colorBorderSecondary}` }}
          >
            <Link
              to={one.path}
              onClick={() => onOpen(one)}
              style={{
                display: 'flex',
                gap: 8,
                padding: '12px 0',
                color: waits ? token.colorText : token.colorTextSecondary,
              }}
            >
              <span
                aria-hidden
                style={{
                  flex: 'none',
                  width: 8,
                  height: 8,
                  marginTop: 7,
                  borderRadius: 4,
                  background: waits ? token.colorPrimary : 'transparent',
                }}
              />
              <span style={{ minWidth: 0, overflowWrap: 'anywhere', lineHeight: '22px' }}>
                {waits && <span className="sr-only">{t('未读：', 'Not read: ')}</span>}
                {t(one.zh, one.en)}
                <span
                  style={{ display: 'block', marginTop: 4, fontSize: 12, color: token.colorTextTertiary }}
                >
                  {formatTime(one.at, language)}
                  {one.settled && t(' · 已办理', ' · done')}
                </span>
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
